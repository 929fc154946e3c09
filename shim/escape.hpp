#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shim {

// Takes one octet off the front of a text that is not empty: a plain one, `\X` or `\DDD` (RFC 1035
// section 5.1). Nothing when the escape is not complete or above 255.
[[nodiscard]] std::optional<std::uint8_t> take_octet(std::string_view& text);

// The octet as `\DDD`.
void append_decimal_escape(std::string& out, std::uint8_t octet);

}  // namespace shim
