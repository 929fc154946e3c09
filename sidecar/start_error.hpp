#pragma once

#include "shim/policy.hpp"

#include <boost/system/system_error.hpp>

#include <stdexcept>
#include <string>

namespace sidecar {

// The program can not run; what() is a sentence for the user.
class StartError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Why an address could not be listened on, and what to do about it. `setting` is the key that
// named the address ("listen"), `variable` the same as an environment variable.
[[nodiscard]] StartError bind_error(const shim::Endpoint& endpoint,
                                    std::string_view setting,
                                    std::string_view variable,
                                    const boost::system::error_code& cause);

}  // namespace sidecar
