#pragma once

#include "sidecar/status_view.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sidecar {

// Something for the status endpoint to show: one rule for `*.apps.example.com`, ready, nothing
// asked yet. A test changes what it is about.
struct StatusSample {
    StatusSample();

    // Keeps a reply as the handler does, received so long before `now`.
    void keep(shim::BytesView reply,
              shim::Source source,
              std::chrono::milliseconds ago = std::chrono::seconds(1));

    [[nodiscard]] StatusView view() const;

    State state;
    Counters counters;
    RecentQueries recent{3};
    UpstreamStatus upstream;
    std::vector<ServiceStatus> services;
    std::vector<RelayStatus> relay;
    Moment now;
};

// An answer to GET `target` from a client with that Accept field.
[[nodiscard]] std::string
get(const StatusSample& sample, std::string_view target, std::string_view accept = "*/*");

}  // namespace sidecar
