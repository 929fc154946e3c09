#pragma once

#include "shim/policy.hpp"
#include "shim/types.hpp"
#include "shim/writer.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace shim {

// Where an answer came from.
enum class Source : std::uint8_t { fake, service, caa, static_record, forward, error };
[[nodiscard]] std::string_view to_string(Source source);

// What the caller does next. Exactly one of these comes out of every query.
struct Reply {
    std::size_t size = 0;  // octets written into the caller's room
    Rcode rcode = Rcode::no_error;
    Source source = Source::fake;
    RrType qtype{};  // zero when the question could not be read
};
// Look the service up, then call answer_service() with the same query and policy.
struct LookUp {
    std::string service;  // presentation form; a trailing dot means that it is complete
    RrType qtype{};       // A or AAAA
};
// Give the target its relay address, then call answer_service() with it, the same query and policy.
struct RelayTo {
    std::string target;                     // a service as in LookUp, or addresses with commas
    bool fixed = false;                     // whether it is addresses
    const std::vector<RelayPort>* ports{};  // of the policy
};
// Ask the upstream, then call relay() with the same query.
struct Forward {
    RrType qtype{};
};
struct Drop {};
using Verdict = std::variant<Reply, LookUp, RelayTo, Forward, Drop>;

// Decides what happens to one query. Does no I/O, keeps no state, never throws on input, and
// allocates nothing on the way to a Reply. `out` is where a reply goes: room for
// wire::loopback_udp_size on UDP, wire::max_message elsewhere.
[[nodiscard]] Verdict
resolve(BytesView message, Client client, const Policy& policy, BytesSpan out);

// What looking a service up came to.
struct ServiceAnswer {
    Name resolved_as;                  // owner of the addresses
    std::vector<IpAddress> addresses;  // of the type asked for; none is NODATA
};

// The reply to a query for which resolve() said LookUp or RelayTo.
[[nodiscard]] Reply answer_service(BytesView message,
                                   Client client,
                                   const Policy& policy,
                                   const ServiceAnswer& found,
                                   BytesSpan out);

// A reply that says why there is no other. `message` has at least a header; one that can not be
// read gets no more than that back.
[[nodiscard]] Reply
failure(BytesView message, Client client, Rcode rcode, const Ede& ede, BytesSpan out);

}  // namespace shim
