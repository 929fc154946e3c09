#pragma once

#include <chrono>
#include <string>

namespace sidecar {

// "2026-01-02T03:04:05.678Z" (RFC 3339 section 5.6).
[[nodiscard]] std::string rfc3339(std::chrono::system_clock::time_point time);

// "Fri, 02 Jan 2026 03:04:05 GMT" (RFC 9110 section 5.6.7).
[[nodiscard]] std::string http_date(std::chrono::system_clock::time_point time);

}  // namespace sidecar
