#pragma once

#include "sidecar/async.hpp"
#include "sidecar/log.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <string_view>

namespace sidecar {

// A listening socket. Throws boost::system::system_error when the address can not be bound.
[[nodiscard]] asio::ip::tcp::acceptor make_acceptor(const asio::any_io_executor& executor,
                                                    const asio::ip::tcp::endpoint& endpoint);

// The next connection; waits a while when the process is out of descriptors, instead of spinning.
// A socket that is not open means that the acceptor was closed.
[[nodiscard]] asio::awaitable<asio::ip::tcp::socket>
accept(asio::ip::tcp::acceptor& acceptor, std::string_view what, Log& log);

}  // namespace sidecar
