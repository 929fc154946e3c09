#pragma once

#include "shim/types.hpp"
#include "tests/sidecar/tls_client.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct nghttp2_session;

namespace test_support {

struct H2Request {
    std::string_view method = "POST";
    std::string_view target = "/dns-query";
    std::string_view content_type = "application/dns-message";
    shim::Bytes body = {};
    bool whole = true;  // false leaves the request open
};

struct H2Answer {
    std::map<std::string, std::string> fields;
    shim::Bytes content;
    bool closed = false;
    std::uint32_t error_code = 0;  // that the stream was closed with

    [[nodiscard]] std::string status() const
    {
        return fields.count(":status") == 0 ? "none" : fields.at(":status");
    }
};

// A client over HTTP/2 by nghttp2, which is not the code under test on this side either.
class H2Client {
public:
    H2Client(boost::asio::io_context& context,
             const boost::asio::ip::tcp::endpoint& endpoint,
             const std::string& ca_file);
    ~H2Client();
    H2Client(const H2Client&) = delete;
    H2Client& operator=(const H2Client&) = delete;

    // Sends it and returns its stream. With send() in front of several they go out together.
    [[nodiscard]] std::int32_t submit(H2Request request);
    void reset(std::int32_t id);
    void ping();
    void send();

    // Sends what there is and waits for the end of the stream.
    [[nodiscard]] const H2Answer& answer(std::int32_t id);
    [[nodiscard]] const H2Answer& ask(H2Request request);
    [[nodiscard]] const H2Answer& so_far(std::int32_t id) { return answers_[id]; }

    [[nodiscard]] std::optional<std::uint32_t> goaway() const { return goaway_; }
    // How many streams the server allows at a time, as far as it has said so.
    [[nodiscard]] std::uint32_t streams_allowed() const;
    [[nodiscard]] unsigned pings_answered() const { return pings_answered_; }
    [[nodiscard]] TlsClient& tls() { return tls_; }

private:
    friend struct H2ClientCallbacks;
    struct Deleter {
        void operator()(nghttp2_session* session) const noexcept;
    };

    TlsClient tls_;
    std::unique_ptr<nghttp2_session, Deleter> session_;
    std::map<std::int32_t, H2Answer> answers_;
    std::map<std::int32_t, shim::Bytes> bodies_;
    std::optional<std::uint32_t> goaway_;
    unsigned pings_answered_ = 0;
};

}  // namespace test_support
