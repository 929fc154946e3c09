#pragma once

#include "sidecar/async.hpp"
#include "sidecar/h2_stream.hpp"
#include "sidecar/handler.hpp"

#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

struct nghttp2_session;

namespace sidecar {

class DohConnection;

// DNS over HTTP/2 (RFC 9113) by nghttp2. Streams are answered as soon as they can be, and what is
// answered together is written together. What a client can make us keep is bounded: streams by
// limits.doh_streams, bodies by the connection's flow control window, everything else by not
// reading on while there is something to write.
class H2Session {
public:
    explicit H2Session(DohConnection& connection);
    H2Session(const H2Session&) = delete;
    H2Session& operator=(const H2Session&) = delete;
    ~H2Session();

    // Serves until either side ends the session and what was asked is answered.
    [[nodiscard]] asio::awaitable<void> run();

    // Tells the client that streams it opens from now on are not answered (RFC 9113 section 6.8).
    void drain();

private:
    friend struct H2Callbacks;
    struct Deleter {
        void operator()(nghttp2_session* session) const noexcept;
    };

    // What nghttp2 calls while it reads.
    void begin(std::int32_t id);
    static void add_field(H2Stream& stream, std::string_view name, std::string_view value);
    void add_body(H2Stream& stream, shim::BytesView octets);
    void answer(H2Stream& stream);
    void end(H2Stream& stream);

    void refuse(H2Stream& stream, const HttpError& error);
    void reply(H2Stream& stream, shim::BytesView message);
    void count_violation();

    [[nodiscard]] asio::awaitable<void> finish(std::shared_ptr<DohConnection> self,
                                               H2Stream* stream,
                                               shim::Bytes query,
                                               Handler::Clock::time_point arrived,
                                               Pending pending);
    void acknowledge();
    [[nodiscard]] asio::awaitable<bool> wait_for_room();
    [[nodiscard]] asio::awaitable<void> write();
    [[nodiscard]] bool collect_output();

    DohConnection& connection_;
    asio::steady_timer progress_;  // cancelled when an answer is done or written
    shim::Bytes incoming_;
    shim::Bytes outgoing_;
    H2StreamTable streams_;
    std::unique_ptr<nghttp2_session, Deleter> session_;
    std::size_t waiting_ = 0;  // streams, those that the client has given up included
    bool reading_ = false;     // nghttp2 is, and must not be asked for output
    bool writing_ = false;
};

}  // namespace sidecar
