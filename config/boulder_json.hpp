#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace config {

struct JsonMember;

// A JSON value and where its text stands, so that one value can be replaced with no other byte
// changed. Offsets are into the text that was parsed.
struct JsonValue {
    enum class Kind { object, array, string, literal };

    Kind kind = Kind::literal;
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string string;  // decoded; of a string only
    std::vector<JsonMember> members;
    std::vector<JsonValue> items;

    // The member of that name in an object, in the way of Go's encoding/json: case-blind, the last
    // of several. Null when there is none or this is no object.
    [[nodiscard]] const JsonMember* find(std::string_view key) const;
};

struct JsonMember {
    std::string key;            // decoded
    std::size_t gap_begin = 0;  // behind the '{' or ',' before the key
    std::size_t key_begin = 0;
    std::size_t key_end = 0;
    JsonValue value;
};

struct JsonError {
    std::size_t line = 0;    // from 1
    std::size_t column = 0;  // from 1, in octets
    std::string message;
};

// The first JSON value of the text. What follows it is not looked at, for Go's decoder does not
// either.
[[nodiscard]] std::variant<JsonValue, JsonError> parse_json(std::string_view text);

// Text as a JSON string.
[[nodiscard]] std::string quoted(std::string_view text);

}  // namespace config
