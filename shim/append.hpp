#pragma once

#include "shim/types.hpp"

#include <cstdint>
#include <string_view>

// Adds to the end of octets that are being made; numbers in network order.
namespace shim {

inline void append(Bytes& out, BytesView octets)
{
    out.insert(out.end(), octets.begin(), octets.end());
}

inline void append(Bytes& out, std::string_view text)
{
    out.insert(out.end(), text.begin(), text.end());
}

inline void append_u16(Bytes& out, std::uint16_t value)
{
    out.push_back(static_cast<std::uint8_t>(value >> 8));
    out.push_back(static_cast<std::uint8_t>(value & 0xFF));
}

inline void append_u32(Bytes& out, std::uint32_t value)
{
    append_u16(out, static_cast<std::uint16_t>(value >> 16));
    append_u16(out, static_cast<std::uint16_t>(value & 0xFFFF));
}

}  // namespace shim
