#pragma once

#include "sidecar/async.hpp"
#include "sidecar/listener_context.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <memory>

namespace sidecar {

class H2Session;

using TlsStream = asio::ssl::stream<asio::ip::tcp::socket>;

// One client of DNS over HTTPS: handshake, then a session of the HTTP version that ALPN chose, then
// an orderly end. No step takes longer than its deadline.
class DohConnection : public std::enable_shared_from_this<DohConnection> {
public:
    // What the context refers to outlives the connection.
    DohConnection(asio::ip::tcp::socket socket,
                  asio::ssl::context& tls,
                  const ListenerContext& context);
    DohConnection(const DohConnection&) = delete;
    DohConnection& operator=(const DohConnection&) = delete;
    ~DohConnection();

    // Shared: answers that wait for the upstream hold the connection too.
    [[nodiscard]] asio::awaitable<void> run();

    // Takes no more requests; those in flight are answered first.
    void drain();

    // For the sessions.
    [[nodiscard]] TlsStream& stream() { return stream_; }
    [[nodiscard]] const ListenerContext& context() const { return context_; }
    [[nodiscard]] const Peer& peer() const { return peer_; }
    [[nodiscard]] bool is_open() const { return !closed_; }
    [[nodiscard]] bool is_draining() const { return draining_ || closed_; }
    // A request is there, which moves the deadline. Nothing else does: not what trickles in, not a
    // ping, and not a client that does not read.
    void touch();
    // While an answer is due the deadline waits, except for a client that does not read.
    void begin_answer() { ++due_; }
    void end_answer() { --due_; }
    // Writes it all; closes the connection when that can not be done.
    [[nodiscard]] asio::awaitable<void> write(shim::BytesView octets);

private:
    using Clock = Handler::Clock;

    [[nodiscard]] asio::awaitable<bool> handshake();
    void log_handshake(const boost::system::error_code& cause) const;
    [[nodiscard]] bool speaks_h2();
    [[nodiscard]] asio::awaitable<void> serve();
    [[nodiscard]] asio::awaitable<void> watch(std::shared_ptr<DohConnection> self);
    void close();

    TlsStream stream_;
    ListenerContext context_;
    Peer peer_;
    asio::steady_timer alarm_;
    Clock::time_point deadline_;
    std::unique_ptr<H2Session> h2_;
    std::size_t due_ = 0;  // answers
    bool writing_ = false;
    bool draining_ = false;
    bool closed_ = false;
};

}  // namespace sidecar
