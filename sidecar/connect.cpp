#include "sidecar/connect.hpp"

#include "sidecar/endpoint.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>

namespace sidecar {

using asio::ip::tcp;

asio::awaitable<Connected> connect_any(asio::any_io_executor executor,
                                       std::vector<shim::IpAddress> addresses,
                                       std::uint16_t port,
                                       std::chrono::milliseconds timeout)
{
    using namespace asio::experimental::awaitable_operators;
    asio::steady_timer deadline(executor, timeout);
    std::string errors;
    for (const auto& address : addresses) {
        tcp::socket socket(executor);
        const auto result = co_await (socket.async_connect({to_asio(address), port}, as_result) ||
                                      deadline.async_wait(as_result));
        const bool late = result.index() == 1;
        if (!late && !std::get<0>(std::get<0>(result))) co_return Connected{{}, std::move(socket)};
        const auto why = late ? "no connection within " + std::to_string(timeout.count()) + " ms"
                              : std::get<0>(std::get<0>(result)).message();
        errors +=
            (errors.empty() ? "" : "; ") + to_text(shim::Endpoint{address, port}) + ": " + why;
        if (late) break;
    }
    co_return Connected{errors, tcp::socket(executor)};
}

}  // namespace sidecar
