#pragma once

#include "config/settings.hpp"
#include "shim/policy.hpp"
#include "sidecar/async.hpp"
#include "sidecar/counters.hpp"
#include "sidecar/log.hpp"
#include "sidecar/status_connection.hpp"
#include "sidecar/status_view.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <list>
#include <memory>

namespace sidecar {

// The status endpoint: HTTP/1.1 on any number of addresses, read-only.
class StatusServer {
public:
    // What is referred to outlives the server.
    StatusServer(asio::any_io_executor executor,
                 const config::LimitSettings& limits,
                 StatusView view,
                 Counters& counters,
                 Log& log);

    // Listens; port 0 is the kernel's choice. Throws boost::system::system_error when the address
    // can not be bound. Returns the address as bound.
    asio::ip::tcp::endpoint add_listener(shim::Endpoint endpoint);

    // Accepts until stop(), which also ends the connections, each after the response it is at.
    void start();
    void stop();

private:
    [[nodiscard]] asio::awaitable<void> accept_from(asio::ip::tcp::acceptor& acceptor);
    [[nodiscard]] asio::awaitable<void> serve(asio::ip::tcp::socket socket);

    asio::any_io_executor executor_;
    const config::LimitSettings& limits_;
    StatusView view_;
    Counters& counters_;
    Log& log_;
    std::list<asio::ip::tcp::acceptor> acceptors_;
    std::list<std::shared_ptr<StatusConnection>> connections_;
};

}  // namespace sidecar
