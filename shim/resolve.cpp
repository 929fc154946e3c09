#include "shim/resolve.hpp"

#include "shim/alias.hpp"
#include "shim/message_view.hpp"
#include "shim/reader.hpp"

namespace shim {
namespace {

using Section = ReplyWriter::Section;

// One query on its way down the ladder.
struct Step {
    const Query& query;
    Client client;
    const Policy& policy;
    BytesSpan out;

    [[nodiscard]] const Name& qname() const { return query.question.qname; }
    [[nodiscard]] RrType qtype() const { return query.question.qtype; }

    [[nodiscard]] Reply reply(std::size_t size, Rcode rcode, Source source) const
    {
        return {.size = size, .rcode = rcode, .source = source, .qtype = qtype()};
    }
};

// An error that needs no explanation: nothing but the question.
Reply refuse(const Step& step, Rcode rcode)
{
    ReplyWriter writer(step.query, step.client, step.out);
    return step.reply(writer.finish(rcode), rcode, Source::error);
}

Reply answer(const Step& step, const RecordRun& records, Source source)
{
    ReplyWriter writer(step.query, step.client, step.out);
    writer.authoritative();
    writer.add(Section::answer, records);
    return step.reply(writer.finish(Rcode::no_error), Rcode::no_error, source);
}

// Where an ancestor of the question's name stands in the message, given the size of its wire form.
std::size_t apex_offset(const Step& step, std::size_t apex_size)
{
    return wire::header_size + step.qname().wire().size() - apex_size;
}

// RFC 2308 section 2.2: the SOA says how long there is nothing. Its owner is the apex.
Reply answer_nodata(const Step& step, std::size_t apex_size, Source source)
{
    ReplyWriter writer(step.query, step.client, step.out);
    writer.authoritative();
    writer.add(Section::authority, step.policy.soa(), apex_offset(step, apex_size));
    return step.reply(writer.finish(Rcode::no_error), Rcode::no_error, source);
}

Reply answer_or_nodata(const Step& step,
                       const RecordRun& records,
                       std::size_t apex_size,
                       Source source)
{
    return records.empty() ? answer_nodata(step, apex_size, source) : answer(step, records, source);
}

// Who are you: CH TXT, as BIND made it customary (RFC 4892 section 3).
Reply answer_chaos(const Step& step)
{
    static const Name bind = Name::from_text("version.bind").value();
    static const Name server = Name::from_text("version.server").value();
    static const Name id = Name::from_text("id.server").value();
    const auto& qname = step.qname();
    if (step.qtype() == RrType::txt && (qname == bind || qname == server || qname == id))
        return answer(step, step.policy.version(), Source::static_record);
    return refuse(step, Rcode::refused);
}

// Boulder's dnsProvider asks SRV for `_<service>._udp.<domain>`, and for `_tcp` when it wants DoH;
// any service label will do.
Reply answer_discovery(const Step& step, const Match& match)
{
    static const Name udp = Name::from_text("_udp").value().below(discovery_apex()).value();
    static const Name tcp = Name::from_text("_tcp").value().below(discovery_apex()).value();
    if (step.qtype() == RrType::srv && step.qname().label_count() == udp.label_count() + 1) {
        const auto above = step.qname().parent();
        if (above == udp)
            return answer_or_nodata(step, step.policy.dns_srv(), match.apex_size,
                                    Source::static_record);
        if (above == tcp)
            return answer_or_nodata(step, step.policy.doh_srv(), match.apex_size,
                                    Source::static_record);
    }
    const bool apex = step.qname() == discovery_apex();
    if (apex && step.qtype() == RrType::soa)
        return answer(step, step.policy.soa(), Source::static_record);
    if (apex && step.qtype() == RrType::ns)
        return answer(step, step.policy.ns(), Source::static_record);
    return answer_nodata(step, match.apex_size, Source::static_record);
}

Verdict answer_address(const Step& step, const Match& match)
{
    const auto& rule = *match.rule;
    if (std::holds_alternative<PassThrough>(rule.target)) return Forward{step.qtype()};
    if (!rule.relay_ports.empty()) {
        if (step.qtype() == RrType::a) return relay_to(rule, step.qname(), match.apex_size);
        return answer_nodata(step, match.apex_size, Source::fake);
    }
    if (const auto* service = std::get_if<Service>(&rule.target))
        return LookUp{service_name(*service, step.qname(), match.apex_size), step.qtype()};
    const auto& records = step.qtype() == RrType::a ? rule.a : rule.aaaa;
    return answer_or_nodata(step, records, match.apex_size, Source::fake);
}

Verdict answer_faked(const Step& step, const Match& match)
{
    const auto& rule = *match.rule;
    switch (step.qtype()) {
    case RrType::a:
    case RrType::aaaa:
        return answer_address(step, match);
    case RrType::caa:
        if (rule.forward_caa) return Forward{step.qtype()};
        return answer_or_nodata(step, rule.caa, match.apex_size, Source::caa);
    default:
        break;
    }
    if (std::holds_alternative<PassThrough>(rule.target)) return Forward{step.qtype()};
    if (match.apex_size == step.qname().wire().size()) {
        if (step.qtype() == RrType::soa) return answer(step, step.policy.soa(), Source::fake);
        if (step.qtype() == RrType::ns) return answer(step, step.policy.ns(), Source::fake);
    }
    return answer_nodata(step, match.apex_size, Source::fake);
}

// A query that is well formed and asks class IN for data.
Verdict answer_question(const Step& step)
{
    const auto match = step.policy.match(step.qname());
    if (match.records != nullptr) {
        if (const auto* records = match.records->find(step.qtype()))
            return answer(step, *records, Source::static_record);
        if (match.records->cname)
            return answer_alias(step.query, step.client, step.policy, step.out, nullptr);
        // A client would take a faked address of the other family instead of the static one.
        if (is_address(step.qtype()) && match.records->has_address())
            return answer_nodata(step, match.apex_size, Source::static_record);
    }
    if (match.discovery) return answer_discovery(step, match);
    if (match.rule != nullptr) return answer_faked(step, match);
    // Boulder climbs from the faked name to the root and takes a failure on the way for a no.
    if (step.qtype() == RrType::caa && step.policy.is_above_faked(step.qname()))
        return answer_nodata(step, match.apex_size, Source::caa);
    return Forward{step.qtype()};
}

}  // namespace

std::string_view to_string(Source source)
{
    switch (source) {
    case Source::fake:
        return "fake";
    case Source::service:
        return "service";
    case Source::caa:
        return "caa";
    case Source::static_record:
        return "static";
    case Source::forward:
        return "forward";
    case Source::error:
        return "error";
    }
    return "";
}

Verdict resolve(BytesView message, Client client, const Policy& policy, BytesSpan out)
{
    Query query;
    const auto header_only = [&](Rcode rcode) {
        return Reply{.size = write_header_only(message, rcode, out),
                     .rcode = rcode,
                     .source = Source::error};
    };
    switch (read_query(message, query)) {
    case Gate::drop:
        return Drop{};
    case Gate::form_err:
        return header_only(Rcode::form_err);
    case Gate::not_imp:
        return header_only(Rcode::not_imp);
    case Gate::pass:
        break;
    }

    const Step step{query, client, policy, out};
    if (query.edns && query.edns->version != 0)
        return refuse(step, Rcode::bad_vers);  // RFC 6891 section 6.1.3
    if (query.question.qclass == RrClass::ch) return answer_chaos(step);
    if (query.question.qclass != RrClass::in) return refuse(step, Rcode::refused);
    switch (step.qtype()) {
    case RrType::any:
        return answer(step, policy.hinfo(), Source::fake);  // RFC 8482 section 4.2
    case RrType::ixfr:
    case RrType::axfr:
    case RrType::mailb:
    case RrType::maila:
        return refuse(step, Rcode::refused);
    default:
        return answer_question(step);
    }
}

Reply answer_service(BytesView message,
                     Client client,
                     const Policy& policy,
                     const ServiceAnswer& found,
                     BytesSpan out)
{
    Query query;
    if (read_query(message, query) != Gate::pass)
        return failure(message, client, Rcode::serv_fail, {}, out);
    const Step step{query, client, policy, out};
    const auto match = policy.match(step.qname());
    if (match.records != nullptr && match.records->cname) {
        const auto verdict = answer_alias(query, client, policy, out, &found);
        return std::get<Reply>(verdict);
    }

    const bool relayed = match.rule != nullptr && !match.rule->relay_ports.empty();
    const auto* service =
        match.rule == nullptr || relayed ? nullptr : std::get_if<Service>(&match.rule->target);
    const bool cname = service != nullptr && service->answer == Service::Answer::cname;
    ReplyWriter writer(query, client, out);
    writer.authoritative();
    std::size_t owner = wire::header_size;
    if (cname)
        owner = writer.add(Section::answer, owner, RrType::cname, policy.ttl(),
                           found.resolved_as.wire());
    for (const auto& address : found.addresses)
        writer.add(Section::answer, owner, step.qtype(), policy.ttl(), address.octets());
    if (found.addresses.empty())
        writer.add(Section::authority, policy.soa(), apex_offset(step, match.apex_size));
    return step.reply(writer.finish(Rcode::no_error), Rcode::no_error,
                      relayed ? Source::fake : Source::service);
}

Reply failure(BytesView message, Client client, Rcode rcode, const Ede& ede, BytesSpan out)
{
    Query query;
    if (read_query(message, query) != Gate::pass)
        return {.size = write_header_only(message, rcode, out),
                .rcode = rcode,
                .source = Source::error};
    ReplyWriter writer(query, client, out);
    return {.size = writer.finish(rcode, ede),
            .rcode = rcode,
            .source = Source::error,
            .qtype = query.question.qtype};
}

}  // namespace shim
