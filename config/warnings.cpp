#include "config/warnings.hpp"

#include "config/policy.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>
#include <string_view>
#include <utility>

namespace config {
namespace {

// Top-level names that are in no public registry (RFC 6761, RFC 6762, RFC 7686, RFC 9476 and what
// ICANN keeps back): Boulder refuses to issue for names that do not end in a public one.
constexpr std::array private_tlds{"alt",     "corp",    "example", "home",    "internal",
                                  "invalid", "lan",     "local",   "mail",    "localhost",
                                  "onion",   "private", "test",    "cluster", "svc"};

constexpr std::size_t max_warnings = 100;

// Takes warnings; more than the most would not be read, and are only counted.
class Warnings {
public:
    void add(std::string text)
    {
        if (kept_.size() < max_warnings)
            kept_.push_back(std::move(text));
        else
            ++more_;
    }

    [[nodiscard]] std::vector<std::string> all() &&
    {
        if (more_ != 0) kept_.push_back("and " + std::to_string(more_) + " more warnings");
        return std::move(kept_);
    }

private:
    std::vector<std::string> kept_;
    std::size_t more_ = 0;
};

bool covers(const shim::Pattern& wide, const shim::Pattern& narrow)
{
    if (!narrow.apex.is_at_or_below(wide.apex)) return false;
    return narrow.only_below || !wide.only_below || !(narrow.apex == wide.apex);
}

bool is_faked(const RuleSettings& rule)
{
    return !std::holds_alternative<shim::PassThrough>(rule.target);
}

std::string top_level(const shim::Name& name)
{
    shim::Name last = name;
    while (last.label_count() > 1) last = last.parent();
    return last.to_text();
}

void warn_of_reserved_targets(const Settings& settings, Warnings& out)
{
    if (settings.relay_addresses) return;
    std::set<shim::IpAddress> known;  // many rules may have one target
    for (const auto& rule : settings.rules) {
        const auto* fixed = std::get_if<shim::FixedAddresses>(&rule.target);
        if (fixed == nullptr) continue;
        for (const auto& address : fixed->addresses)
            if (const auto block = shim::special_purpose(address);
                !block.empty() && known.insert(address).second)
                out.add("target " + address.to_text() + " is a reserved address (" +
                        std::string(block) +
                        "): Boulder since 2025-06-25 refuses to connect to it; for such a "
                        "Boulder turn the relay on, with relay.addresses "
                        "(FAKE_DNS_RELAY_ADDRESSES) = 64.112.117.122/32");
    }
}

void warn_of_domains(const Settings& settings,
                     const std::vector<shim::Pattern>& exceptions,
                     Warnings& out)
{
    for (const auto& rule : settings.rules)
        for (const auto& domain : rule.domains) {
            if (!is_faked(rule) || domain.apex.is_root()) continue;
            const auto tld = top_level(domain.apex);
            if (std::find(private_tlds.begin(), private_tlds.end(), tld) != private_tlds.end())
                out.add("domain " + domain.to_text() + " ends in ." + tld +
                        ", which is no public top-level domain: Boulder issues no "
                        "certificate for its names; use names below a public one, such as "
                        "dev.example.com");
            for (const auto& exception : exceptions)
                if (covers(exception, domain))
                    out.add("domain " + domain.to_text() +
                            " is never faked, because `except` has " + exception.to_text() +
                            ": set except (FAKE_DNS_EXCEPT) without it");
        }
}

void warn_of_listeners(const std::vector<shim::Endpoint>& listen,
                       const std::string& key,
                       Warnings& out)
{
    for (const auto& endpoint : listen)
        if (!endpoint.address.is_loopback())
            out.add(key + " " + endpoint.address.to_text() +
                    " can be reached from outside this pod: use 127.0.0.1 unless others are "
                    "meant to ask");
}

}  // namespace

std::vector<std::string> warnings(const Settings& settings, const ResolvConf& resolv_conf)
{
    Warnings out;
    warn_of_reserved_targets(settings, out);
    warn_of_domains(settings, exceptions(settings, resolv_conf), out);
    warn_of_listeners(settings.listen, "listen", out);
    warn_of_listeners(settings.doh.listen, "doh.listen", out);
    warn_of_listeners(settings.status_listen, "status.listen", out);
    return std::move(out).all();
}

}  // namespace config
