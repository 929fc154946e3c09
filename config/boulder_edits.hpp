#pragma once

#include "config/boulder_json.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace config {

// One setting as it was and as it is now, both as JSON on one line.
struct BoulderChange {
    std::string path;  // "va.dnsProvider.dnsAuthority", keys as the file spells them
    std::string before;
    std::string after;
};

// An object of the file and the path of keys that leads to it.
struct JsonObject {
    const JsonValue* value = nullptr;
    std::string path;

    [[nodiscard]] std::string path_of(std::string_view key) const;
    // A member that is an object itself.
    [[nodiscard]] JsonObject child(const JsonMember& member) const;
};

// Collects changes of single values of a JSON text. Order of keys, indentation, line ends and
// everything that is not named stay byte for byte. A value that is right already is no change.
class JsonEdits {
public:
    explicit JsonEdits(std::string_view text) : text_(text) {}

    // Gives a member another value, `json` being its text.
    void set(const JsonObject& object, const JsonMember& member, std::string json);
    // Makes an array hold one string; where the array breaks lines stays.
    void set_only_item(const JsonObject& object, const JsonMember& member, std::string_view item);
    // A new member behind another, on a line of its own if that one is.
    void insert(const JsonObject& object,
                const JsonMember& behind,
                std::string_view key,
                std::string_view json);

    [[nodiscard]] const std::vector<BoulderChange>& changes() const { return changes_; }
    [[nodiscard]] std::string apply() const;

private:
    struct Edit {
        std::size_t begin;
        std::size_t end;
        std::string text;
    };

    [[nodiscard]] std::string_view text_of(const JsonValue& value) const;
    [[nodiscard]] std::string one_line(const JsonValue& value) const;

    std::string_view text_;
    std::vector<Edit> edits_;
    std::vector<BoulderChange> changes_;
};

}  // namespace config
