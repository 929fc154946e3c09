#pragma once

#include "sidecar/counters.hpp"
#include "sidecar/recent_queries.hpp"
#include "sidecar/service_resolver.hpp"
#include "sidecar/state.hpp"

#include <functional>

namespace sidecar {

// All that the status endpoint may look at. What is referred to outlives the status server.
struct StatusView {
    const State& state;
    const Counters& counters;
    const RecentQueries& recent;
    std::function<UpstreamStatus()> upstream;
    std::function<std::vector<ServiceStatus>()> services;
};

}  // namespace sidecar
