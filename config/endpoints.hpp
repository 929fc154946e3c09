#pragma once

#include "config/value.hpp"
#include "shim/address.hpp"
#include "shim/policy.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace config {

// Each tells `problems` what would be right, and leaves out what is wrong.

// Where to listen: `ip:port` or `[ip6]:port` each, or `off` for none. Port 0 is one that the kernel
// picks.
[[nodiscard]] std::vector<shim::Endpoint> parse_listen(const Value& value, Problems& problems);

// Servers to ask: `ip`, `ip:port`, `[ip6]:port` each; port 53 if not said.
[[nodiscard]] std::vector<shim::Endpoint> parse_servers(const Value& value, Problems& problems);

// `port` or `port=targetport` each.
[[nodiscard]] std::vector<shim::RelayPort> parse_relay_ports(const Value& value,
                                                             Problems& problems);

// An IPv4 prefix, or nothing for `off`.
[[nodiscard]] std::optional<shim::IpPrefix> parse_relay_prefix(std::string_view text,
                                                               Problems& problems);

}  // namespace config
