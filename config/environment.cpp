#include "config/environment.hpp"

#include "config/fields.hpp"
#include "config/suggest.hpp"

#include <algorithm>
#include <string_view>

namespace config {
namespace {

constexpr std::string_view prefix = "FAKE_DNS_";

// NAME_SERVICE_HOST, NAME_SERVICE_PORT, NAME_SERVICE_PORT_HTTP, NAME_PORT, NAME_PORT_80_TCP and the
// like, where NAME is FAKE_DNS or begins with it.
bool is_service_link(std::string_view name, std::string_view value)
{
    if (name.ends_with("_SERVICE_HOST") || name.find("_SERVICE_PORT") != std::string_view::npos)
        return true;
    if (name == "FAKE_DNS_PORT" || name.starts_with("FAKE_DNS_PORT_")) return true;
    if (name.ends_with("_PORT")) return value.find("://") != std::string_view::npos;
    constexpr std::string_view infix = "_PORT_";
    const auto port = name.find(infix);
    if (port == std::string_view::npos) return false;
    const auto rest = name.substr(port + infix.size());
    const auto digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
    return digits > 0 && digits < rest.size() && rest[digits] == '_';
}

// What an unknown variable is compared with, and the variable that it then was meant to be: that
// of `target` and of `caa.issue` do not derive from the key, so people will guess wrong.
struct Names {
    std::vector<std::string> variables;
    std::vector<std::string_view> views;
};

Names known_variables()
{
    Names names;
    for (const auto& field : fields()) names.variables.push_back(field.variable());
    names.variables.emplace_back("FAKE_DNS_TARGET");
    names.variables.emplace_back("FAKE_DNS_CAA_ISSUE");
    names.views.assign(names.variables.begin(), names.variables.end());
    return names;
}

std::string_view real_name(std::string_view name)
{
    if (name == "FAKE_DNS_TARGET") return "FAKE_DNS";
    if (name == "FAKE_DNS_CAA_ISSUE") return "FAKE_DNS_CAA";
    return name;
}

}  // namespace

void refuse_unknown_variables(const std::map<std::string, std::string>& environment,
                              std::vector<Error>& errors)
{
    const auto known = known_variables();
    const auto settings = fields().size();
    for (auto each = environment.lower_bound(std::string(prefix)); each != environment.end();
         ++each) {
        const auto& [name, value] = *each;
        if (!name.starts_with(prefix)) break;
        const auto last = known.variables.begin() + static_cast<std::ptrdiff_t>(settings);
        if (value.empty() || std::find(known.variables.begin(), last, name) != last ||
            is_service_link(name, value))
            continue;
        errors.push_back(
            {"", name, value,
             "there is no such setting" + did_you_mean(real_name(nearest(name, known.views)))});
    }
}

}  // namespace config
