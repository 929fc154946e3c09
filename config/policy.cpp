#include "config/policy.hpp"

namespace config {

std::vector<shim::Pattern> exceptions(const Settings& settings, const ResolvConf& resolv_conf)
{
    if (settings.except) return *settings.except;
    std::vector<shim::Pattern> patterns;
    for (const auto& domain : shim::cluster_domains(resolv_conf.search))
        patterns.push_back({domain});
    for (const auto* apex : {"svc", "localhost", "in-addr.arpa", "ip6.arpa"})
        patterns.push_back(shim::Pattern::from_text(apex).value());
    return patterns;
}

shim::Policy
make_policy(const Settings& settings, const ResolvConf& resolv_conf, std::string_view version)
{
    shim::Policy policy(settings.ttl, version);
    for (const auto& rule : settings.rules) {
        const bool relayed = settings.relay_addresses.has_value();
        policy.add_rule(rule.domains, rule.target, rule.caa,
                        relayed ? rule.relay_ports : std::vector<shim::RelayPort>{});
    }
    for (const auto& pattern : exceptions(settings, resolv_conf)) policy.add_exception(pattern);
    for (const auto& record : settings.records)
        policy.add_record(record.owner, record.type, record.rdata);
    return policy;
}

}  // namespace config
