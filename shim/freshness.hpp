#pragma once

#include "shim/types.hpp"

#include <cstdint>

namespace shim {

// Seconds for which a reply may be used again, at most (RFC 8484 section 5.1): the least TTL of the
// answer section; without an answer what its SOA says (RFC 2308 section 5); 0 for a failure, and
// for a message that can not be read.
[[nodiscard]] std::uint32_t freshness(BytesView reply) noexcept;

}  // namespace shim
