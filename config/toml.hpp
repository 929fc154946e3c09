#pragma once

#include "config/load.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace config {

struct TomlMember;

// A value of a TOML document, with where it stands.
struct TomlNode {
    enum class Type : std::uint8_t { string, integer, boolean, array, table, other };

    Type type = Type::other;
    std::size_t line = 0;
    std::string text;                 // of a scalar; what it is, of `other` (floats, dates)
    std::vector<TomlNode> items;      // of an array
    std::vector<TomlMember> members;  // of a table, sorted by key

    [[nodiscard]] bool is_table() const { return type == Type::table; }
    [[nodiscard]] bool is_scalar() const { return type != Type::table && type != Type::array; }

    // A table's member; null when there is none.
    [[nodiscard]] const TomlNode* find(std::string_view key) const;
};

struct TomlMember {
    std::string key;
    std::size_t line = 0;
    TomlNode value;
};

// Reads a document (TOML 1.0). Throws nothing on any text.
[[nodiscard]] std::variant<TomlNode, Error> parse_toml(const Sources::File& file);

}  // namespace config
