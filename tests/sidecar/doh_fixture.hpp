#pragma once

#include "sidecar/doh_listener.hpp"
#include "sidecar/upstream.hpp"
#include "tests/sidecar/h2_client.hpp"
#include "tests/sidecar/tls_client.hpp"
#include "tests/support/temporary_folder.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace sidecar {

// Answers nothing until it is released, then everything with SERVFAIL.
class HeldUpstream : public Upstream {
public:
    explicit HeldUpstream(asio::io_context& context) : executor_(context.get_executor()) {}

    void release();
    [[nodiscard]] unsigned asked() const { return asked_; }

private:
    void exchange(shim::Bytes query, Clock::time_point begun, Done done) override;

    asio::any_io_executor executor_;
    std::vector<Done> held_;
    unsigned asked_ = 0;
    bool released_ = false;
};

// A DoH listener on 127.0.0.1 that fakes everything below example.com as 192.0.2.1 and forwards
// the rest, in the same thread as its clients.
class DohFixture : public testing::Test {
protected:
    DohFixture();
    ~DohFixture() override;

    [[nodiscard]] test_support::H2Client h2()
    {
        return {context_, listener().endpoint(), ca_file()};
    }
    // A client over HTTP/1.1, ready to send.
    [[nodiscard]] std::unique_ptr<test_support::TlsClient> h1();
    [[nodiscard]] DohListener& listener();
    [[nodiscard]] std::string ca_file() const { return folder_.path() / "ca.pem"; }
    void run_until(const std::function<bool()>& condition)
    {
        test_support::run_until(context_, condition);
    }

    test_support::TemporaryFolder folder_;
    asio::io_context context_{1};
    config::LimitSettings limits_;  // changed before the first client comes
    Counters counters_;
    HeldUpstream upstream_{context_};
    std::optional<TlsContext> tls_;

private:
    Log log_{{.level = config::LogLevel::error}};
    RecentQueries recent_{16};
    SurgeMemory memory_{context_.get_executor(), [] {}};
    ServiceResolver services_{context_.get_executor(), upstream_, 16, counters_};
    Relay relay_{{context_.get_executor(), services_, limits_, counters_, log_}};
    Handler handler_{upstream_, services_, relay_, counters_, recent_, memory_, log_};
    std::optional<DohListener> listener_;
};

// The query for the A record of a name, and what the listener answers when it is faked.
[[nodiscard]] shim::Bytes a_query(std::string_view name = "www.example.com");
[[nodiscard]] std::string base64url(shim::BytesView octets);

}  // namespace sidecar
