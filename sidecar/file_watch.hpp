#pragma once

#include "sidecar/async.hpp"

#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <vector>

namespace sidecar {

// Notices when files change: by looking once a second, which also sees the symlink swap of a
// ConfigMap mount, a file that appears late, and a file system without inotify.
class FileWatch {
public:
    explicit FileWatch(const asio::any_io_executor& executor) : timer_(executor) {}

    // Calls on_change after a change of the file, which need not exist. An empty path is not
    // watched.
    void add(std::string path, std::function<void()> on_change);

    [[nodiscard]] asio::awaitable<void> run();
    void stop();

private:
    // What changes when a file is written or replaced.
    struct Signature {
        dev_t device;
        ino_t inode;
        off_t size;
        timespec modified;

        [[nodiscard]] bool operator==(const Signature& other) const;
    };
    struct File {
        std::string path;
        std::function<void()> on_change;
        std::optional<Signature> seen;
    };

    [[nodiscard]] static std::optional<Signature> look(const std::string& path);

    asio::steady_timer timer_;
    std::vector<File> files_;
    bool stopped_ = false;
};

}  // namespace sidecar
