#include "shim/search.hpp"

#include <algorithm>

namespace shim {
namespace {

bool starts_with_svc(const Name& name)
{
    static const Name svc = Name::from_text("svc").value();
    const auto label = svc.wire().first(4);
    return name.label_count() > 1 && std::equal(label.begin(), label.end(), name.wire().begin());
}

bool is_complete(const Name& name, const SearchList& search)
{
    const auto holds = [&](const std::vector<Name>& apexes) {
        return std::any_of(apexes.begin(), apexes.end(),
                           [&](const Name& apex) { return name.is_at_or_below(apex); });
    };
    return holds(cluster_domains(search)) || holds(search.domains);
}

}  // namespace

std::vector<Name> cluster_domains(const SearchList& search)
{
    std::vector<Name> domains;
    for (const auto& domain : search.domains)
        if (starts_with_svc(domain)) domains.push_back(domain.parent());
    return domains;
}

Result<std::vector<Name>> candidates(std::string_view service, const SearchList& search)
{
    const auto name = Name::from_text(service);
    if (!name) return name.error();
    const bool absolute = !service.empty() && service.back() == '.';
    if (absolute || search.domains.empty() || is_complete(*name, search)) return std::vector{*name};

    std::vector<Name> names;
    for (const auto& domain : search.domains)
        if (const auto full = name->below(domain)) names.push_back(*full);
    const bool many_dots = name->label_count() > search.ndots;  // dots = labels - 1
    names.insert(many_dots ? names.begin() : names.end(), *name);
    return names;
}

}  // namespace shim
