#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace shim {

// DNS compares names in ASCII only, whatever the locale (RFC 4343 section 3).
[[nodiscard]] constexpr std::uint8_t to_lower(std::uint8_t octet)
{
    return octet >= 'A' && octet <= 'Z' ? static_cast<std::uint8_t>(octet + ('a' - 'A')) : octet;
}

[[nodiscard]] constexpr bool equals_ignoring_case(std::string_view left, std::string_view right)
{
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](char a, char b) {
        return to_lower(static_cast<std::uint8_t>(a)) == to_lower(static_cast<std::uint8_t>(b));
    });
}

}  // namespace shim
