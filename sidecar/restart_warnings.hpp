#pragma once

#include "config/load.hpp"

#include <string>
#include <vector>

namespace sidecar {

// A sentence for each setting that has another value now than at the start, and that a reload does
// not apply.
[[nodiscard]] std::vector<std::string>
restart_warnings(const std::vector<config::Effective>& at_start,
                 const std::vector<config::Effective>& now);

}  // namespace sidecar
