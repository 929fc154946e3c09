#pragma once

#include "config/settings.hpp"
#include "sidecar/async.hpp"
#include "sidecar/status_view.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/verb.hpp>

#include <chrono>
#include <memory>

namespace sidecar {

// One HTTP/1.1 client of the status endpoint. A request that does not arrive within limits.idle,
// and a response that is not taken within it, end the connection.
class StatusConnection : public std::enable_shared_from_this<StatusConnection> {
public:
    // What is referred to outlives the connection.
    StatusConnection(asio::ip::tcp::socket socket,
                     const config::LimitSettings& limits,
                     const StatusView& view);

    // Answers requests until the client is done, breaks HTTP, or stop() is called.
    [[nodiscard]] asio::awaitable<void> run();

    // Reads no further request; the response being written is finished.
    void stop();

    // Tells a client that there is no room for it, as far as that goes without waiting.
    static void reject(asio::ip::tcp::socket socket);

private:
    using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

    using Response = boost::beast::http::response<boost::beast::http::string_body>;

    // Both say whether another request may follow.
    [[nodiscard]] asio::awaitable<bool> serve_one();
    [[nodiscard]] asio::awaitable<bool> send(Response response, boost::beast::http::verb method);
    [[nodiscard]] asio::awaitable<void> send_last(Response response,
                                                  boost::beast::http::verb method);
    void start_deadline(std::chrono::steady_clock::duration time);
    void close();

    asio::ip::tcp::socket socket_;
    const config::LimitSettings& limits_;
    const StatusView& view_;
    asio::steady_timer deadline_;
    boost::beast::flat_buffer buffer_;
    bool stopping_ = false;
};

}  // namespace sidecar
