#include "sidecar/status_server.hpp"
#include "tests/sidecar/status_server_fixture.hpp"

#include <gmock/gmock.h>

namespace sidecar {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

using StatusServerTest = StatusServerFixture;

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
    EXPECT_EQ(sample_.counters.rejected(Listener::status), 1U);

    first->socket().close();
    first.reset();
    EXPECT_TRUE(is_served_in_time());
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
