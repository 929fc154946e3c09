#pragma once

#include "shim/resolve.hpp"
#include "shim/types.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace sidecar {

// The last replies, in a ring that is allocated once. A reply is kept as it went out and read only
// when somebody asks, so that keeping it costs one copy.
class RecentQueries {
public:
    using Clock = std::chrono::steady_clock;

    struct Entry {
        Clock::time_point arrived;
        std::chrono::microseconds duration{};
        boost::asio::ip::address client;
        shim::Transport transport{};
        shim::Source source{};
        std::uint16_t size = 0;  // of what is kept of the reply
        bool cut = false;        // when the reply is larger
        std::array<std::uint8_t, 512> reply{};
    };

    explicit RecentQueries(std::size_t capacity) : entries_(capacity) {}

    // The entry to fill in for a new query, the oldest one's place; nullptr when none are kept.
    [[nodiscard]] Entry* next() noexcept
    {
        if (entries_.empty()) return nullptr;
        Entry& entry = entries_[added_ % entries_.size()];
        ++added_;
        return &entry;
    }

    [[nodiscard]] std::size_t size() const noexcept
    {
        return static_cast<std::size_t>(std::min<std::uint64_t>(added_, entries_.size()));
    }

    // Newest first: 0 to size() - 1.
    [[nodiscard]] const Entry& operator[](std::size_t age) const noexcept
    {
        return entries_[(added_ - 1 - age) % entries_.size()];
    }

private:
    std::vector<Entry> entries_;
    std::uint64_t added_ = 0;
};

}  // namespace sidecar
