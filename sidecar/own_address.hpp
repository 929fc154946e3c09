#pragma once

#include "shim/policy.hpp"

#include <vector>

namespace sidecar {

// Would a query to `upstream` come back to one of our own listeners? A listener on the unspecified
// address has every address of this machine.
[[nodiscard]] bool is_own(const shim::Endpoint& upstream,
                          const std::vector<shim::Endpoint>& listeners);

}  // namespace sidecar
