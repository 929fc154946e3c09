#pragma once

#include "config/value.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace config {

// Each says nothing when the text is wrong, and tells `problems` what would be right.

// A whole number in decimal digits.
[[nodiscard]] std::optional<std::uint64_t>
parse_integer(std::string_view text, std::uint64_t min, std::uint64_t max, Problems& problems);

// A whole number and a unit: ms, s, m.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_duration(std::string_view text,
                                                                      std::chrono::milliseconds min,
                                                                      std::chrono::milliseconds max,
                                                                      Problems& problems);

// "300ms", "2s", "1m": the largest unit that divides it.
[[nodiscard]] std::string to_text(std::chrono::milliseconds duration);

// true or false.
[[nodiscard]] std::optional<bool> parse_boolean(std::string_view text, Problems& problems);

// The path of a file or folder.
[[nodiscard]] std::optional<std::string> parse_path(std::string_view text, Problems& problems);

template <typename T, std::size_t N>
using Choices = std::array<std::pair<std::string_view, T>, N>;

// One of a few words.
template <typename T, std::size_t N>
[[nodiscard]] std::optional<T>
parse_choice(std::string_view text, const Choices<T, N>& choices, Problems& problems)
{
    std::string words;
    for (const auto& [word, value] : choices) {
        if (word == text) return value;
        words += (words.empty() ? "" : ", ") + std::string(word);
    }
    problems.add(text, "write one of " + words);
    return std::nullopt;
}

}  // namespace config
