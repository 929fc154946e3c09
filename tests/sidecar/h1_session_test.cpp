#include "sidecar/h1_session.hpp"
#include "tests/sidecar/doh_fixture.hpp"
#include "tests/support/message_text.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <string>

namespace sidecar {
namespace {

using test_support::summary;
using test_support::TlsClient;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using namespace std::chrono_literals;

class H1 : public DohFixture {
protected:
    // What a new connection says to these octets, until it ends.
    [[nodiscard]] std::string conversation(const std::string& octets)
    {
        const auto client = h1();
        client->send(octets);
        client->wait_for_close();
        return client->received();
    }
};

std::string post(const shim::Bytes& query, const std::string& fields = "connection: close\r\n")
{
    return "POST /dns-query HTTP/1.1\r\nhost: localhost\r\n"
           "content-type: application/dns-message\r\ncontent-length: " +
           std::to_string(query.size()) + "\r\n" + fields + "\r\n" +
           std::string(query.begin(), query.end());
}

std::string get(const std::string& target, const std::string& method = "GET")
{
    return method + ' ' + target + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
}

std::string content(const std::string& answer)
{
    return answer.substr(std::min(answer.find("\r\n\r\n") + 4, answer.size()));
}

std::string summary_of(const std::string& answer)
{
    const auto message = content(answer);
    return summary(shim::Bytes(message.begin(), message.end()));
}

TEST_F(H1, AnswersAPostedQuery)
{
    const auto answer = conversation(post(a_query()));
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(answer, HasSubstr("Content-Type: application/dns-message\r\n"));
    EXPECT_THAT(answer, HasSubstr("Cache-Control: max-age=5\r\n"));
    EXPECT_EQ(summary_of(answer), "NOERROR aa; answer: www.example.com 5 A 192.0.2.1");
}

TEST_F(H1, AnswersAGetLikeAPost)
{
    EXPECT_EQ(content(conversation(get("/dns-query?dns=" + base64url(a_query())))),
              content(conversation(post(a_query()))));
}

TEST_F(H1, AnswersAHeadWithoutContent)
{
    const auto target = "/dns-query?dns=" + base64url(a_query());
    const auto answer = conversation(get(target));
    EXPECT_EQ(conversation(get(target, "HEAD")),
              answer.substr(0, answer.size() - content(answer).size()));
}

TEST_F(H1, WaitsForTheUpstream)
{
    const auto client = h1();
    client->send(post(a_query("www.example.net")));
    run_until([&] { return upstream_.asked() == 1; });
    upstream_.release();
    client->wait_for_close();
    EXPECT_THAT(summary_of(client->received()), HasSubstr("SERVFAIL"));
}

TEST_F(H1, AnswersPipelinedRequestsInTheirOrder)
{
    upstream_.release();
    const auto answers =
        conversation(post(a_query("www.example.net"), "") + post(a_query(), "") + get("/"));
    const auto first = answers.find("max-age=0");
    const auto second = answers.find("max-age=5");
    const auto third = answers.find("404 Not Found");
    EXPECT_LT(first, second);
    EXPECT_LT(second, third);
    EXPECT_NE(third, std::string::npos);
}

TEST_F(H1, LetsAClientGoOnThatWaitsForThat)
{
    const auto request = post(a_query(), "expect: 100-continue\r\nconnection: close\r\n");
    const auto body = request.find("\r\n\r\n") + 4;
    const auto client = h1();
    client->send(request.substr(0, body));
    client->wait_for_text("100 Continue\r\n\r\n");
    client->send(request.substr(body));
    client->wait_for_close();
    EXPECT_THAT(client->received(), HasSubstr("200 OK"));
}

TEST_F(H1, RefusesWithAStatusAndASentence)
{
    struct Case {
        std::string request;
        std::string_view status;
        std::string_view sentence;
    };
    const auto with_type = [](std::string request) {
        const std::string type = "application/dns-message";
        return request.replace(request.find(type), type.size(), "text/plain");
    };
    const std::string long_value(20000, 'a');
    for (const auto& [request, status, sentence] :
         {Case{"nonsense\r\n\r\n", "400", "not an HTTP request"},
          Case{post({1, 2, 3}), "400", "not a DNS query"}, Case{get("/dns-query"), "400", "?dns="},
          Case{get("/"), "404", "/dns-query"}, Case{get("/dns-query", "PUT"), "405", "GET or POST"},
          Case{post(shim::Bytes(513)), "413", "larger"},
          Case{get("/dns-query?dns=" + long_value), "414", "POST it"},
          Case{with_type(post(a_query())), "415", "application/dns-message"},
          Case{post(a_query(), "x: " + long_value + "\r\n"), "431", "too large"}}) {
        const auto answer = conversation(request);
        EXPECT_THAT(answer, StartsWith("HTTP/1.1 " + std::string(status))) << request;
        EXPECT_THAT(content(answer), HasSubstr(sentence)) << request;
    }
    EXPECT_EQ(counters_.http_errors, 9U);
}

TEST_F(H1, SaysWhichMethodsAreAllowed)
{
    EXPECT_THAT(conversation(get("/dns-query", "PUT")), HasSubstr("Allow: GET, HEAD, POST\r\n"));
}

TEST_F(H1, ClosesAfterOneRequestOfVersion10)
{
    const auto query = a_query();
    auto request = post(query, "");
    request.replace(request.find("1.1"), 3, "1.0");
    EXPECT_THAT(conversation(request), StartsWith("HTTP/1.0 200 OK\r\n"));
}

TEST_F(H1, ClosesAnIdleConnectionHoweverSlowlyARequestTricklesIn)
{
    limits_.idle = 1s;
    const auto client = h1();
    client->send("POST /dns-query HTTP/1.1\r\n");
    client->wait_for_close();
    EXPECT_THAT(client->received(), Not(HasSubstr("HTTP")));
}

TEST_F(H1, AnswersWhatIsInFlightWhenItDrains)
{
    const auto client = h1();
    client->send(post(a_query("www.example.net"), ""));
    run_until([&] { return upstream_.asked() == 1; });
    listener().stop();
    upstream_.release();
    client->wait_for_close();
    EXPECT_THAT(client->received(), HasSubstr("200 OK"));
    EXPECT_THAT(client->received(), HasSubstr("Connection: close"));
}

}  // namespace
}  // namespace sidecar
