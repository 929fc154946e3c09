#include "tests/support/promises.hpp"

#include "shim/message_view.hpp"
#include "shim/reader.hpp"
#include "shim/wire.hpp"

#include <algorithm>
#include <optional>

namespace test_support {
namespace {

namespace wire = shim::wire;
using shim::BytesView;
using shim::WireReader;

constexpr std::uint16_t z_bit = 0x0040;

std::uint16_t read_u16(BytesView message, std::size_t offset)
{
    return WireReader(message, offset).read_u16();
}

// How many OPT records stand after the question; nothing when the records can not be read up to
// the message's last octet.
std::optional<unsigned> count_opt(BytesView reply, std::size_t question_end)
{
    unsigned records = 0;
    for (const auto offset : {wire::ancount_offset, wire::nscount_offset, wire::arcount_offset})
        records += read_u16(reply, offset);
    unsigned opt = 0;
    WireReader reader(reply, question_end);
    for (unsigned i = 0; i < records; ++i) {
        reader.skip_name();
        if (read_record_header(reader).type == shim::RrType::opt) ++opt;
    }
    if (!reader.ok() || !reader.at_end()) return std::nullopt;
    return opt;
}

std::string broken_header(BytesView query, shim::Source source, BytesView reply)
{
    if (!std::equal(reply.begin(), reply.begin() + 2, query.begin())) return "another ID";
    const auto asked = read_u16(query, wire::flags_offset);
    const auto flags = read_u16(reply, wire::flags_offset);
    constexpr std::uint16_t kept = wire::opcode_mask | wire::rd_bit | wire::cd_bit;
    if ((flags & kept) != (asked & kept)) return "another opcode, RD or CD";
    if ((flags & wire::qr_bit) == 0) return "QR is clear";
    if ((flags & wire::ra_bit) == 0) return "RA is clear";
    if ((flags & z_bit) != 0) return "Z is set";
    if ((flags & wire::ad_bit) != 0 && source != shim::Source::forward) return "AD is set";
    return {};
}

}  // namespace

std::string
broken_promise(BytesView query, shim::Client client, shim::Source source, BytesView reply)
{
    if (query.size() < wire::header_size) return "a reply to less than a header";
    if (reply.size() < wire::header_size) return "less than a header";
    if (auto broken = broken_header(query, source, reply); !broken.empty()) return broken;

    shim::Query read;
    const bool readable = read_query(query, read) == shim::Gate::pass;
    if (!readable) {
        const auto rest = reply.subspan(wire::qdcount_offset);
        const bool empty = std::all_of(rest.begin(), rest.end(), [](auto o) { return o == 0; });
        return reply.size() == wire::header_size && empty ? "" : "more than a header";
    }
    if (reply.size() > size_limit(read, client)) return "more than the client takes";
    if (read_u16(reply, wire::qdcount_offset) != 1) return "no question";
    if (reply.size() < read.question_end ||
        !std::equal(query.begin() + wire::header_size,
                    query.begin() + static_cast<std::ptrdiff_t>(read.question_end),
                    reply.begin() + wire::header_size))
        return "another question";
    const auto opt = count_opt(reply, read.question_end);
    if (!opt) return "garbled records";
    if (*opt != (read.edns ? 1U : 0U)) return std::to_string(*opt) + " OPT records";
    return {};
}

}  // namespace test_support
