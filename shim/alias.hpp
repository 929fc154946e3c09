#pragma once

#include "shim/resolve.hpp"

#include <string>

namespace shim {

// The service of a faked name, label_placeholder filled in with the label of qname next to the
// rule's apex, whose wire form has apex_size octets.
[[nodiscard]] std::string
service_name(const Service& service, const Name& qname, std::size_t apex_size);

// The relayed target of a faked name; see service_name().
[[nodiscard]] RelayTo relay_to(const Rule& rule, const Name& qname, std::size_t apex_size);

// Answers a question whose name has a static CNAME: the chain of aliases, then the addresses at its
// end. Says LookUp or RelayTo when those have to be found first, and is called again with them as
// `found`; then it always says Reply.
[[nodiscard]] Verdict answer_alias(const Query& query,
                                   Client client,
                                   const Policy& policy,
                                   BytesSpan out,
                                   const ServiceAnswer* found);

}  // namespace shim
