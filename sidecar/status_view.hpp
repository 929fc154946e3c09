#pragma once

#include "sidecar/counters.hpp"
#include "sidecar/process_usage.hpp"
#include "sidecar/recent_queries.hpp"
#include "sidecar/relay_target.hpp"
#include "sidecar/service_resolver.hpp"
#include "sidecar/state.hpp"

#include <chrono>
#include <functional>
#include <vector>

namespace sidecar {

// All that the status endpoint may look at. What is referred to outlives the status server.
struct StatusView {
    const State& state;
    const Counters& counters;
    const RecentQueries& recent;
    std::function<UpstreamStatus()> upstream;
    std::function<std::vector<ServiceStatus>()> services;
    std::function<std::vector<RelayStatus>()> relay;
    std::function<ProcessUsage()> process = process_usage;
};

// When the view is looked at, on both clocks, so that a page is a function of its arguments.
struct Moment {
    std::chrono::steady_clock::time_point steady = std::chrono::steady_clock::now();
    std::chrono::system_clock::time_point system = std::chrono::system_clock::now();
};

}  // namespace sidecar
