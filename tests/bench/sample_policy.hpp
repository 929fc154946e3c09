#pragma once

#include "shim/policy.hpp"

#include <cstddef>

namespace bench {

// What every server of a run is set up to answer: names below dev.example.com have one address and
// the default CAA records. With more than one rule, the others are for names of their own.
[[nodiscard]] shim::Policy sample_policy(std::size_t rules = 1);

}  // namespace bench
