#pragma once

#include "shim/error.hpp"
#include "shim/types.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace shim {

// An IPv4 or IPv6 address: 4 or 16 octets in network order. No port, no zone, no socket.
class IpAddress {
public:
    enum class Family : std::uint8_t { v4 = 4, v6 = 16 };  // the value is the size in octets

    IpAddress() = default;  // 0.0.0.0

    // Precondition: 4 or 16 octets.
    explicit IpAddress(BytesView octets) noexcept;

    // Dotted quad, or RFC 4291 section 2.2. Errc::bad_address otherwise.
    [[nodiscard]] static Result<IpAddress> from_text(std::string_view text);

    // The canonical form of RFC 5952 section 4.
    [[nodiscard]] std::string to_text() const;

    [[nodiscard]] Family family() const noexcept { return family_; }
    [[nodiscard]] bool is_v4() const noexcept { return family_ == Family::v4; }
    [[nodiscard]] BytesView octets() const noexcept
    {
        return {octets_.data(), static_cast<std::size_t>(family_)};
    }
    [[nodiscard]] bool is_unspecified() const noexcept;
    [[nodiscard]] bool is_loopback() const noexcept;

    [[nodiscard]] friend bool operator==(const IpAddress&, const IpAddress&) noexcept = default;
    [[nodiscard]] friend auto operator<=>(const IpAddress&, const IpAddress&) noexcept = default;

private:
    Family family_ = Family::v4;
    std::array<std::uint8_t, 16> octets_{};
};

// An address block such as 10.0.0.0/8.
struct IpPrefix {
    IpAddress base;  // bits past the length are zero
    unsigned length = 0;

    // "10.0.0.0/8"; a bare address is a block of one. Errc::bad_address, or Errc::bad_number for
    // a length that is out of range or an address with bits set past it.
    [[nodiscard]] static Result<IpPrefix> from_text(std::string_view text);
    [[nodiscard]] std::string to_text() const;
    [[nodiscard]] bool contains(const IpAddress& address) const noexcept;
};

// The block of IANA's special-purpose registries that holds the address, by its name there, or
// nothing for an address that is in none of them. Boulder refuses to dial the former.
[[nodiscard]] std::string_view special_purpose(const IpAddress& address) noexcept;

}  // namespace shim
