#include "tests/sidecar/tls_client.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/write.hpp>
#include <openssl/ssl.h>

#include <chrono>
#include <stdexcept>
#include <vector>

namespace test_support {

namespace asio = boost::asio;
using asio::ip::tcp;

void run_until(asio::io_context& context, const std::function<bool()>& condition)
{
    // Only a fault makes a test wait so long.
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    context.restart();
    while (!condition()) {
        if (context.run_one_until(deadline) == 0) throw std::runtime_error("waited in vain");
    }
}

TlsClient::TlsClient(asio::io_context& context,
                     const tcp::endpoint& endpoint,
                     std::string_view protocols)
    : context_(context), tls_(asio::ssl::context::tls_client), stream_(context, tls_)
{
    if (!protocols.empty()) {
        const std::vector<unsigned char> octets(protocols.begin(), protocols.end());
        SSL_set_alpn_protos(stream_.native_handle(), octets.data(),
                            static_cast<unsigned>(octets.size()));
    }
    stream_.next_layer().connect(endpoint);  // the kernel takes it, accepted or not
}

TlsClient::~TlsClient()
{
    close();
    run_until(context_, [this] { return pending_ == 0; });
}

void TlsClient::handshake(const std::string& ca_file)
{
    asio::ssl::context trust(asio::ssl::context::tls_client);
    trust.load_verify_file(ca_file);
    SSL_set1_verify_cert_store(stream_.native_handle(),
                               SSL_CTX_get_cert_store(trust.native_handle()));
    stream_.set_verify_mode(asio::ssl::verify_peer);
    stream_.set_verify_callback(asio::ssl::host_name_verification("127.0.0.1"));

    boost::system::error_code result;
    bool done = false;
    stream_.async_handshake(asio::ssl::stream_base::client, [&](boost::system::error_code error) {
        result = error;
        done = true;
    });
    wait_for([&] { return done; });
    if (result) throw boost::system::system_error(result);
    read();
}

std::string TlsClient::protocol()
{
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(stream_.native_handle(), &name, &size);
    return {name, name + size};
}

std::string TlsClient::certificate_serial()
{
    const auto* serial = X509_get0_serialNumber(SSL_get0_peer_certificate(stream_.native_handle()));
    return {serial->data, serial->data + serial->length};
}

void TlsClient::send_plain(std::string_view octets)
{
    asio::write(stream_.next_layer(), asio::buffer(octets));
}

void TlsClient::send(std::string_view octets)
{
    bool done = false;
    ++pending_;
    asio::async_write(stream_, asio::buffer(octets), [&](boost::system::error_code, std::size_t) {
        done = true;
        --pending_;
    });
    wait_for([&] { return done; });
}

void TlsClient::read()
{
    if (!reading_ || closed_) return;
    ++pending_;
    stream_.async_read_some(asio::buffer(buffer_),
                            [this](boost::system::error_code error, std::size_t size) {
                                --pending_;
                                take(error, size);
                                if (!error) read();
                            });
}

void TlsClient::read_plain()
{
    ++pending_;
    stream_.next_layer().async_read_some(asio::buffer(buffer_),
                                         [this](boost::system::error_code error, std::size_t size) {
                                             --pending_;
                                             take(error, size);
                                             if (!error) read_plain();
                                         });
}

void TlsClient::take(const boost::system::error_code& error, std::size_t size)
{
    const std::string_view octets(buffer_.data(), size);
    received_ += octets;
    if (on_received_ && size != 0) on_received_(octets);
    if (error) closed_ = true;
}

void TlsClient::wait_for_text(std::string_view text)
{
    wait_for([&] { return closed_ || received_.find(text) != std::string::npos; });
}

void TlsClient::wait_for_close()
{
    wait_for([this] { return closed_; });
}

void TlsClient::close()
{
    boost::system::error_code ignored;
    stream_.next_layer().close(ignored);
}

}  // namespace test_support
