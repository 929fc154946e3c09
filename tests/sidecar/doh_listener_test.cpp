#include "sidecar/certificate.hpp"
#include "sidecar/doh_listener.hpp"
#include "tests/sidecar/doh_fixture.hpp"
#include "tests/support/message_text.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <filesystem>
#include <fstream>

namespace sidecar {
namespace {

using test_support::TlsClient;
using testing::HasSubstr;
using testing::StartsWith;
using namespace std::chrono_literals;

class Doh : public DohFixture {};

TEST_F(Doh, SpeaksTheHttpVersionThatTheClientPrefersOfThoseItHas)
{
    struct Case {
        std::string_view offered;
        std::string_view chosen;
    };
    for (const auto& [offered, chosen] :
         {Case{"\x02h2", "h2"}, Case{"\x08http/1.1", "http/1.1"}, Case{"\x08http/1.1\x02h2", "h2"},
          Case{"\x03"
               "foo\x08http/1.1",
               "http/1.1"},
          Case{"", ""}}) {
        TlsClient client(context_, listener().endpoint(), offered);
        client.handshake(ca_file());
        EXPECT_EQ(client.protocol(), chosen) << offered;
    }
}

TEST_F(Doh, RefusesAClientThatOffersNoVersionItHas)
{
    TlsClient client(context_, listener().endpoint(),
                     "\x03"
                     "foo");
    EXPECT_THROW(client.handshake(ca_file()), boost::system::system_error);
    run_until([&] { return counters_.tls_failures == 1; });
}

TEST_F(Doh, TellsAClientWithoutTlsWhatToDo)
{
    TlsClient client(context_, listener().endpoint(), "");
    client.send_plain("GET /dns-query HTTP/1.1\r\nhost: localhost\r\n\r\n");
    client.read_plain();
    client.wait_for_close();
    EXPECT_THAT(client.received(), StartsWith("HTTP/1.1 400 Bad Request\r\n"));
    EXPECT_THAT(client.received(), HasSubstr("https://"));
}

TEST_F(Doh, ClosesOnGarbageInPlaceOfAHandshake)
{
    TlsClient client(context_, listener().endpoint(), "");
    client.send_plain("garbage that is not TLS");
    client.read_plain();
    client.wait_for_close();
    EXPECT_EQ(counters_.tls_failures, 1U);
}

TEST_F(Doh, ClosesAHandshakeThatTakesTooLong)
{
    limits_.idle = 1s;
    TlsClient client(context_, listener().endpoint(), "");
    client.send_plain("\x16\x03\x01");  // the begin of a record
    client.read_plain();
    client.wait_for_close();
    EXPECT_EQ(counters_.tls_failures, 1U);
}

TEST_F(Doh, ClosesWhatIsOverTheLimitOfConnectionsAndServesAgainWhenOneEnds)
{
    limits_.doh_connections = 1;
    {
        auto client = h2();
        TlsClient other(context_, listener().endpoint(), "");
        EXPECT_THROW(other.handshake(ca_file()), boost::system::system_error);
        EXPECT_EQ(counters_.rejected(Listener::doh), 1U);
        EXPECT_EQ(client.ask({.body = a_query()}).status(), "200");
    }
    for (;;) {  // until the listener has noticed the end of the first
        TlsClient next(context_, listener().endpoint(), "\x02h2");
        try {
            next.handshake(ca_file());
            break;
        } catch (const boost::system::system_error&) {
            continue;
        }
    }
}

TEST_F(Doh, GivesNewConnectionsTheNewCertificateAndLeavesTheOldOnesAlone)
{
    auto before = h2();
    const auto serial = before.tls().certificate_serial();
    const auto minted = mint_certificate({}, std::chrono::system_clock::now());
    std::ofstream(folder_.path() / "tls.pem") << minted.chain;
    std::ofstream(folder_.path() / "tls.key") << minted.key;
    std::ofstream(folder_.path() / "ca.pem") << minted.ca;
    tls_->reload();
    auto after = h2();
    EXPECT_NE(after.tls().certificate_serial(), serial);
    EXPECT_EQ(after.ask({.body = a_query()}).status(), "200");
    EXPECT_EQ(before.ask({.body = a_query()}).status(), "200");
}

TEST_F(Doh, AcceptsNoMoreOnceItIsStopped)
{
    const auto endpoint = listener().endpoint();
    listener().stop();
    EXPECT_THROW(TlsClient(context_, endpoint, ""), boost::system::system_error);
}

}  // namespace
}  // namespace sidecar
