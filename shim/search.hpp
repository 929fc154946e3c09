#pragma once

#include "shim/name.hpp"

#include <string_view>
#include <vector>

namespace shim {

// How the pod's resolver completes short names (resolv.conf(5): search, options ndots).
struct SearchList {
    std::vector<Name> domains;
    unsigned ndots = 1;
};

// The names that `service` may stand for, in the order in which to ask for them. A trailing dot, or
// a name below one of the search domains, or below the cluster's domain that they end in, is
// complete. Fails when it is no name.
[[nodiscard]] Result<std::vector<Name>> candidates(std::string_view service,
                                                   const SearchList& search);

// The cluster's domain as the search list tells it: `cluster.local` from `svc.cluster.local`.
// Empty when the list is not one that Kubernetes writes.
[[nodiscard]] std::vector<Name> cluster_domains(const SearchList& search);

}  // namespace shim
