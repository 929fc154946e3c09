#include "sidecar/file_watch.hpp"

#include <chrono>
#include <tuple>

namespace sidecar {
namespace {

constexpr std::chrono::seconds interval{1};

}  // namespace

bool FileWatch::Signature::operator==(const Signature& other) const
{
    const auto fields = [](const Signature& s) {
        return std::tuple(s.device, s.inode, s.size, s.modified.tv_sec, s.modified.tv_nsec);
    };
    return fields(*this) == fields(other);
}

std::optional<FileWatch::Signature> FileWatch::look(const std::string& path)
{
    struct stat info {};
    if (stat(path.c_str(), &info) != 0) return std::nullopt;
    return Signature{info.st_dev, info.st_ino, info.st_size, info.st_mtim};
}

void FileWatch::add(std::string path, std::function<void()> on_change)
{
    if (path.empty()) return;
    auto seen = look(path);
    files_.push_back({std::move(path), std::move(on_change), seen});
}

asio::awaitable<void> FileWatch::run()
{
    while (!stopped_ && !files_.empty()) {
        timer_.expires_after(interval);
        const auto [ec] = co_await timer_.async_wait(as_result);
        if (ec) co_return;
        for (auto& file : files_) {
            const auto now = look(file.path);
            if (now == file.seen) continue;
            file.seen = now;
            file.on_change();
        }
    }
}

void FileWatch::stop()
{
    stopped_ = true;
    timer_.cancel();
}

}  // namespace sidecar
