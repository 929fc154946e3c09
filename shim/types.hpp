#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shim {

using Bytes = std::vector<std::uint8_t>;
using BytesView = std::span<const std::uint8_t>;
// Room that a caller gives for a reply to be written into.
using BytesSpan = std::span<std::uint8_t>;

// RFC 1035 section 4.1.1; bad_vers needs the upper bits of the OPT record (RFC 6891 section 6.1.3).
enum class Rcode : std::uint16_t {
    no_error = 0,
    form_err = 1,
    serv_fail = 2,
    nx_domain = 3,
    not_imp = 4,
    refused = 5,
    bad_vers = 16,
};

// The types this program decides about; any other value is a valid RrType too.
enum class RrType : std::uint16_t {
    a = 1,        // RFC 1035 section 3.4.1
    ns = 2,       // RFC 1035 section 3.3.11
    cname = 5,    // RFC 1035 section 3.3.1
    soa = 6,      // RFC 1035 section 3.3.13
    ptr = 12,     // RFC 1035 section 3.3.12
    hinfo = 13,   // RFC 1035 section 3.3.2
    mx = 15,      // RFC 1035 section 3.3.9
    txt = 16,     // RFC 1035 section 3.3.14
    aaaa = 28,    // RFC 3596 section 2.1
    srv = 33,     // RFC 2782
    opt = 41,     // RFC 6891 section 6.1.1
    ixfr = 251,   // RFC 1995 section 2
    axfr = 252,   // RFC 5936 section 2.1
    mailb = 253,  // RFC 1035 section 3.2.3
    maila = 254,  // RFC 1035 section 3.2.3
    any = 255,    // RFC 1035 section 3.2.3
    caa = 257,    // RFC 8659 section 4.1
};

[[nodiscard]] constexpr bool is_address(RrType type)
{
    return type == RrType::a || type == RrType::aaaa;
}

// RFC 1035 section 3.2.4
enum class RrClass : std::uint16_t { in = 1, ch = 3 };

// Extended DNS Errors, RFC 8914 section 4.
enum class EdeCode : std::uint16_t {
    other = 0,
    not_ready = 14,
    no_reachable_authority = 22,
    network_error = 23,
};

// How a query came. Decides the size limit and padding, nothing else.
enum class Transport : std::uint8_t { udp, tcp, doh };

// Mnemonic, or TYPE123 (RFC 3597 section 5) / RCODE12 for a value without one.
[[nodiscard]] std::string to_string(RrType type);
[[nodiscard]] std::string to_string(Rcode rcode);
[[nodiscard]] std::string_view to_string(Transport transport);

// The other way round, blind to case; TYPE123 is understood.
[[nodiscard]] std::optional<RrType> parse_type(std::string_view text);

}  // namespace shim
