#pragma once

#include "shim/types.hpp"

#include <string>
#include <vector>

namespace bench {

// A query with RD set and no EDNS. Throws std::runtime_error for a type that there is not.
[[nodiscard]] shim::Bytes make_query(const std::string& name, const std::string& type);

// The queries of a file that has a name and a type a line, as dnsperf reads it. Throws
// std::runtime_error when there are none.
[[nodiscard]] std::vector<shim::Bytes> read_queries(const std::string& path);

}  // namespace bench
