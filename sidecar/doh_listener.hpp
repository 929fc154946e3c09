#pragma once

#include "sidecar/doh_connection.hpp"
#include "sidecar/tls_context.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <list>
#include <memory>

namespace sidecar {

// DNS over HTTPS (RFC 8484) on one address.
class DohListener {
public:
    // What the context refers to, and tls, outlive the listener. Throws boost::system::system_error
    // when the address can not be bound.
    DohListener(const asio::any_io_executor& executor,
                const asio::ip::tcp::endpoint& endpoint,
                TlsContext& tls,
                const ListenerContext& context);

    [[nodiscard]] asio::ip::tcp::endpoint endpoint() const { return acceptor_.local_endpoint(); }

    // Accepts until stop(), which also drains the connections there are.
    [[nodiscard]] asio::awaitable<void> run();
    void stop();

private:
    [[nodiscard]] asio::awaitable<void> serve(asio::ip::tcp::socket socket);

    asio::ip::tcp::acceptor acceptor_;
    TlsContext& tls_;
    ListenerContext context_;
    std::list<std::shared_ptr<DohConnection>> connections_;
};

}  // namespace sidecar
