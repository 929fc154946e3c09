#pragma once

#include "shim/append.hpp"
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
        append_u16(octets_, wire::pointer_bits | wire::header_size);
        append_u16(octets_, static_cast<std::uint16_t>(type));
        append_u16(octets_, static_cast<std::uint16_t>(rrclass));
        append_u32(octets_, ttl);
        append_u16(octets_, static_cast<std::uint16_t>(rdata.size()));
        append(octets_, rdata);
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
