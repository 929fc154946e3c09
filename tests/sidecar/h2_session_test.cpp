#include "sidecar/h2_session.hpp"
#include "tests/sidecar/doh_fixture.hpp"
#include "tests/support/message_text.hpp"
#include "tests/support/row_name.hpp"

#include <gmock/gmock.h>
#include <nghttp2/nghttp2.h>

#include <array>
#include <chrono>
#include <ostream>
#include <vector>

namespace sidecar {
namespace {

using test_support::H2Request;
using test_support::summary;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using namespace std::chrono_literals;

class H2 : public DohFixture {};

std::string text(const test_support::H2Answer& answer)
{
    return {answer.content.begin(), answer.content.end()};
}

TEST_F(H2, AnswersAPostedQuery)
{
    auto client = h2();
    const auto& answer = client.ask({.body = a_query()});
    EXPECT_EQ(summary(answer.content), "NOERROR aa; answer: www.example.com 5 A 192.0.2.1");
    EXPECT_EQ(answer.fields, (std::map<std::string, std::string>{
                                 {":status", "200"},
                                 {"content-type", "application/dns-message"},
                                 {"content-length", std::to_string(answer.content.size())},
                                 {"cache-control", "max-age=5"}}));
    EXPECT_EQ(answer.error_code, NGHTTP2_NO_ERROR);
}

TEST_F(H2, AnswersAGetLikeAPost)
{
    auto client = h2();
    const auto posted = client.ask({.body = a_query()}).content;
    const auto target = "/dns-query?dns=" + base64url(a_query());
    EXPECT_EQ(client.ask({.method = "GET", .target = target, .content_type = ""}).content, posted);
}

TEST_F(H2, AnswersAHeadWithTheFieldsOfAGet)
{
    auto client = h2();
    const auto target = "/dns-query?dns=" + base64url(a_query());
    const auto get = client.ask({.method = "GET", .target = target});
    const auto& head = client.ask({.method = "HEAD", .target = target});
    EXPECT_EQ(head.fields, get.fields);
    EXPECT_THAT(head.content, IsEmpty());
}

struct Refusal {
    std::string_view name;
    H2Request request;
    std::string_view status;
    std::string_view sentence;

    // Without this, ctest names would carry the bytes of the struct.
    friend void PrintTo(const Refusal& test, std::ostream* out) { *out << test.name; }
};

class H2Refusals : public DohFixture, public testing::WithParamInterface<Refusal> {};

TEST_P(H2Refusals, HaveAStatusAndASentence)
{
    auto client = h2();
    const auto& answer = client.ask(GetParam().request);
    EXPECT_EQ(answer.status(), GetParam().status);
    EXPECT_THAT(answer.fields, Contains(Pair("content-type", "text/plain")));
    EXPECT_THAT(text(answer), HasSubstr(GetParam().sentence));
    EXPECT_EQ(counters_.http_errors, 1U);
    // The connection goes on.
    EXPECT_EQ(client.ask({.body = a_query()}).status(), "200");
}

const std::string long_value = '/' + std::string(20000, 'a');

// clang-format off
const Refusal refusals[] = {
    {"NotADnsQuery",      {.body = {1, 2, 3}},                            "400", "not a DNS query"},
    {"EmptyContent",      {.body = {}},                                   "400", "not a DNS query"},
    {"GetWithoutQuery",   {.method = "GET"},                              "400", "?dns="},
    {"OtherPath",         {.target = "/", .body = {1}},                   "404", "/dns-query"},
    {"OtherMethod",       {.method = "PUT", .body = {1}},                 "405", "GET or POST"},
    {"TooLarge",          {.body = shim::Bytes(513)},                     "413", "larger"},
    {"FarTooLarge",       {.body = shim::Bytes(300'000)},                 "413", "larger"},
    {"TargetTooLong",     {.method = "GET", .target = long_value},        "414", "POST it"},
    {"OtherMediaType",    {.content_type = "text/plain", .body = {1}},    "415", "application/dns-message"},
    {"FieldsTooLarge",    {.content_type = long_value, .body = {1}},      "431", "too large"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Rfc8484, H2Refusals, testing::ValuesIn(refusals), test_support::row_name);

TEST_F(H2, SaysWhichMethodsAreAllowed)
{
    auto client = h2();
    EXPECT_THAT(client.ask({.method = "PUT"}).fields, Contains(Pair("allow", "GET, HEAD, POST")));
}

TEST_F(H2, RefusesAnEndlessBodyWithoutWaitingForItsEnd)
{
    auto client = h2();
    const auto& answer = client.ask({.body = shim::Bytes(8'000'000)});
    EXPECT_EQ(answer.status(), "413");
    EXPECT_EQ(answer.error_code, NGHTTP2_NO_ERROR);
}

TEST_F(H2, TakesAllOfABodyThatIsALittleTooLargeForItsLimit)
{
    limits_.body = 65535;
    auto client = h2();
    EXPECT_EQ(client.ask({.body = shim::Bytes(70'000)}).status(), "413");
}

TEST_F(H2, AnswersWhatItCanWhileOtherStreamsWait)
{
    auto client = h2();
    const auto slow = client.submit({.body = a_query("www.example.net")});
    EXPECT_EQ(client.ask({.body = a_query()}).status(), "200");
    EXPECT_FALSE(client.so_far(slow).closed);
    upstream_.release();
    EXPECT_THAT(summary(client.answer(slow).content), HasSubstr("SERVFAIL"));
    EXPECT_THAT(client.so_far(slow).fields, Contains(Pair("cache-control", "max-age=0")));
}

TEST_F(H2, AnswersAsManyStreamsAtOnceAsTheLimitSays)
{
    auto client = h2();
    EXPECT_EQ(client.ask({.body = a_query()}).status(), "200");  // so the client knows the limit
    EXPECT_EQ(client.streams_allowed(), limits_.doh_streams);
    std::vector<std::int32_t> streams;
    for (unsigned i = 0; i < 20; ++i) streams.push_back(client.submit({.body = a_query()}));
    for (const auto stream : streams) EXPECT_EQ(client.answer(stream).status(), "200");
}

TEST_F(H2, ReadsNoMoreWhileAsManyAnswersAreDueAsTheLimitSays)
{
    auto client = h2();
    for (unsigned i = 0; i < limits_.doh_streams; ++i)
        static_cast<void>(client.submit({.body = a_query("www.example.net")}));
    client.send();
    run_until([&] { return upstream_.asked() == limits_.doh_streams; });
    client.ping();
    const auto last = client.submit({.body = a_query()});  // the client holds it back
    client.send();
    upstream_.release();
    EXPECT_EQ(client.answer(last).status(), "200");
    EXPECT_EQ(client.pings_answered(), 1U);
}

TEST_F(H2, SurvivesThatAClientGivesUpAQueryInFlight)
{
    auto client = h2();
    const auto given_up = client.submit({.body = a_query("www.example.net")});
    client.send();
    run_until([&] { return upstream_.asked() == 1; });
    client.reset(given_up);
    EXPECT_EQ(client.ask({.body = a_query()}).status(), "200");
    upstream_.release();
    for (unsigned i = 0; i < 10; ++i) EXPECT_EQ(client.ask({.body = a_query()}).status(), "200");
    EXPECT_EQ(client.so_far(given_up).status(), "none");
}

TEST_F(H2, SurvivesThatAClientGoesWithQueriesInFlight)
{
    {
        auto client = h2();
        static_cast<void>(client.submit({.body = a_query("www.example.net")}));
        client.send();
        run_until([&] { return upstream_.asked() == 1; });
    }
    upstream_.release();
    auto other = h2();
    EXPECT_EQ(other.ask({.body = a_query()}).status(), "200");
}

TEST_F(H2, EndsTheConnectionOfWhoOpensAndResetsStreamsAllTheTime)
{
    auto client = h2();
    constexpr unsigned more_than_anybody_needs = 2000;
    for (unsigned i = 0; i < more_than_anybody_needs && !client.tls().is_closed(); ++i) {
        const auto stream = client.submit({.body = a_query(), .whole = false});
        client.send();
        client.reset(stream);
        client.send();
    }
    client.tls().wait_for_close();
    ASSERT_TRUE(client.goaway());
    EXPECT_NE(*client.goaway(), NGHTTP2_NO_ERROR);
    EXPECT_EQ(counters_.http_violations, 1U);
}

TEST_F(H2, EndsTheConnectionOfWhoDoesNotSpeakHttp2)
{
    test_support::TlsClient client(context_, listener().endpoint(), "\x02h2");
    client.handshake(ca_file());
    client.send("GET /dns-query HTTP/1.1\r\n\r\n");
    client.wait_for_close();
    EXPECT_EQ(counters_.http_violations, 1U);
}

TEST_F(H2, SaysGoodbyeAndAnswersWhatIsInFlightWhenItDrains)
{
    auto client = h2();
    const auto stream = client.submit({.body = a_query("www.example.net")});
    client.send();
    run_until([&] { return upstream_.asked() == 1; });
    listener().stop();
    upstream_.release();
    EXPECT_EQ(client.answer(stream).status(), "200");
    client.tls().wait_for_close();
    EXPECT_EQ(client.goaway(), std::optional<std::uint32_t>(NGHTTP2_NO_ERROR));
}

TEST_F(H2, SaysGoodbyeToAnIdleClientHoweverOftenItPings)
{
    limits_.idle = 500ms;
    auto client = h2();
    while (!client.tls().is_closed() && !client.goaway()) {
        client.ping();
        client.send();
        const auto seen = client.pings_answered();
        client.tls().wait_for([&] {
            return client.pings_answered() != seen || client.tls().is_closed() || client.goaway();
        });
    }
    client.tls().wait_for_close();
    EXPECT_EQ(client.goaway(), std::optional<std::uint32_t>(NGHTTP2_NO_ERROR));
}

TEST_F(H2, WaitsForTheUpstreamLongerThanForTheClient)
{
    limits_.idle = 1s;
    auto client = h2();
    const auto stream = client.submit({.body = a_query("www.example.net")});
    client.send();
    asio::steady_timer later(context_, 2500ms);
    later.async_wait([&](boost::system::error_code) { upstream_.release(); });
    EXPECT_EQ(client.answer(stream).status(), "200");
}

}  // namespace
}  // namespace sidecar
