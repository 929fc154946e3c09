#include "sidecar/udp_batch.hpp"

#include <algorithm>
#include <cerrno>

namespace sidecar {

UdpBatch::UdpBatch(bool several_addresses)
    : several_addresses_(several_addresses), queries_(capacity), replies_(capacity)
{
    for (std::size_t i = 0; i < capacity; ++i) {
        query_views_[i] = {queries_[i].data(), query_room};
        auto& in = incoming_[i].msg_hdr;
        in.msg_name = &sources_[i].address;
        in.msg_iov = &query_views_[i];
        in.msg_iovlen = 1;
        reply_views_[i] = {replies_[i].data(), 0};
        auto& out = outgoing_[i].msg_hdr;
        out.msg_iov = &reply_views_[i];
        out.msg_iovlen = 1;
    }
}

int UdpBatch::receive(int fd) noexcept
{
    // Only what the last call wrote has to be set again.
    for (std::size_t i = 0; i < received_; ++i) {
        auto& header = incoming_[i].msg_hdr;
        header.msg_namelen = sizeof sources_[i].address;
        if (several_addresses_) {
            header.msg_control = sources_[i].control.data();
            header.msg_controllen = sources_[i].control.size();
        }
    }
    const int count = recvmmsg(fd, incoming_.data(), capacity, MSG_DONTWAIT, nullptr);
    received_ = count > 0 ? static_cast<std::size_t>(count) : 0;
    for (std::size_t i = 0; i < received_; ++i) {
        sources_[i].address_size = incoming_[i].msg_hdr.msg_namelen;
        sources_[i].control_size =
            several_addresses_ ? static_cast<socklen_t>(incoming_[i].msg_hdr.msg_controllen) : 0;
    }
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
    return count;
}

shim::BytesView UdpBatch::query(std::size_t i) const noexcept
{
    return shim::BytesView(queries_[i]).first(incoming_[i].msg_len);
}

void UdpBatch::queue_reply(std::size_t i, std::size_t size) noexcept
{
    reply_views_[queued_].iov_len = size;
    auto& header = outgoing_[queued_].msg_hdr;
    header.msg_name = &sources_[i].address;
    header.msg_namelen = sources_[i].address_size;
    header.msg_control = sources_[i].control_size == 0 ? nullptr : sources_[i].control.data();
    header.msg_controllen = sources_[i].control_size;
    ++queued_;
}

std::size_t UdpBatch::send(int fd) noexcept
{
    std::size_t done = 0;
    std::size_t lost = 0;
    while (done < queued_) {
        const int sent = sendmmsg(fd, outgoing_.data() + done,
                                  static_cast<unsigned>(queued_ - done), MSG_DONTWAIT);
        if (sent > 0) {
            done += static_cast<std::size_t>(sent);
        } else if (errno != EINTR) {  // this one can not be sent; the next may
            ++done;
            ++lost;
        }
    }
    queued_ = 0;
    return lost;
}

bool send_udp(int fd, UdpSource to, shim::Bytes message) noexcept
{
    iovec view{message.data(), message.size()};
    msghdr header{};
    header.msg_name = &to.address;
    header.msg_namelen = to.address_size;
    header.msg_iov = &view;
    header.msg_iovlen = 1;
    header.msg_control = to.control_size == 0 ? nullptr : to.control.data();
    header.msg_controllen = to.control_size;
    return sendmsg(fd, &header, MSG_DONTWAIT) >= 0;
}

}  // namespace sidecar
