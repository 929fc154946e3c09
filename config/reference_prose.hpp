#pragma once

#include <string_view>

// What docs/configuration.md says beside the settings themselves.
namespace config::prose {

extern const std::string_view introduction;   // up to the overview of settings
extern const std::string_view settings;       // the heading of the settings, one by one
extern const std::string_view tables;         // [[rule]], caa, [[record]], up to the sample
extern const std::string_view sample_head;    // of the sample
extern const std::string_view sample_tables;  // its end

}  // namespace config::prose
