#pragma once

#include <cstdint>

namespace sidecar {

// Counts one up as long as it lives.
class CountedUp {
public:
    explicit CountedUp(std::uint64_t& counter) noexcept : counter_(counter) { ++counter_; }
    CountedUp(const CountedUp&) = delete;
    CountedUp& operator=(const CountedUp&) = delete;
    ~CountedUp() { --counter_; }

private:
    std::uint64_t& counter_;
};

}  // namespace sidecar
