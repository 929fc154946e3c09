#include "sidecar/tcp_connection.hpp"

#include "shim/wire.hpp"
#include "sidecar/tcp_framing.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>

namespace sidecar {
namespace {

using asio::ip::tcp;

// What one read may take; a message that is longer gets its room when its length is known.
constexpr std::size_t read_room = 4096;
// Answers are written at the latest when there is so much of them.
constexpr std::size_t write_threshold = 65536;
// What a client gets to take its last answers when the program stops; the upstream's budget is
// less.
constexpr std::chrono::seconds drain_time{2};

}  // namespace

TcpConnection::TcpConnection(tcp::socket socket,
                             Handler& handler,
                             const config::LimitSettings& limits,
                             Log& log)
    : socket_(std::move(socket)), handler_(handler), limits_(limits), log_(log),
      alarm_(socket_.get_executor()), progress_(socket_.get_executor()), incoming_(read_room)
{
    boost::system::error_code ec;
    peer_.address = socket_.remote_endpoint(ec).address();
    peer_.client = {shim::Transport::tcp, peer_.address.is_loopback()};
    socket_.set_option(tcp::no_delay(true),
                       ec);  // one that is already reset is noticed by the first read
    progress_.expires_at(asio::steady_timer::time_point::max());
    touch();
}

asio::awaitable<void> TcpConnection::run()
{
    asio::co_spawn(socket_.get_executor(), watch(shared_from_this()),
                   log_.exception_handler("tcp deadline"));
    co_await read_queries();
    draining_ = true;
    while (!closed_ && (in_flight_ != 0 || writing_)) co_await progress_.async_wait(as_result);
    close();
}

void TcpConnection::drain()
{
    draining_ = true;
    deadline_ = std::min(deadline_, Clock::now() + drain_time);
    alarm_.cancel();
    boost::system::error_code ignored;  // already disconnected: the read says so
    socket_.shutdown(tcp::socket::shutdown_receive, ignored);
}

asio::awaitable<void> TcpConnection::read_queries()
{
    while (!draining_ && co_await make_room()) {
        const auto [ec, size] = co_await socket_.async_read_some(
            asio::buffer(incoming_.data() + filled_, incoming_.size() - filled_), as_result);
        if (ec) co_return;
        filled_ += size;

        std::size_t used = 0;
        while (const auto query =
                   first_message(shim::BytesView(incoming_).subspan(used, filled_ - used))) {
            if (!answer(*query)) co_return;
            used += frame_header_size + query->size();
            if (outgoing_.size() >= write_threshold) co_await write();
        }
        if (used != 0) touch();
        std::copy(incoming_.begin() + static_cast<std::ptrdiff_t>(used),
                  incoming_.begin() + static_cast<std::ptrdiff_t>(filled_), incoming_.begin());
        filled_ -= used;
        co_await write();
    }
}

// Waits while too many answers are due, and makes the buffer fit the message that has begun.
asio::awaitable<bool> TcpConnection::make_room()
{
    while (in_flight_ >= limits_.tcp_pipeline && !closed_) co_await progress_.async_wait(as_result);
    if (filled_ >= frame_header_size) {
        const auto size = frame_header_size + ((std::size_t{incoming_[0]} << 8) | incoming_[1]);
        incoming_.resize(std::max(size, read_room));
    }
    co_return !closed_;
}

// False when the client must not go on: what it sent is no query.
bool TcpConnection::answer(shim::BytesView query)
{
    const auto arrived = Clock::now();
    const auto room = handler_.reply_room();
    auto decision = handler_.decide(query, peer_, arrived, room);
    if (const auto* size = std::get_if<std::size_t>(&decision)) {
        append_frame(room.first(*size));
        return true;
    }
    auto* pending = std::get_if<Pending>(&decision);
    if (pending == nullptr) return false;
    ++in_flight_;
    asio::co_spawn(
        socket_.get_executor(),
        finish(shared_from_this(), {query.begin(), query.end()}, arrived, std::move(*pending)),
        log_.exception_handler("tcp query"));
    return true;
}

void TcpConnection::append_frame(shim::BytesView message)
{
    const auto start = outgoing_.size();
    outgoing_.resize(start + frame_header_size);
    put_frame_header(shim::BytesSpan(outgoing_).subspan(start), message.size());
    outgoing_.insert(outgoing_.end(), message.begin(), message.end());
}

asio::awaitable<void> TcpConnection::finish(std::shared_ptr<TcpConnection>,
                                            shim::Bytes query,
                                            Clock::time_point arrived,
                                            Pending pending)
{
    const auto reply =
        co_await handler_.finish(std::move(query), peer_, arrived, std::move(pending));
    append_frame(reply);
    --in_flight_;
    co_await write();
    progress_.cancel();
}

// Writes all there is. While somebody else does, what was added is left to them.
asio::awaitable<void> TcpConnection::write()
{
    if (writing_) co_return;
    writing_ = true;
    while (!outgoing_.empty() && !closed_) {
        shim::Bytes batch;
        batch.swap(outgoing_);
        const auto [ec, size] = co_await asio::async_write(socket_, asio::buffer(batch), as_result);
        if (ec) close();
        touch();
        batch.clear();
        if (outgoing_.empty()) outgoing_.swap(batch);  // keeps the memory for the next
    }
    writing_ = false;
    progress_.cancel();
}

// Closes the connection when its deadline passes with no answer due. A message that trickles in
// does not move the deadline, and neither does a client that does not read its answers.
asio::awaitable<void> TcpConnection::watch(std::shared_ptr<TcpConnection>)
{
    while (!closed_) {
        if (Clock::now() >= deadline_) {
            if (in_flight_ == 0 || writing_) break;
            touch();
        }
        alarm_.expires_at(deadline_);
        co_await alarm_.async_wait(as_result);
    }
    close();
}

void TcpConnection::close()
{
    if (closed_) return;
    closed_ = true;
    boost::system::error_code ignored;  // the descriptor is gone either way
    socket_.close(ignored);
    alarm_.cancel();
    progress_.cancel();
}

}  // namespace sidecar
