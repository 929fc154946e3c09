#pragma once

#include "shim/address.hpp"
#include "shim/policy.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace config {

enum class Mode : std::uint8_t { fixed_ip, service_name, passthrough };
enum class LogLevel : std::uint8_t { debug, info, warning, error };
enum class LogFormat : std::uint8_t { text, json };

// The names of some domains and what they get. The first rule of Settings is the one that the
// top-level keys make; [[rule]] tables follow.
struct RuleSettings {
    std::vector<shim::Pattern> domains;
    shim::Target target;
    shim::CaaAnswer caa;
    std::vector<shim::RelayPort> relay_ports;  // used when relay_addresses is set
};

struct RecordSettings {
    shim::Name owner;
    shim::RrType type{};
    shim::Bytes rdata;
};

// An empty list of endpoints is `off`.
struct DohSettings {
    std::vector<shim::Endpoint> listen;
    std::string certificate;  // path of a PEM file, or "auto"
    std::string key;
    std::string directory;
};

struct UpstreamSettings {
    std::vector<shim::Endpoint> servers;  // empty when resolv_conf says them
    std::string resolv_conf;              // path; the search list comes from here in any case
    std::chrono::milliseconds timeout{};  // of one try
    unsigned tries = 0;                   // timeout * tries is the whole budget of one query
};

struct LimitSettings {
    std::size_t tcp_connections = 0;
    std::size_t tcp_pipeline = 0;  // queries in flight on one connection
    std::size_t doh_connections = 0;
    std::size_t doh_streams = 0;       // concurrent on one connection
    std::size_t upstream_queries = 0;  // in flight, of all clients
    std::size_t relay_connections = 0;
    std::size_t relay_targets = 0;  // addresses of the prefix that may be given away
    std::size_t status_connections = 0;
    std::size_t recent_queries = 0;       // kept for /queries
    std::size_t body = 0;                 // octets of an HTTP request's body
    std::chrono::milliseconds connect{};  // of a relayed connection to its target
    std::chrono::milliseconds idle{};     // of a connection with nothing in flight
};

struct LogSettings {
    LogLevel level{};
    LogFormat format{};
    bool queries = false;
};

// All settings, checked and ready for use. What each means is in fields.cpp.
struct Settings {
    Mode mode{};
    std::vector<RuleSettings> rules;
    std::vector<RecordSettings> records;
    std::optional<std::vector<shim::Pattern>> except;  // not set: what resolv.conf and the RFCs say
    std::uint32_t ttl = 0;                             // seconds
    std::optional<shim::IpPrefix> relay_addresses;
    std::vector<shim::Endpoint> listen;
    DohSettings doh;
    std::vector<shim::Endpoint> status_listen;
    UpstreamSettings upstream;
    LimitSettings limits;
    LogSettings log;
};

}  // namespace config
