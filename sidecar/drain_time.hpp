#pragma once

#include <chrono>

namespace sidecar {

// What a peer gets to take what is left for it when its connection, or the program, ends. The
// upstream's budget is less.
inline constexpr std::chrono::seconds drain_time{2};

}  // namespace sidecar
