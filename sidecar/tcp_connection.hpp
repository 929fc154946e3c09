#pragma once

#include "sidecar/async.hpp"
#include "sidecar/listener_context.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <memory>
#include <vector>

namespace sidecar {

// One client over TCP (RFC 7766): queries are pipelined, each is answered as soon as it can be,
// and what is answered together is written together.
class TcpConnection : public std::enable_shared_from_this<TcpConnection> {
public:
    TcpConnection(asio::ip::tcp::socket socket, const ListenerContext& context);

    // Serves until the client closes, breaks the framing, or lets the idle time pass. Shared: the
    // answers that wait for the upstream hold the connection too.
    [[nodiscard]] asio::awaitable<void> run();

    // Takes no more queries; those in flight are answered first.
    void drain();

private:
    using Clock = Handler::Clock;

    [[nodiscard]] asio::awaitable<void> read_queries();
    void make_room();
    [[nodiscard]] asio::awaitable<void> wait_for_place();
    [[nodiscard]] bool answer(shim::BytesView query);
    void append_frame(shim::BytesView message);
    [[nodiscard]] asio::awaitable<void> finish(std::shared_ptr<TcpConnection> self,
                                               shim::Bytes query,
                                               Clock::time_point arrived,
                                               Pending pending);
    [[nodiscard]] asio::awaitable<void> write();
    // Closes the connection when its deadline has passed with no answer due; waits for it else.
    // No coroutine: an idle connection has little more than this.
    void check_deadline();
    void touch();
    void close();

    asio::ip::tcp::socket socket_;
    ListenerContext context_;
    Peer peer_;
    asio::steady_timer alarm_;
    asio::steady_timer progress_;  // cancelled when an answer is done or written
    Clock::time_point deadline_;
    shim::Bytes incoming_;
    std::size_t filled_ = 0;  // of incoming_
    std::size_t read_room_;   // what one read may take
    shim::Bytes outgoing_;
    std::size_t in_flight_ = 0;
    bool writing_ = false;
    bool draining_ = false;
    bool closed_ = false;
};

}  // namespace sidecar
