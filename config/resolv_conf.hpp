#pragma once

#include "shim/policy.hpp"
#include "shim/search.hpp"

#include <string_view>
#include <vector>

namespace config {

// What resolv.conf(5) says to the pod's resolver.
struct ResolvConf {
    std::vector<shim::Endpoint> servers;  // port 53
    shim::SearchList search;
};

// Reads the text of the file. Lines it does not understand are passed over, as resolvers do.
[[nodiscard]] ResolvConf parse_resolv_conf(std::string_view text);

}  // namespace config
