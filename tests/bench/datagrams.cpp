#include "tests/bench/datagrams.hpp"

#include <cerrno>

namespace bench {

Datagrams::Datagrams() noexcept
{
    for (std::size_t i = 0; i < capacity; ++i) {
        views_[i].iov_base = rooms_[i].data();
        headers_[i].msg_hdr.msg_name = &peers_[i];
        headers_[i].msg_hdr.msg_iov = &views_[i];
        headers_[i].msg_hdr.msg_iovlen = 1;
    }
}

std::size_t Datagrams::receive(int fd) noexcept
{
    for (std::size_t i = 0; i < used_; ++i) {
        views_[i].iov_len = rooms_[i].size();
        headers_[i].msg_hdr.msg_namelen = sizeof peers_[i];
    }
    const int count = recvmmsg(fd, headers_.data(), capacity, MSG_DONTWAIT, nullptr);
    used_ = count > 0 ? static_cast<std::size_t>(count) : 0;
    return used_;
}

void Datagrams::send(int fd, std::size_t count) noexcept
{
    std::size_t done = 0;
    while (done < count) {
        const int sent = sendmmsg(fd, &headers_[done], static_cast<unsigned>(count - done), 0);
        if (sent > 0)
            done += static_cast<std::size_t>(sent);
        else if (errno != EAGAIN && errno != EINTR)
            ++done;
    }
}

void Datagrams::set_peer(std::size_t i, const sockaddr_in& peer) noexcept
{
    peers_[i] = peer;
    headers_[i].msg_hdr.msg_namelen = sizeof peer;
}

}  // namespace bench
