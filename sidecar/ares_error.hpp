#pragma once

#include <boost/system/error_code.hpp>

namespace sidecar {

// An ARES_* status other than ARES_SUCCESS as an error code, with the library's own words.
[[nodiscard]] boost::system::error_code make_ares_error(int status);

}  // namespace sidecar
