#include "shim/upstream_message.hpp"

#include "shim/append.hpp"
#include "shim/ascii.hpp"
#include "shim/message_view.hpp"
#include "shim/reader.hpp"
#include "shim/wire.hpp"

#include <algorithm>

namespace shim {
namespace {

// What a forwarded query keeps of the client's flags.
constexpr std::uint16_t forwarded_flags = wire::rd_bit | wire::ad_bit | wire::cd_bit;
// What a relayed reply keeps of the upstream's flags.
constexpr std::uint16_t relayed_flags = wire::aa_bit | wire::ad_bit;

// Of a query with one question and, with EDNS, an OPT record.
void append_header(Bytes& out, std::uint16_t id, std::uint16_t flags, bool edns)
{
    append_u16(out, id);
    append_u16(out, flags);
    append_u16(out, 1);
    append_u32(out, 0);  // no answer, no authority
    append_u16(out, edns ? 1 : 0);
}

void append_opt(Bytes& out, bool dnssec_ok)
{
    out.push_back(0);
    append_u16(out, static_cast<std::uint16_t>(RrType::opt));
    append_u16(out, wire::safe_udp_size);
    append_u32(out, dnssec_ok ? wire::do_bit : 0);  // no extended rcode, version 0
    append_u16(out, 0);
}

// The parts of an upstream's reply.
struct ReplyView {
    std::uint16_t flags = 0;
    std::uint16_t answers = 0;
    std::uint16_t authority = 0;
    std::uint16_t additional = 0;  // in front of the OPT record
    std::size_t question_end = 0;
    std::size_t records_end = 0;  // where the OPT record, or the message, begins to be left out
    std::optional<RecordHeader> opt;
};

// Type and class too, and they are no letters: TYPE65 is not TYPE97.
bool same_question(BytesView left, BytesView right)
{
    if (left.size() != right.size()) return false;
    const auto name_end = left.end() - wire::question_fixed_size;
    const auto [at, other] =
        std::mismatch(left.begin(), name_end, right.begin(),
                      [](std::uint8_t a, std::uint8_t b) { return to_lower(a) == to_lower(b); });
    return at == name_end && std::equal(at, left.end(), other);
}

// Reads a reply far enough to cut it into parts. What follows an OPT record (TSIG, say) belongs to
// the upstream's hop and is left out.
std::optional<ReplyView> view_reply(BytesView reply)
{
    ReplyView view;
    WireReader reader(reply, wire::flags_offset);
    view.flags = reader.read_u16();
    const auto questions = reader.read_u16();
    view.answers = reader.read_u16();
    view.authority = reader.read_u16();
    const auto additional = reader.read_u16();
    if (!reader.ok() || questions != 1) return std::nullopt;
    if ((view.flags & wire::qr_bit) == 0 || (view.flags & wire::opcode_mask) != 0)
        return std::nullopt;
    reader.skip_name();
    reader.skip(wire::question_fixed_size);
    view.question_end = reader.offset();
    for (int i = view.answers + view.authority; i > 0 && reader.ok(); --i) {
        reader.skip_name();
        // RFC 6891 section 6.1.1: only in the additional section.
        if (read_record_header(reader).type == RrType::opt) return std::nullopt;
    }
    view.records_end = reader.offset();
    for (int i = 0; i < additional && reader.ok() && !view.opt; ++i) {
        reader.skip_name();
        const auto record = read_record_header(reader);
        if (record.type == RrType::opt) {
            view.opt = record;
        } else {
            ++view.additional;
            view.records_end = reader.offset();
        }
    }
    if (!reader.ok()) return std::nullopt;
    return view;
}

BytesView question_of(BytesView message, std::size_t question_end)
{
    return message.subspan(wire::header_size, question_end - wire::header_size);
}

// The Extended DNS Errors among an upstream's options, as options.
Bytes keep_ede(BytesView options)
{
    Bytes kept;
    WireReader reader(options);
    while (reader.ok() && !reader.at_end()) {
        const auto start = reader.offset();
        const auto code = reader.read_u16();
        reader.skip(reader.read_u16());
        if (reader.ok() && code == wire::ede_option)
            append(kept, options.subspan(start, reader.offset() - start));
    }
    return kept;
}

// One pass over the answers: takes the addresses of found.owner, or goes on to the name that it is
// an alias of. Says whether it went on; nothing when the reply is garbled.
std::optional<bool>
follow(BytesView reply, const ReplyView& view, RrType qtype, AddressReply& found)
{
    const std::size_t address_size = qtype == RrType::a ? 4 : 16;
    WireReader reader(reply, view.question_end);
    for (int i = 0; i < view.answers; ++i) {
        const auto owner = reader.read_name();
        const auto record = read_record_header(reader);
        if (!reader.ok()) return std::nullopt;
        if (record.rrclass != RrClass::in || owner != found.owner) continue;
        if (record.type == qtype && record.rdata.size() == address_size)
            found.addresses.emplace_back(record.rdata);
        if (record.type != RrType::cname) continue;
        WireReader target(reply, record.rdata_offset);
        found.owner = target.read_name();
        if (!target.ok()) return std::nullopt;
        found.addresses.clear();
        ++found.links;
        return true;
    }
    return false;
}

}  // namespace

std::optional<Bytes> forwarded_query(BytesView message, std::uint16_t id)
{
    Query query;
    if (read_query(message, query) != Gate::pass) return std::nullopt;
    Bytes out;
    out.reserve(query.question_end + wire::opt_record_size);
    append_header(out, id, static_cast<std::uint16_t>(query.flags & forwarded_flags),
                  query.edns.has_value());
    append(out, question_of(message, query.question_end));
    if (query.edns) append_opt(out, query.edns->dnssec_ok);
    return out;
}

Bytes make_query(const Name& qname, RrType qtype, std::uint16_t id)
{
    const auto name = qname.wire();
    Bytes out;
    out.reserve(wire::header_size + name.size() + wire::question_fixed_size +
                wire::opt_record_size);
    append_header(out, id, wire::rd_bit, true);
    append(out, name);
    append_u16(out, static_cast<std::uint16_t>(qtype));
    append_u16(out, static_cast<std::uint16_t>(RrClass::in));
    append_opt(out, false);
    return out;
}

bool is_reply_to(BytesView message, BytesView reply)
{
    Query query;
    if (read_query(message, query) != Gate::pass) return false;
    const auto view = view_reply(reply);
    return view && reply[0] == message[0] && reply[1] == message[1] &&
           same_question(question_of(reply, view->question_end),
                         question_of(message, query.question_end));
}

bool refuses(BytesView reply)
{
    WireReader reader(reply, wire::flags_offset);
    const auto rcode = Rcode{static_cast<std::uint16_t>(reader.read_u16() & wire::rcode_mask)};
    return rcode == Rcode::serv_fail || rcode == Rcode::not_imp || rcode == Rcode::refused;
}

std::optional<Reply> relay(BytesView message, Client client, BytesView reply, BytesSpan out)
{
    Query query;
    if (read_query(message, query) != Gate::pass) return std::nullopt;
    const auto view = view_reply(reply);
    if (!view) return std::nullopt;
    const auto question = question_of(message, query.question_end);
    if (!same_question(question_of(reply, view->question_end), question)) return std::nullopt;

    auto rcode = static_cast<std::uint16_t>(view->flags & wire::rcode_mask);
    if (view->opt) rcode = static_cast<std::uint16_t>(rcode | ((view->opt->ttl >> 24) << 4));
    // Without an OPT record the client can not be told an extended rcode.
    if (!query.edns && rcode > wire::rcode_mask)
        rcode = static_cast<std::uint16_t>(Rcode::serv_fail);

    ReplyWriter writer(query, client, out);
    writer.set_flags(view->flags & relayed_flags);
    const auto records = reply.subspan(view->question_end, view->records_end - view->question_end);
    writer.add_foreign(records, view->answers, view->authority, view->additional);
    if ((view->flags & wire::tc_bit) != 0) writer.truncate();
    const auto options = view->opt ? keep_ede(view->opt->rdata) : Bytes{};
    return Reply{.size = writer.finish(Rcode{rcode}, options),
                 .rcode = Rcode{rcode},
                 .source = Source::forward,
                 .qtype = query.question.qtype};
}

std::optional<AddressReply>
read_addresses(BytesView reply, const Name& qname, RrType qtype, unsigned max_links)
{
    const auto view = view_reply(reply);
    if (!view) return std::nullopt;
    AddressReply found;
    found.rcode = Rcode{static_cast<std::uint16_t>(view->flags & wire::rcode_mask)};
    found.owner = qname;
    for (;;) {
        const auto went_on = follow(reply, *view, qtype, found);
        if (!went_on || found.links > max_links) return std::nullopt;
        if (!*went_on) return found;
    }
}

}  // namespace shim
