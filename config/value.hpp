#pragma once

#include "config/load.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace config {

// One setting as somebody wrote it, whatever the source.
struct Value {
    std::string text;                // all of it
    std::vector<std::string> items;  // of a list
    bool cut = false;                // the items are the text cut at commas
};

// A value and where it was written.
struct Given {
    Value value;
    std::string origin;
};

// Takes what is wrong with the value of one setting.
class Problems {
public:
    // The vector must outlive this.
    Problems(std::vector<Error>& errors, std::string key, std::string origin)
        : errors_(errors), key_(std::move(key)), origin_(std::move(origin))
    {
    }

    void add(std::string_view value, std::string message)
    {
        errors_.push_back({key_, origin_, std::string(value), std::move(message)});
        ++count_;
    }

    [[nodiscard]] std::size_t count() const noexcept { return count_; }

private:
    std::vector<Error>& errors_;
    std::string key_;
    std::string origin_;
    std::size_t count_ = 0;
};

// ASCII control characters: line ends, tabs, what moves a terminal's cursor.
[[nodiscard]] constexpr bool is_control(char c)
{
    return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
}

// The text with a space in place of each control character.
[[nodiscard]] std::string on_one_line(std::string_view text);

[[nodiscard]] std::string_view trim(std::string_view text);

// Cuts a list at the commas outside double quotes. An item that is quoted as a whole loses its
// quotes; `\"` stands for a quote in it.
[[nodiscard]] Value cut_list(std::string_view text, Problems& problems);

// The same, of an array.
[[nodiscard]] Value join_list(std::vector<std::string> items);

// True when the list is `word` alone, or is an empty array: how a list says that it has nothing.
[[nodiscard]] bool says(const Value& value, std::string_view word);

}  // namespace config
