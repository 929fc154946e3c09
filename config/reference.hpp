#pragma once

#include <string>

namespace config {

// docs/configuration.md, all of it.
[[nodiscard]] std::string render_reference();

// A TOML file with every setting, each commented out at its default or, when it has none, an
// example.
[[nodiscard]] std::string render_sample();

}  // namespace config
