#include "tests/sidecar/doh_fixture.hpp"

#include "shim/policy.hpp"
#include "tests/support/query_builder.hpp"

#include <boost/asio/append.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <chrono>
#include <memory>
#include <utility>

namespace sidecar {

void HeldUpstream::exchange(shim::Bytes, Clock::time_point, Done done)
{
    ++asked_;
    held_.push_back(std::move(done));
    if (released_) release();
}

void HeldUpstream::release()
{
    released_ = true;
    const Result result = shim::Ede{shim::EdeCode::network_error, "released"};
    for (auto& done : std::exchange(held_, {}))
        asio::post(executor_, asio::append(std::move(done), result));
}

DohFixture::DohFixture()
{
    limits_.doh_connections = 4;
    limits_.doh_streams = 8;
    limits_.body = 512;
    limits_.idle = std::chrono::seconds(60);
    auto policy = std::make_shared<shim::Policy>(5, "test");
    policy->add_rule({shim::Pattern::from_text("example.com").value()},
                     shim::FixedAddresses{{shim::IpAddress::from_text("192.0.2.1").value()}}, {});
    handler_.set_policy(std::move(policy));
    tls_.emplace(config::DohSettings{{}, "auto", "auto", folder_.path()}, counters_, log_);
}

DohFixture::~DohFixture()
{
    upstream_.release();
    if (listener_) listener_->stop();
    memory_.stop();
    context_.restart();
    context_.run();  // every connection has ended when it returns
}

DohListener& DohFixture::listener()
{
    if (!listener_) {
        listener_.emplace(context_.get_executor(),
                          asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), 0), *tls_,
                          ListenerContext{handler_, limits_, counters_, memory_, log_});
        asio::co_spawn(context_, listener_->run(), rethrow);
    }
    return *listener_;
}

std::unique_ptr<test_support::TlsClient> DohFixture::h1()
{
    auto client = std::make_unique<test_support::TlsClient>(context_, listener().endpoint(), "");
    client->handshake(ca_file());
    return client;
}

shim::Bytes a_query(std::string_view name)
{
    return test_support::QueryBuilder(name, shim::RrType::a).build();
}

std::string base64url(shim::BytesView octets)
{
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text;
    std::uint32_t bits = 0;
    int count = 0;
    for (const auto octet : octets) {
        bits = (bits << 8) | octet;
        for (count += 8; count >= 6; count -= 6) text += digits[(bits >> (count - 6)) & 63];
    }
    if (count != 0) text += digits[(bits << (6 - count)) & 63];
    return text;
}

}  // namespace sidecar
