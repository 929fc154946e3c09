#pragma once

#include "config/load.hpp"

#include <string>
#include <vector>

namespace config {

// What `config` prints: a line each, `key = value  # origin`, the origins below each other.
[[nodiscard]] std::string to_text(const std::vector<Effective>& effective);

}  // namespace config
