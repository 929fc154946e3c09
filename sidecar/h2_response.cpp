#include "sidecar/h2_response.hpp"

#include "shim/freshness.hpp"

#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <string_view>

namespace sidecar {
namespace {

// What it points to lives as long as the stream.
nghttp2_nv field(std::string_view name, std::string_view value)
{
    const auto octets = [](std::string_view text) {
        // nghttp2 only reads it, whatever its type says.
        return const_cast<std::uint8_t*>(
            static_cast<const std::uint8_t*>(static_cast<const void*>(text.data())));
    };
    return {octets(name), octets(value), name.size(), value.size(),
            NGHTTP2_NV_FLAG_NO_COPY_NAME | NGHTTP2_NV_FLAG_NO_COPY_VALUE};
}

// The number in decimal after `prefix`, written into `room`.
template <typename Number>
std::string_view decimal(std::span<char> room, std::string_view prefix, Number number)
{
    auto* const begin = std::copy(prefix.begin(), prefix.end(), room.data());
    const auto end = std::to_chars(begin, room.data() + room.size(), number).ptr;
    return {room.data(), static_cast<std::size_t>(end - room.data())};
}

ssize_t read_content(nghttp2_session*,
                     std::int32_t,
                     std::uint8_t* out,
                     std::size_t room,
                     std::uint32_t* flags,
                     nghttp2_data_source* source,
                     void*)
{
    auto& stream = *static_cast<H2Stream*>(source->ptr);
    const auto size = std::min(room, stream.content.size() - stream.sent);
    std::copy_n(stream.content.data() + stream.sent, size, out);
    stream.sent += size;
    if (stream.sent == stream.content.size()) *flags |= NGHTTP2_DATA_FLAG_EOF;
    return static_cast<ssize_t>(size);
}

void submit(nghttp2_session* session, H2Stream& stream, std::span<const nghttp2_nv> fields)
{
    nghttp2_data_provider provider{{.ptr = &stream}, read_content};
    // It can only fail for a stream that is gone, or for want of memory: the next read says so.
    static_cast<void>(nghttp2_submit_response(session, stream.id, fields.data(), fields.size(),
                                              stream.method == "HEAD" ? nullptr : &provider));
}

}  // namespace

void submit_reply(nghttp2_session* session, H2Stream& stream, shim::BytesView message)
{
    stream.content.assign(message.begin(), message.end());
    submit(session, stream,
           std::array{
               field(":status", "200"),
               field("content-type", dns_media_type),
               field("content-length", decimal(stream.content_length, "", message.size())),
               field("cache-control",
                     decimal(stream.cache_control, "max-age=", shim::freshness(message))),
           });
}

void submit_refusal(nghttp2_session* session, H2Stream& stream, const HttpError& error)
{
    stream.content.assign(error.sentence.begin(), error.sentence.end());
    const std::array fields{
        field(":status", decimal(stream.cache_control, "", error.status)),
        field("content-type", "text/plain"),
        field("content-length", decimal(stream.content_length, "", stream.content.size())),
        field("allow", allowed_methods),
    };
    const bool tells_methods = error.status == http_error::method_not_allowed.status;
    submit(session, stream, std::span(fields).first(fields.size() - (tells_methods ? 0 : 1)));
}

}  // namespace sidecar
