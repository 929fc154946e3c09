#pragma once

#include <cstdint>

namespace bench {

// Bare servers on a port of 127.0.0.1: what the kernel alone costs. None returns; all throw
// std::system_error when they can not start.

// Answers from CannedReplies, 64 datagrams a system call.
[[noreturn]] void serve_udp(std::uint16_t port);

// The same over TCP: all that is answered by one read is written at once.
[[noreturn]] void serve_tcp(std::uint16_t port);

// Passes each query on to another port under an ID of its own, and the reply back.
[[noreturn]] void forward_udp(std::uint16_t port, std::uint16_t upstream_port);

}  // namespace bench
