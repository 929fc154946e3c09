#pragma once

#include <chrono>
#include <cstdint>

namespace sidecar {

// What this process takes of the machine. Zero where the system does not tell.
struct ProcessUsage {
    std::uint64_t resident_bytes = 0;
    std::uint64_t open_files = 0;
    std::chrono::microseconds cpu{};  // user and system, of all time
};

[[nodiscard]] ProcessUsage process_usage();

}  // namespace sidecar
