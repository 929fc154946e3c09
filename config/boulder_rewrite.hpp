#pragma once

#include "config/boulder_config.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace config {

// A file that makes Boulder ask the sidecar, and what that changed.
struct BoulderRewrite {
    std::string text;
    std::vector<BoulderChange> changes;
    std::vector<std::string> notes;  // what the file alone can not do; sentences for the user
};

// Points every resolver of the file at the sidecar, by the means that its era knows, and allows
// reserved addresses in answers. `ca_bundle` is the path of a CA file to name instead of the file's
// own, for a VA that asks over HTTPS; empty keeps it. A second pass over the result changes
// nothing.
[[nodiscard]] BoulderRewrite rewrite(const BoulderConfig& config,
                                     const BoulderSidecar& sidecar,
                                     const BoulderEra& era,
                                     std::string_view ca_bundle);

}  // namespace config
