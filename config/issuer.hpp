#pragma once

#include <string>
#include <string_view>

namespace config {

// What is wrong with an issue or issuewild value, or nothing. Stricter than RFC 8659 section 4.2
// where Boulder compares byte for byte: an issuer in upper case or with a last dot is refused.
[[nodiscard]] std::string issuer_error(std::string_view value);

// True for a value with parameters: "letsencrypt.org; validationmethods=http-01".
[[nodiscard]] bool has_parameters(std::string_view value);

}  // namespace config
