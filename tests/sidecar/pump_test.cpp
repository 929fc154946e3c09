#include "sidecar/pump.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include <array>
#include <utility>

namespace sidecar {
namespace {

using asio::ip::tcp;

constexpr std::chrono::seconds idle{60};

// Two ends of a connection over loopback.
std::pair<tcp::socket, tcp::socket> connection(asio::io_context& context)
{
    tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), 0});
    tcp::socket client(context);
    client.connect(acceptor.local_endpoint());
    return {std::move(client), acceptor.accept()};
}

// Sends an octet now and then, until that fails.
asio::awaitable<void> chatter(tcp::socket& socket)
{
    asio::steady_timer pause(socket.get_executor());
    const std::array<char, 1> octet{};
    for (;;) {
        const auto [ec, size] = co_await asio::async_write(socket, asio::buffer(octet), as_result);
        if (ec) co_return;
        pause.expires_after(std::chrono::milliseconds(50));
        co_await pause.async_wait(as_result);
    }
}

TEST(Pump, EndsWhatBeginsAfterStop)
{
    asio::io_context context(1);
    auto [client, left] = connection(context);
    auto [server, right] = connection(context);
    Pump pump;
    std::uint64_t bytes = 0;
    pump.stop();
    asio::co_spawn(context, pump.run(std::move(left), std::move(right), idle, bytes), rethrow);
    asio::co_spawn(context, chatter(client), rethrow);
    context.run_for(std::chrono::seconds(30));
    EXPECT_TRUE(context.stopped());
    EXPECT_GT(bytes, 0U);
}

}  // namespace
}  // namespace sidecar
