#pragma once

#include "tests/bench/posix.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace bench {

// How long a load goes on when the answers that it is to wait for do not come.
inline constexpr std::chrono::seconds load_limit{60};

// What came of a load: how many answers, of what kind, how fast.
class LoadReport {
public:
    void answered(std::uint8_t rcode, std::chrono::nanoseconds latency) noexcept;
    void lost(std::size_t queries = 1) noexcept { lost_ += queries; }

    [[nodiscard]] std::uint64_t answers() const noexcept { return answered_; }

    // One line of JSON on standard output.
    void print(std::chrono::nanoseconds duration) const;

private:
    static constexpr std::chrono::nanoseconds step{500};

    [[nodiscard]] double percentile(double share) const noexcept;  // in microseconds

    std::uint64_t answered_ = 0;
    std::uint64_t failed_ = 0;  // another rcode than NOERROR
    std::uint64_t lost_ = 0;
    std::array<std::uint32_t, 200'001> histogram_{};  // by steps; the last is for all that is more
};

}  // namespace bench
