#include "tests/bench/datagrams.hpp"
#include "tests/bench/load_report.hpp"
#include "tests/bench/posix.hpp"
#include "tests/bench/query_list.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <netinet/udp.h>
#include <string>
#include <vector>

namespace bench {
namespace {

constexpr std::chrono::seconds patience{2};  // then an answer counts as lost
// Queries of one length leave as one datagram that the kernel cuts (UDP_SEGMENT), so that the load
// costs less than the server.
constexpr std::size_t burst = 32;

// Keeps a number of queries in flight on one socket, and never sleeps.
class UdpLoad {
public:
    UdpLoad(std::uint16_t port, std::vector<shim::Bytes> queries, std::size_t in_flight)
        : queries_(std::move(queries)), socket_(udp_socket()), sent_at_(in_flight),
          burst_(std::min(burst, in_flight))
    {
        connect_loopback(socket_, port);
        for (std::size_t id = in_flight; id > 0; --id)
            free_ids_.push_back(static_cast<std::uint16_t>(id - 1));
    }

    // Until so many queries are answered.
    void run(std::uint64_t answers)
    {
        const auto start = Clock::now();
        auto now = start;
        for (auto check_at = start + patience;
             report_.answers() < answers && now < start + load_limit; now = Clock::now()) {
            if (free_ids_.size() >= burst_) send_burst(now);
            receive();
            if (now < check_at) continue;
            check_at = now + patience;
            give_up_before(now - patience);
        }
        report_.print(now - start);
    }

private:
    void send_burst(Clock::time_point now)
    {
        const auto size = queries_[next_].size();
        outgoing_.clear();
        while (outgoing_.size() < burst_ * size && queries_[next_].size() == size) {
            const auto id = free_ids_.back();
            free_ids_.pop_back();
            sent_at_[id] = now;
            const auto start = outgoing_.size();
            outgoing_.insert(outgoing_.end(), queries_[next_].begin(), queries_[next_].end());
            outgoing_[start] = static_cast<std::uint8_t>(id >> 8);
            outgoing_[start + 1] = static_cast<std::uint8_t>(id & 0xFF);
            next_ = (next_ + 1) % queries_.size();
        }

        iovec view{outgoing_.data(), outgoing_.size()};
        alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(std::uint16_t))> control{};
        msghdr header{};
        header.msg_iov = &view;
        header.msg_iovlen = 1;
        header.msg_control = control.data();
        header.msg_controllen = control.size();
        auto* segment = CMSG_FIRSTHDR(&header);
        segment->cmsg_level = SOL_UDP;
        segment->cmsg_type = UDP_SEGMENT;
        segment->cmsg_len = CMSG_LEN(sizeof(std::uint16_t));
        const auto segment_size = static_cast<std::uint16_t>(size);
        std::memcpy(CMSG_DATA(segment), &segment_size, sizeof segment_size);
        while (sendmsg(socket_.get(), &header, 0) < 0 && errno == EAGAIN) receive();
    }

    void receive()
    {
        const auto count = incoming_->receive(socket_.get());
        const auto now = Clock::now();
        for (std::size_t i = 0; i < count; ++i) {
            const auto answer = incoming_->received(i);
            const auto id = static_cast<std::uint16_t>((answer[0] << 8) | answer[1]);
            if (id >= sent_at_.size() || sent_at_[id] == Clock::time_point()) continue;
            report_.answered(answer[3] & 0x0F, now - sent_at_[id]);
            release(id);
        }
    }

    void give_up_before(Clock::time_point limit)
    {
        for (std::size_t id = 0; id < sent_at_.size(); ++id) {
            if (sent_at_[id] == Clock::time_point() || sent_at_[id] > limit) continue;
            report_.lost();
            release(static_cast<std::uint16_t>(id));
        }
    }

    void release(std::uint16_t id)
    {
        sent_at_[id] = {};
        free_ids_.push_back(id);
    }

    std::vector<shim::Bytes> queries_;
    Descriptor socket_;
    std::vector<Clock::time_point> sent_at_;  // by ID; the epoch when it is not in flight
    std::size_t burst_;
    std::vector<std::uint16_t> free_ids_;
    std::size_t next_ = 0;
    shim::Bytes outgoing_;
    std::unique_ptr<Datagrams> incoming_ = std::make_unique<Datagrams>();
    LoadReport report_;
};

}  // namespace
}  // namespace bench

// udp_load PORT QUERY_FILE ANSWERS IN_FLIGHT
int main(int argc, char** argv)
{
    if (argc != 5) {
        std::fputs("usage: udp_load PORT QUERY_FILE ANSWERS IN_FLIGHT\n", stderr);
        return 2;
    }
    try {
        const auto port = static_cast<std::uint16_t>(std::stoul(argv[1]));
        const auto load = std::make_unique<bench::UdpLoad>(port, bench::read_queries(argv[2]),
                                                           std::stoul(argv[4]));
        load->run(std::stoull(argv[3]));
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "udp_load: %s\n", error.what());
        return 1;
    }
}
