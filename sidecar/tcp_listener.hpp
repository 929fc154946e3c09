#pragma once

#include "sidecar/tcp_connection.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <list>
#include <memory>

namespace sidecar {

// DNS over TCP on one address.
class TcpListener {
public:
    // Throws boost::system::system_error when the address can not be bound.
    TcpListener(const asio::any_io_executor& executor,
                const asio::ip::tcp::endpoint& endpoint,
                Handler& handler,
                const config::LimitSettings& limits,
                Counters& counters,
                Log& log);

    [[nodiscard]] asio::ip::tcp::endpoint endpoint() const { return acceptor_.local_endpoint(); }

    // Accepts until stop(), which also drains the connections there are.
    [[nodiscard]] asio::awaitable<void> run();
    void stop();

private:
    [[nodiscard]] asio::awaitable<void> serve(asio::ip::tcp::socket socket);

    asio::ip::tcp::acceptor acceptor_;
    Handler& handler_;
    const config::LimitSettings& limits_;
    Counters& counters_;
    Log& log_;
    std::list<std::shared_ptr<TcpConnection>> connections_;
};

}  // namespace sidecar
