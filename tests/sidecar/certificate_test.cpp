#include "sidecar/certificate.hpp"
#include "sidecar/openssl_handle.hpp"
#include "tests/support/policy_parts.hpp"

#include <gmock/gmock.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace sidecar {
namespace {

using test_support::address;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using namespace std::chrono_literals;
using std::chrono::system_clock;

const system_clock::time_point now = system_clock::from_time_t(1'800'000'000);

CertificateHandle parse(const std::string& pem)
{
    const BioHandle bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    return CertificateHandle(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

using StoreHandle = std::unique_ptr<X509_STORE, OpensslDeleter<X509_STORE_free>>;
using VerifierHandle = std::unique_ptr<X509_STORE_CTX, OpensslDeleter<X509_STORE_CTX_free>>;

// What a client that trusts the CA, and is strict, says at this time about this address.
std::string verify(const MintedCertificate& minted, const char* ip, system_clock::time_point at)
{
    const auto certificate = parse(minted.chain);
    const auto ca = parse(minted.ca);
    const StoreHandle store(X509_STORE_new());
    X509_STORE_add_cert(store.get(), ca.get());
    const VerifierHandle verifier(X509_STORE_CTX_new());
    X509_STORE_CTX_init(verifier.get(), store.get(), certificate.get(), nullptr);
    auto* parameters = X509_STORE_CTX_get0_param(verifier.get());
    X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_SSL_SERVER);
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_X509_STRICT);
    X509_VERIFY_PARAM_set1_ip_asc(parameters, ip);
    X509_VERIFY_PARAM_set_time(parameters, system_clock::to_time_t(at));
    X509_verify_cert(verifier.get());
    return X509_verify_cert_error_string(X509_STORE_CTX_get_error(verifier.get()));
}

TEST(Certificate, IsAcceptedByAStrictClientThatTrustsTheCa)
{
    const auto minted = mint_certificate({address("192.0.2.1"), address("2001:db8::1")}, now);
    for (const auto* ip : {"127.0.0.1", "::1", "192.0.2.1", "2001:db8::1"})
        EXPECT_EQ(verify(minted, ip, now), "ok") << ip;
    EXPECT_EQ(verify(minted, "192.0.2.2", now), "IP address mismatch");
}

TEST(Certificate, IsValidForAClockALittleBehindAndAtMost825Days)
{
    const auto minted = mint_certificate({}, now);
    EXPECT_EQ(verify(minted, "127.0.0.1", now - 50min), "ok");
    EXPECT_EQ(verify(minted, "127.0.0.1", now + 24h * 824), "ok");
    EXPECT_EQ(verify(minted, "127.0.0.1", now + 24h * 825), "certificate has expired");
}

TEST(Certificate, NamesItsAddressesOnceAndNeverTheUnspecifiedOne)
{
    const auto minted = mint_certificate(
        {address("0.0.0.0"), address("127.0.0.1"), address("192.0.2.1"), address("192.0.2.1")},
        now);
    EXPECT_EQ(subject_alternative_names(minted.chain),
              "DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, "
              "IP Address:192.0.2.1");
}

TEST(Certificate, MayBeUsedAgainWhileItServesTheAddressesForAMonth)
{
    const auto minted = mint_certificate({address("192.0.2.1")}, now);
    EXPECT_TRUE(is_usable(minted, {address("192.0.2.1"), address("0.0.0.0")}, now));
    EXPECT_TRUE(is_usable(minted, {}, now + 24h * 790));
    EXPECT_FALSE(is_usable(minted, {}, now + 24h * 800));
    EXPECT_FALSE(is_usable(minted, {}, now - 24h));
    EXPECT_FALSE(is_usable(minted, {address("192.0.2.2")}, now));
}

TEST(Certificate, IsNotUsableWithAPartOfAnother)
{
    const auto one = mint_certificate({}, now);
    const auto other = mint_certificate({}, now);
    EXPECT_FALSE(is_usable({other.ca, one.chain, one.key}, {}, now));
    EXPECT_FALSE(is_usable({one.ca, other.chain, one.key}, {}, now));
    EXPECT_FALSE(is_usable({one.ca, one.chain, other.key}, {}, now));
    EXPECT_FALSE(is_usable({one.ca, one.chain, ""}, {}, now));
    EXPECT_FALSE(is_usable({"", one.chain, one.key}, {}, now));
    EXPECT_FALSE(is_usable({one.ca, one.chain.substr(0, 200), one.key}, {}, now));
}

TEST(CertificateWarnings, AreNoneForACertificateThatFits)
{
    const auto minted = mint_certificate({address("192.0.2.1")}, now);
    EXPECT_THAT(certificate_warnings(minted.chain, "tls.pem",
                                     {{address("192.0.2.1"), 8553}, {address("::"), 8553}}, now),
                IsEmpty());
}

TEST(CertificateWarnings, NameEachListenerThatIsNotCoveredAndTheCure)
{
    const auto minted = mint_certificate({}, now);
    EXPECT_THAT(certificate_warnings(minted.chain, "/etc/doh/tls.pem",
                                     {{address("127.0.0.1"), 8553}, {address("192.0.2.1"), 8553}},
                                     now),
                ElementsAre(AllOf(HasSubstr("/etc/doh/tls.pem is not for 192.0.2.1"),
                                  HasSubstr("subject alternative names"))));
}

TEST(CertificateWarnings, SayThatACertificateHasExpired)
{
    const auto minted = mint_certificate({}, now);
    EXPECT_THAT(certificate_warnings(minted.chain, "tls.pem", {}, now + 24h * 900),
                ElementsAre(AllOf(HasSubstr("is not valid now"), HasSubstr("renew it"))));
}

TEST(CertificateWarnings, SayThatACertificateIsNotForServers)
{
    const auto minted = mint_certificate({}, now);
    EXPECT_THAT(certificate_warnings(minted.ca, "ca.pem", {}, now),
                ElementsAre(AllOf(HasSubstr("is not for TLS servers"), HasSubstr("serverAuth"))));
}

}  // namespace
}  // namespace sidecar
