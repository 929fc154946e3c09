#pragma once

#include "shim/address.hpp"

namespace sidecar {

// Makes an IPv4 prefix local to this network namespace: a route of type local on the loopback
// interface, as `ip route add local PREFIX dev lo` does. Doing it again changes nothing.
// Throws StartError with the cure when the capability NET_ADMIN is missing or the kernel refuses.
void assign_address(const shim::IpPrefix& prefix);

}  // namespace sidecar
