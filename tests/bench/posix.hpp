#pragma once

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <netinet/in.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace bench {

using Clock = std::chrono::steady_clock;

// The result of a system call, or std::system_error when it failed.
inline int check(int result, const char* what)
{
    if (result < 0) throw std::system_error(errno, std::generic_category(), what);
    return result;
}

// A descriptor that is closed with its owner.
class Descriptor {
public:
    explicit Descriptor(int fd = -1) noexcept : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept
    {
        std::swap(fd_, other.fd_);
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor()
    {
        if (fd_ >= 0) close(fd_);
    }

    [[nodiscard]] int get() const noexcept { return fd_; }

private:
    int fd_;
};

inline void set_option(const Descriptor& socket, int level, int option, int value)
{
    check(setsockopt(socket.get(), level, option, &value, sizeof value), "setsockopt");
}

inline sockaddr_in loopback(std::uint16_t port) noexcept
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

inline void bind_loopback(const Descriptor& socket, std::uint16_t port)
{
    const auto address = loopback(port);
    check(bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), "bind");
}

inline void connect_loopback(const Descriptor& socket, std::uint16_t port)
{
    const auto address = loopback(port);
    check(connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address),
          "connect");
}

// A UDP socket that does not block, with buffers that hold a burst; the kernel may give less.
inline Descriptor udp_socket()
{
    constexpr int buffer_size = 4 << 20;
    Descriptor socket(check(::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0), "socket"));
    set_option(socket, SOL_SOCKET, SO_RCVBUF, buffer_size);
    set_option(socket, SOL_SOCKET, SO_SNDBUF, buffer_size);
    return socket;
}

}  // namespace bench
