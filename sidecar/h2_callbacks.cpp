#include "sidecar/h2_callbacks.hpp"

#include "sidecar/h2_session.hpp"

#include <nghttp2/nghttp2.h>

#include <memory>
#include <new>

namespace sidecar {

// What nghttp2 finds while it reads and writes, told to the session.
struct H2Callbacks {
    static H2Session& owner(void* user_data) { return *static_cast<H2Session*>(user_data); }

    static H2Stream* stream(nghttp2_session* session, std::int32_t id)
    {
        return static_cast<H2Stream*>(nghttp2_session_get_stream_user_data(session, id));
    }

    static int on_begin_headers(nghttp2_session*, const nghttp2_frame* frame, void* user_data)
    {
        if (frame->headers.cat == NGHTTP2_HCAT_REQUEST) owner(user_data).begin(frame->hd.stream_id);
        return 0;
    }

    static int on_header(nghttp2_session* session,
                         const nghttp2_frame* frame,
                         const std::uint8_t* name,
                         std::size_t name_size,
                         const std::uint8_t* value,
                         std::size_t value_size,
                         std::uint8_t,
                         void*)
    {
        if (frame->headers.cat != NGHTTP2_HCAT_REQUEST) return 0;  // trailers say nothing here
        auto* request = stream(session, frame->hd.stream_id);
        if (request != nullptr)
            H2Session::add_field(*request, text(name, name_size), text(value, value_size));
        return 0;
    }

    static int
    on_frame_received(nghttp2_session* session, const nghttp2_frame* frame, void* user_data)
    {
        if (frame->hd.type != NGHTTP2_DATA && frame->hd.type != NGHTTP2_HEADERS) return 0;
        auto* request = stream(session, frame->hd.stream_id);
        if (request == nullptr) return 0;
        if ((frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0 && !request->answered)
            owner(user_data).answer(*request);
        return 0;
    }

    static int on_data(nghttp2_session* session,
                       std::uint8_t,
                       std::int32_t id,
                       const std::uint8_t* data,
                       std::size_t size,
                       void* user_data)
    {
        auto* request = stream(session, id);
        if (request != nullptr) owner(user_data).add_body(*request, {data, size});
        return 0;
    }

    static int on_frame_sent(nghttp2_session* session, const nghttp2_frame* frame, void* user_data)
    {
        if (frame->hd.type == NGHTTP2_GOAWAY && frame->goaway.error_code != NGHTTP2_NO_ERROR)
            owner(user_data).count_violation();
        // Who is answered before the request is whole need not send the rest (RFC 9113
        // section 8.1).
        if ((frame->hd.type == NGHTTP2_DATA || frame->hd.type == NGHTTP2_HEADERS) &&
            (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0 &&
            nghttp2_session_get_stream_remote_close(session, frame->hd.stream_id) == 0)
            nghttp2_submit_rst_stream(session, NGHTTP2_FLAG_NONE, frame->hd.stream_id,
                                      NGHTTP2_NO_ERROR);
        return 0;
    }

    static int
    on_stream_closed(nghttp2_session* session, std::int32_t id, std::uint32_t, void* user_data)
    {
        auto* request = stream(session, id);
        if (request != nullptr) owner(user_data).end(*request);
        return 0;
    }

    static std::string_view text(const std::uint8_t* data, std::size_t size)
    {
        return {static_cast<const char*>(static_cast<const void*>(data)), size};
    }
};

namespace {

template <auto Delete>
struct Deleter {
    template <typename T>
    void operator()(T* made) const noexcept
    {
        Delete(made);
    }
};

void need(int error)
{
    if (error != 0) throw std::bad_alloc();  // the only way in which these can fail
}

}  // namespace

nghttp2_session* new_h2_session(H2Session& owner)
{
    nghttp2_session_callbacks* callbacks = nullptr;
    need(nghttp2_session_callbacks_new(&callbacks));
    const std::unique_ptr<nghttp2_session_callbacks, Deleter<nghttp2_session_callbacks_del>>
        callbacks_owner(callbacks);
    nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks,
                                                            H2Callbacks::on_begin_headers);
    nghttp2_session_callbacks_set_on_header_callback(callbacks, H2Callbacks::on_header);
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, H2Callbacks::on_frame_received);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, H2Callbacks::on_data);
    nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, H2Callbacks::on_frame_sent);
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks,
                                                           H2Callbacks::on_stream_closed);

    nghttp2_option* options = nullptr;
    need(nghttp2_option_new(&options));
    const std::unique_ptr<nghttp2_option, Deleter<nghttp2_option_del>> options_owner(options);
    // The session gives window back when a request is answered, which bounds what it holds.
    nghttp2_option_set_no_auto_window_update(options, 1);
    nghttp2_option_set_no_closed_streams(options, 1);

    nghttp2_session* session = nullptr;
    need(nghttp2_session_server_new2(&session, callbacks, &owner, options));
    return session;
}

}  // namespace sidecar
