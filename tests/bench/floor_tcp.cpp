#include "sidecar/tcp_framing.hpp"
#include "tests/bench/canned_replies.hpp"
#include "tests/bench/floor.hpp"
#include "tests/bench/poller.hpp"
#include "tests/bench/posix.hpp"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <map>
#include <netinet/tcp.h>
#include <poll.h>

namespace bench {
namespace {

struct Connection {
    Descriptor socket;
    shim::Bytes incoming;
};

// Answers all that has come completely, and removes it.
void answer_queries(const CannedReplies& replies, shim::Bytes& incoming, shim::Bytes& outgoing)
{
    std::array<std::uint8_t, 1500> room{};
    std::size_t used = 0;
    while (const auto query = sidecar::first_message(shim::BytesView(incoming).subspan(used))) {
        used += sidecar::frame_header_size + query->size();
        const auto size = std::min<std::size_t>(query->size(), 512);
        std::copy_n(query->begin(), size, room.begin() + sidecar::frame_header_size);
        const auto reply_size =
            replies.reply(shim::BytesSpan(room).subspan(sidecar::frame_header_size), size);
        sidecar::put_frame_header(room, reply_size);
        const auto end =
            room.begin() + static_cast<std::ptrdiff_t>(sidecar::frame_header_size + reply_size);
        outgoing.insert(outgoing.end(), room.begin(), end);
    }
    incoming.erase(incoming.begin(), incoming.begin() + static_cast<std::ptrdiff_t>(used));
}

void write_all(int fd, shim::BytesView octets)
{
    while (!octets.empty()) {
        const auto written = send(fd, octets.data(), octets.size(), MSG_NOSIGNAL);
        if (written < 0 && errno != EAGAIN) return;  // the next read says why
        if (written < 0) {
            pollfd writable{fd, POLLOUT, 0};
            poll(&writable, 1, -1);
        } else {
            octets = octets.subspan(static_cast<std::size_t>(written));
        }
    }
}

}  // namespace

void serve_tcp(std::uint16_t port)
{
    const CannedReplies replies;
    const Descriptor listener(check(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), "socket"));
    set_option(listener, SOL_SOCKET, SO_REUSEADDR, 1);
    bind_loopback(listener, port);
    check(listen(listener.get(), SOMAXCONN), "listen");
    Poller poller;
    poller.add(listener.get());
    std::map<int, Connection> connections;
    std::array<std::uint8_t, 65536> room{};
    shim::Bytes outgoing;
    for (;;) {
        for (const auto& event : poller.wait()) {
            const int fd = event.data.fd;
            if (fd == listener.get()) {
                Descriptor accepted(accept4(fd, nullptr, nullptr, SOCK_NONBLOCK));
                if (accepted.get() < 0) continue;
                set_option(accepted, IPPROTO_TCP, TCP_NODELAY, 1);
                poller.add(accepted.get());
                const int key = accepted.get();
                connections[key] = {std::move(accepted), {}};
                continue;
            }
            const auto size = recv(fd, room.data(), room.size(), 0);
            if (size <= 0) {
                if (size == 0 || errno != EAGAIN) connections.erase(fd);
                continue;
            }
            auto& incoming = connections[fd].incoming;
            incoming.insert(incoming.end(), room.begin(), room.begin() + size);
            outgoing.clear();
            answer_queries(replies, incoming, outgoing);
            write_all(fd, outgoing);
        }
    }
}

}  // namespace bench
