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
                const ListenerContext& context);

    [[nodiscard]] asio::ip::tcp::endpoint endpoint() const { return acceptor_.local_endpoint(); }

    // Accepts until stop(), which also drains the connections there are.
    [[nodiscard]] asio::awaitable<void> run();
    void stop();

private:
    [[nodiscard]] asio::awaitable<void> serve(std::shared_ptr<TcpConnection> connection);

    asio::ip::tcp::acceptor acceptor_;
    ListenerContext context_;
    std::list<std::shared_ptr<TcpConnection>> connections_;
};

}  // namespace sidecar
