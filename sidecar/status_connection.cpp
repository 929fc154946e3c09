#include "sidecar/status_connection.hpp"

#include "sidecar/drain_time.hpp"
#include "sidecar/state.hpp"
#include "sidecar/status_routes.hpp"
#include "sidecar/timestamp.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/write.hpp>

#include <array>
#include <string>
#include <tuple>

namespace sidecar {
namespace {

using asio::ip::tcp;
namespace http = boost::beast::http;

constexpr unsigned http_1_1 = 11;
constexpr std::string_view server_name = "boulder-dns-sidecar/" BOULDER_DNS_SIDECAR_VERSION;
constexpr std::size_t drain_limit = std::size_t{1} << 20;

http::response<http::string_body> make_response(const StatusResponse& content,
                                                unsigned http_version)
{
    http::response<http::string_body> response(static_cast<http::status>(content.status),
                                               http_version);
    response.set(http::field::server, server_name);
    response.set(http::field::date, http_date(std::chrono::system_clock::now()));
    response.set(http::field::content_type, content.content_type);
    response.set(http::field::cache_control, "no-store");
    response.set(http::field::vary, "Accept");
    response.set("X-Content-Type-Options", "nosniff");
    // Should markup ever slip into the page, it can load and run nothing.
    response.set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    if (content.status == 405) response.set(http::field::allow, "GET, HEAD");
    response.body() = content.body;
    response.prepare_payload();
    return response;
}

// Why a request could not be read; status 0 when there is nobody to tell.
StatusResponse refusal(boost::system::error_code cause, const config::LimitSettings& limits)
{
    if (cause == http::error::end_of_stream) return {0, {}, {}};
    if (cause == http::error::header_limit)
        return {431, plain_text, "The request's header is too large.\n"};
    if (cause == http::error::body_limit)
        return {413, plain_text,
                "The request's body is larger than the " + std::to_string(limits.body) +
                    " octets of limits.body.\n"};
    if (cause.category() != http::make_error_code(http::error::bad_version).category())
        return {0, {}, {}};
    return {400, plain_text, "This is not an HTTP/1.1 request: " + cause.message() + ".\n"};
}

bool has_one_host(const http::request<http::string_body>& request)
{
    return request.version() != http_1_1 || request.count(http::field::host) == 1;
}

StatusResponse answer(const http::request<http::string_body>& request, const StatusView& view)
{
    if (!has_one_host(request))
        return {400, plain_text, "This request does not have one Host field.\n"};
    return respond(view, {request.method_string(), request.target(), request[http::field::accept]},
                   Moment{});
}

}  // namespace

StatusConnection::StatusConnection(tcp::socket socket,
                                   const config::LimitSettings& limits,
                                   const StatusView& view)
    : socket_(std::move(socket)), limits_(limits), view_(view), deadline_(socket_.get_executor())
{
}

asio::awaitable<void> StatusConnection::run()
{
    bool more = true;
    while (more) more = co_await serve_one();
    close();
}

void StatusConnection::stop()
{
    stopping_ = true;
    start_deadline(drain_time);
    boost::system::error_code ignored;  // already disconnected: the read says so
    socket_.shutdown(tcp::socket::shutdown_receive, ignored);
}

asio::awaitable<bool> StatusConnection::serve_one()
{
    Parser parser;
    parser.body_limit(limits_.body);
    start_deadline(limits_.idle);
    auto [ec, size] = co_await http::async_read_header(socket_, buffer_, parser, as_result);
    const auto& request = parser.get();
    // A client that waits for leave to send its body gets the answer instead, which needs no body
    // (RFC 9110 section 10.1.1).
    const bool waits = boost::beast::iequals(request[http::field::expect], "100-continue");
    if (!ec && !waits && !parser.is_done())
        std::tie(ec, size) = co_await http::async_read(socket_, buffer_, parser, as_result);
    if (ec) {
        const auto content = refusal(ec, limits_);
        if (content.status == 0) co_return false;
        co_await send_last(make_response(content, http_1_1), http::verb::get);
        co_return false;
    }

    auto response = make_response(answer(request, view_), request.version());
    // Without one Host (RFC 9112 section 3.2) it is unclear what else the client gets wrong.
    if (waits || stopping_ || !request.keep_alive() || !has_one_host(request)) {
        co_await send_last(std::move(response), request.method());
        co_return false;
    }
    response.keep_alive(true);
    co_return co_await send(std::move(response), request.method());
}

asio::awaitable<bool> StatusConnection::send(Response response, http::verb method)
{
    start_deadline(limits_.idle);
    http::response_serializer<http::string_body> serializer(response);
    // The header of an answer to HEAD is that of the one to GET (RFC 9110 section 9.3.2).
    if (method == http::verb::head) {
        const auto [ec, size] = co_await http::async_write_header(socket_, serializer, as_result);
        co_return !ec;
    }
    const auto [ec, size] = co_await http::async_write(socket_, serializer, as_result);
    co_return !ec;
}

// Closing while octets of the client are unread would reset the connection, and the response might
// never be seen; so they are read, within bounds (RFC 9112 section 9.6).
asio::awaitable<void> StatusConnection::send_last(Response response, http::verb method)
{
    response.keep_alive(false);
    if (!co_await send(std::move(response), method)) co_return;
    start_deadline(drain_time);
    boost::system::error_code ignored;  // already disconnected: the read says so
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    std::array<char, 4096> waste{};
    for (std::size_t drained = 0; drained < drain_limit;) {
        const auto [ec, size] = co_await socket_.async_read_some(asio::buffer(waste), as_result);
        if (ec) co_return;
        drained += size;
    }
}

void StatusConnection::start_deadline(std::chrono::steady_clock::duration time)
{
    deadline_.expires_after(time);
    deadline_.async_wait([self = shared_from_this()](boost::system::error_code ec) {
        // A wait that ended just before the deadline was moved has no error either.
        if (!ec && self->deadline_.expiry() <= std::chrono::steady_clock::now()) self->close();
    });
}

void StatusConnection::close()
{
    boost::system::error_code ignored;  // the descriptor is gone either way
    socket_.close(ignored);
    deadline_.cancel();
}

void StatusConnection::reject(tcp::socket socket)
{
    const StatusResponse content{
        503, plain_text, "As many clients as limits.status_connections allows are connected.\n"};
    auto response = make_response(content, http_1_1);
    response.keep_alive(false);
    boost::system::error_code ec;
    socket.non_blocking(true, ec);
    // A new socket has room for so little; a client that is gone already needs no answer.
    if (!ec) http::write(socket, response, ec);
}

}  // namespace sidecar
