#pragma once

#include "shim/address.hpp"
#include "shim/error.hpp"
#include "shim/name.hpp"
#include "shim/types.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace shim::rdata {

// A, AAAA: RFC 1035 section 3.4.1, RFC 3596 section 2.2.
[[nodiscard]] Bytes from_address(const IpAddress& address);

// CNAME, NS: RFC 1035 section 3.3.
[[nodiscard]] Bytes from_name(const Name& name);

// RFC 8659 section 4.1: 1 to 255 letters and digits.
[[nodiscard]] bool is_caa_tag(std::string_view tag);

// RFC 8659 section 4.1: one octet of flags, the tag with its length, the value byte for byte.
// Errc::bad_caa_tag when the tag is none.
[[nodiscard]] Result<Bytes>
from_caa(std::uint8_t flags, std::string_view tag, std::string_view value);

// RFC 2782; the target is never compressed.
[[nodiscard]] Bytes
from_srv(std::uint16_t priority, std::uint16_t weight, std::uint16_t port, const Name& target);

// One text, cut into character-strings of at most 255 octets (RFC 1035 section 3.3.14).
[[nodiscard]] Bytes from_text(std::string_view text);

// The timers of a SOA record, in seconds (RFC 1035 section 3.3.13).
struct SoaTimers {
    std::uint32_t serial = 1;
    std::uint32_t refresh = 3600;
    std::uint32_t retry = 600;
    std::uint32_t expire = 86400;
    std::uint32_t minimum = 0;
};
[[nodiscard]] Bytes from_soa(const Name& mname, const Name& rname, const SoaTimers& timers);

// Rdata as a person writes it after the type in a zone file (RFC 1035 section 5.1), for A, AAAA,
// CNAME, TXT, CAA, SRV, MX, NS and SOA. Names are taken as fully qualified. A TXT that does not
// start with a quote is one text, spaces and all. Errc::unsupported_type for other types.
[[nodiscard]] Result<Bytes> parse(RrType type, std::string_view text);

// The other way round, for logs and the status endpoint; RFC 3597 section 5 form for types it
// does not know, and for rdata that is garbled. `message` is where compressed names point into,
// `offset` where the rdata starts in it.
[[nodiscard]] std::string
to_text(RrType type, BytesView rdata, BytesView message, std::size_t offset);

}  // namespace shim::rdata
