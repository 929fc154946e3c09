#include "shim/alias.hpp"

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

// How far a chain of static CNAMEs has led, and the reply that tells it so far.
struct Chain {
    const Query& query;
    const Policy& policy;
    ReplyWriter writer;
    Name name;
    Match match;
    std::size_t owner = wire::header_size;  // where the name stands in the reply

    [[nodiscard]] RrType qtype() const { return query.question.qtype; }

    // False when it is so long that it must be a loop in the configuration.
    [[nodiscard]] bool follow()
    {
        for (int link = 0; match.records != nullptr && match.records->cname; ++link) {
            if (link == max_links) return false;
            name = *match.records->cname;
            owner = writer.add(Section::answer, owner, RrType::cname, policy.ttl(), name.wire());
            match = policy.match(name);
        }
        return true;
    }

    [[nodiscard]] Reply finish(Source source)
    {
        return {.size = writer.finish(Rcode::no_error),
                .rcode = Rcode::no_error,
                .source = source,
                .qtype = qtype()};
    }

    // The SOA is that of the faked name at the end; nothing is known of one that is not faked.
    [[nodiscard]] Reply finish_nodata(Source source)
    {
        if (match.rule != nullptr)
            writer.add(Section::authority, policy.soa(),
                       owner + name.wire().size() - match.apex_size);
        return finish(source);
    }

    [[nodiscard]] Reply finish_records(const RecordRun& records)
    {
        if (records.empty()) return finish_nodata(Source::static_record);
        writer.add(Section::answer, records, owner);
        return finish(Source::static_record);
    }

    [[nodiscard]] Reply finish_addresses(const std::vector<IpAddress>& addresses)
    {
        const bool relayed = match.rule != nullptr && !match.rule->relay_ports.empty();
        const auto source = relayed ? Source::fake : Source::service;
        if (addresses.empty()) return finish_nodata(source);
        for (const auto& each : addresses)
            writer.add(Section::answer, owner, qtype(), policy.ttl(), each.octets());
        return finish(source);
    }
};

// What the rule of the faked name at the end says.
Verdict answer_ruled(Chain& chain)
{
    const auto& rule = *chain.match.rule;
    const auto apex_size = chain.match.apex_size;
    const auto qtype = chain.qtype();
    if (qtype == RrType::caa) return chain.finish_records(rule.caa);
    if (!is_address(qtype)) return chain.finish_nodata(Source::static_record);
    if (std::holds_alternative<PassThrough>(rule.target))
        return LookUp{chain.name.to_text() + '.', qtype};
    if (!rule.relay_ports.empty()) {
        if (qtype == RrType::a) return relay_to(rule, chain.name, apex_size);
        return chain.finish_nodata(Source::static_record);
    }
    if (const auto* service = std::get_if<Service>(&rule.target))
        return LookUp{service_name(*service, chain.name, apex_size), qtype};
    return chain.finish_records(qtype == RrType::a ? rule.a : rule.aaaa);
}

}  // namespace

std::string service_name(const Service& service, const Name& qname, std::size_t apex_size)
{
    std::string name = service.name;
    if (name.find(label_placeholder) == std::string::npos) return name;
    const auto label = label_to_text(label_below(qname, apex_size));
    for (auto at = name.find(label_placeholder); at != std::string::npos;
         at = name.find(label_placeholder, at + label.size()))
        name.replace(at, label_placeholder.size(), label);
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
    const auto& qname = query.question.qname;
    Chain chain{query, policy, ReplyWriter(query, client, out), qname, policy.match(qname)};
    chain.writer.authoritative();
    if (!chain.follow()) {
        const auto text = "static CNAME chain of more than 8 links at " + chain.name.to_text();
        return failure(query.message, client, Rcode::serv_fail, {EdeCode::other, text}, out);
    }
    if (found != nullptr) return chain.finish_addresses(found->addresses);

    const auto qtype = chain.qtype();
    if (const auto* records = chain.match.records) {
        if (const auto* found_records = records->find(qtype))
            return chain.finish_records(*found_records);
        if (is_address(qtype) && records->has_address())
            return chain.finish_nodata(Source::static_record);
    }
    if (chain.match.rule != nullptr) return answer_ruled(chain);
    if (is_address(qtype)) return LookUp{chain.name.to_text() + '.', qtype};
    return chain.finish(Source::static_record);
}

}  // namespace shim
