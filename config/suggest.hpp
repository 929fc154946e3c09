#pragma once

#include <span>
#include <string>
#include <string_view>

namespace config {

// The known name that an unknown one was most likely meant to be; empty when none is near. Near is
// a few letters wrong, missing, too many or swapped, or the end of a dotted name.
[[nodiscard]] std::string_view nearest(std::string_view unknown,
                                       std::span<const std::string_view> known);

// "; did you mean X?", or nothing for an empty name.
[[nodiscard]] std::string did_you_mean(std::string_view name);

}  // namespace config
