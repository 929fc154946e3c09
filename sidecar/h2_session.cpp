#include "sidecar/h2_session.hpp"

#include "sidecar/doh_connection.hpp"
#include "sidecar/h2_callbacks.hpp"
#include "sidecar/h2_response.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <array>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <utility>
#include <variant>

namespace sidecar {
namespace {

// What one read takes: many queries, and one that is large in parts.
constexpr std::size_t read_room = 8192;
// Output is written at the latest when there is a TLS record of it (RFC 8446 section 5.1).
constexpr std::size_t write_threshold = 16384;
// Body octets that may be unanswered at a time, of all streams of a connection.
constexpr std::int32_t connection_window = 1 << 18;
// What is read of a body that is too large, and thrown away.
constexpr std::size_t absorbed_body = 1 << 20;

// Of one stream: what a body may have, and one octet more, so that too much is noticed.
std::uint32_t stream_window(std::size_t body_limit)
{
    return static_cast<std::uint32_t>(std::min<std::size_t>(body_limit + 1, connection_window));
}

}  // namespace

void H2Session::Deleter::operator()(nghttp2_session* session) const noexcept
{
    nghttp2_session_del(session);
}

H2Session::H2Session(DohConnection& connection)
    : connection_(connection), progress_(connection.stream().get_executor()), incoming_(read_room),
      session_(new_h2_session(*this))
{
    progress_.expires_at(asio::steady_timer::time_point::max());
    const auto& limits = connection.context().limits;
    const std::array settings{
        nghttp2_settings_entry{NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS,
                               static_cast<std::uint32_t>(limits.doh_streams)},
        nghttp2_settings_entry{NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, stream_window(limits.body)},
        nghttp2_settings_entry{NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, http_header_limit},
        nghttp2_settings_entry{NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1},
    };
    nghttp2_submit_settings(session_.get(), NGHTTP2_FLAG_NONE, settings.data(), settings.size());
    nghttp2_session_set_local_window_size(session_.get(), NGHTTP2_FLAG_NONE, 0, connection_window);
}

H2Session::~H2Session() = default;

asio::awaitable<void> H2Session::run()
{
    co_await write();
    while (!connection_.is_draining() && nghttp2_session_want_read(session_.get()) != 0 &&
           co_await wait_for_room()) {
        const auto [ec, size] =
            co_await connection_.stream().async_read_some(asio::buffer(incoming_), as_result);
        if (ec) break;
        reading_ = true;
        const auto used = nghttp2_session_mem_recv(session_.get(), incoming_.data(), size);
        reading_ = false;
        if (used < 0) {
            count_violation();
            break;
        }
        if (nghttp2_session_want_write(session_.get()) == 0) acknowledge();
        co_await write();
    }
    while ((waiting_ != 0 || writing_) && connection_.is_open())
        co_await progress_.async_wait(as_result);
    co_await write();
}

// Confirms at once what was read. A client that leaves Nagle's algorithm on sends the rest of a
// request only then, and the kernel would put it off in the hope of an answer to go with it.
void H2Session::acknowledge()
{
    const int now = 1;
    // Without it the client waits a little.
    static_cast<void>(::setsockopt(connection_.stream().next_layer().native_handle(), IPPROTO_TCP,
                                   TCP_QUICKACK, &now, sizeof(now)));
}

void H2Session::drain()
{
    nghttp2_submit_goaway(session_.get(), NGHTTP2_FLAG_NONE,
                          nghttp2_session_get_last_proc_stream_id(session_.get()), NGHTTP2_NO_ERROR,
                          nullptr, 0);
    progress_.cancel();
}

// Waits while too many answers are due, or the client does not take what there is.
asio::awaitable<bool> H2Session::wait_for_room()
{
    while ((writing_ || waiting_ >= connection_.context().limits.doh_streams) &&
           !connection_.is_draining())
        co_await progress_.async_wait(as_result);
    co_return !connection_.is_draining();
}

void H2Session::begin(std::int32_t id)
{
    nghttp2_session_set_stream_user_data(session_.get(), id, &streams_.take(id));
}

void H2Session::add_field(H2Stream& stream, std::string_view name, std::string_view value)
{
    stream.fields_size += name.size() + value.size();
    if (stream.fields_size > http_header_limit && !stream.error)
        stream.error = name == ":path" ? http_error::target_too_long : http_error::fields_too_large;
    if (stream.error) return;
    if (name == ":method") stream.method = value;
    if (name == ":path") stream.target = value;
    if (name == "content-type") stream.content_type = value;
}

void H2Session::add_body(H2Stream& stream, shim::BytesView octets)
{
    stream.body_size += octets.size();
    if (stream.body_size > connection_.context().limits.body && !stream.error)
        stream.error = http_error::too_large;
    if (!stream.error) {
        stream.body.insert(stream.body.end(), octets.begin(), octets.end());
        stream.held += octets.size();
        return;
    }
    // The answer waits for the end of the request, since not every client can take it before; but
    // not for ever.
    if (stream.body_size > absorbed_body && !stream.answered) refuse(stream, *stream.error);
    nghttp2_session_consume(session_.get(), stream.id, stream.held + octets.size());
    stream.held = 0;
}

void H2Session::answer(H2Stream& stream)
{
    connection_.touch();
    if (stream.error) return refuse(stream, *stream.error);
    const auto& context = connection_.context();
    const auto found = find_query({stream.method, stream.target, stream.content_type, stream.body},
                                  context.limits.body, stream.room);
    if (const auto* error = std::get_if<HttpError>(&found)) return refuse(stream, *error);

    const auto query = std::get<shim::BytesView>(found);
    const auto arrived = Handler::Clock::now();
    const auto out = context.handler.reply_room();
    auto decision = context.handler.decide(query, connection_.peer(), arrived, out);
    if (const auto* size = std::get_if<std::size_t>(&decision))
        return reply(stream, out.first(*size));
    auto* pending = std::get_if<Pending>(&decision);
    if (pending == nullptr) return refuse(stream, http_error::not_a_query);
    ++waiting_;
    stream.waiting = true;
    connection_.begin_answer();
    asio::co_spawn(progress_.get_executor(),
                   finish(connection_.shared_from_this(), &stream, {query.begin(), query.end()},
                          arrived, std::move(*pending)),
                   context.log.exception_handler("doh query"));
}

asio::awaitable<void> H2Session::finish(std::shared_ptr<DohConnection>,
                                        H2Stream* stream,
                                        shim::Bytes query,
                                        Handler::Clock::time_point arrived,
                                        Pending pending)
{
    const auto message = co_await connection_.context().handler.async_finish(
        query, connection_.peer(), arrived, std::move(pending), asio::use_awaitable);
    connection_.end_answer();
    --waiting_;
    stream->waiting = false;
    if (stream->closed)
        streams_.release(*stream);
    else
        reply(*stream, message);
    co_await write();
    progress_.cancel();
}

void H2Session::end(H2Stream& stream)
{
    if (stream.held != 0) nghttp2_session_consume_connection(session_.get(), stream.held);
    stream.closed = true;
    if (!stream.waiting) streams_.release(stream);
}

void H2Session::refuse(H2Stream& stream, const HttpError& error)
{
    ++connection_.context().counters.http_errors;
    stream.answered = true;
    submit_refusal(session_.get(), stream, error);
}

void H2Session::reply(H2Stream& stream, shim::BytesView message)
{
    stream.answered = true;
    submit_reply(session_.get(), stream, message);
}

void H2Session::count_violation()
{
    ++connection_.context().counters.http_violations;
}

// Writes all there is. While somebody else does, what was added is left to them.
asio::awaitable<void> H2Session::write()
{
    if (writing_ || reading_) co_return;
    writing_ = true;
    while (connection_.is_open() && collect_output()) co_await connection_.write(outgoing_);
    writing_ = false;
    progress_.cancel();
}

bool H2Session::collect_output()
{
    outgoing_.clear();
    while (outgoing_.size() < write_threshold) {
        const std::uint8_t* data = nullptr;
        const auto size = nghttp2_session_mem_send(session_.get(), &data);
        if (size <= 0) break;
        outgoing_.insert(outgoing_.end(), data, data + size);
    }
    return !outgoing_.empty();
}

}  // namespace sidecar
