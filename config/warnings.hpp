#pragma once

#include "config/resolv_conf.hpp"
#include "config/settings.hpp"

#include <string>
#include <vector>

namespace config {

// What is allowed but will likely not do what the user wants, a sentence each with the cure; the
// first hundred at most, and then how many more there are.
[[nodiscard]] std::vector<std::string> warnings(const Settings& settings,
                                                const ResolvConf& resolv_conf);

}  // namespace config
