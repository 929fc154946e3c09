#pragma once

#include "sidecar/async.hpp"
#include "sidecar/handler.hpp"
#include "sidecar/udp_batch.hpp"

#include <boost/asio/ip/udp.hpp>

#include <cstddef>

namespace sidecar {

// DNS over UDP on one address. Takes what has arrived in batches, answers what it can at once, and
// starts a coroutine only for a query that has to wait.
class UdpListener {
public:
    // Throws boost::system::system_error when the address can not be bound.
    UdpListener(const asio::any_io_executor& executor,
                const asio::ip::udp::endpoint& endpoint,
                Handler& handler,
                Log& log);

    [[nodiscard]] asio::ip::udp::endpoint endpoint() const { return socket_.local_endpoint(); }

    // Serves until stop().
    [[nodiscard]] asio::awaitable<void> run();
    void stop();

private:
    [[nodiscard]] std::size_t serve_batch();
    [[nodiscard]] asio::awaitable<void> finish(shim::Bytes query,
                                               UdpSource source,
                                               Handler::Clock::time_point arrived,
                                               Pending pending);

    asio::ip::udp::socket socket_;
    Handler& handler_;
    Log& log_;
    UdpBatch batch_;
    bool stopped_ = false;
};

}  // namespace sidecar
