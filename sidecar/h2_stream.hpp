#pragma once

#include "shim/types.hpp"
#include "sidecar/doh_request.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sidecar {

// One request over HTTP/2 and its answer.
struct H2Stream {
    std::int32_t id = 0;
    std::string method;
    std::string target;
    std::string content_type;
    std::size_t fields_size = 0;  // of all header fields
    shim::Bytes body;
    std::size_t body_size = 0;  // received, kept or not
    shim::Bytes room;           // for the query of a GET
    std::size_t held = 0;       // octets of the connection's window that the body takes
    shim::Bytes content;        // of the answer
    std::size_t sent = 0;       // of content
    std::array<char, 20> content_length{};
    std::array<char, 20> cache_control{};
    std::optional<HttpError> error;  // found before the request was whole
    bool answered = false;
    bool waiting = false;  // for the upstream
    bool closed = false;   // by the client, while waiting
};

// The streams of one connection, with their memory used again.
class H2StreamTable {
public:
    // A stream that is empty; it stays where it is until the table goes.
    [[nodiscard]] H2Stream& take(std::int32_t id)
    {
        if (free_.empty()) {
            streams_.push_back(std::make_unique<H2Stream>());
            free_.push_back(streams_.back().get());
        }
        auto& stream = *free_.back();
        free_.pop_back();
        stream.id = id;
        return stream;
    }

    void release(H2Stream& stream)
    {
        // A large message is rare, and its room is not kept.
        if (stream.body.capacity() + stream.room.capacity() + stream.content.capacity() +
                stream.target.capacity() >
            kept_size)
            stream = {};
        else
            reset(stream);
        free_.push_back(&stream);
    }

private:
    static constexpr std::size_t kept_size = 4096;

    static void reset(H2Stream& stream)
    {
        stream.method.clear();
        stream.target.clear();
        stream.content_type.clear();
        stream.fields_size = 0;
        stream.body.clear();
        stream.body_size = stream.held = 0;
        stream.content.clear();
        stream.sent = 0;
        stream.error.reset();
        stream.answered = stream.waiting = stream.closed = false;
    }

    std::vector<std::unique_ptr<H2Stream>> streams_;
    std::vector<H2Stream*> free_;
};

}  // namespace sidecar
