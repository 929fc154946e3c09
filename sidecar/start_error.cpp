#include "sidecar/start_error.hpp"

#include "sidecar/endpoint.hpp"

#include <boost/system/error_code.hpp>

namespace sidecar {
namespace {

std::string cure(const boost::system::error_code& cause, std::uint16_t port)
{
    namespace errc = boost::system::errc;
    if (cause == errc::permission_denied)
        return "; a port below 1024 needs one of: the pod sysctl "
               "net.ipv4.ip_unprivileged_port_start=" +
               std::to_string(port) + ", the capability NET_BIND_SERVICE as root, or another port";
    if (cause == errc::address_in_use)
        return "; another process in this pod listens there: stop it, or choose another port";
    if (cause == errc::address_not_available) return "; no interface of this pod has that address";
    return "";
}

}  // namespace

StartError bind_error(const shim::Endpoint& endpoint,
                      std::string_view setting,
                      std::string_view variable,
                      const boost::system::error_code& cause)
{
    StartError error("can not listen on " + to_text(endpoint) + " (" + std::string(setting) + ", " +
                     std::string(variable) + "): " + cause.message() + cure(cause, endpoint.port));
    return error;
}

}  // namespace sidecar
