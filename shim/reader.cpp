#include "shim/reader.hpp"

#include "shim/wire.hpp"

namespace shim {
namespace {

// Labels that stand one behind the other: where the length of the next one would be, and how many.
struct LabelRun {
    std::size_t end = 0;
    std::size_t count = 0;
};

// Ends at the root label, at a pointer, at what is no label (RFC 6891 section 5: other types are
// obsolete), or past the end of the message.
LabelRun find_labels(BytesView message, std::size_t start) noexcept
{
    LabelRun run{start};
    while (run.end < message.size() && run.count < wire::max_labels) {
        const std::size_t length = message[run.end];
        if (length == 0 || length > wire::max_label) break;
        run.end += 1 + length;
        ++run.count;
    }
    return run;
}

}  // namespace

Name WireReader::read_name() noexcept
{
    Name name;
    name.clear();
    BytesView readable = message_;
    std::size_t start = offset_;  // of the labels up to the next pointer
    for (std::size_t jumps = 0; ok_ && jumps <= wire::max_labels; ++jumps) {
        const auto labels = find_labels(readable, start);
        if (labels.end >= readable.size()) break;
        const std::size_t root = readable[labels.end] == 0 ? 1 : 0;
        const auto end = labels.end + root;
        if (!name.append(readable.subspan(start, end - start), labels.count)) break;
        if (root != 0) {
            if (jumps == 0) offset_ = end;
            return name;
        }
        WireReader pointer(readable, end);
        const std::size_t target = pointer.read_u16();
        if (!pointer.ok() || target < wire::pointer_bits) break;
        if (jumps == 0) offset_ = pointer.offset();
        // RFC 1035 section 4.1.4: a prior occurrence, so it is over before these labels start.
        readable = readable.first(start);
        start = target & wire::max_pointer;
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
