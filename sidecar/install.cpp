#include "sidecar/install.hpp"

#include "sidecar/file_tree.hpp"

#include <filesystem>
#include <system_error>

namespace sidecar {

void install(const std::string& path)
{
    namespace fs = std::filesystem;
    fs::path target = path;
    std::error_code ignored;  // what is no folder is the file itself
    if (fs::is_directory(target, ignored)) target /= "boulder-dns-sidecar";
    copy_file("/proc/self/exe", target, fs::perms{0755});
}

}  // namespace sidecar
