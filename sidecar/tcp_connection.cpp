#include "sidecar/tcp_connection.hpp"

#include "sidecar/drain_time.hpp"
#include "sidecar/tcp_framing.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>

namespace sidecar {
namespace {

using asio::ip::tcp;

// What one read may take, at first and for a client that fills it; a message that is longer gets
// its room when its length is known.
constexpr std::size_t first_read_room = 256;
constexpr std::size_t last_read_room = 4096;
// Answers are written at the latest when there is so much of them.
constexpr std::size_t write_threshold = 65536;

}  // namespace

TcpConnection::TcpConnection(tcp::socket socket, const ListenerContext& context)
    : socket_(std::move(socket)), context_(context), alarm_(socket_.get_executor()),
      progress_(socket_.get_executor()), incoming_(first_read_room), read_room_(first_read_room)
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
    check_deadline();
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
    while (!draining_ && !closed_) {
        make_room();
        const auto [ec, size] = co_await socket_.async_read_some(
            asio::buffer(incoming_.data() + filled_, incoming_.size() - filled_), as_result);
        if (ec) co_return;
        filled_ += size;
        if (filled_ == incoming_.size()) read_room_ = std::min(4 * read_room_, last_read_room);

        std::size_t used = 0;
        while (const auto query =
                   first_message(shim::BytesView(incoming_).subspan(used, filled_ - used))) {
            if (in_flight_ >= context_.limits.tcp_pipeline) co_await wait_for_place();
            if (closed_ || !answer(*query)) co_return;
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

// Makes the buffer fit the message that has begun.
void TcpConnection::make_room()
{
    if (filled_ >= frame_header_size) {
        const auto size = frame_header_size + ((std::size_t{incoming_[0]} << 8) | incoming_[1]);
        incoming_.resize(std::max(size, read_room_));
    } else {
        incoming_.resize(read_room_);
    }
}

// Waits while as many answers are due as there may be; those that are ready go out first.
asio::awaitable<void> TcpConnection::wait_for_place()
{
    co_await write();
    while (in_flight_ >= context_.limits.tcp_pipeline && !closed_)
        co_await progress_.async_wait(as_result);
}

// False when the client must not go on: what it sent is no query.
bool TcpConnection::answer(shim::BytesView query)
{
    const auto arrived = Clock::now();
    const auto room = context_.handler.reply_room();
    auto decision = context_.handler.decide(query, peer_, arrived, room);
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
        context_.log.exception_handler("tcp query"));
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
    const auto reply = co_await context_.handler.async_finish(
        query, peer_, arrived, std::move(pending), asio::use_awaitable);
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

// A message that trickles in does not move the deadline, and neither does a client that does not
// read its answers.
void TcpConnection::check_deadline()
{
    if (closed_) return;
    if (Clock::now() >= deadline_) {
        if (draining_ || in_flight_ == 0 || writing_) return close();
        touch();
    }
    alarm_.expires_at(deadline_);
    alarm_.async_wait([self = shared_from_this()](auto) { self->check_deadline(); });
}

void TcpConnection::touch()
{
    if (!draining_) deadline_ = Clock::now() + context_.limits.idle;
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
