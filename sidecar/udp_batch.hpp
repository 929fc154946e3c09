#pragma once

#include "shim/types.hpp"
#include "shim/wire.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <netinet/in.h>
#include <sys/socket.h>
#include <vector>

namespace sidecar {

// Where a datagram came from, and which of our addresses it came to: a reply from another one
// would not be taken. Meaningful for one socket.
struct UdpSource {
    sockaddr_in6 address;  // or the smaller one of IPv4
    socklen_t address_size;
    // The kernel's IP_PKTINFO or IPV6_PKTINFO, as it goes back into sendmsg(); none on a socket
    // that is bound to one address.
    std::array<std::uint8_t, CMSG_SPACE(sizeof(in6_pktinfo))> control;
    socklen_t control_size;
};

// Room for a batch of datagrams and their replies, set up once and used again and again:
// recvmmsg(2) in, sendmmsg(2) out.
class UdpBatch {
public:
    static constexpr std::size_t capacity = 64;
    // No query is longer; the excess of one that claims to be is not read, and makes it garbled.
    static constexpr std::size_t query_room = 1024;

    // `several_addresses`: the socket is bound to the unspecified address.
    explicit UdpBatch(bool several_addresses);

    // Reads what is there. Returns the number of datagrams, 0 when there is none; errno on -1.
    [[nodiscard]] int receive(int fd) noexcept;

    [[nodiscard]] shim::BytesView query(std::size_t i) const noexcept;
    [[nodiscard]] const UdpSource& source(std::size_t i) const noexcept { return sources_[i]; }

    // Room for the next reply; reply() then queues so many octets of it, to the sender of query i.
    [[nodiscard]] shim::BytesSpan reply_room() noexcept { return replies_[queued_]; }
    void queue_reply(std::size_t i, std::size_t size) noexcept;

    // Sends what is queued. What the kernel does not take is lost, as on any wire; returns how
    // many.
    [[nodiscard]] std::size_t send(int fd) noexcept;

private:
    using ReplyRoom = std::array<std::uint8_t, shim::wire::loopback_udp_size>;

    bool several_addresses_;
    std::size_t queued_ = 0;
    std::size_t received_ = capacity;  // headers that the kernel wrote into
    std::vector<std::array<std::uint8_t, query_room>> queries_;
    std::vector<ReplyRoom> replies_;
    std::array<UdpSource, capacity> sources_{};
    std::array<iovec, capacity> query_views_{};
    std::array<iovec, capacity> reply_views_{};
    std::array<mmsghdr, capacity> incoming_{};
    std::array<mmsghdr, capacity> outgoing_{};
};

// Sends one datagram back to where a query came from. False when the kernel did not take it.
[[nodiscard]] bool send_udp(int fd, UdpSource to, shim::Bytes message) noexcept;

}  // namespace sidecar
