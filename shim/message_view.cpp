#include "shim/message_view.hpp"

#include "shim/reader.hpp"
#include "shim/wire.hpp"

namespace shim {
namespace {

// A query's other sections: IXFR brings one SOA in the authority section (RFC 1995 section 3), OPT
// and TSIG stand in the additional one. More is no query that anyone sends.
constexpr unsigned max_answers = 1;
constexpr unsigned max_authority = 1;
constexpr unsigned max_additional = 2;

bool read_options(BytesView options, Edns& edns) noexcept
{
    WireReader reader(options);
    while (reader.ok() && !reader.at_end()) {
        if (reader.read_u16() == wire::padding_option) edns.padding = true;
        reader.skip(reader.read_u16());
    }
    return reader.ok();
}

// Reads the records after the question; false when they are garbled or break RFC 6891
// section 6.1.1.
bool read_records(WireReader& reader, unsigned others, unsigned additional, Query& query) noexcept
{
    for (unsigned i = 0; i < others + additional; ++i) {
        const auto owner = reader.offset();
        reader.skip_name();
        const bool owner_is_root = reader.offset() == owner + 1;
        const auto record = read_record_header(reader);
        if (!reader.ok()) return false;
        if (record.type != RrType::opt) continue;
        if (i < others || query.edns || !owner_is_root) return false;
        query.edns = Edns{
            .udp_size = static_cast<std::uint16_t>(record.rrclass),
            .version = static_cast<std::uint8_t>(record.ttl >> 16),
            .dnssec_ok = (record.ttl & wire::do_bit) != 0,
        };
        if (!read_options(record.rdata, *query.edns)) return false;
    }
    return reader.at_end();
}

}  // namespace

Gate read_query(BytesView message, Query& query) noexcept
{
    if (message.size() < wire::header_size) return Gate::drop;
    query.message = message;
    WireReader reader(message, wire::flags_offset);
    query.flags = reader.read_u16();
    if ((query.flags & wire::qr_bit) != 0)
        return Gate::drop;  // answering a response can loop for ever
    if ((query.flags & wire::opcode_mask) != 0) return Gate::not_imp;

    const auto questions = reader.read_u16();
    const unsigned answers = reader.read_u16();
    const unsigned authority = reader.read_u16();
    const unsigned additional = reader.read_u16();
    if (questions != 1) return Gate::form_err;  // RFC 9619 section 4
    if (answers > max_answers || authority > max_authority || additional > max_additional)
        return Gate::form_err;

    query.question.qname = reader.read_name();
    query.question.qtype = RrType{reader.read_u16()};
    query.question.qclass = RrClass{reader.read_u16()};
    if (!reader.ok()) return Gate::form_err;
    // A pointer here could only aim at the header; the question is echoed, so it must stand alone.
    const auto question_size = query.question.qname.wire().size() + wire::question_fixed_size;
    if (reader.offset() != wire::header_size + question_size) return Gate::form_err;
    query.question_end = reader.offset();
    return read_records(reader, answers + authority, additional, query) ? Gate::pass
                                                                        : Gate::form_err;
}

}  // namespace shim
