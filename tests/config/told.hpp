#pragma once

#include "config/value.hpp"

#include <vector>

namespace config {

// What a parse function is given to tell its errors, and the errors that it told.
struct Told {
    std::vector<Error> errors;
    Problems problems{errors, "key", "origin"};
};

}  // namespace config
