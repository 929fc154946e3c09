#include "shim/policy.hpp"

#include "shim/rdata.hpp"
#include "shim/reader.hpp"

#include <algorithm>
#include <map>

namespace shim {
namespace {

// Only for names that are constants here.
Name constant_name(std::string_view text)
{
    return Name::from_text(text).value();
}

}  // namespace

const Name& discovery_apex()
{
    static const Name apex = constant_name("boulder-dns-sidecar.internal");
    return apex;
}

Result<Pattern> Pattern::from_text(std::string_view text)
{
    const bool only_below = text.starts_with("*.");
    if (only_below) text.remove_prefix(2);
    if (only_below && text.empty()) text = ".";  // "*." is everything but the root
    const auto apex = Name::from_text(text);
    if (!apex) return apex.error();
    return Pattern{*apex, only_below};
}

std::string Pattern::to_text() const
{
    if (!only_below) return apex.to_text();
    return apex.is_root() ? "*." : "*." + apex.to_text();
}

const RecordRun* StaticRecords::find(RrType type) const
{
    const auto found =
        std::find_if(sets.begin(), sets.end(), [type](const Set& set) { return set.type == type; });
    return found == sets.end() ? nullptr : &found->records;
}

bool StaticRecords::has_address() const
{
    return find(RrType::a) != nullptr || find(RrType::aaaa) != nullptr;
}

Policy::Policy(std::uint32_t ttl, std::string_view version) : ttl_(ttl)
{
    const auto ns = constant_name("ns").below(discovery_apex()).value();
    const auto contact = constant_name("hostmaster").below(discovery_apex()).value();
    // A resolver keeps NODATA for the lesser of the SOA's TTL and its minimum (RFC 2308 section 5).
    soa_.add(RrType::soa, ttl, rdata::from_soa(ns, contact, {.minimum = ttl}));
    ns_.add(RrType::ns, ttl, rdata::from_name(ns));

    Bytes hinfo = rdata::from_text("RFC8482");  // RFC 8482 section 4.2
    hinfo.push_back(0);
    hinfo_.add(RrType::hinfo, ttl, hinfo);

    version_.add(RrType::txt, 0, rdata::from_text(version), RrClass::ch);
    nodes_.at(discovery_apex()).discovery = true;
}

void Policy::add_rule(const std::vector<Pattern>& patterns,
                      const Target& target,
                      const CaaAnswer& caa,
                      const std::vector<RelayPort>& relay_ports)
{
    auto rule = std::make_unique<Rule>();
    rule->target = target;
    rule->forward_caa = caa.forward;
    rule->relay_ports = relay_ports;
    for (const auto& rdata : caa.rdata) rule->caa.add(RrType::caa, ttl_, rdata);
    if (const auto* fixed = std::get_if<FixedAddresses>(&target))
        for (const auto& address : fixed->addresses) {
            const auto type = address.is_v4() ? RrType::a : RrType::aaaa;
            (address.is_v4() ? rule->a : rule->aaaa).add(type, ttl_, address.octets());
        }

    for (const auto& pattern : patterns) {
        Node& node = nodes_.at(pattern.apex);
        if (!pattern.only_below) node.self = rule.get();
        // `*.example.com` is more specific than `example.com` for what is below.
        if (pattern.only_below || node.below == nullptr) node.below = rule.get();
        if (caa.forward) continue;
        if (pattern.only_below) above_faked_.at(pattern.apex);
        for (Name above = pattern.apex; !above.is_root();) {
            above = above.parent();
            above_faked_.at(above);
        }
    }
    rules_.push_back(std::move(rule));
}

void Policy::add_exception(const Pattern& pattern)
{
    Node& node = nodes_.at(pattern.apex);
    node.except_below = true;
    if (!pattern.only_below) node.except_self = true;
}

void Policy::add_record(const Name& owner, RrType type, BytesView rdata)
{
    Node& node = nodes_.at(owner);
    if (node.records == nullptr) {
        records_.push_back(std::make_unique<StaticRecords>());
        node.records = records_.back().get();
    }
    auto& records = *node.records;
    auto set = std::find_if(records.sets.begin(), records.sets.end(),
                            [type](const auto& each) { return each.type == type; });
    if (set == records.sets.end()) set = records.sets.insert(set, {type, {}});
    set->records.add(type, ttl_, rdata);
    if (type == RrType::cname) {
        WireReader reader(rdata);
        records.cname = reader.read_name();
    }
}

void Policy::announce(std::string_view label,
                      const std::vector<Endpoint>& endpoints,
                      RecordRun& srv)
{
    // One host name an address, since a client pairs each port with all addresses of its target.
    std::map<IpAddress, Name> hosts;
    for (const auto& endpoint : endpoints) {
        auto host = hosts.find(endpoint.address);
        if (host == hosts.end()) {
            const auto number = hosts.empty() ? std::string() : std::to_string(hosts.size() + 1);
            const auto name =
                constant_name(std::string(label) + number).below(discovery_apex()).value();
            const auto type = endpoint.address.is_v4() ? RrType::a : RrType::aaaa;
            add_record(name, type, endpoint.address.octets());
            host = hosts.emplace(endpoint.address, name).first;
        }
        srv.add(RrType::srv, ttl_, rdata::from_srv(0, 0, endpoint.port, host->second));
    }
}

void Policy::set_discovery(const std::vector<Endpoint>& dns, const std::vector<Endpoint>& doh)
{
    announce("dns", dns, dns_srv_);
    announce("doh", doh, doh_srv_);
}

Match Policy::match(const Name& name) const
{
    const auto size = name.wire().size();
    Match match{.apex_size = size};
    bool excepted = false;
    nodes_.walk(name, [&](const Node& node, BytesView apex) {
        const bool self = apex.size() == size;
        if (self ? node.except_self : node.except_below) {
            excepted = true;
            match.rule = nullptr;
            match.apex_size = size;
        }
        const Rule* rule = self ? node.self : node.below;
        if (rule != nullptr && !excepted && !match.discovery) {
            match.rule = rule;
            match.apex_size = apex.size();
        }
        if (node.discovery) {
            match.discovery = true;
            match.apex_size = apex.size();
            match.rule = nullptr;
        }
        if (self) match.records = node.records;
    });
    return match;
}

}  // namespace shim
