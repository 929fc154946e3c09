#include "sidecar/healthcheck.hpp"
#include "tests/support/policy_parts.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>

#include <sstream>
#include <string>
#include <thread>

namespace sidecar {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using test_support::address;
using testing::HasSubstr;
using testing::StartsWith;

// Takes one connection, reads a request, says what it was told to say, and closes.
class OneAnswer {
public:
    explicit OneAnswer(std::string answer, const std::string& listen = "127.0.0.1")
        : acceptor_(context_, {asio::ip::make_address(listen), 0}),
          thread_([this, answer = std::move(answer)] { serve(answer); })
    {
    }
    OneAnswer(const OneAnswer&) = delete;
    OneAnswer& operator=(const OneAnswer&) = delete;
    ~OneAnswer() { thread_.join(); }

    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    // What was asked; call it once healthcheck() has returned.
    [[nodiscard]] const std::string& request() const { return request_; }

private:
    void serve(const std::string& answer)
    {
        auto socket = acceptor_.accept();
        boost::system::error_code ec;
        asio::read_until(socket, asio::dynamic_buffer(request_), "\r\n\r\n", ec);
        asio::write(socket, asio::buffer(answer), ec);
        // No answer means to keep the client waiting until it goes.
        if (answer.empty()) asio::read_until(socket, asio::dynamic_buffer(request_), "never", ec);
    }

    asio::io_context context_;
    tcp::acceptor acceptor_;
    std::string request_;
    std::thread thread_;
};

struct Outcome {
    int code;
    std::string said;
};

Outcome check(const std::vector<shim::Endpoint>& endpoints, std::string_view path = "/healthz")
{
    std::ostringstream said;
    const int code = healthcheck(endpoints, said, path);
    return {code, said.str()};
}

constexpr std::string_view ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK";

TEST(Healthcheck, IsGoodWhenTheAnswerIs200)
{
    const OneAnswer server{std::string(ok)};
    const auto outcome = check({{address("127.0.0.1"), server.port()}});
    EXPECT_EQ(outcome.code, 0);
    EXPECT_EQ(outcome.said, "");
    EXPECT_THAT(server.request(), StartsWith("GET /healthz HTTP/1.1\r\n"));
    EXPECT_THAT(server.request(),
                HasSubstr("\r\nHost: 127.0.0.1:" + std::to_string(server.port()) + "\r\n"));
}

TEST(Healthcheck, AsksLoopbackWhenTheAddressIsUnspecified)
{
    const OneAnswer server(std::string(ok), "0.0.0.0");
    EXPECT_EQ(check({{address("0.0.0.0"), server.port()}}).code, 0);
}

TEST(Healthcheck, TellsWhatAnotherStatusSays)
{
    const OneAnswer server(
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 19\r\n\r\nno upstream server\n");
    const auto outcome = check({{address("127.0.0.1"), server.port()}}, "/readyz");
    EXPECT_EQ(outcome.code, 1);
    EXPECT_EQ(outcome.said, "healthcheck: http://127.0.0.1:" + std::to_string(server.port()) +
                                "/readyz: answered 503: no upstream server\n");
    EXPECT_THAT(server.request(), StartsWith("GET /readyz "));
}

TEST(Healthcheck, TellsThatNobodyListens)
{
    asio::io_context context;
    const auto port =
        tcp::acceptor(context, {asio::ip::address_v4::loopback(), 0}).local_endpoint().port();
    const auto outcome = check({{address("127.0.0.1"), port}});
    EXPECT_EQ(outcome.code, 1);
    EXPECT_THAT(outcome.said, HasSubstr("127.0.0.1:" + std::to_string(port)));
    EXPECT_THAT(outcome.said, HasSubstr("Connection refused"));
}

TEST(Healthcheck, TellsThatAnotherProtocolIsSpoken)
{
    const OneAnswer server("220 mail.example ESMTP\r\n\r\n");
    const auto outcome = check({{address("127.0.0.1"), server.port()}});
    EXPECT_EQ(outcome.code, 1);
    EXPECT_THAT(outcome.said, HasSubstr("no HTTP answer"));
}

TEST(Healthcheck, GivesUpOnASilentServer)
{
    const OneAnswer server("");
    const auto outcome = check({{address("127.0.0.1"), server.port()}});
    EXPECT_EQ(outcome.code, 1);
    EXPECT_THAT(outcome.said, HasSubstr("no answer within 2 s"));
}

TEST(Healthcheck, TellsThatThereIsNoStatusEndpoint)
{
    const auto outcome = check({});
    EXPECT_EQ(outcome.code, 1);
    EXPECT_THAT(outcome.said, HasSubstr("status.listen (FAKE_DNS_STATUS_LISTEN) is off"));
}

}  // namespace
}  // namespace sidecar
