#pragma once

#include "config/settings.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sidecar {

// What a rule says, as the status endpoint shows it. Texts are printable.

// Addresses with commas, or the service's name; empty when the target is the upstream's answer.
[[nodiscard]] std::string target_text(const config::RuleSettings& rule);

[[nodiscard]] std::vector<std::string> domain_texts(const config::RuleSettings& rule);

// The records in presentation form: `0 issue "ca.example"`. None is NODATA; `forward` alone means
// that the upstream is asked.
[[nodiscard]] std::vector<std::string> caa_texts(const config::RuleSettings& rule);

[[nodiscard]] std::string_view to_string(config::Mode mode);

}  // namespace sidecar
