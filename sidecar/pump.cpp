#include "sidecar/pump.hpp"

#include "sidecar/drain_time.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <memory>

namespace sidecar {
namespace {

using asio::ip::tcp;
using Clock = std::chrono::steady_clock;

constexpr std::size_t buffer_size = 16384;

}  // namespace

struct Pump::Pair {
    Pair(tcp::socket a, tcp::socket b)
        : left(std::move(a)), right(std::move(b)), alarm(left.get_executor())
    {
    }

    void close()
    {
        boost::system::error_code ignored;  // they are gone either way
        left.close(ignored);
        right.close(ignored);
    }

    tcp::socket left;
    tcp::socket right;
    asio::steady_timer alarm;
    Clock::time_point moved = Clock::now();
    Clock::time_point end = Clock::time_point::max();  // whatever moves
    bool done = false;
};

asio::awaitable<void>
Pump::pass(tcp::socket& from, tcp::socket& to, Pair& pair, std::uint64_t& bytes)
{
    const auto buffer = std::make_unique<std::array<std::uint8_t, buffer_size>>();
    for (;;) {
        const auto [read_error, size] =
            co_await from.async_read_some(asio::buffer(*buffer), as_result);
        if (read_error == asio::error::eof) break;
        if (read_error) co_return pair.close();
        pair.moved = Clock::now();
        const auto [write_error, written] =
            co_await asio::async_write(to, asio::buffer(*buffer, size), as_result);
        bytes += written;
        if (write_error) co_return pair.close();
        pair.moved = Clock::now();
    }
    boost::system::error_code ignored;  // a peer that is gone needs no end
    to.shutdown(tcp::socket::shutdown_send, ignored);
}

asio::awaitable<void> Pump::close_in_time(Pair& pair, std::chrono::milliseconds idle)
{
    while (!pair.done) {
        pair.alarm.expires_at(std::min(pair.moved + idle, pair.end));
        co_await pair.alarm.async_wait(as_result);
        if (Clock::now() >= std::min(pair.moved + idle, pair.end)) co_return pair.close();
    }
}

asio::awaitable<void> Pump::pass_both(Pair& pair, std::uint64_t& bytes)
{
    using namespace asio::experimental::awaitable_operators;
    co_await (pass(pair.left, pair.right, pair, bytes) && pass(pair.right, pair.left, pair, bytes));
    pair.done = true;
    pair.alarm.cancel();
}

asio::awaitable<void>
Pump::run(tcp::socket left, tcp::socket right, std::chrono::milliseconds idle, std::uint64_t& bytes)
{
    using namespace asio::experimental::awaitable_operators;
    Pair pair(std::move(left), std::move(right));
    if (stopped_) pair.end = Clock::now() + drain_time;
    boost::system::error_code ignored;  // a smaller delay is a favour, not a need
    pair.left.set_option(tcp::no_delay(true), ignored);
    pair.right.set_option(tcp::no_delay(true), ignored);
    const auto place = pairs_.insert(pairs_.end(), &pair);
    co_await (pass_both(pair, bytes) && close_in_time(pair, idle));
    pairs_.erase(place);
}

void Pump::stop()
{
    stopped_ = true;
    for (auto* pair : pairs_) {
        pair->end = Clock::now() + drain_time;
        pair->alarm.cancel();
    }
}

}  // namespace sidecar
