#pragma once

#include <ostream>
#include <string_view>

namespace config {

// A file called x.toml, and every error that it gets, a line each; none for a good one.
struct ErrorCase {
    std::string_view name;
    std::string_view toml;
    std::string_view errors;

    friend void PrintTo(const ErrorCase& test, std::ostream* out) { *out << test.name; }
};

}  // namespace config
