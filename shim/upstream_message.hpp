#pragma once

#include "shim/resolve.hpp"
#include "shim/types.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace shim {

// What goes to the upstream and what comes back from it. An upstream's reply is as untrusted as a
// client's query.

// The client's question and flags under a new ID. The OPT record is made anew, since it speaks of
// one hop only (RFC 6891 section 6.1.1). Nothing when the query can not be read.
[[nodiscard]] std::optional<Bytes> forwarded_query(BytesView message, std::uint16_t id);

// A query of our own, with recursion desired and an OPT record.
[[nodiscard]] Bytes make_query(const Name& qname, RrType qtype, std::uint16_t id);

// Does the reply answer this very query: ID, opcode and question (RFC 5452 section 9.1)?
[[nodiscard]] bool is_reply_to(BytesView message, BytesView reply);

// SERVFAIL, NOTIMP or REFUSED: another server may do better.
[[nodiscard]] bool refuses(BytesView reply);

// Passes an upstream's reply on: the client's ID and its question as it spelt it, the records as
// they are, an OPT record of this hop with the upstream's Extended DNS Errors, TC when it does not
// fit the client. Nothing when the reply is garbled or has another question.
[[nodiscard]] std::optional<Reply>
relay(BytesView message, Client client, BytesView reply, BytesSpan out);

// What an upstream says about the addresses of a name.
struct AddressReply {
    Rcode rcode = Rcode::no_error;
    Name owner;                        // where the CNAME chain in the reply ends
    unsigned links = 0;                // CNAMEs followed
    std::vector<IpAddress> addresses;  // of owner, in the order of the reply
};

// Reads a reply to make_query(qname, qtype), following at most max_links CNAMEs. Nothing when it is
// garbled, or when the chain is longer or loops.
[[nodiscard]] std::optional<AddressReply>
read_addresses(BytesView reply, const Name& qname, RrType qtype, unsigned max_links);

}  // namespace shim
