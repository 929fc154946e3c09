#pragma once

#include "config/resolv_conf.hpp"
#include "config/settings.hpp"
#include "shim/policy.hpp"

#include <string_view>
#include <vector>

namespace config {

// The policy that the settings ask for. `version` is what CH TXT version.bind says. The caller
// adds the discovery endpoints once the listeners are bound.
[[nodiscard]] shim::Policy
make_policy(const Settings& settings, const ResolvConf& resolv_conf, std::string_view version);

// The patterns never faked: as set, or the cluster's domain, svc, localhost and the reverse zones.
[[nodiscard]] std::vector<shim::Pattern> exceptions(const Settings& settings,
                                                    const ResolvConf& resolv_conf);

}  // namespace config
