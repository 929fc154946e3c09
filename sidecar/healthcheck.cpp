#include "sidecar/healthcheck.hpp"

#include "sidecar/async.hpp"
#include "sidecar/endpoint.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <chrono>
#include <cstdlib>
#include <string>

namespace sidecar {
namespace {

using asio::ip::tcp;
namespace http = boost::beast::http;

constexpr std::chrono::seconds deadline{2};
constexpr std::uint64_t body_limit = 65536;
constexpr unsigned http_1_1 = 11;

// Why the check fails; empty when it does not. `cause` stands as it is until this has ended.
asio::awaitable<void> get(shim::Endpoint endpoint, std::string path, std::string& cause)
{
    tcp::socket socket(co_await asio::this_coro::executor);
    cause = "can not connect within 2 s";
    const tcp::endpoint address(to_asio(endpoint.address), endpoint.port);
    if (const auto [ec] = co_await socket.async_connect(address, as_result); ec) {
        cause = ec.message() + "; is the sidecar running, with this status.listen?";
        co_return;
    }

    cause = "no answer within 2 s";
    http::request<http::empty_body> request(http::verb::get, path, http_1_1);
    request.set(http::field::host, to_text(endpoint));
    request.keep_alive(false);
    auto [ec, size] = co_await http::async_write(socket, request, as_result);
    boost::beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.body_limit(body_limit);
    if (!ec) std::tie(ec, size) = co_await http::async_read(socket, buffer, parser, as_result);
    const auto& response = parser.get();
    if (ec)
        cause = "no HTTP answer: " + ec.message();
    else if (response.result() != http::status::ok)
        cause = "answered " + std::to_string(response.result_int()) + ": " + response.body();
    else
        cause.clear();
}

}  // namespace

int healthcheck(const std::vector<shim::Endpoint>& status_listen,
                std::ostream& err,
                std::string_view path)
{
    if (status_listen.empty()) {
        err << "healthcheck: status.listen (FAKE_DNS_STATUS_LISTEN) is off: there is nothing to "
               "ask\n";
        return EXIT_FAILURE;
    }
    const auto endpoint = reachable(status_listen.front());
    std::string cause;
    asio::io_context context(1);
    asio::co_spawn(context, get(endpoint, std::string(path), cause), rethrow);
    context.run_for(deadline);
    if (cause.empty()) return EXIT_SUCCESS;
    while (cause.ends_with('\n')) cause.pop_back();
    err << "healthcheck: http://" << to_text(endpoint) << path << ": " << cause << '\n';
    return EXIT_FAILURE;
}

}  // namespace sidecar
