#pragma once

#include "sidecar/async.hpp"

namespace sidecar {

class DohConnection;

// DNS over HTTP/1.1 (RFC 9112): requests one after the other, in the order in which they came,
// until the client wants no more or the connection drains.
[[nodiscard]] asio::awaitable<void> serve_h1(DohConnection& connection);

}  // namespace sidecar
