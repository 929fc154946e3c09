#include "sidecar/surge_memory.hpp"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <chrono>

namespace sidecar {
namespace {

// Less than this is no surge: to give it back would cost more than it is worth.
constexpr std::size_t surge = std::size_t{1} << 19;
// What a surge gets to end entirely once most of it has.
constexpr std::chrono::seconds moment{1};

}  // namespace

SurgeMemory::SurgeMemory(const asio::any_io_executor& executor, std::function<void()> release)
    : quiet_(executor), release_(std::move(release))
{
}

void SurgeMemory::grow(std::size_t octets)
{
    in_use_ += octets;
    peak_ = std::max(peak_, in_use_);
}

void SurgeMemory::shrink(std::size_t octets)
{
    in_use_ -= octets;
    if (stopped_ || peak_ < surge || in_use_ > peak_ / 4) return;
    peak_ = in_use_;
    asio::co_spawn(quiet_.get_executor(), release_when_quiet(), rethrow);
}

asio::awaitable<void> SurgeMemory::release_when_quiet()
{
    quiet_.expires_after(moment);  // who waits already is told to stop
    const auto [ec] = co_await quiet_.async_wait(as_result);
    if (!ec) release_();
}

void SurgeMemory::stop()
{
    stopped_ = true;
    quiet_.cancel();
}

}  // namespace sidecar
