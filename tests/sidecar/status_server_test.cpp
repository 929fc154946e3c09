#include "sidecar/status_server.hpp"
#include "tests/sidecar/status_sample.hpp"
#include "tests/support/policy_parts.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>

#include <array>
#include <memory>
#include <optional>
#include <utility>

namespace sidecar {
namespace {

using namespace std::chrono_literals;
using asio::ip::tcp;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// A test that waits longer has failed.
constexpr auto patience = 20s;

class StatusServerTest : public testing::Test {
protected:
    // A client that sends and reads octets, and lets the server run meanwhile.
    class Client {
    public:
        explicit Client(StatusServerTest& test) : context_(test.context_), socket_(context_)
        {
            socket_.connect(test.address_);
        }

        void send(std::string_view octets) { asio::write(socket_, asio::buffer(octets)); }

        // What is to be read until `end` is, or until the server closes.
        std::string read_until(std::string_view end = "no such text")
        {
            const auto deadline = std::chrono::steady_clock::now() + patience;
            while (!seen_->closed && seen_->octets.find(end) == std::string::npos) {
                read();
                context_.run_one_until(deadline);
                if (std::chrono::steady_clock::now() > deadline) return "nothing in time";
            }
            return std::exchange(seen_->octets, {});
        }

        // Whether the server has closed, after it could run for a while.
        bool closed_after(std::chrono::milliseconds time)
        {
            read();
            context_.run_for(time);
            return seen_->closed;
        }

        tcp::socket& socket() { return socket_; }

    private:
        // Shared with the read that is under way, which may end after the client.
        struct Seen {
            std::array<char, 4096> room{};
            std::string octets;
            bool reading = false;
            bool closed = false;
        };

        void read()
        {
            if (std::exchange(seen_->reading, true) || seen_->closed) return;
            socket_.async_read_some(asio::buffer(seen_->room), [seen = seen_](auto ec, auto size) {
                seen->reading = false;
                seen->closed = static_cast<bool>(ec);
                seen->octets.append(seen->room.data(), size);
            });
        }

        asio::io_context& context_;
        tcp::socket socket_;
        std::shared_ptr<Seen> seen_ = std::make_shared<Seen>();
    };

    StatusServerTest() { limits_.status_connections = 10; }

    // What comes back until the server closes.
    std::string exchange(std::string_view sent)
    {
        start();
        Client client(*this);
        client.send(sent);
        return client.read_until();
    }

    void start()
    {
        if (server_) return;
        server_.emplace(context_.get_executor(), limits_, sample_.view(), sample_.counters, log_);
        address_ = server_->add_listener({test_support::address("127.0.0.1"), 0});
        server_->start();
    }

    asio::io_context context_;
    StatusSample sample_;
    config::LimitSettings limits_{.body = 100, .idle = 10s};
    Log log_{{.level = config::LogLevel::error}};
    tcp::endpoint address_;
    std::optional<StatusServer> server_;
};

constexpr std::string_view last_get =
    "GET /healthz HTTP/1.1\r\nHost: sidecar.example\r\nConnection: close\r\n\r\n";
constexpr std::string_view get_and_stay = "GET /healthz HTTP/1.1\r\nHost: sidecar.example\r\n\r\n";

TEST_F(StatusServerTest, AnswersGet)
{
    EXPECT_THAT(exchange(last_get),
                AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("\r\nContent-Length: 2\r\n"),
                      HasSubstr("\r\nConnection: close\r\n"),
                      HasSubstr("\r\nContent-Type: text/plain; charset=utf-8\r\n"),
                      HasSubstr("\r\nCache-Control: no-store\r\n"), HasSubstr("\r\nDate: "),
                      EndsWith("\r\n\r\nOK")));
}

TEST_F(StatusServerTest, AnswersHeadWithTheHeaderOfGet)
{
    auto reply =
        exchange("HEAD /healthz HTTP/1.1\r\nHost: sidecar.example\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(reply, AllOf(StartsWith("HTTP/1.1 200 OK\r\n"),
                             HasSubstr("\r\nContent-Length: 2\r\n"), EndsWith("\r\n\r\n")));
}

TEST_F(StatusServerTest, SaysWhatIsAllowedInstead)
{
    EXPECT_THAT(
        exchange("DELETE /status HTTP/1.1\r\nHost: sidecar.example\r\nConnection: close\r\n\r\n"),
        AllOf(StartsWith("HTTP/1.1 405 "), HasSubstr("\r\nAllow: GET, HEAD\r\n")));
}

TEST_F(StatusServerTest, KeepsTheConnection)
{
    start();
    Client client(*this);
    for (int i = 0; i < 3; ++i) {
        client.send(get_and_stay);
        EXPECT_THAT(client.read_until("\r\n\r\nOK"), Not(HasSubstr("Connection: close")));
    }
}

TEST_F(StatusServerTest, AnswersPipelinedRequestsInTheirOrder)
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

TEST_F(StatusServerTest, ReadsARequestThatComesInPieces)
{
    start();
    Client client(*this);
    for (const char c : last_get) {
        client.send({&c, 1});
        context_.poll();
    }
    EXPECT_THAT(client.read_until(), EndsWith("OK"));
}

TEST_F(StatusServerTest, ClosesAfterHttp10)
{
    EXPECT_THAT(exchange("GET /healthz HTTP/1.0\r\n\r\n"),
                AllOf(StartsWith("HTTP/1.0 200 OK\r\n"), EndsWith("OK")));
}

TEST_F(StatusServerTest, AnswersInsteadOfWaitingForABody)
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

class BadHttp : public StatusServerTest, public testing::WithParamInterface<Refused> {};

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
    {"HugeTarget",           "GET /" + std::string(100'000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n", "431"},
    {"HugeField",            "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n", "431"},
    {"EndlessHeader",        "GET / HTTP/1.1\r\n" + std::string(100'000, '\t'),                   "400"},
    {"HugeBody",             "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\n\r\n",          "413"},
    {"HugeBodySent",         "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n" + std::string(50'000, 'x'), "413"},
    {"HugeChunk",            "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" + std::string(101, 'x') + "\r\n0\r\n\r\n", "413"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Http, BadHttp, testing::ValuesIn(refused), [](const auto& test) {
    return std::string(test.param.name);
});

TEST_F(StatusServerTest, SurvivesEveryTruncationOfARequest)
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

TEST_F(StatusServerTest, ClosesOnAClientThatSendsNothing)
{
    limits_.idle = 20ms;
    EXPECT_EQ(exchange(""), "");
}

TEST_F(StatusServerTest, ClosesOnAClientThatTrickles)
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

TEST_F(StatusServerTest, ClosesOnAClientThatDoesNotRead)
{
    limits_.status_connections = 1;
    limits_.idle = 100ms;
    sample_.state.warnings = {
        std::string(std::size_t{32} << 20, 'x')};  // more than any socket buffer
    start();
    Client deaf(*this);
    deaf.send("GET /status HTTP/1.1\r\nHost: a\r\n\r\n");
    context_.run_for(20ms);
    EXPECT_THAT(exchange(last_get), StartsWith("HTTP/1.1 503 "));
    const auto deadline = std::chrono::steady_clock::now() + patience;
    std::string reply;
    while (!reply.ends_with("OK") && std::chrono::steady_clock::now() < deadline) {
        context_.run_for(10ms);
        reply = exchange(last_get);
    }
    EXPECT_THAT(reply, EndsWith("OK"));
}

TEST_F(StatusServerTest, RejectsMoreConnectionsThanTheLimit)
{
    limits_.status_connections = 2;
    start();
    std::optional<Client> first(std::in_place, *this);
    Client second(*this);
    for (auto* client : {&*first, &second}) {
        client->send(get_and_stay);
        EXPECT_THAT(client->read_until("\r\n\r\nOK"), StartsWith("HTTP/1.1 200 "));
    }
    EXPECT_THAT(exchange(last_get),
                AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("limits.status_connections")));
    EXPECT_EQ(sample_.counters.connections_rejected[0], 1U);

    first->socket().close();
    first.reset();
    context_.run_for(10ms);
    EXPECT_THAT(exchange(last_get), EndsWith("OK"));
}

TEST_F(StatusServerTest, EndsWhenToldTo)
{
    start();
    Client idle(*this);
    Client halfway(*this);
    Client kept(*this);
    halfway.send("GET / HT");
    kept.send(get_and_stay);
    EXPECT_THAT(kept.read_until("\r\n\r\nOK"), StartsWith("HTTP/1.1 200 "));
    server_->stop();
    context_.run_for(patience);
    EXPECT_TRUE(context_.stopped());
}

TEST_F(StatusServerTest, TellsThatAnAddressIsTaken)
{
    start();
    EXPECT_THROW(server_->add_listener({test_support::address("127.0.0.1"), address_.port()}),
                 boost::system::system_error);
}

}  // namespace
}  // namespace sidecar
