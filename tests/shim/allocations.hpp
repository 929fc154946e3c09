#pragma once

#include <cstddef>

namespace shim {

// How often this program has taken memory from the heap by operator new.
[[nodiscard]] std::size_t allocations();

}  // namespace shim
