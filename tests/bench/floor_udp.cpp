#include "tests/bench/canned_replies.hpp"
#include "tests/bench/datagrams.hpp"
#include "tests/bench/floor.hpp"
#include "tests/bench/poller.hpp"
#include "tests/bench/posix.hpp"

#include <algorithm>
#include <vector>

namespace bench {

void serve_udp(std::uint16_t port)
{
    const CannedReplies replies;
    const auto socket = udp_socket();
    bind_loopback(socket, port);
    Poller poller;
    poller.add(socket.get());
    Datagrams batch;
    for (;;) {
        static_cast<void>(poller.wait());
        std::size_t count = Datagrams::capacity;
        while (count == Datagrams::capacity) {
            count = batch.receive(socket.get());
            for (std::size_t i = 0; i < count; ++i)
                batch.resize(i, replies.reply(batch.room(i), batch.received(i).size()));
            batch.send(socket.get(), count);
        }
    }
}

void forward_udp(std::uint16_t port, std::uint16_t upstream_port)
{
    struct Asked {
        sockaddr_in client;
        std::uint8_t id_high;
        std::uint8_t id_low;
    };
    std::vector<Asked> asked(65536);  // by the ID towards the upstream
    std::uint16_t next = 0;

    const auto clients = udp_socket();
    bind_loopback(clients, port);
    const auto upstream = udp_socket();
    connect_loopback(upstream, upstream_port);
    Poller poller;
    poller.add(clients.get());
    poller.add(upstream.get());
    Datagrams queries;
    Datagrams replies;
    for (;;) {
        static_cast<void>(poller.wait());
        const auto asking = queries.receive(clients.get());
        for (std::size_t i = 0; i < asking; ++i) {
            const auto query = queries.received(i);
            asked[next] = {queries.peer(i), query[0], query[1]};
            query[0] = static_cast<std::uint8_t>(next >> 8);
            query[1] = static_cast<std::uint8_t>(next & 0xFF);
            queries.resize(i, query.size());
            queries.set_connected(i);
            ++next;
        }
        queries.send(upstream.get(), asking);

        const auto answering = replies.receive(upstream.get());
        for (std::size_t i = 0; i < answering; ++i) {
            const auto reply = replies.received(i);
            const auto& who = asked[(std::size_t{reply[0]} << 8) | reply[1]];
            reply[0] = who.id_high;
            reply[1] = who.id_low;
            replies.resize(i, reply.size());
            replies.set_peer(i, who.client);
        }
        replies.send(clients.get(), answering);
    }
}

}  // namespace bench
