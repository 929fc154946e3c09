#pragma once

#include "config/draft.hpp"
#include "config/load.hpp"

#include <string_view>
#include <vector>

namespace config {

// What no setting is wrong in alone: a mode against the target, a budget over Boulder's, two
// listeners at one place. Passes over settings that `errors` tells of already.
void check_together(const Draft& draft,
                    const std::vector<Effective>& effective,
                    std::vector<Error>& errors);

// The mode that the settings make, and its name as a user writes it.
[[nodiscard]] Mode mode_of(const Draft& draft);
[[nodiscard]] std::string_view to_text(Mode mode);

}  // namespace config
