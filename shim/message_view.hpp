#pragma once

#include "shim/name.hpp"
#include "shim/types.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace shim {

// RFC 9619: a query has exactly one.
struct Question {
    Name qname;
    RrType qtype{};
    RrClass qclass{};
};

// What a query's OPT record says (RFC 6891 section 6.1). Options other than padding are ignored.
struct Edns {
    std::uint16_t udp_size = 0;  // as announced
    std::uint8_t version = 0;
    bool dnssec_ok = false;
    bool padding = false;
};

// What has been learnt of a query before an answer is chosen.
struct Query {
    BytesView message;
    std::uint16_t flags = 0;
    Question question;
    std::size_t question_end = 0;  // offset in the message
    std::optional<Edns> edns;
};

// What the gate before every answer says, the same on every transport.
enum class Gate : std::uint8_t {
    pass,
    drop,      // no readable header, or itself a response
    form_err,  // garbled, or not one question
    not_imp,   // another opcode than QUERY
};

// Reads a query into `query`. The header decides first, before any count in it is trusted
// (RFC 8906 section 3). With Gate::form_err the question may or may not have been read:
// question_end is zero when it was not.
[[nodiscard]] Gate read_query(BytesView message, Query& query) noexcept;

}  // namespace shim
