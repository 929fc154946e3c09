#pragma once

#include "sidecar/counters.hpp"

#include <cstdint>
#include <string>

namespace sidecar {

// Sums over the counters, for people.
struct QueryTotals {
    std::uint64_t total = 0;      // answered
    std::uint64_t faked = 0;      // from a rule or a static record
    std::uint64_t forwarded = 0;  // with the upstream's reply
    std::uint64_t failed = 0;     // with an error of our own
};

[[nodiscard]] QueryTotals query_totals(const Counters& counters);

// What a place in Counters::requests or Counters::responses stands for; `other` for the last.
[[nodiscard]] std::string counted_type(std::size_t index);
[[nodiscard]] std::string counted_rcode(std::size_t index);

}  // namespace sidecar
