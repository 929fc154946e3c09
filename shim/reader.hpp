#pragma once

#include "shim/name.hpp"
#include "shim/types.hpp"

#include <cstddef>
#include <cstdint>

namespace shim {

// Reads a message from front to back: the only code that indexes octets from the network.
// Reading past the end, or an ill-formed name, fails the reader; every later read then yields
// zeros, so a caller reads a whole structure first and asks ok() once before it uses any of it.
// Views it hands out live as long as the message.
class WireReader {
public:
    explicit WireReader(BytesView message, std::size_t offset = 0) noexcept
        : message_(message), offset_(offset), ok_(offset <= message.size())
    {
    }

    [[nodiscard]] bool ok() const noexcept { return ok_; }
    [[nodiscard]] std::size_t offset() const noexcept { return offset_; }
    [[nodiscard]] bool at_end() const noexcept { return offset_ == message_.size(); }

    std::uint8_t read_u8() noexcept
    {
        if (!has(1)) return 0;
        return message_[offset_++];
    }

    std::uint16_t read_u16() noexcept
    {
        if (!has(2)) return 0;
        const auto value = (message_[offset_] << 8) | message_[offset_ + 1];
        offset_ += 2;
        return static_cast<std::uint16_t>(value);
    }

    std::uint32_t read_u32() noexcept
    {
        const std::uint32_t high = read_u16();
        return (high << 16) | read_u16();
    }

    BytesView read_bytes(std::size_t count) noexcept
    {
        if (!has(count)) return {};
        const auto view = message_.subspan(offset_, count);
        offset_ += count;
        return view;
    }

    void skip(std::size_t count) noexcept { read_bytes(count); }

    // A name, compressed or not. Pointers must go strictly backwards, as many as a name can have
    // labels at most, and the expanded name must keep to RFC 1035 section 2.3.4, so the work is
    // bounded whatever the message says.
    Name read_name() noexcept;

    // Steps over a name without following a pointer.
    void skip_name() noexcept;

private:
    bool has(std::size_t count) noexcept
    {
        if (ok_ && count <= message_.size() - offset_) return true;
        ok_ = false;
        return false;
    }

    BytesView message_;
    std::size_t offset_;
    bool ok_;
};

// The fixed part of a resource record, with its rdata still on the wire (RFC 1035 section 4.1.3).
struct RecordHeader {
    RrType type{};
    RrClass rrclass{};
    std::uint32_t ttl = 0;
    BytesView rdata;
    std::size_t rdata_offset = 0;  // in the message; names inside may point backwards from here
};

// Reads what follows an owner name. Check the reader's ok() before using it.
RecordHeader read_record_header(WireReader& reader) noexcept;

}  // namespace shim
