#pragma once

#include "config/settings.hpp"
#include "sidecar/counters.hpp"
#include "sidecar/handler.hpp"
#include "sidecar/log.hpp"
#include "sidecar/surge_memory.hpp"

namespace sidecar {

// What all listeners for queries and their connections share. It outlives them.
struct ListenerContext {
    Handler& handler;
    const config::LimitSettings& limits;
    Counters& counters;
    SurgeMemory& memory;
    Log& log;
};

}  // namespace sidecar
