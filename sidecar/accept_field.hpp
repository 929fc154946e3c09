#pragma once

#include <string_view>

namespace sidecar {

// Does a client with this Accept field (RFC 9110 section 12.5.1) want HTML rather than plain text?
// A browser does; curl, which takes anything, does not.
[[nodiscard]] bool prefers_html(std::string_view accept);

}  // namespace sidecar
