#include "sidecar/certificate.hpp"

#include "sidecar/endpoint.hpp"
#include "sidecar/openssl_handle.hpp"
#include "sidecar/start_error.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>

namespace sidecar {
namespace {

using std::chrono::hours;
using std::chrono::system_clock;

constexpr long version_3 = 2;  // RFC 5280 section 4.1.2.1
constexpr std::size_t serial_octets = 16;
constexpr hours lifetime{24 * 825};       // what Apple's clients accept at most
constexpr hours clock_difference{1};      // to whoever checks the certificate
constexpr hours least_lifetime{24 * 30};  // of a certificate that is used again

[[noreturn]] void fail()
{
    std::array<char, 256> cause{};
    ERR_error_string_n(ERR_get_error(), cause.data(), cause.size());
    throw StartError(std::string("can not make a certificate: ") + cause.data());
}

template <typename T>
T* need(T* made)
{
    if (made == nullptr) fail();
    return made;
}

void need(int done)
{
    if (done != 1) fail();
}

BioHandle memory(std::string_view text)
{
    return BioHandle(need(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))));
}

std::string content(BIO* bio)
{
    char* data = nullptr;
    const auto size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

template <typename Write>
std::string to_pem(Write write)
{
    const BioHandle bio(need(BIO_new(BIO_s_mem())));
    need(write(bio.get()));
    return content(bio.get());
}

std::string to_pem(X509* certificate)
{
    return to_pem([&](BIO* bio) { return PEM_write_bio_X509(bio, certificate); });
}

std::string to_pem(EVP_PKEY* key)
{
    return to_pem([&](BIO* bio) {
        return PEM_write_bio_PKCS8PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
    });
}

// The first certificate of the text; nothing when there is none.
CertificateHandle read_certificate(std::string_view pem)
{
    return CertificateHandle(PEM_read_bio_X509(memory(pem).get(), nullptr, nullptr, nullptr));
}

KeyHandle read_key(std::string_view pem)
{
    return KeyHandle(PEM_read_bio_PrivateKey(memory(pem).get(), nullptr, nullptr, nullptr));
}

// A certificate with all that does not depend on who signs it.
CertificateHandle
new_certificate(std::string_view name, EVP_PKEY* key, system_clock::time_point now)
{
    CertificateHandle certificate(need(X509_new()));
    need(X509_set_version(certificate.get(), version_3));

    std::array<unsigned char, serial_octets> serial{};
    need(RAND_bytes(serial.data(), static_cast<int>(serial.size())));
    serial[0] &= 0x7F;  // a positive integer
    const std::unique_ptr<BIGNUM, OpensslDeleter<BN_free>> number(
        need(BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr)));
    need(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate.get())));

    const auto begin = system_clock::to_time_t(now - clock_difference);
    const auto end = system_clock::to_time_t(now - clock_difference + lifetime);
    need(ASN1_TIME_set(X509_getm_notBefore(certificate.get()), begin));
    need(ASN1_TIME_set(X509_getm_notAfter(certificate.get()), end));
    const std::vector<unsigned char> text(name.begin(), name.end());
    need(X509_NAME_add_entry_by_NID(X509_get_subject_name(certificate.get()), NID_commonName,
                                    MBSTRING_UTF8, text.data(), static_cast<int>(text.size()), -1,
                                    0));
    need(X509_set_pubkey(certificate.get(), key));
    return certificate;
}

struct Extension {
    int id;
    std::string value;
};

void sign(X509* certificate, const std::vector<Extension>& extensions, X509* issuer, EVP_PKEY* key)
{
    need(X509_set_issuer_name(certificate, X509_get_subject_name(issuer)));
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    for (const auto& [id, value] : extensions) {
        const std::unique_ptr<X509_EXTENSION, OpensslDeleter<X509_EXTENSION_free>> extension(
            need(X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str())));
        need(X509_add_ext(certificate, extension.get(), -1));
    }
    need(X509_sign(certificate, key, EVP_sha256()) > 0 ? 1 : 0);
}

std::string alternative_names(const std::vector<shim::IpAddress>& addresses)
{
    std::vector<std::string> texts{"127.0.0.1", "::1"};
    for (const auto& address : addresses) {
        const auto text = address.to_text();
        // Nobody can connect to the unspecified address by that name.
        if (!address.is_unspecified() && std::find(texts.begin(), texts.end(), text) == texts.end())
            texts.push_back(text);
    }
    std::string names = "DNS:localhost";
    for (const auto& text : texts) names += ",IP:" + text;
    return names;
}

bool covers(X509* certificate, const shim::IpAddress& address)
{
    const auto octets = address.octets();
    return X509_check_ip(certificate, octets.data(), octets.size(), 0) == 1;
}

bool is_valid_at(X509* certificate, system_clock::time_point time)
{
    auto at = system_clock::to_time_t(time);
    return X509_cmp_time(X509_get0_notBefore(certificate), &at) < 0 &&
           X509_cmp_time(X509_get0_notAfter(certificate), &at) > 0;
}

std::string end_of(X509* certificate)
{
    const BioHandle bio(need(BIO_new(BIO_s_mem())));
    ASN1_TIME_print(bio.get(), X509_get0_notAfter(certificate));
    return content(bio.get());
}

}  // namespace

MintedCertificate mint_certificate(const std::vector<shim::IpAddress>& addresses,
                                   system_clock::time_point now)
{
    const KeyHandle ca_key(need(EVP_EC_gen("P-256")));
    const KeyHandle key(need(EVP_EC_gen("P-256")));

    // CAs of several pods may end in one bundle, and are told apart by the name.
    std::array<unsigned char, 4> random{};
    need(RAND_bytes(random.data(), static_cast<int>(random.size())));
    std::string name = "boulder-dns-sidecar CA ";
    constexpr std::string_view digits = "0123456789abcdef";
    for (const auto octet : random) name += {digits[octet >> 4], digits[octet & 0xF]};

    const auto ca = new_certificate(name, ca_key.get(), now);
    sign(ca.get(),
         {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
          {NID_key_usage, "critical,keyCertSign,cRLSign"},
          {NID_subject_key_identifier, "hash"}},
         ca.get(), ca_key.get());

    const auto certificate = new_certificate("boulder-dns-sidecar", key.get(), now);
    sign(certificate.get(),
         {{NID_basic_constraints, "critical,CA:FALSE"},
          {NID_key_usage, "critical,digitalSignature"},
          {NID_ext_key_usage, "serverAuth"},
          {NID_subject_key_identifier, "hash"},
          {NID_authority_key_identifier, "keyid:always"},
          {NID_subject_alt_name, alternative_names(addresses)}},
         ca.get(), ca_key.get());

    auto ca_pem = to_pem(ca.get());
    auto chain = to_pem(certificate.get()) + ca_pem;
    return {std::move(ca_pem), std::move(chain), to_pem(key.get())};
}

bool is_usable(const MintedCertificate& minted,
               const std::vector<shim::IpAddress>& addresses,
               system_clock::time_point now)
{
    const auto ca = read_certificate(minted.ca);
    const auto certificate = read_certificate(minted.chain);
    const auto key = read_key(minted.key);
    const bool consistent = ca && certificate && key &&
                            X509_check_private_key(certificate.get(), key.get()) == 1 &&
                            X509_verify(certificate.get(), X509_get0_pubkey(ca.get())) == 1;
    ERR_clear_error();  // what is left of it belongs to nobody
    if (!consistent) return false;
    return is_valid_at(certificate.get(), now) &&
           is_valid_at(certificate.get(), now + least_lifetime) &&
           std::all_of(addresses.begin(), addresses.end(), [&](const shim::IpAddress& address) {
               return covers(certificate.get(), reachable({address, 0}).address);
           });
}

std::vector<std::string> certificate_warnings(std::string_view chain,
                                              const std::string& path,
                                              const std::vector<shim::Endpoint>& listeners,
                                              system_clock::time_point now)
{
    const auto certificate = read_certificate(chain);
    if (!certificate) return {};
    const std::string subject = "the DoH certificate " + path;
    const std::string cure =
        " (doh.certificate, FAKE_DNS_DOH_CERTIFICATE), or set doh.certificate and doh.key to auto";
    std::vector<std::string> warnings;
    for (const auto& listener : listeners) {
        const auto address = reachable(listener).address;
        if (covers(certificate.get(), address)) continue;
        auto warning = subject + " is not for " + address.to_text();
        warning += ", where " + to_text(listener) + " is reached, so Boulder will refuse it: add ";
        warning += "the IP address to its subject alternative names" + cure;
        warnings.push_back(std::move(warning));
    }
    if (!is_valid_at(certificate.get(), now))
        warnings.push_back(subject + " is not valid now (it ends " + end_of(certificate.get()) +
                           "), so clients will refuse it: renew it" + cure);
    if (X509_check_purpose(certificate.get(), X509_PURPOSE_SSL_SERVER, 0) != 1)
        warnings.push_back(subject +
                           " is not for TLS servers, so clients will refuse it: give it "
                           "the extended key usage serverAuth" +
                           cure);
    return warnings;
}

std::string subject_alternative_names(std::string_view chain)
{
    const auto certificate = read_certificate(chain);
    const int place =
        certificate ? X509_get_ext_by_NID(certificate.get(), NID_subject_alt_name, -1) : -1;
    if (place < 0) return {};
    const BioHandle bio(need(BIO_new(BIO_s_mem())));
    X509V3_EXT_print(bio.get(), X509_get_ext(certificate.get(), place), 0, 0);
    return content(bio.get());
}

}  // namespace sidecar
