#include "shim/alias.hpp"

#include "shim/rdata.hpp"

namespace shim {
namespace {

constexpr int max_links = 8;

using Section = ReplyWriter::Section;

// The label of qname that stands right below the apex.
BytesView label_below(const Name& qname, std::size_t apex_size)
{
    const auto octets = qname.wire();
    std::size_t at = 0;
    while (at + octets[at] + 1U + apex_size < octets.size()) at += octets[at] + 1U;
    return octets.subspan(at + 1, octets[at]);
}

}  // namespace

std::string service_name(const Service& service, const Name& qname, std::size_t apex_size)
{
    constexpr std::string_view placeholder = "{1}";
    std::string name = service.name;
    if (name.find(placeholder) == std::string::npos) return name;
    const auto label = label_to_text(label_below(qname, apex_size));
    for (auto at = name.find(placeholder); at != std::string::npos;
         at = name.find(placeholder, at + label.size()))
        name.replace(at, placeholder.size(), label);
    return name;
}

RelayTo relay_to(const Rule& rule, const Name& qname, std::size_t apex_size)
{
    RelayTo relay{{}, false, &rule.relay_ports};
    if (const auto* service = std::get_if<Service>(&rule.target)) {
        relay.target = service_name(*service, qname, apex_size);
    } else if (const auto* fixed = std::get_if<FixedAddresses>(&rule.target)) {
        relay.fixed = true;
        for (const auto& address : fixed->addresses)
            relay.target += (relay.target.empty() ? "" : ",") + address.to_text();
    }
    return relay;
}

Verdict answer_alias(const Query& query,
                     Client client,
                     const Policy& policy,
                     BytesSpan out,
                     const ServiceAnswer* found)
{
    const auto qtype = query.question.qtype;
    ReplyWriter writer(query, client, out);
    writer.authoritative();
    std::size_t owner = wire::header_size;
    Name name = query.question.qname;
    Match match = policy.match(name);
    for (int link = 0; match.records != nullptr && match.records->cname; ++link) {
        // A chain of static records that is this long is a loop in the configuration.
        if (link == max_links)
            return failure(
                query.message, client, Rcode::serv_fail,
                {EdeCode::other, "static CNAME chain of more than 8 links at " + name.to_text()},
                out);
        name = *match.records->cname;
        owner = writer.add(Section::answer, owner, RrType::cname, policy.ttl(), name.wire());
        match = policy.match(name);
    }

    const auto done = [&](Source source) {
        return Reply{.size = writer.finish(Rcode::no_error),
                     .rcode = Rcode::no_error,
                     .source = source,
                     .qtype = qtype};
    };
    const auto add_addresses = [&](const std::vector<IpAddress>& addresses) {
        for (const auto& each : addresses)
            if (each.is_v4() == (qtype == RrType::a))
                writer.add(Section::answer, owner, qtype, policy.ttl(), each.octets());
    };
    if (found != nullptr) {
        add_addresses(found->addresses);
        return done(Source::service);
    }
    if (match.records != nullptr)
        if (const auto* records = match.records->find(qtype)) {
            writer.add(Section::answer, *records, owner);
            return done(Source::static_record);
        }
    if (qtype != RrType::a && qtype != RrType::aaaa) return done(Source::static_record);
    if (match.rule != nullptr && !match.rule->relay_ports.empty()) {
        if (qtype == RrType::a) return relay_to(*match.rule, name, match.apex_size);
        return done(Source::static_record);
    }
    if (match.rule != nullptr) {
        if (const auto* fixed = std::get_if<FixedAddresses>(&match.rule->target)) {
            add_addresses(fixed->addresses);
            return done(Source::static_record);
        }
        if (const auto* service = std::get_if<Service>(&match.rule->target))
            return LookUp{service_name(*service, name, match.apex_size), qtype};
    }
    return LookUp{name.to_text() + '.', qtype};
}

}  // namespace shim
