#pragma once

#include "sidecar/status_view.hpp"

#include <string>

namespace sidecar {

// All counters in the Prometheus text format, version 0.0.4. Suffixes, labels and buckets are
// CoreDNS's, so that its dashboards need one substitution. No label holds a name or a client.
// docs/status-http.md lists them.
[[nodiscard]] std::string metrics(const StatusView& view, Moment now);

}  // namespace sidecar
