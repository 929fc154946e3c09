#include "sidecar/status_connection.hpp"
#include "tests/sidecar/status_server_fixture.hpp"
#include "tests/support/row_name.hpp"

#include <gmock/gmock.h>

namespace sidecar {
namespace {

using namespace std::chrono_literals;
using asio::ip::tcp;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

using StatusConnectionTest = StatusServerFixture;

TEST_F(StatusConnectionTest, AnswersGet)
{
    EXPECT_THAT(exchange(last_get),
                AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("\r\nContent-Length: 2\r\n"),
                      HasSubstr("\r\nConnection: close\r\n"),
                      HasSubstr("\r\nContent-Type: text/plain; charset=utf-8\r\n"),
                      HasSubstr("\r\nCache-Control: no-store\r\n"), HasSubstr("\r\nDate: "),
                      EndsWith("\r\n\r\nOK")));
}

TEST_F(StatusConnectionTest, AnswersHeadWithTheHeaderOfGet)
{
    auto reply =
        exchange("HEAD /healthz HTTP/1.1\r\nHost: sidecar.example\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(reply, AllOf(StartsWith("HTTP/1.1 200 OK\r\n"),
                             HasSubstr("\r\nContent-Length: 2\r\n"), EndsWith("\r\n\r\n")));
}

TEST_F(StatusConnectionTest, SaysWhatIsAllowedInstead)
{
    EXPECT_THAT(
        exchange("DELETE /status HTTP/1.1\r\nHost: sidecar.example\r\nConnection: close\r\n\r\n"),
        AllOf(StartsWith("HTTP/1.1 405 "), HasSubstr("\r\nAllow: GET, HEAD\r\n")));
}

TEST_F(StatusConnectionTest, KeepsTheConnection)
{
    start();
    Client client(*this);
    for (int i = 0; i < 3; ++i) {
        client.send(get_and_stay);
        EXPECT_THAT(client.read_until("\r\n\r\nOK"), Not(HasSubstr("Connection: close")));
    }
}

TEST_F(StatusConnectionTest, AnswersPipelinedRequestsInTheirOrder)
{
    const auto reply = exchange("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
                                "POST /status HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
                                "HEAD /status HTTP/1.1\r\nHost: a\r\n\r\n"
                                "GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    const auto first = reply.find("HTTP/1.1 200");
    const auto second = reply.find("HTTP/1.1 405");
    const auto third = reply.find("HTTP/1.1 200", second);
    const auto fourth = reply.find("HTTP/1.1 404");
    EXPECT_EQ(first, 0U);
    EXPECT_LT(first, second);
    EXPECT_LT(second, third);
    EXPECT_LT(third, fourth);
    EXPECT_NE(fourth, std::string::npos);
}

TEST_F(StatusConnectionTest, ReadsARequestThatComesInPieces)
{
    start();
    Client client(*this);
    for (const char c : last_get) {
        client.send({&c, 1});
        context_.poll();
    }
    EXPECT_THAT(client.read_until(), EndsWith("OK"));
}

TEST_F(StatusConnectionTest, ClosesAfterHttp10)
{
    EXPECT_THAT(exchange("GET /healthz HTTP/1.0\r\n\r\n"),
                AllOf(StartsWith("HTTP/1.0 200 OK\r\n"), EndsWith("OK")));
}

TEST_F(StatusConnectionTest, AnswersInsteadOfWaitingForABody)
{
    EXPECT_THAT(exchange("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                         "Content-Length: 50\r\n\r\n"),
                AllOf(StartsWith("HTTP/1.1 405 "), HasSubstr("\r\nConnection: close\r\n")));
}

struct Refused {
    std::string_view name;
    std::string sent;
    std::string_view status;

    friend void PrintTo(const Refused& test, std::ostream* out) { *out << test.name; }
};

class BadHttp : public StatusConnectionTest, public testing::WithParamInterface<Refused> {};

TEST_P(BadHttp, IsRefusedAsListed)
{
    EXPECT_THAT(exchange(GetParam().sent),
                AllOf(StartsWith("HTTP/1.1 " + std::string(GetParam().status) + ' '),
                      HasSubstr("\r\nConnection: close\r\n"), EndsWith(".\n")));
    EXPECT_THAT(exchange(last_get), EndsWith("OK"));
}

// clang-format off
const Refused refused[] = {
    {"Garbage",              "garbage\r\n\r\n",                                                   "400"},
    {"TlsHello",             {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15},        "400"},
    {"Http2Preface",         "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",                                  "400"},
    {"SpaceInTheTarget",     "GET / x HTTP/1.1\r\nHost: a\r\n\r\n",                               "400"},
    {"ControlInAField",      "GET / HTTP/1.1\r\nHost: a\x01\r\n\r\n",                             "400"},
    {"TwoLengths",           "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "400"},
    {"BadChunk",             "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "400"},
    {"NoHost",               "GET / HTTP/1.1\r\n\r\n",                                            "400"},
    {"TwoHosts",             "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",                      "400"},
    {"HugeTarget",           "GET /" + std::string(20'000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n", "431"},
    {"HugeField",            "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n", "431"},
    {"EndlessHeader",        "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'x'),      "431"},
    {"HugeBody",             "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\n\r\n",          "413"},
    {"HugeBodySent",         "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n" + std::string(20'000, 'x'), "413"},
    {"HugeChunk",            "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" + std::string(101, 'x') + "\r\n0\r\n\r\n", "413"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Http, BadHttp, testing::ValuesIn(refused), test_support::row_name);

TEST_F(StatusConnectionTest, SurvivesEveryTruncationOfARequest)
{
    start();
    for (std::size_t size = 0; size < last_get.size(); ++size) {
        Client client(*this);
        client.send(last_get.substr(0, size));
        client.socket().shutdown(tcp::socket::shutdown_send);
        EXPECT_THAT(client.read_until(), Not(HasSubstr(" 200 "))) << size;
    }
    EXPECT_THAT(exchange(last_get), EndsWith("OK"));
}

TEST_F(StatusConnectionTest, ClosesOnAClientThatSendsNothing)
{
    limits_.idle = 20ms;
    EXPECT_EQ(exchange(""), "");
}

TEST_F(StatusConnectionTest, ClosesOnAClientThatTrickles)
{
    limits_.idle = 100ms;
    start();
    Client client(*this);
    client.send("GET /healthz HTTP/1.1\r\nHost: ");
    const auto deadline = std::chrono::steady_clock::now() + patience;
    boost::system::error_code ec;
    while (!client.closed_after(5ms) && std::chrono::steady_clock::now() < deadline)
        asio::write(client.socket(), asio::buffer("x", 1), ec);
    EXPECT_TRUE(client.closed_after(0ms));
}

TEST_F(StatusConnectionTest, ClosesOnAClientThatDoesNotRead)
{
    limits_.status_connections = 1;
    limits_.idle = 100ms;
    sample_.state.warnings = {
        std::string(std::size_t{16} << 20, 'x')};  // more than any socket buffer
    start();
    Client deaf(*this);
    deaf.send("GET /status HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(is_served_in_time());
}

}  // namespace
}  // namespace sidecar
