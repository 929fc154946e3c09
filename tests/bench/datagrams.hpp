#pragma once

#include "shim/types.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <netinet/in.h>
#include <sys/socket.h>

namespace bench {

// A batch of datagrams that is read by one system call, changed in place and sent by another one.
// Not to be moved: the headers point into it.
class Datagrams {
public:
    static constexpr std::size_t capacity = 64;

    Datagrams() noexcept;
    Datagrams(const Datagrams&) = delete;
    Datagrams& operator=(const Datagrams&) = delete;
    ~Datagrams() = default;

    // Reads what is there, without waiting; returns how many.
    std::size_t receive(int fd) noexcept;
    // Sends the first ones. What the kernel does not take is lost.
    void send(int fd, std::size_t count) noexcept;

    [[nodiscard]] shim::BytesSpan room(std::size_t i) noexcept { return rooms_[i]; }
    [[nodiscard]] shim::BytesSpan received(std::size_t i) noexcept
    {
        return room(i).first(headers_[i].msg_len);
    }
    void resize(std::size_t i, std::size_t size) noexcept { views_[i].iov_len = size; }

    // Where a datagram came from and goes to; none on a connected socket.
    [[nodiscard]] const sockaddr_in& peer(std::size_t i) const noexcept { return peers_[i]; }
    void set_peer(std::size_t i, const sockaddr_in& peer) noexcept;
    void set_connected(std::size_t i) noexcept { headers_[i].msg_hdr.msg_namelen = 0; }

private:
    std::size_t used_ = capacity;  // headers that differ from what receive() needs
    std::array<std::array<std::uint8_t, 1500>, capacity> rooms_;
    std::array<sockaddr_in, capacity> peers_{};
    std::array<iovec, capacity> views_{};
    std::array<mmsghdr, capacity> headers_{};
};

}  // namespace bench
