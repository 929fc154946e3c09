#pragma once

#include "config/draft.hpp"
#include "config/toml.hpp"

#include <string>
#include <vector>

namespace config {

// Makes the first rule of the draft's settings from its top-level keys, `[[rule]]` tables the rest.
// What a table does not say is as at the top level. `top_level` is where errors say that the
// top-level keys are: the effective settings.
void read_rules(const std::vector<TomlNode>& tables,
                const std::string& path,
                const std::vector<Effective>& top_level,
                Draft& draft,
                std::vector<Error>& errors);

// The effective setting of a key; the key must be one.
[[nodiscard]] const Effective& find(const std::vector<Effective>& effective, std::string_view key);

// True when no error is about the key, so that what came of it can be looked at.
[[nodiscard]] bool is_good(const std::vector<Error>& errors, std::string_view key);

}  // namespace config
