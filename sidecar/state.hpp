#pragma once

#include "config/load.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace sidecar {

inline constexpr std::string_view version = BOULDER_DNS_SIDECAR_VERSION;

// An upstream as the status endpoint shows it.
struct UpstreamStatus {
    std::vector<std::string> servers;
    bool healthy = true;     // the last exchange had an answer
    std::string last_error;  // empty when there was none since the last good answer
};

// What the process is and does, as far as the status endpoint tells it and nothing else knows it.
struct State {
    std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();
    config::Loaded config;
    std::string config_file;  // empty when there is none
    std::chrono::system_clock::time_point loaded_at;
    std::string reload_error;  // of the last reload, when it failed
    std::vector<std::string> dns_listeners;
    std::vector<std::string> doh_listeners;
    std::vector<std::string> status_listeners;
    std::vector<std::string> warnings;
};

}  // namespace sidecar
