#include "shim/freshness.hpp"

#include "shim/reader.hpp"
#include "shim/wire.hpp"

#include <algorithm>
#include <limits>

namespace shim {
namespace {

// RFC 2181 section 8: a TTL with its first bit set counts as zero.
std::uint32_t seconds(std::uint32_t ttl) noexcept
{
    return ttl > wire::max_ttl ? 0 : ttl;
}

// Of the SOA record's rdata, the last field (RFC 1035 section 3.3.13).
std::uint32_t minimum(BytesView rdata) noexcept
{
    constexpr std::size_t field_size = 4;
    if (rdata.size() < field_size) return 0;
    return WireReader(rdata, rdata.size() - field_size).read_u32();
}

}  // namespace

std::uint32_t freshness(BytesView reply) noexcept
{
    WireReader reader(reply, wire::flags_offset);
    const auto rcode = static_cast<Rcode>(reader.read_u16() & wire::rcode_mask);
    if (rcode != Rcode::no_error && rcode != Rcode::nx_domain) return 0;
    const auto questions = reader.read_u16();
    const auto answers = reader.read_u16();
    const auto authorities = reader.read_u16();
    reader.skip(wire::header_size - wire::arcount_offset);
    for (unsigned i = 0; i < questions && reader.ok(); ++i) {
        reader.skip_name();
        reader.skip(wire::question_fixed_size);
    }

    auto least = std::numeric_limits<std::uint32_t>::max();
    for (unsigned i = 0; i < answers && reader.ok(); ++i) {
        reader.skip_name();
        least = std::min(least, seconds(read_record_header(reader).ttl));
    }
    if (!reader.ok()) return 0;
    if (answers != 0) return least;

    for (unsigned i = 0; i < authorities && reader.ok(); ++i) {
        reader.skip_name();
        const auto record = read_record_header(reader);
        if (reader.ok() && record.type == RrType::soa)
            return std::min(seconds(record.ttl), seconds(minimum(record.rdata)));
    }
    return 0;
}

}  // namespace shim
