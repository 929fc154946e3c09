#include "sidecar/file_tree.hpp"

#include "sidecar/start_error.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <functional>
#include <system_error>
#include <unistd.h>

namespace sidecar {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_entries = 10'000;
constexpr std::size_t max_folders_deep = 16;

void list_below(const fs::path& folder, const fs::path& below, std::size_t depth, FileTree& tree)
{
    if (depth > max_folders_deep)
        throw StartError("folders nest too deep at " + (folder / below).string() +
                         "; is a symbolic link a loop?");
    std::vector<fs::path> names;
    for (const auto& entry : fs::directory_iterator(folder / below)) {
        const auto name = entry.path().filename();
        if (name.string().rfind("..", 0) != 0) names.push_back(name);
        if (names.size() + tree.entries.size() > max_entries)
            throw StartError("there are more than " + std::to_string(max_entries) + " files in " +
                             folder.string() + "; is it the configuration folder?");
    }
    std::sort(names.begin(), names.end());
    for (const auto& name : names) {
        const auto path = below / name;
        std::error_code ec;
        const auto status = fs::status(folder / path, ec);
        if (fs::is_directory(status)) {
            tree.entries.push_back({path, status.permissions(), 0, true});
            list_below(folder, path, depth + 1, tree);
        } else if (fs::is_regular_file(status)) {
            tree.entries.push_back(
                {path, status.permissions(), fs::file_size(folder / path), false});
        } else {
            tree.others.push_back(path);
        }
    }
}

std::string reason(int error)
{
    return std::generic_category().message(error);
}

void write_all(int file, std::string_view content, const fs::path& path)
{
    while (!content.empty()) {
        const auto written = ::write(file, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw StartError("can not write " + path.string() + ": " + reason(errno));
        content.remove_prefix(static_cast<std::size_t>(written));
    }
}

// Has `fill` make the file under a name of its own, then gives it the right one.
void replace(const fs::path& path, fs::perms mode, const std::function<void(const fs::path&)>& fill)
{
    const auto temporary = path.parent_path() / ("." + path.filename().string() + ".new");
    std::error_code ignored;
    fs::remove(temporary, ignored);
    try {
        fill(temporary);
        fs::permissions(temporary, mode);
        fs::rename(temporary, path);
    } catch (const fs::filesystem_error& error) {
        fs::remove(temporary, ignored);
        throw StartError("can not write " + path.string() + ": " + error.code().message() +
                         "; is the folder writable for this user?");
    } catch (const StartError&) {
        fs::remove(temporary, ignored);
        throw;
    }
}

}  // namespace

FileTree list_tree(const fs::path& folder)
{
    FileTree tree;
    try {
        list_below(folder, {}, 1, tree);
    } catch (const fs::filesystem_error& error) {
        throw StartError("can not read " + error.path1().string() + ": " + error.code().message());
    }
    return tree;
}

bool is_at_or_below(const fs::path& path, const fs::path& folder)
{
    const auto inner = fs::weakly_canonical(fs::absolute(path));
    const auto outer = fs::weakly_canonical(fs::absolute(folder));
    const auto relative = inner.lexically_relative(outer);
    return !relative.empty() && *relative.begin() != "..";
}

void write_file(const fs::path& path, std::string_view content, fs::perms mode)
{
    replace(path, mode, [&](const fs::path& temporary) {
        // Exclusive, so that a link somebody left under this name is not written through.
        const int file =
            ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
        if (file < 0)
            throw StartError("can not write " + path.string() + ": " + reason(errno) +
                             "; is the folder writable for this user?");
        try {
            write_all(file, content, path);
        } catch (const StartError&) {
            ::close(file);
            throw;
        }
        if (::close(file) != 0)
            throw StartError("can not write " + path.string() + ": " + reason(errno));
    });
}

void copy_file(const fs::path& from, const fs::path& to, fs::perms mode)
{
    replace(to, mode, [&](const fs::path& temporary) {
        fs::copy_file(from, temporary, fs::copy_options::none);
    });
}

}  // namespace sidecar
