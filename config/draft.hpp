#pragma once

#include "config/caa.hpp"
#include "config/settings.hpp"

#include <optional>
#include <vector>

namespace config {

// Settings in the making: what the top-level keys say, before they become the first rule.
struct Draft {
    Settings settings;
    std::optional<Mode> mode;
    std::vector<shim::Pattern> domains;
    shim::Target target;
    shim::Service::Answer answer{};
    CaaParts caa;
    std::vector<shim::RelayPort> relay_ports;
};

}  // namespace config
