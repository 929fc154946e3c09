#pragma once

#include "shim/resolve.hpp"

#include <string>

namespace test_support {

inline constexpr shim::Client remote_udp{shim::Transport::udp, false};
inline constexpr shim::Client loopback_udp{shim::Transport::udp, true};
inline constexpr shim::Client over_tcp{shim::Transport::tcp, false};
inline constexpr shim::Client over_doh{shim::Transport::doh, false};

// Room for any reply to such a client.
[[nodiscard]] shim::Bytes room_for(shim::Client client);

// What resolve() says to a query, in one line; replies as summary() has them:
//
//     fake: NOERROR aa; answer: www.example.com 5 A 192.0.2.1
//     look up web.dev A
//     relay to web.dev ports 80=8080
//     relay to fixed 192.0.2.1 ports 80=80
//     forward A
//     drop
//
// A reply that breaks one of the promises to every query starts with `BROKEN: `.
[[nodiscard]] std::string
ask(const shim::Policy& policy, shim::BytesView query, shim::Client client = remote_udp);

// The same for a reply that is already there, in `out`.
[[nodiscard]] std::string reply_text(shim::BytesView query,
                                     shim::Client client,
                                     const shim::Reply& reply,
                                     shim::BytesView out);

}  // namespace test_support
