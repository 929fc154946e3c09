#include "sidecar/tcp_framing.hpp"
#include "tests/bench/load_report.hpp"
#include "tests/bench/poller.hpp"
#include "tests/bench/posix.hpp"
#include "tests/bench/query_list.hpp"

#include <array>
#include <cstdio>
#include <exception>
#include <fcntl.h>
#include <map>
#include <memory>
#include <netinet/tcp.h>
#include <string>
#include <vector>

namespace bench {
namespace {

// Keeps a number of queries in flight on each of some connections. What a client got at once it
// asks anew at once, so a server that answers in bursts is asked in bursts.
class TcpLoad {
public:
    TcpLoad(std::uint16_t port, const std::vector<shim::Bytes>& queries, std::size_t in_flight)
        : port_(port), in_flight_(in_flight)
    {
        for (const auto& query : queries) {
            shim::Bytes framed(sidecar::frame_header_size);
            sidecar::put_frame_header(framed, query.size());
            framed.insert(framed.end(), query.begin(), query.end());
            queries_.push_back(std::move(framed));
        }
    }

    // Until so many queries are answered. With `answers_each`, a connection is closed and replaced
    // after so many answers; 0 is never.
    void run(std::uint64_t answers, std::size_t connections, std::size_t answers_each)
    {
        answers_each_ = answers_each;
        const auto start = Clock::now();
        for (std::size_t i = 0; i < connections; ++i) open();
        while (report_.answers() < answers && Clock::now() < start + load_limit)
            for (const auto& event : poller_.wait(10)) read(connections_.at(event.data.fd));
        report_.print(Clock::now() - start);
    }

private:
    struct Connection {
        Descriptor socket;
        std::size_t waiting = 0;
        std::size_t answered = 0;
        Clock::time_point asked_at;
        shim::Bytes incoming;
    };

    void open()
    {
        Descriptor socket(check(::socket(AF_INET, SOCK_STREAM, 0), "socket"));
        set_option(socket, IPPROTO_TCP, TCP_NODELAY, 1);
        const linger reset{1, 0};  // no TIME_WAIT, of which there would soon be too many
        check(setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset), "linger");
        connect_loopback(socket, port_);
        poller_.add(socket.get());
        const int key = socket.get();
        auto& connection = connections_[key];
        connection.socket = std::move(socket);
        ask(connection);
    }

    void ask(Connection& connection)
    {
        outgoing_.clear();
        while (connection.waiting < in_flight_) {
            const auto& query = queries_[next_];
            outgoing_.insert(outgoing_.end(), query.begin(), query.end());
            next_ = (next_ + 1) % queries_.size();
            ++connection.waiting;
        }
        connection.asked_at = Clock::now();
        for (std::size_t done = 0; done < outgoing_.size();)
            done += static_cast<std::size_t>(
                check(static_cast<int>(send(connection.socket.get(), outgoing_.data() + done,
                                            outgoing_.size() - done, MSG_NOSIGNAL)),
                      "send"));
    }

    void read(Connection& connection)
    {
        const auto size = recv(connection.socket.get(), room_.data(), room_.size(), MSG_DONTWAIT);
        if (size < 0 && errno == EAGAIN) return;
        if (size <= 0) {
            report_.lost(connection.waiting);
            return replace(connection);
        }
        const auto latency = Clock::now() - connection.asked_at;
        auto& incoming = connection.incoming;
        incoming.insert(incoming.end(), room_.begin(), room_.begin() + size);
        std::size_t used = 0;
        while (const auto answer =
                   sidecar::first_message(shim::BytesView(incoming).subspan(used))) {
            used += sidecar::frame_header_size + answer->size();
            report_.answered((*answer)[3] & 0x0F, latency);
            ++connection.answered;
            --connection.waiting;
        }
        incoming.erase(incoming.begin(), incoming.begin() + static_cast<std::ptrdiff_t>(used));
        if (answers_each_ != 0 && connection.answered >= answers_each_) return replace(connection);
        if (used != 0) ask(connection);
    }

    void replace(const Connection& connection)
    {
        connections_.erase(connection.socket.get());
        open();
    }

    std::uint16_t port_;
    std::size_t in_flight_;
    std::size_t answers_each_ = 0;
    std::vector<shim::Bytes> queries_;  // framed
    std::size_t next_ = 0;
    shim::Bytes outgoing_;
    std::array<std::uint8_t, 65536> room_{};
    Poller poller_;
    std::map<int, Connection> connections_;
    LoadReport report_;
};

}  // namespace
}  // namespace bench

// tcp_load PORT QUERY_FILE ANSWERS CONNECTIONS IN_FLIGHT [ANSWERS_EACH]
int main(int argc, char** argv)
{
    if (argc != 6 && argc != 7) {
        std::fputs("usage: tcp_load PORT QUERY_FILE ANSWERS CONNECTIONS IN_FLIGHT [ANSWERS_EACH]\n",
                   stderr);
        return 2;
    }
    try {
        const auto port = static_cast<std::uint16_t>(std::stoul(argv[1]));
        const auto load = std::make_unique<bench::TcpLoad>(port, bench::read_queries(argv[2]),
                                                           std::stoul(argv[5]));
        load->run(std::stoull(argv[3]), std::stoul(argv[4]), argc > 6 ? std::stoul(argv[6]) : 0);
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "tcp_load: %s\n", error.what());
        return 1;
    }
}
