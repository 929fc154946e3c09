#pragma once

#include "config/fields.hpp"
#include "config/toml.hpp"
#include "config/value.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace config {

// A configuration file taken apart.
struct Document {
    std::map<std::string, Given, std::less<>> settings;  // by key
    std::vector<TomlNode> rules;                         // tables
    std::vector<TomlNode> records;                       // tables
};

// Takes the file apart. What is not a known key, or of the wrong type, goes to `errors`.
[[nodiscard]] Document read_document(const Sources::File& file, std::vector<Error>& errors);

// A node as the value of a setting of that kind. `example` is a right one for the message that a
// wrong type gets.
[[nodiscard]] std::optional<Value>
to_value(const TomlNode& node, Kind kind, std::string_view example, Problems& problems);

// The keys of a CAA answer as `caa` says them: a string or array is `issue`, a table has them all.
// `prefix` is what the keys start with, "caa." or "rule.caa.".
[[nodiscard]] std::map<std::string, Given, std::less<>> read_caa(const TomlNode& node,
                                                                 const std::string& path,
                                                                 std::string_view prefix,
                                                                 std::vector<Error>& errors);

// Tells `errors` of members that are none of `known`, with the nearest of them.
void refuse_unknown(const TomlNode& table,
                    std::string_view prefix,
                    std::span<const std::string_view> known,
                    const std::string& path,
                    std::vector<Error>& errors);

// "/etc/x.toml:7"
[[nodiscard]] std::string origin_of(const std::string& path, std::size_t line);

// A node as an error shows it.
[[nodiscard]] std::string shown(const TomlNode& node);

}  // namespace config
