#include "shim/reader.hpp"

#include "shim/ascii.hpp"
#include "shim/wire.hpp"

namespace shim {

Name WireReader::read_name() noexcept
{
    Name name;
    name.clear();
    BytesView readable = message_;
    std::size_t start = offset_;  // of the labels up to the next pointer
    std::size_t position = start;
    bool jumped = false;
    while (ok_) {
        if (position >= readable.size()) break;
        const auto rest = readable.subspan(position);
        const std::size_t length = rest[0];
        if ((length & wire::pointer_mask) == wire::pointer_mask) {
            if (rest.size() < 2) break;
            const auto target = ((length & ~std::size_t{wire::pointer_mask}) << 8) | rest[1];
            if (!jumped) offset_ = position + 2;
            jumped = true;
            // RFC 1035 section 4.1.4: a prior occurrence, so it is over before these labels start.
            // There is less to read after each pointer, so it ends.
            readable = readable.first(start);
            start = position = target;
            continue;
        }
        // RFC 6891 section 5: no other label types, and those would be longer than a label may be.
        if (length >= rest.size() || !name.append_label(rest.subspan(1, length))) break;
        position += 1 + length;
        if (length == 0) {
            if (!jumped) offset_ = position;
            return name;
        }
    }
    ok_ = false;
    return {};
}

void WireReader::skip_name() noexcept
{
    while (ok_) {
        const auto length = read_u8();
        if (length == 0) return;
        if ((length & wire::pointer_mask) == wire::pointer_mask) {
            skip(1);
            return;
        }
        if ((length & wire::pointer_mask) != 0) ok_ = false;
        skip(length);
    }
}

RecordHeader read_record_header(WireReader& reader) noexcept
{
    RecordHeader record;
    record.type = RrType{reader.read_u16()};
    record.rrclass = RrClass{reader.read_u16()};
    record.ttl = reader.read_u32();
    const auto length = reader.read_u16();
    record.rdata_offset = reader.offset();
    record.rdata = reader.read_bytes(length);
    return record;
}

}  // namespace shim
