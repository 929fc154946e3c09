#include "tests/sidecar/h2_client.hpp"

#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace test_support {
namespace {

std::string_view text(const std::uint8_t* data, std::size_t size)
{
    return {static_cast<const char*>(static_cast<const void*>(data)), size};
}

nghttp2_nv field(std::string_view name, std::string_view value)
{
    const auto octets = [](std::string_view of) {
        return const_cast<std::uint8_t*>(
            static_cast<const std::uint8_t*>(static_cast<const void*>(of.data())));
    };
    return {octets(name), octets(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
}

}  // namespace

struct H2ClientCallbacks {
    static H2Client& client(void* user_data) { return *static_cast<H2Client*>(user_data); }

    static int on_header(nghttp2_session*,
                         const nghttp2_frame* frame,
                         const std::uint8_t* name,
                         std::size_t name_size,
                         const std::uint8_t* value,
                         std::size_t value_size,
                         std::uint8_t,
                         void* user_data)
    {
        client(user_data).answers_[frame->hd.stream_id].fields[std::string(text(name, name_size))] =
            text(value, value_size);
        return 0;
    }

    static int on_data(nghttp2_session*,
                       std::uint8_t,
                       std::int32_t id,
                       const std::uint8_t* data,
                       std::size_t size,
                       void* user_data)
    {
        auto& content = client(user_data).answers_[id].content;
        content.insert(content.end(), data, data + size);
        return 0;
    }

    static int on_frame(nghttp2_session*, const nghttp2_frame* frame, void* user_data)
    {
        if (frame->hd.type == NGHTTP2_GOAWAY) client(user_data).goaway_ = frame->goaway.error_code;
        if (frame->hd.type == NGHTTP2_PING) ++client(user_data).pings_answered_;
        return 0;
    }

    static int on_closed(nghttp2_session*, std::int32_t id, std::uint32_t code, void* user_data)
    {
        auto& answer = client(user_data).answers_[id];
        answer.closed = true;
        answer.error_code = code;
        return 0;
    }

    static ssize_t read_body(nghttp2_session*,
                             std::int32_t,
                             std::uint8_t* out,
                             std::size_t room,
                             std::uint32_t* flags,
                             nghttp2_data_source* source,
                             void*)
    {
        auto& body = *static_cast<shim::Bytes*>(source->ptr);
        const auto size = std::min(room, body.size());
        std::copy_n(body.begin(), size, out);
        body.erase(body.begin(), body.begin() + static_cast<std::ptrdiff_t>(size));
        if (body.empty()) *flags |= NGHTTP2_DATA_FLAG_EOF;
        return static_cast<ssize_t>(size);
    }

    // Says that there is more to come, and never has it.
    static ssize_t read_nothing(nghttp2_session*,
                                std::int32_t,
                                std::uint8_t*,
                                std::size_t,
                                std::uint32_t*,
                                nghttp2_data_source*,
                                void*)
    {
        return NGHTTP2_ERR_DEFERRED;
    }
};

void H2Client::Deleter::operator()(nghttp2_session* session) const noexcept
{
    nghttp2_session_del(session);
}

H2Client::H2Client(boost::asio::io_context& context,
                   const boost::asio::ip::tcp::endpoint& endpoint,
                   const std::string& ca_file)
    : tls_(context, endpoint, "\x02h2")
{
    nghttp2_session_callbacks* callbacks = nullptr;
    nghttp2_session_callbacks_new(&callbacks);
    nghttp2_session_callbacks_set_on_header_callback(callbacks, H2ClientCallbacks::on_header);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks,
                                                              H2ClientCallbacks::on_data);
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, H2ClientCallbacks::on_frame);
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, H2ClientCallbacks::on_closed);
    nghttp2_session* session = nullptr;
    nghttp2_session_client_new(&session, callbacks, this);
    nghttp2_session_callbacks_del(callbacks);
    session_.reset(session);

    tls_.on_received([this](std::string_view octets) {
        const std::vector<std::uint8_t> bytes(octets.begin(), octets.end());
        nghttp2_session_mem_recv(session_.get(), bytes.data(), bytes.size());
    });
    tls_.handshake(ca_file);
    nghttp2_submit_settings(session_.get(), NGHTTP2_FLAG_NONE, nullptr, 0);
    send();
}

H2Client::~H2Client() = default;

std::int32_t H2Client::submit(H2Request request)
{
    std::vector<nghttp2_nv> fields{field(":method", request.method), field(":scheme", "https"),
                                   field(":authority", "localhost"),
                                   field(":path", request.target)};
    if (!request.content_type.empty())
        fields.push_back(field("content-type", request.content_type));
    const auto next = nghttp2_session_get_next_stream_id(session_.get());
    auto& body = bodies_[static_cast<std::int32_t>(next)] = std::move(request.body);
    const nghttp2_data_provider provider{{.ptr = &body},
                                         request.whole ? H2ClientCallbacks::read_body
                                                       : H2ClientCallbacks::read_nothing};
    const bool empty = request.whole && body.empty();
    return nghttp2_submit_request(session_.get(), nullptr, fields.data(), fields.size(),
                                  empty ? nullptr : &provider, nullptr);
}

void H2Client::reset(std::int32_t id)
{
    nghttp2_submit_rst_stream(session_.get(), NGHTTP2_FLAG_NONE, id, NGHTTP2_CANCEL);
}

void H2Client::ping()
{
    nghttp2_submit_ping(session_.get(), NGHTTP2_FLAG_NONE, nullptr);
}

void H2Client::send()
{
    std::string out;
    for (;;) {
        const std::uint8_t* data = nullptr;
        const auto size = nghttp2_session_mem_send(session_.get(), &data);
        if (size <= 0) break;
        out.append(data, data + size);
    }
    if (!out.empty()) tls_.send(out);
}

const H2Answer& H2Client::answer(std::int32_t id)
{
    do {
        const auto before = tls_.received().size();
        send();
        auto& answer = answers_[id];
        tls_.wait_for(
            [&] { return answer.closed || tls_.is_closed() || tls_.received().size() != before; });
    } while (!answers_[id].closed && !tls_.is_closed());
    return answers_[id];
}

const H2Answer& H2Client::ask(H2Request request)
{
    return answer(submit(std::move(request)));
}

std::uint32_t H2Client::streams_allowed() const
{
    return nghttp2_session_get_remote_settings(session_.get(),
                                               NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS);
}

}  // namespace test_support
