#include "sidecar/doh_connection.hpp"

#include "sidecar/drain_time.hpp"
#include "sidecar/h1_session.hpp"
#include "sidecar/h2_session.hpp"
#include "sidecar/tls_context.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/write.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

namespace sidecar {
namespace {

using asio::ip::tcp;

// What a client gets for its handshake at most.
constexpr std::chrono::seconds handshake_time{5};

// For who speaks HTTP without TLS.
std::string plain_http_reply()
{
    const std::string sentence = "This port speaks HTTPS: use https:// in the URL.\n";
    return "HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain\r\nconnection: close\r\n"
           "content-length: " +
           std::to_string(sentence.size()) + "\r\n\r\n" + sentence;
}

// The reason inside an error of OpenSSL; 0 for any other error.
int reason(const boost::system::error_code& error)
{
    if (error.category() != asio::error::get_ssl_category()) return 0;
    return ERR_GET_REASON(static_cast<unsigned long>(error.value()));
}

// What the client's alert usually means.
std::string_view cure(int reason)
{
    switch (reason) {
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
        return "; let the client trust the CA of the DoH certificate (Boulder: tls.caCertFile), "
               "and see the warnings of /status for the addresses it is for";
    default:
        return "";
    }
}

}  // namespace

DohConnection::DohConnection(tcp::socket socket,
                             asio::ssl::context& tls,
                             const ListenerContext& context)
    : stream_(std::move(socket), tls), context_(context), alarm_(stream_.get_executor())
{
    boost::system::error_code ec;
    peer_.address = stream_.next_layer().remote_endpoint(ec).address();
    peer_.client = {shim::Transport::doh, peer_.address.is_loopback()};
    // One that is already reset is noticed by the handshake.
    stream_.next_layer().set_option(tcp::no_delay(true), ec);
    deadline_ = Clock::now() + std::min<Clock::duration>(handshake_time, context.limits.idle);
}

DohConnection::~DohConnection() = default;

asio::awaitable<void> DohConnection::run()
{
    asio::co_spawn(stream_.get_executor(), watch(shared_from_this()),
                   context_.log.exception_handler("doh deadline"));
    // Two awaits in one if statement get a frame that g++ 12 lays out wrongly.
    const bool secure = co_await handshake();
    if (secure) co_await serve();
    close();
}

asio::awaitable<bool> DohConnection::handshake()
{
    const auto [ec] = co_await stream_.async_handshake(TlsStream::server, as_result);
    if (!ec) co_return !closed_;
    ++context_.counters.tls_failures;
    if (reason(ec) == SSL_R_HTTP_REQUEST) {
        const auto reply = plain_http_reply();
        co_await asio::async_write(stream_.next_layer(), asio::buffer(reply), as_result);
    }
    log_handshake(ec);
    co_return false;
}

void DohConnection::log_handshake(const boost::system::error_code& cause) const
{
    // Who connects and closes again, as a probe of the port does, is not worth a line.
    if (cause == asio::error::eof || cause == asio::ssl::error::stream_truncated) return;
    const auto text = closed_ ? "timeout" : cause.message() + std::string(cure(reason(cause)));
    context_.log.info("tls handshake failed",
                      {{"client", peer_.address.to_string()}, {"cause", text}});
}

bool DohConnection::speaks_h2()
{
    const unsigned char* name = nullptr;
    unsigned int size = 0;
    SSL_get0_alpn_selected(stream_.native_handle(), &name, &size);
    return std::equal(alpn_h2.begin(), alpn_h2.end(), name, name + size);
}

asio::awaitable<void> DohConnection::serve()
{
    touch();
    if (speaks_h2()) {
        h2_ = std::make_unique<H2Session>(*this);
        co_await h2_->run();
    } else {
        co_await serve_h1(*this);
    }
    if (closed_) co_return;
    draining_ = true;
    deadline_ = std::min(deadline_, Clock::now() + drain_time);
    alarm_.cancel();
    // Says goodbye without waiting for the same from the client.
    boost::system::error_code ignored;  // already disconnected: so be it
    stream_.next_layer().shutdown(tcp::socket::shutdown_receive, ignored);
    co_await stream_.async_shutdown(as_result);
}

void DohConnection::drain()
{
    if (is_draining()) return;
    draining_ = true;
    deadline_ = Clock::now() + drain_time;
    alarm_.cancel();
    if (h2_) h2_->drain();
    boost::system::error_code ignored;  // already disconnected: the read says so
    stream_.next_layer().shutdown(tcp::socket::shutdown_receive, ignored);
}

void DohConnection::touch()
{
    if (!draining_) deadline_ = Clock::now() + context_.limits.idle;
}

asio::awaitable<void> DohConnection::write(shim::BytesView octets)
{
    writing_ = true;
    const auto [ec, size] =
        co_await asio::async_write(stream_, asio::buffer(octets.data(), octets.size()), as_result);
    writing_ = false;
    if (ec) close();
}

// Ends an idle connection as drain() does, and whatever does not end by that.
asio::awaitable<void> DohConnection::watch(std::shared_ptr<DohConnection>)
{
    while (!closed_) {
        if (Clock::now() >= deadline_) {
            if (draining_ || !SSL_is_init_finished(stream_.native_handle())) break;
            if (due_ == 0 || writing_)
                drain();
            else
                touch();
        }
        alarm_.expires_at(deadline_);
        co_await alarm_.async_wait(as_result);
    }
    close();
}

void DohConnection::close()
{
    if (closed_) return;
    closed_ = true;
    boost::system::error_code ignored;  // the descriptor is gone either way
    stream_.next_layer().close(ignored);
    alarm_.cancel();
}

}  // namespace sidecar
