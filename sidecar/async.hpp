#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>

namespace sidecar {

namespace asio = boost::asio;

// Errors come back as the first of a tuple; exceptions do not cross the I/O layer.
inline constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

// For co_spawn of work that reports its failures itself: an exception is a bug, and ends run().
inline constexpr auto rethrow = [](const std::exception_ptr& exception) {
    if (exception) std::rethrow_exception(exception);
};

}  // namespace sidecar
