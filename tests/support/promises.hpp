#pragma once

#include "shim/resolve.hpp"
#include "shim/types.hpp"

#include <string>

namespace test_support {

// What holds for every reply to any query, whatever the policy: the query's ID, opcode, RD and CD;
// QR and RA; Z clear; AD clear unless the reply came from an upstream; the question octet for octet
// or none; an OPT record iff the query has one; no more octets than the client takes; and nothing
// that can not be read. Says which one is broken, or nothing.
[[nodiscard]] std::string broken_promise(shim::BytesView query,
                                         shim::Client client,
                                         shim::Source source,
                                         shim::BytesView reply);

}  // namespace test_support
