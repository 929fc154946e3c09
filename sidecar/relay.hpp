#pragma once

#include "shim/address.hpp"
#include "shim/resolve.hpp"
#include "sidecar/relay_target.hpp"

#include <boost/system/result.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sidecar {

// Gives each target an address of the relay prefix when it is first asked for, and relays TCP from
// there to the target. Nothing else is listened on. A target keeps its address for good, so that
// an answer that a client remembers stays true.
class Relay {
public:
    using Address = boost::system::result<shim::IpAddress, shim::Ede>;

    // What the context refers to outlives the relay and its connections.
    explicit Relay(RelayContext context) : context_(std::move(context)) {}

    // The addresses to give away. Without them there is no relay.
    void set_prefix(const std::optional<shim::IpPrefix>& prefix) { prefix_ = prefix; }

    // The target's address, ready to be connected to; or why there is none.
    [[nodiscard]] Address address_of(const shim::RelayTo& wanted);

    [[nodiscard]] std::vector<RelayStatus> statuses() const;

    // Accepts no more; connections end by themselves or by their deadline.
    void stop();

private:
    using Key = std::pair<std::string, std::vector<shim::RelayPort>>;

    [[nodiscard]] std::optional<shim::IpAddress> next_address() const;

    RelayContext context_;
    std::optional<shim::IpPrefix> prefix_;
    std::map<Key, std::shared_ptr<RelayTarget>> targets_;
};

}  // namespace sidecar
