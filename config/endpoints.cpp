#include "config/endpoints.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

namespace config {
namespace {

std::optional<std::uint16_t> parse_port(std::string_view text, std::uint16_t min)
{
    std::uint16_t port = 0;
    const auto* const last = text.data() + text.size();
    const auto [end, ec] = std::from_chars(text.data(), last, port);
    if (text.empty() || ec != std::errc{} || end != last || port < min) return std::nullopt;
    return port;
}

// An address and the text of its port, which is empty when there is none.
struct HostPort {
    std::string_view host;
    std::string_view port;
};

std::optional<HostPort> split_port(std::string_view text)
{
    if (!text.empty() && text.front() == '[') {
        const auto bracket = text.find(']');
        if (bracket == std::string_view::npos) return std::nullopt;
        const auto rest = text.substr(bracket + 1);
        if (!rest.empty() && (rest.front() != ':' || rest.size() == 1)) return std::nullopt;
        return HostPort{text.substr(1, bracket - 1), rest.empty() ? rest : rest.substr(1)};
    }
    const auto colon = text.find(':');
    // Two colons outside of brackets are a bare IPv6 address.
    if (colon == std::string_view::npos || text.find(':', colon + 1) != std::string_view::npos)
        return HostPort{text, {}};
    if (colon + 1 == text.size()) return std::nullopt;
    return HostPort{text.substr(0, colon), text.substr(colon + 1)};
}

std::optional<shim::Endpoint> parse_endpoint(std::string_view text, std::uint16_t min_port)
{
    const auto parts = split_port(text);
    if (!parts || parts->port.empty()) return std::nullopt;
    const auto address = shim::IpAddress::from_text(parts->host);
    const auto port = parse_port(parts->port, min_port);
    if (!address || !port) return std::nullopt;
    return shim::Endpoint{*address, *port};
}

// Adds the endpoint unless it is there already.
void add_unique(std::vector<shim::Endpoint>& endpoints,
                const shim::Endpoint& endpoint,
                std::string_view item,
                Problems& problems)
{
    const bool known = std::any_of(endpoints.begin(), endpoints.end(), [&](const auto& other) {
        return other.address == endpoint.address && other.port == endpoint.port && other.port != 0;
    });
    if (known)
        problems.add(item, "is in the list twice: remove one");
    else
        endpoints.push_back(endpoint);
}

// Enough for every use, and few enough that a search through all of them costs nothing.
constexpr std::size_t max_endpoints = 64;

bool too_many(const Value& value, Problems& problems)
{
    if (value.items.size() <= max_endpoints) return false;
    problems.add(value.text, "write at most " + std::to_string(max_endpoints) + " addresses");
    return true;
}

}  // namespace

std::vector<shim::Endpoint> parse_listen(const Value& value, Problems& problems)
{
    std::vector<shim::Endpoint> endpoints;
    if (says(value, "off") || too_many(value, problems)) return endpoints;
    for (const auto& item : value.items) {
        if (const auto endpoint = parse_endpoint(item, 0))
            add_unique(endpoints, *endpoint, item, problems);
        else
            problems.add(item, "write an IP address and a port, such as 127.0.0.1:53 or [::1]:53, "
                               "or off alone");
    }
    return endpoints;
}

std::vector<shim::Endpoint> parse_servers(const Value& value, Problems& problems)
{
    std::vector<shim::Endpoint> endpoints;
    if (too_many(value, problems)) return endpoints;
    for (const auto& item : value.items) {
        auto endpoint = parse_endpoint(item, 1);
        if (!endpoint) {
            const auto parts = split_port(item);
            if (parts && parts->port.empty())
                if (const auto address = shim::IpAddress::from_text(parts->host))
                    endpoint = shim::Endpoint{*address, 53};
        }
        if (endpoint)
            add_unique(endpoints, *endpoint, item, problems);
        else
            problems.add(item, "write the IP address of a DNS server, with a port if it is not 53 "
                               "(192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353), or only the "
                               "path of a resolv.conf");
    }
    return endpoints;
}

std::vector<shim::RelayPort> parse_relay_ports(const Value& value, Problems& problems)
{
    std::vector<shim::RelayPort> ports;
    std::set<std::uint16_t> known;
    for (const auto& item : value.items) {
        const std::string_view text = item;
        const auto equals = text.find('=');
        const auto listen = parse_port(trim(text.substr(0, equals)), 1);
        const auto target = equals == std::string_view::npos
                                ? listen
                                : parse_port(trim(text.substr(equals + 1)), 1);
        if (!listen || !target)
            problems.add(item, "write a port, such as 80, or a port and the target's port, such as "
                               "80=8080");
        else if (!known.insert(*listen).second)
            problems.add(item,
                         "port " + std::to_string(*listen) + " is in the list twice: remove one");
        else
            ports.push_back({*listen, *target});
    }
    if (value.items.empty())
        problems.add(value.text, "write at least one port; relay.addresses = \"off\" turns the "
                                 "relay off");
    return ports;
}

std::optional<shim::IpPrefix> parse_relay_prefix(std::string_view text, Problems& problems)
{
    if (text == "off") return std::nullopt;
    const auto prefix = shim::IpPrefix::from_text(text);
    // A larger block would hide too much of the network from the pod.
    constexpr unsigned min_length = 8;
    if (prefix && prefix->base.is_v4() && prefix->length >= min_length) return *prefix;
    problems.add(text, "write an IPv4 prefix of 8 to 32 bits with no bits set past its length, "
                       "such as 64.112.117.122/32, or off");
    return std::nullopt;
}

}  // namespace config
