#include "sidecar/udp_listener.hpp"

#include <boost/asio/ip/v6_only.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace sidecar {
namespace {

using asio::ip::udp;

// Batches taken in a row before other work gets its turn.
constexpr int batches_in_a_row = 8;

// So that a burst does not overflow while another one is answered; the kernel may give less.
constexpr int buffer_size = 4 << 20;

asio::ip::address to_address(const UdpSource& source)
{
    udp::endpoint endpoint;
    std::memcpy(endpoint.data(), &source.address,
                std::min<std::size_t>(source.address_size, endpoint.capacity()));
    return endpoint.address();
}

Peer to_peer(const UdpSource& source)
{
    const auto address = to_address(source);
    return {{shim::Transport::udp, address.is_loopback()}, address};
}

// A reply leaves from the address that its query came to, which only the kernel knows when the
// socket is bound to all of them.
void tell_destination(udp::socket& socket, bool v4)
{
    const int on = 1;
    const int level = v4 ? IPPROTO_IP : IPPROTO_IPV6;
    const int option = v4 ? IP_PKTINFO : IPV6_RECVPKTINFO;
    if (setsockopt(socket.native_handle(), level, option, &on, sizeof on) != 0)
        throw boost::system::system_error(errno, boost::system::system_category(), "IP_PKTINFO");
}

}  // namespace

UdpListener::UdpListener(const asio::any_io_executor& executor,
                         const udp::endpoint& endpoint,
                         const ListenerContext& context)
    : socket_(executor), context_(context), batch_(endpoint.address().is_unspecified())
{
    socket_.open(endpoint.protocol());
    if (endpoint.address().is_v6()) socket_.set_option(asio::ip::v6_only(true));
    boost::system::error_code ignored;  // a smaller buffer serves too
    socket_.set_option(asio::socket_base::receive_buffer_size(buffer_size), ignored);
    socket_.set_option(asio::socket_base::send_buffer_size(buffer_size), ignored);
    if (endpoint.address().is_unspecified()) tell_destination(socket_, endpoint.address().is_v4());
    socket_.bind(endpoint);
    socket_.non_blocking(true);
}

void UdpListener::stop()
{
    boost::system::error_code ignored;  // cancels what waits; there is nothing else that could fail
    socket_.cancel(ignored);
    stopped_ = true;
}

asio::awaitable<void> UdpListener::run()
{
    while (!stopped_) {
        const auto [ec] = co_await socket_.async_wait(udp::socket::wait_read, as_result);
        if (ec) break;
        for (int i = 0; i < batches_in_a_row; ++i)
            if (serve_batch() < UdpBatch::capacity) break;
    }
}

std::size_t UdpListener::serve_batch()
{
    const int received = batch_.receive(socket_.native_handle());
    if (received < 0) {
        const boost::system::error_code cause(errno, boost::system::system_category());
        context_.log.warning("udp receive", {{"cause", cause.message()}});
        return 0;
    }
    const auto count = static_cast<std::size_t>(received);
    const auto arrived = Handler::Clock::now();
    for (std::size_t i = 0; i < count; ++i) {
        const auto query = batch_.query(i);
        const auto peer = to_peer(batch_.source(i));
        auto decision = context_.handler.decide(query, peer, arrived, batch_.reply_room());
        if (const auto* size = std::get_if<std::size_t>(&decision)) {
            batch_.queue_reply(i, *size);
        } else if (auto* pending = std::get_if<Pending>(&decision)) {
            context_.handler.async_finish(
                query, peer, arrived, std::move(*pending),
                [this, source = batch_.source(i)](shim::Bytes reply) {
                    if (!send_udp(socket_.native_handle(), source, std::move(reply)))
                        ++context_.counters.replies_lost;
                });
        }
    }
    context_.counters.replies_lost += batch_.send(socket_.native_handle());
    return count;
}

}  // namespace sidecar
