#pragma once

#include "tests/bench/posix.hpp"

#include <array>
#include <span>
#include <sys/epoll.h>

namespace bench {

// Waits for sockets to become readable.
class Poller {
public:
    void add(int fd)
    {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = fd;
        check(epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
    }

    // The events since the last call; waits for one, for ever or so many milliseconds.
    [[nodiscard]] std::span<const epoll_event> wait(int timeout = -1) noexcept
    {
        const int count =
            epoll_wait(epoll_.get(), events_.data(), static_cast<int>(events_.size()), timeout);
        return {events_.data(), count > 0 ? static_cast<std::size_t>(count) : 0};
    }

private:
    Descriptor epoll_{check(epoll_create1(0), "epoll_create1")};
    std::array<epoll_event, 64> events_{};
};

}  // namespace bench
