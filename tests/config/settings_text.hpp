#pragma once

#include "config/load.hpp"

#include <map>
#include <string>
#include <string_view>

namespace config {

// All of the settings, a line each, so that a test can compare them and a failure reads itself.
[[nodiscard]] std::string describe(const Settings& settings);

// The one line of describe() that begins with `name`.
[[nodiscard]] std::string line_of(const Settings& settings, std::string_view name);

// Sources with these only. The file is called x.toml.
[[nodiscard]] Sources file(std::string_view text);
[[nodiscard]] Sources environment(std::map<std::string, std::string> variables);
[[nodiscard]] Sources flags(std::map<std::string, std::string> texts);

// The settings of sources that must be good; a failure prints the errors.
[[nodiscard]] Settings settings_of(const Sources& sources);

// Every error as text, a line each; empty when there is none.
[[nodiscard]] std::string errors_of(const Sources& sources);

}  // namespace config
