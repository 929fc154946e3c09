#pragma once

#include "config/load.hpp"

#include <map>
#include <string>
#include <vector>

namespace config {

// Tells `errors` of variables that begin with FAKE_DNS_ and are no setting. Passes over empty ones,
// and over those that Kubernetes sets in every pod of a namespace for a Service whose name begins
// with fake-dns (https://kubernetes.io/docs/concepts/services-networking/service/).
void refuse_unknown_variables(const std::map<std::string, std::string>& environment,
                              std::vector<Error>& errors);

}  // namespace config
