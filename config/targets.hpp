#pragma once

#include "config/value.hpp"
#include "shim/policy.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace config {

// Each tells `problems` what would be right, and leaves out what is wrong.

// `example.com`, `*.example.com` or `.` each; no two the same.
[[nodiscard]] std::vector<shim::Pattern> parse_patterns(const Value& value, Problems& problems);

// IP addresses, one host name (in which `{1}` stands for a label), or `none`.
[[nodiscard]] std::optional<shim::Target> parse_target(const Value& value, Problems& problems);

// What is the same of two patterns for the same names, and differs otherwise.
[[nodiscard]] std::string identity(const shim::Pattern& pattern);

// True when the target has `{1}`, so that each name gets a service of its own.
[[nodiscard]] bool has_placeholder(const shim::Target& target);

}  // namespace config
