#pragma once

#include "config/settings.hpp"

namespace sidecar {

// Makes the `auto` certificate for the DoH listeners ready in doh.directory, as a serving process
// does at its start. Throws StartError when it can not, or when the settings name files instead.
void mint(const config::Settings& settings);

}  // namespace sidecar
