#include "shim/reader.hpp"

#include "shim/ascii.hpp"
#include "shim/wire.hpp"

namespace shim {

Name WireReader::read_name() noexcept
{
    Name name;
    name.clear();
    std::size_t position = offset_;
    std::size_t lowest = offset_;  // where the chain of pointers may not go past
    bool jumped = false;
    while (ok_) {
        WireReader here(message_, position);
        const auto length = here.read_u8();
        if ((length & wire::pointer_mask) == wire::pointer_mask) {
            const std::size_t high = length ^ wire::pointer_mask;
            const auto target = (high << 8) | here.read_u8();
            // RFC 1035 section 4.1.4: a prior occurrence. Strictly lower each time, so it ends.
            if (!here.ok_ || target >= lowest) break;
            if (!jumped) offset_ = here.offset_;
            jumped = true;
            lowest = position = target;
            continue;
        }
        if ((length & wire::pointer_mask) != 0) break;  // RFC 6891 section 5: no other label types
        const auto label = here.read_bytes(length);
        if (!here.ok_ || !name.append_label(label)) break;
        position = here.offset_;
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
