#pragma once

#include "shim/address.hpp"
#include "sidecar/async.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace sidecar {

struct Connected {
    std::string error;  // empty when the socket is connected
    asio::ip::tcp::socket socket;
};

// Connects to the first address that takes it, in their order, all within one timeout. The error
// says for each address why not.
[[nodiscard]] asio::awaitable<Connected> connect_any(asio::any_io_executor executor,
                                                     std::vector<shim::IpAddress> addresses,
                                                     std::uint16_t port,
                                                     std::chrono::milliseconds timeout);

}  // namespace sidecar
