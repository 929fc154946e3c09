#pragma once

#include "shim/policy.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <string>

namespace sidecar {

// "192.0.2.1:53" or "[2001:db8::1]:53".
[[nodiscard]] inline std::string to_text(const shim::Endpoint& endpoint)
{
    const auto address = endpoint.address.to_text();
    const auto port = ':' + std::to_string(endpoint.port);
    return endpoint.address.is_v4() ? address + port : '[' + address + ']' + port;
}

// Where a client on this machine reaches a listener.
[[nodiscard]] inline shim::Endpoint reachable(const shim::Endpoint& listener)
{
    if (!listener.address.is_unspecified()) return listener;
    const auto* const loopback = listener.address.is_v4() ? "127.0.0.1" : "::1";
    return {shim::IpAddress::from_text(loopback).value(), listener.port};
}

[[nodiscard]] inline boost::asio::ip::address to_asio(const shim::IpAddress& address)
{
    const auto octets = address.octets();
    if (address.is_v4()) {
        boost::asio::ip::address_v4::bytes_type bytes{};
        std::copy(octets.begin(), octets.end(), bytes.begin());
        return boost::asio::ip::address_v4(bytes);
    }
    boost::asio::ip::address_v6::bytes_type bytes{};
    std::copy(octets.begin(), octets.end(), bytes.begin());
    return boost::asio::ip::address_v6(bytes);
}

}  // namespace sidecar
