#pragma once

#include "shim/wire.hpp"

#include <cstddef>

namespace config {

// Octets that the configured records of one name may take; what is left of a message is room for
// its header, question, chain of aliases and OPT record.
inline constexpr std::size_t record_room = 60'000;
static_assert(record_room < shim::wire::max_message);

// Octets that a record takes in a reply, its owner being a pointer (RFC 1035 section 4.1.4).
[[nodiscard]] constexpr std::size_t record_size(std::size_t rdata_size)
{
    return 2 + shim::wire::record_fixed_size + rdata_size;
}

}  // namespace config
