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
// there to the target. Nothing else is listened on. A target keeps its address, so that an answer
// that a client remembers stays true, until a reload leaves it none.
class Relay {
public:
    using Address = boost::system::result<shim::IpAddress, shim::Ede>;

    // What the context refers to outlives the relay and its connections.
    explicit Relay(RelayContext context) : context_(std::move(context)) {}

    // The addresses to give away, from a reload on. Without them there is no relay. When they run
    // short, a target that nobody has asked for since gives its own up.
    void set_prefix(const std::optional<shim::IpPrefix>& prefix);

    // The target's address, ready to be connected to; or why there is none.
    [[nodiscard]] Address address_of(const shim::RelayTo& wanted);

    [[nodiscard]] std::vector<RelayStatus> statuses() const;

    // Accepts no more; connections end by themselves or by their deadline.
    void stop();

private:
    using Key = std::pair<std::string, std::vector<shim::RelayPort>>;
    struct Entry {
        std::shared_ptr<RelayTarget> target;
        bool asked_for = true;  // since the last reload
    };
    using Targets = std::map<Key, Entry>;

    [[nodiscard]] bool is_taken(const shim::IpAddress& address) const;
    [[nodiscard]] std::optional<shim::IpAddress> free_address() const;
    void retire(Targets::iterator place);

    RelayContext context_;
    std::optional<shim::IpPrefix> prefix_;
    Targets targets_;
};

}  // namespace sidecar
