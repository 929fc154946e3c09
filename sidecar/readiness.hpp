#pragma once

#include "sidecar/state.hpp"

#include <string>
#include <vector>

namespace sidecar {

// Why queries that are not faked can not be answered just now, a sentence each; empty when they
// can. Faked names without a service are answered in any case.
[[nodiscard]] inline std::vector<std::string> not_ready_reasons(const UpstreamStatus& upstream)
{
    if (upstream.servers.empty()) return {"no upstream server: " + upstream.last_error};
    if (!upstream.healthy) return {"the last query to the upstream failed: " + upstream.last_error};
    return {};
}

}  // namespace sidecar
