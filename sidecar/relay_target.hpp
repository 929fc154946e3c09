#pragma once

#include "config/settings.hpp"
#include "shim/address.hpp"
#include "shim/policy.hpp"
#include "sidecar/async.hpp"
#include "sidecar/counters.hpp"
#include "sidecar/log.hpp"
#include "sidecar/pump.hpp"
#include "sidecar/service_resolver.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/system/result.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sidecar {

// What all relayed connections share.
struct RelayContext {
    asio::any_io_executor executor;
    ServiceResolver& services;
    const config::LimitSettings& limits;
    Counters& counters;
    Log& log;
};

// A target as the status endpoint shows it.
struct RelayStatus {
    std::string address;
    std::string target;
    std::vector<std::string> ports;  // "80" or "80=8080"
    std::uint64_t connections = 0;   // accepted since the start
    std::uint64_t bytes = 0;         // relayed, both ways
    std::string last_error;          // empty once a connection succeeds
};

// One relay address: accepts on its ports and connects each client to the target, which is looked
// up for every connection. A target that can not be reached resets the connection.
class RelayTarget : public std::enable_shared_from_this<RelayTarget> {
public:
    // Throws StartError when a port can not be listened on.
    RelayTarget(const RelayContext& context,
                const shim::IpAddress& address,
                std::string target,
                bool fixed,
                const std::vector<shim::RelayPort>& ports);

    void start();
    // Accepts no more, and ends within seconds what is relayed.
    void stop();

    [[nodiscard]] const shim::IpAddress& address() const { return address_; }
    [[nodiscard]] RelayStatus status() const { return status_; }

private:
    struct Listener {
        asio::ip::tcp::acceptor acceptor;
        std::uint16_t target_port;
    };
    using Self = std::shared_ptr<RelayTarget>;
    using Addresses = boost::system::result<std::vector<shim::IpAddress>, shim::Ede>;

    [[nodiscard]] asio::awaitable<void> accept_from(Self self, std::shared_ptr<Listener> listener);
    [[nodiscard]] asio::awaitable<void>
    serve(Self self, asio::ip::tcp::socket client, std::uint16_t port);
    [[nodiscard]] asio::awaitable<Addresses> look_up();
    void fail(asio::ip::tcp::socket& client, const std::string& cause);

    RelayContext context_;
    shim::IpAddress address_;
    std::string target_;
    bool fixed_;
    std::vector<std::shared_ptr<Listener>> listeners_;
    Pump pump_;
    RelayStatus status_;
};

}  // namespace sidecar
