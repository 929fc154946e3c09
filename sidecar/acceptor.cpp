#include "sidecar/acceptor.hpp"

#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>

namespace sidecar {
namespace {

using asio::ip::tcp;

constexpr std::chrono::milliseconds pause_when_exhausted{100};

}  // namespace

tcp::acceptor make_acceptor(const asio::any_io_executor& executor, const tcp::endpoint& endpoint)
{
    tcp::acceptor acceptor(executor);
    acceptor.open(endpoint.protocol());
    if (endpoint.address().is_v6()) acceptor.set_option(asio::ip::v6_only(true));
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    acceptor.bind(endpoint);
    acceptor.listen();
    return acceptor;
}

asio::awaitable<tcp::socket> accept(tcp::acceptor& acceptor, std::string_view what, Log& log)
{
    for (;;) {
        auto [ec, socket] = co_await acceptor.async_accept(as_result);
        if (!ec || !acceptor.is_open() || ec == asio::error::operation_aborted)
            co_return std::move(socket);
        log.warning("can not accept a connection", {{"listener", what}, {"cause", ec.message()}});
        asio::steady_timer pause(acceptor.get_executor(), pause_when_exhausted);
        co_await pause.async_wait(as_result);
    }
}

}  // namespace sidecar
