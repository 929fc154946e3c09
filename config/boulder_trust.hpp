#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace config {

// The CERTIFICATE blocks of a PEM text, each whole and as it stands there.
[[nodiscard]] std::vector<std::string> pem_certificates(std::string_view pem);

// A PEM text of the certificates of both, without those that are there twice. Nothing when `own`
// has all of `added` already.
[[nodiscard]] std::optional<std::string> bundle(std::string_view own, std::string_view added);

}  // namespace config
