#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <array>
#include <functional>
#include <string>
#include <string_view>

namespace test_support {

// Runs the context until the condition holds. Throws when that takes many seconds.
void run_until(boost::asio::io_context& context, const std::function<bool()>& condition);

// A client over TLS that lives in the same thread as the server: what waits runs their context.
class TlsClient {
public:
    // Connects. `protocols` is what ALPN offers, each with its length in front; empty for no ALPN.
    TlsClient(boost::asio::io_context& context,
              const boost::asio::ip::tcp::endpoint& endpoint,
              std::string_view protocols);
    TlsClient(const TlsClient&) = delete;
    TlsClient& operator=(const TlsClient&) = delete;
    ~TlsClient();

    // For 127.0.0.1 by a certificate of the CA; reads from then on. Throws
    // boost::system::system_error when it fails.
    void handshake(const std::string& ca_file);
    [[nodiscard]] std::string protocol();  // that ALPN chose
    [[nodiscard]] std::string certificate_serial();

    // Both on the wire in this order, without and with TLS.
    void send_plain(std::string_view octets);
    void send(std::string_view octets);
    void read_plain();
    // Takes no more of what the server sends.
    void stop_reading() { reading_ = false; }

    void on_received(std::function<void(std::string_view)> handler)
    {
        on_received_ = std::move(handler);
    }
    [[nodiscard]] const std::string& received() const { return received_; }
    [[nodiscard]] bool is_closed() const { return closed_; }
    void wait_for(const std::function<bool()>& condition) { run_until(context_, condition); }
    void wait_for_text(std::string_view text);
    void wait_for_close();
    void close();

private:
    void read();
    void take(const boost::system::error_code& error, std::size_t size);

    boost::asio::io_context& context_;
    boost::asio::ssl::context tls_;
    boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream_;
    std::array<char, 16384> buffer_{};
    std::string received_;
    std::function<void(std::string_view)> on_received_;
    bool reading_ = true;
    bool closed_ = false;
    std::size_t pending_ = 0;  // operations that point to this
};

}  // namespace test_support
