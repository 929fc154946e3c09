#include "sidecar/rule_text.hpp"

#include "shim/rdata.hpp"
#include "sidecar/printable.hpp"

#include <variant>

namespace sidecar {

std::string target_text(const config::RuleSettings& rule)
{
    if (const auto* service = std::get_if<shim::Service>(&rule.target))
        return printable(service->name);
    const auto* fixed = std::get_if<shim::FixedAddresses>(&rule.target);
    if (fixed == nullptr) return {};
    std::string out;
    for (const auto& address : fixed->addresses) {
        if (!out.empty()) out += ',';
        out += address.to_text();
    }
    return out;
}

std::vector<std::string> domain_texts(const config::RuleSettings& rule)
{
    std::vector<std::string> texts;
    texts.reserve(rule.domains.size());
    for (const auto& domain : rule.domains) texts.push_back(domain.to_text());
    return texts;
}

std::vector<std::string> caa_texts(const config::RuleSettings& rule)
{
    if (rule.caa.forward) return {"forward"};
    std::vector<std::string> texts;
    texts.reserve(rule.caa.rdata.size());
    for (const auto& rdata : rule.caa.rdata)
        texts.push_back(printable(shim::rdata::to_text(shim::RrType::caa, rdata, rdata, 0)));
    return texts;
}

std::string_view to_string(config::Mode mode)
{
    switch (mode) {
    case config::Mode::fixed_ip:
        return "fixed-ip";
    case config::Mode::service_name:
        return "service-name";
    case config::Mode::passthrough:
        return "passthrough";
    }
    return "";
}

}  // namespace sidecar
