#include "sidecar/restart_warnings.hpp"

#include "config/fields.hpp"

#include <algorithm>

namespace sidecar {
namespace {

// Empty when there is no such setting.
std::string value_of(const std::string& key, const std::vector<config::Effective>& settings)
{
    const auto found = std::find_if(settings.begin(), settings.end(),
                                    [&](const auto& setting) { return setting.key == key; });
    return found == settings.end() ? std::string() : found->value;
}

}  // namespace

std::vector<std::string> restart_warnings(const std::vector<config::Effective>& at_start,
                                          const std::vector<config::Effective>& now)
{
    std::vector<std::string> warnings;
    for (const auto& field : config::fields()) {
        if (field.reload != config::Reload::next_start) continue;
        const std::string key(field.key);
        const auto before = value_of(key, at_start);
        const auto after = value_of(key, now);
        if (before == after) continue;
        warnings.push_back(key + " is " + after + " since a reload, but " + before +
                           " is in effect until the next start: restart the sidecar");
    }
    return warnings;
}

}  // namespace sidecar
