#pragma once

#include "shim/types.hpp"

#include <cstddef>
#include <optional>

namespace sidecar {

inline constexpr std::size_t frame_header_size = 2;

// The first message of a stream, or nothing while it is incomplete. Each message has its length in
// front, two octets (RFC 1035 section 4.2.2).
[[nodiscard]] inline std::optional<shim::BytesView> first_message(shim::BytesView stream) noexcept
{
    if (stream.size() < frame_header_size) return std::nullopt;
    const std::size_t size = (std::size_t{stream[0]} << 8) | stream[1];
    if (stream.size() - frame_header_size < size) return std::nullopt;
    return stream.subspan(frame_header_size, size);
}

inline void put_frame_header(shim::BytesSpan frame, std::size_t size) noexcept
{
    frame[0] = static_cast<std::uint8_t>(size >> 8);
    frame[1] = static_cast<std::uint8_t>(size & 0xFF);
}

}  // namespace sidecar
