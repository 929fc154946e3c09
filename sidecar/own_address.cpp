#include "sidecar/own_address.hpp"

#include "sidecar/endpoint.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>

#include <algorithm>

namespace sidecar {
namespace {

// Only an address of this machine can be bound.
bool is_local(const shim::IpAddress& address)
{
    using boost::asio::ip::udp;
    boost::asio::io_context context;
    udp::socket socket(context);
    const udp::endpoint endpoint(to_asio(address), 0);
    boost::system::error_code ec;
    socket.open(endpoint.protocol(), ec);
    if (!ec) socket.bind(endpoint, ec);
    return !ec;
}

}  // namespace

bool is_own(const shim::Endpoint& upstream, const std::vector<shim::Endpoint>& listeners)
{
    return std::any_of(listeners.begin(), listeners.end(), [&](const shim::Endpoint& listener) {
        if (listener.port != upstream.port) return false;
        if (listener.address == upstream.address) return true;
        return listener.address.is_unspecified() &&
               listener.address.family() == upstream.address.family() && is_local(upstream.address);
    });
}

}  // namespace sidecar
