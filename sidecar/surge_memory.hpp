#pragma once

#include "sidecar/async.hpp"

#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <functional>
#include <utility>

namespace sidecar {

// Memory of what comes in surges: connections, and queries that wait for the upstream. What a surge
// leaves behind the C library keeps for the next one; here it goes back to the kernel.
class SurgeMemory {
public:
    // Memory that is in use as long as its share lives.
    class Share {
    public:
        Share(SurgeMemory& memory, std::size_t octets) : memory_(&memory), octets_(octets)
        {
            memory.grow(octets);
        }
        Share(Share&& other) noexcept
            : memory_(std::exchange(other.memory_, nullptr)), octets_(other.octets_)
        {
        }
        Share& operator=(Share&&) = delete;
        ~Share()
        {
            if (memory_ != nullptr) memory_->shrink(octets_);
        }

    private:
        SurgeMemory* memory_;  // null once it was moved from
        std::size_t octets_;
    };

    // `release` is called when a surge is over. Outlives its shares.
    SurgeMemory(const asio::any_io_executor& executor, std::function<void()> release);

    // So many octets, by estimate.
    [[nodiscard]] Share take(std::size_t octets) { return {*this, octets}; }

    // Waits for no surge's end any more.
    void stop();

private:
    void grow(std::size_t octets);
    void shrink(std::size_t octets);
    [[nodiscard]] asio::awaitable<void> release_when_quiet();

    asio::steady_timer quiet_;
    std::function<void()> release_;
    std::size_t in_use_ = 0;
    std::size_t peak_ = 0;  // of in_use_, since the last surge
    bool stopped_ = false;
};

}  // namespace sidecar
