#pragma once

struct nghttp2_session;

namespace sidecar {

class H2Session;

// A server session of nghttp2 that reports to `owner`; nghttp2_session_del() ends it. Throws
// std::bad_alloc when there is no memory for it.
[[nodiscard]] nghttp2_session* new_h2_session(H2Session& owner);

}  // namespace sidecar
