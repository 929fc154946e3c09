#pragma once

#include "sidecar/async.hpp"
#include "sidecar/listener_context.hpp"
#include "sidecar/udp_batch.hpp"

#include <boost/asio/ip/udp.hpp>

#include <cstddef>

namespace sidecar {

// DNS over UDP on one address. Takes what has arrived in batches and answers what it can at once;
// the rest as the answers come.
class UdpListener {
public:
    // Throws boost::system::system_error when the address can not be bound.
    UdpListener(const asio::any_io_executor& executor,
                const asio::ip::udp::endpoint& endpoint,
                const ListenerContext& context);

    [[nodiscard]] asio::ip::udp::endpoint endpoint() const { return socket_.local_endpoint(); }

    // Serves until stop().
    [[nodiscard]] asio::awaitable<void> run();
    void stop();

private:
    [[nodiscard]] std::size_t serve_batch();

    asio::ip::udp::socket socket_;
    ListenerContext context_;
    UdpBatch batch_;
    bool stopped_ = false;
};

}  // namespace sidecar
