#include "sidecar/assign_address.hpp"

#include "sidecar/start_error.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace sidecar {
namespace {

// rtnetlink(7): one request to make a route, attributes included. Laid out as the kernel reads it.
struct RouteRequest {
    nlmsghdr header;
    rtmsg route;
    rtattr destination_header;
    std::array<std::uint8_t, 4> destination;
    rtattr interface_header;
    std::uint32_t interface;
};
static_assert(sizeof(RouteRequest) == NLMSG_LENGTH(sizeof(rtmsg)) + 2 * RTA_LENGTH(4));

struct Acknowledgement {
    nlmsghdr header;
    nlmsgerr error;
    std::array<std::uint8_t, sizeof(RouteRequest)> request;
};

class NetlinkSocket {
public:
    NetlinkSocket() : fd_(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE))
    {
        if (fd_ < 0)
            throw StartError("can not open a netlink socket: " +
                             std::generic_category().message(errno));
    }
    NetlinkSocket(const NetlinkSocket&) = delete;
    NetlinkSocket& operator=(const NetlinkSocket&) = delete;
    ~NetlinkSocket() { close(fd_); }

    // The kernel's verdict: 0 or an errno.
    [[nodiscard]] int ask(const RouteRequest& request) const
    {
        if (send(fd_, &request, sizeof request, 0) < 0) return errno;
        Acknowledgement reply{};
        if (recv(fd_, &reply, sizeof reply, 0) < 0) return errno;
        return reply.header.nlmsg_type == NLMSG_ERROR ? -reply.error.error : EPROTO;
    }

private:
    int fd_;
};

RouteRequest local_route(const shim::IpPrefix& prefix, unsigned interface)
{
    RouteRequest request{};
    request.header.nlmsg_len = sizeof request;
    request.header.nlmsg_type = RTM_NEWROUTE;
    request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL;
    request.route.rtm_family = AF_INET;
    request.route.rtm_dst_len = static_cast<unsigned char>(prefix.length);
    request.route.rtm_table = RT_TABLE_LOCAL;
    request.route.rtm_protocol = RTPROT_STATIC;
    request.route.rtm_scope = RT_SCOPE_HOST;
    request.route.rtm_type = RTN_LOCAL;
    request.destination_header = {RTA_LENGTH(4), RTA_DST};
    const auto octets = prefix.base.octets();
    std::copy(octets.begin(), octets.end(), request.destination.begin());
    request.interface_header = {RTA_LENGTH(4), RTA_OIF};
    request.interface = interface;
    return request;
}

}  // namespace

void assign_address(const shim::IpPrefix& prefix)
{
    const unsigned loopback = if_nametoindex("lo");
    if (loopback == 0) throw StartError("this network namespace has no interface lo");
    const int error = NetlinkSocket().ask(local_route(prefix, loopback));
    if (error == 0 || error == EEXIST) return;
    const auto cause =
        "can not make " + prefix.to_text() + " local: " + std::generic_category().message(error);
    if (error == EPERM)
        throw StartError(
            cause +
            "; this needs the capability NET_ADMIN as root: securityContext.runAsUser 0 and "
            "capabilities.add [\"NET_ADMIN\"], in an init container of its own");
    if (error == ENETDOWN || error == ENETUNREACH)
        throw StartError(cause +
                         "; the interface lo is down: bring it up first (ip link set lo up)");
    throw StartError(cause);
}

}  // namespace sidecar
