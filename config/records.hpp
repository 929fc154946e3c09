#pragma once

#include "config/settings.hpp"
#include "config/toml.hpp"

#include <string>
#include <vector>

namespace config {

// The `[[record]]` tables. What is wrong goes to `errors`, and so does a CNAME next to other
// records of its name (RFC 2181 section 10.1).
[[nodiscard]] std::vector<RecordSettings> read_records(const std::vector<TomlNode>& tables,
                                                       const std::string& path,
                                                       std::vector<Error>& errors);

}  // namespace config
