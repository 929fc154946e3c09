#pragma once

#include <string>
#include <string_view>

namespace sidecar {

// The text as UTF-8 that can be shown anywhere: what is not valid UTF-8 and every control
// character becomes `\DDD`, as in presentation form (RFC 1035 section 5.1). Markup is left as it
// is.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace sidecar
