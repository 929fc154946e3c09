#include "sidecar/h1_session.hpp"

#include "shim/freshness.hpp"
#include "sidecar/doh_connection.hpp"
#include "sidecar/doh_request.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/vector_body.hpp>
#include <boost/beast/http/write.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace sidecar {
namespace {

namespace http = boost::beast::http;
using Body = http::vector_body<std::uint8_t>;
using Request = http::request<Body>;
using Response = http::response<Body>;
using Buffer = boost::beast::flat_buffer;
using Parser = http::request_parser<Body>;

Response response(unsigned status, std::string_view media_type, shim::Bytes content)
{
    Response response(http::int_to_status(status), 11);
    response.set(http::field::content_type, media_type);
    response.body() = std::move(content);
    response.prepare_payload();
    return response;
}

Response response(DohConnection& connection, const HttpError& error)
{
    ++connection.context().counters.http_errors;
    auto refusal =
        response(error.status, "text/plain", {error.sentence.begin(), error.sentence.end()});
    if (error.status == http_error::method_not_allowed.status)
        refusal.set(http::field::allow, allowed_methods);
    return refusal;
}

Response response(shim::Bytes message)
{
    const auto seconds = shim::freshness(message);
    auto answer = response(http_ok, dns_media_type, std::move(message));
    answer.set(http::field::cache_control, "max-age=" + std::to_string(seconds));
    return answer;
}

// What is wrong with a request that could not be read; nothing when there is nobody to tell. The
// buffer has what was read of it.
const HttpError* reading_error(const boost::system::error_code& error, const Buffer& buffer)
{
    if (!error || error == http::error::end_of_stream || error == http::error::partial_message)
        return nullptr;
    if (error == http::error::body_limit) return &http_error::too_large;
    if (error == http::error::header_limit || error == http::error::buffer_overflow) {
        const std::string_view text(static_cast<const char*>(buffer.data().data()), buffer.size());
        // Not even the request line has come to its end.
        return text.find('\n') == std::string_view::npos ? &http_error::target_too_long
                                                         : &http_error::fields_too_large;
    }
    const boost::system::error_code any_of_http = http::error::end_of_stream;
    return error.category() == any_of_http.category() ? &http_error::bad_request : nullptr;
}

asio::awaitable<Response> answer(DohConnection& connection, const Request& request)
{
    const auto& context = connection.context();
    shim::Bytes room;
    const auto found = find_query({request.method_string(), request.target(),
                                   request[http::field::content_type], request.body()},
                                  context.limits.body, room);
    if (const auto* error = std::get_if<HttpError>(&found)) co_return response(connection, *error);

    const auto query = std::get<shim::BytesView>(found);
    const auto arrived = Handler::Clock::now();
    const auto out = context.handler.reply_room();
    auto decision = context.handler.decide(query, connection.peer(), arrived, out);
    if (const auto* size = std::get_if<std::size_t>(&decision))
        co_return response({out.begin(), out.begin() + static_cast<std::ptrdiff_t>(*size)});
    auto* pending = std::get_if<Pending>(&decision);
    if (pending == nullptr) co_return response(connection, http_error::not_a_query);
    connection.begin_answer();
    auto reply = co_await context.handler.async_finish(query, connection.peer(), arrived,
                                                       std::move(*pending), asio::use_awaitable);
    connection.end_answer();
    co_return response(std::move(reply));
}

// Reads one request. A client that waits for that is told to send the content (RFC 9110 section
// 10.1.1).
asio::awaitable<boost::system::error_code>
read_request(TlsStream& stream, Buffer& buffer, Parser& parser)
{
    const auto [header_ec, header_size] =
        co_await http::async_read_header(stream, buffer, parser, as_result);
    if (header_ec) co_return header_ec;
    if (boost::beast::iequals(parser.get()[http::field::expect], "100-continue")) {
        http::response<http::empty_body> go_on(http::status::continue_, 11);
        const auto [ec, size] = co_await http::async_write(stream, go_on, as_result);
        if (ec) co_return ec;
    }
    const auto [ec, size] = co_await http::async_read(stream, buffer, parser, as_result);
    co_return ec;
}

}  // namespace

asio::awaitable<void> serve_h1(DohConnection& connection)
{
    auto& stream = connection.stream();
    Buffer buffer(2 * http_header_limit);
    while (!connection.is_draining()) {
        Parser parser;
        parser.header_limit(http_header_limit);
        parser.body_limit(connection.context().limits.body);
        const auto ec = co_await read_request(stream, buffer, parser);
        const auto* error = reading_error(ec, buffer);
        if (ec && error == nullptr) co_return;

        connection.touch();
        Response reply;
        if (error != nullptr)
            reply = response(connection, *error);
        else
            reply = co_await answer(connection, parser.get());
        if (!connection.is_open()) co_return;

        const bool last = error != nullptr || !parser.keep_alive() || connection.is_draining();
        reply.version(parser.get().version());
        reply.keep_alive(!last);
        if (parser.get().method() == http::verb::head) reply.body().clear();  // its length stays
        const auto [write_ec, size] = co_await http::async_write(stream, reply, as_result);
        if (write_ec || last) co_return;
    }
}

}  // namespace sidecar
