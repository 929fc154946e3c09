#pragma once

#include <string>

namespace sidecar {

// Copies this program's own file to `path`, executable for all, by way of a temporary file beside
// it, so that nobody ever sees half of it. A folder gets it under its own name.
// Throws StartError naming the path.
void install(const std::string& path);

}  // namespace sidecar
