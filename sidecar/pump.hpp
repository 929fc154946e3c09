#pragma once

#include "sidecar/async.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstdint>

namespace sidecar {

// Passes octets between two connections until both directions have ended: an end in one direction
// is passed on and leaves the other open, what one side does not take holds the other back, and
// when nothing moves for the idle time both are closed. `bytes` counts what was passed; it outlives
// the call.
[[nodiscard]] asio::awaitable<void> pump(asio::ip::tcp::socket left,
                                         asio::ip::tcp::socket right,
                                         std::chrono::milliseconds idle,
                                         std::uint64_t& bytes);

}  // namespace sidecar
