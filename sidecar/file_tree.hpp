#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sidecar {

// A file or folder below the one that was listed.
struct TreeEntry {
    std::filesystem::path path;  // relative to the listed folder
    std::filesystem::perms mode{};
    std::uintmax_t size = 0;
    bool is_folder = false;
};

struct FileTree {
    std::vector<TreeEntry> entries;             // a folder before what is in it, by name
    std::vector<std::filesystem::path> others;  // dangling links, sockets, devices
};

// Everything below a folder, links followed. What a ConfigMap or Secret mount has beside its files
// (names that begin with "..") is not in it, so each file is there once.
// Throws StartError for a folder that can not be read, 10,000 entries or 16 folders deep (a loop).
[[nodiscard]] FileTree list_tree(const std::filesystem::path& folder);

// Whether a path is the folder or below it, links followed; either may be missing.
[[nodiscard]] bool is_at_or_below(const std::filesystem::path& path,
                                  const std::filesystem::path& folder);

// Both put a file in place in one step, by way of a new file beside it, with the given mode, and
// replace what is there; a link is replaced, not followed. Throw StartError naming the path.
void write_file(const std::filesystem::path& path,
                std::string_view content,
                std::filesystem::perms mode);
void copy_file(const std::filesystem::path& from,
               const std::filesystem::path& to,
               std::filesystem::perms mode);

}  // namespace sidecar
