#pragma once

#include "shim/name.hpp"
#include "shim/types.hpp"
#include "shim/wire.hpp"

#include <cstdint>

namespace shim {

// Records owned by the question's name, as they go into a reply: made once, copied for every
// answer. The owner is a pointer to the question (RFC 1035 section 4.1.4).
class RecordRun {
public:
    RecordRun() = default;

    void add(RrType type, std::uint32_t ttl, BytesView rdata, RrClass rrclass = RrClass::in)
    {
        const auto put_u16 = [this](std::size_t value) {
            octets_.push_back(static_cast<std::uint8_t>(value >> 8));
            octets_.push_back(static_cast<std::uint8_t>(value & 0xFF));
        };
        put_u16(wire::pointer_bits | wire::header_size);
        put_u16(static_cast<std::uint16_t>(type));
        put_u16(static_cast<std::uint16_t>(rrclass));
        put_u16(ttl >> 16);
        put_u16(ttl & 0xFFFF);
        put_u16(rdata.size());
        octets_.insert(octets_.end(), rdata.begin(), rdata.end());
        ++count_;
    }

    [[nodiscard]] bool empty() const noexcept { return count_ == 0; }
    [[nodiscard]] std::uint16_t count() const noexcept { return count_; }
    [[nodiscard]] BytesView octets() const noexcept { return octets_; }

private:
    Bytes octets_;
    std::uint16_t count_ = 0;
};

}  // namespace shim
