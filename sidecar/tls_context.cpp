#include "sidecar/tls_context.hpp"

#include "sidecar/certificate.hpp"
#include "sidecar/certificate_store.hpp"
#include "sidecar/inputs.hpp"
#include "sidecar/start_error.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/error.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <system_error>
#include <utility>

namespace sidecar {
namespace {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
using std::chrono::system_clock;

// In the order in which the server prefers them; each has its length in front.
constexpr std::array<unsigned char, 12> protocols{2,   'h', '2', 8,   'h', 't',
                                                  't', 'p', '/', '1', '.', '1'};

int select_protocol(SSL*,
                    const unsigned char** selected,
                    unsigned char* selected_size,
                    const unsigned char* offered,
                    unsigned int offered_size,
                    void*)
{
    unsigned char* choice = nullptr;
    if (SSL_select_next_proto(&choice, selected_size, protocols.data(), protocols.size(), offered,
                              offered_size) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;  // RFC 7301 section 3.2
    *selected = choice;
    return SSL_TLSEXT_ERR_OK;
}

StartError
certificate_error(const std::string& path, std::string_view setting, std::string_view cause)
{
    std::string sentence = "can not use " + path + " (";
    sentence.append(setting).append("): ").append(cause);
    return StartError{sentence};
}

std::string read(const std::string& path, std::string_view setting)
{
    try {
        return read_file(path);
    } catch (const std::system_error& error) {
        throw certificate_error(path, setting,
                                error.code().message() +
                                    "; mount a PEM file there that this user may read");
    }
}

ssl::context new_context()
{
    ssl::context context(ssl::context::tls_server);
    auto* native = context.native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(native, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_num_tickets(native, 0);
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_alpn_select_cb(native, select_protocol, nullptr);
    // A key that needs a passphrase is an error, not a question on the terminal.
    context.set_password_callback(
        [](std::size_t, ssl::context::password_purpose) { return std::string(); });
    return context;
}

}  // namespace

TlsContext::TlsContext(config::DohSettings settings, Counters& counters, Log& log)
    : settings_(std::move(settings)), counters_(counters), log_(log)
{
    if (settings_.certificate == automatic_certificate) {
        ensure_certificate(settings_, system_clock::now());
        const CertificatePaths paths(settings_.directory);
        settings_.certificate = paths.chain;
        settings_.key = paths.key;
    }
    load();
}

void TlsContext::load()
{
    constexpr std::string_view certificate_setting = "doh.certificate, FAKE_DNS_DOH_CERTIFICATE";
    constexpr std::string_view key_setting = "doh.key, FAKE_DNS_DOH_KEY";
    auto chain = read(settings_.certificate, certificate_setting);
    const auto key = read(settings_.key, key_setting);

    auto context = new_context();
    boost::system::error_code ec;
    context.use_certificate_chain(asio::buffer(chain), ec);
    if (ec)
        throw certificate_error(settings_.certificate, certificate_setting,
                                ec.message() + "; it has to be a PEM certificate, then those of "
                                               "the CAs between it and the root");
    context.use_private_key(asio::buffer(key), ssl::context::pem, ec);
    // A key of another kind than the certificate's is noticed by the check only.
    if (!ec && SSL_CTX_check_private_key(context.native_handle()) != 1)
        ec = {static_cast<int>(ERR_get_error()), asio::error::get_ssl_category()};
    if (ec)
        throw certificate_error(settings_.key, key_setting,
                                ec.message() +
                                    "; it has to be the PEM key, without a passphrase, "
                                    "of the certificate " +
                                    settings_.certificate);
    context_ = std::move(context);
    chain_ = std::move(chain);
}

void TlsContext::reload()
{
    try {
        load();
    } catch (const StartError& error) {
        ++counters_.certificate_failures;
        log_.error("certificate not reloaded, the old one stays", {{"cause", error.what()}});
        return;
    }
    log_.info("certificate reloaded", {{"file", settings_.certificate}});
}

std::vector<std::string> TlsContext::warnings() const
{
    return certificate_warnings(chain_, settings_.certificate, settings_.listen,
                                system_clock::now());
}

std::string TlsContext::alternative_names() const
{
    return subject_alternative_names(chain_);
}

}  // namespace sidecar
