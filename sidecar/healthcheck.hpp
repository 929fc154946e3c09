#pragma once

#include "shim/policy.hpp"

#include <ostream>
#include <string_view>
#include <vector>

namespace sidecar {

// Asks the status endpoint of a running sidecar, for a container's probe. The exit code: 0 when it
// answers 200 within two seconds, else 1 with a sentence on `err`. `status_listen` is what
// status.listen says; its first address is asked, on loopback when it is unspecified.
[[nodiscard]] int healthcheck(const std::vector<shim::Endpoint>& status_listen,
                              std::ostream& err,
                              std::string_view path = "/healthz");

}  // namespace sidecar
