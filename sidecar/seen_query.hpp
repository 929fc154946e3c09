#pragma once

#include "sidecar/recent_queries.hpp"
#include "sidecar/status_view.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace sidecar {

// A kept reply made readable. All texts are printable.
struct SeenQuery {
    std::chrono::system_clock::time_point time;
    std::chrono::microseconds duration{};
    std::string client;  // address, without port
    std::string_view transport;
    std::string_view source;
    std::string name;  // empty, as is type, when the question could not be read
    std::string type;
    std::string rcode;
    // Rdata of the answer section; a record of another type than asked for has its type in front.
    // "…" at the end when the reply had more than is kept of it.
    std::vector<std::string> answer;
    std::string ede;  // "22 (No Reachable Authority): text"; empty when there is none
};

// Reads any octets; what is garbled or cut is left out.
[[nodiscard]] SeenQuery read_seen(const RecentQueries::Entry& entry, Moment now);

}  // namespace sidecar
