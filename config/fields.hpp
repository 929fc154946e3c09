#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace config {

struct Draft;
struct Value;
class Problems;

// What a setting is in TOML. A list may be a string with commas too; variables and flags are text
// whatever the kind.
enum class Kind : std::uint8_t { text, integer, boolean, list };

// Whether a reload applies a changed value, or only the next start.
enum class Reload : std::uint8_t { applied, next_start };

// One setting: all there is to know about it. Parsing, --help, the reference page and the sample
// are made from these.
struct Field {
    std::string_view key;  // in TOML: "upstream.timeout"
    Kind kind;
    Reload reload;
    std::string_view default_value;  // as a user would write it; empty when there is none
    std::string_view unset;          // what having no value means, when there is no default
    std::string_view help;           // one line, for --help
    std::string_view description;    // the rest, for the reference page
    std::string_view example;        // what follows `key = ` in TOML; empty for `config`

    // Takes the value over, or says what is wrong with it.
    void (*assign)(const Value& value, Draft& draft, Problems& problems);

    [[nodiscard]] std::string variable() const;  // FAKE_DNS_UPSTREAM_TIMEOUT
    [[nodiscard]] std::string flag() const;      // --upstream-timeout

    // Every setting can be in the file but the one that names it.
    [[nodiscard]] bool in_file() const { return key != "config"; }

    // The default as a person reads it.
    [[nodiscard]] std::string_view shown_default() const
    {
        return default_value.empty() ? unset : default_value;
    }
};

// Every setting, in the order of the reference page. `config` is one of them: it is the caller of
// load() who reads the file.
[[nodiscard]] std::span<const Field> fields();

// The row of a key; null for an unknown one.
[[nodiscard]] const Field* find_field(std::string_view key);

}  // namespace config
