#pragma once

#include "shim/resolve.hpp"
#include "shim/types.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace sidecar {

// Values sorted into buckets by upper bound, as a Prometheus histogram; `bounds` has them in
// ascending order and what lies above the last goes into a bucket of its own.
template <std::size_t Size>
class Histogram {
public:
    explicit constexpr Histogram(const std::array<std::uint64_t, Size>& bounds) : bounds_(bounds) {}

    void add(std::uint64_t value) noexcept
    {
        std::size_t bucket = 0;
        while (bucket < Size && value > bounds_[bucket]) ++bucket;
        ++counts_[bucket];
        sum_ += value;
    }

    [[nodiscard]] const std::array<std::uint64_t, Size>& bounds() const noexcept { return bounds_; }
    [[nodiscard]] const std::array<std::uint64_t, Size + 1>& counts() const noexcept
    {
        return counts_;
    }
    [[nodiscard]] std::uint64_t sum() const noexcept { return sum_; }

private:
    std::array<std::uint64_t, Size> bounds_;
    std::array<std::uint64_t, Size + 1> counts_{};
    std::uint64_t sum_ = 0;
};

// 0.25 ms doubled 15 times, in microseconds, as CoreDNS has them.
inline constexpr std::array<std::uint64_t, 16> duration_bounds = [] {
    std::array<std::uint64_t, 16> bounds{};
    std::uint64_t bound = 250;
    for (auto& each : bounds) {
        each = bound;
        bound *= 2;
    }
    return bounds;
}();

// Octets of a message, as CoreDNS has them.
inline constexpr std::array<std::uint64_t, 14> size_bounds{
    0, 100, 200, 300, 400, 511, 1023, 2047, 4095, 8291, 16000, 32000, 48000, 64000};

// Types that are counted by name; all others are one.
inline constexpr std::array counted_types{
    shim::RrType::a,   shim::RrType::aaaa, shim::RrType::caa, shim::RrType::cname,
    shim::RrType::mx,  shim::RrType::ns,   shim::RrType::ptr, shim::RrType::soa,
    shim::RrType::srv, shim::RrType::txt,  shim::RrType::any,
};

inline constexpr std::size_t transports = 3;
inline constexpr std::size_t sources = 6;
inline constexpr std::size_t rcodes = 24;  // the last is for all that are higher

// Listeners that turn connections away when they have as many as their limit allows.
enum class Listener : std::uint8_t { status, tcp, doh };
inline constexpr std::array listener_names{"status", "tcp", "doh"};

// Everything that is counted, of the one thread that counts.
struct Counters {
    // By transport, then by address family (0 is IPv4), then by place in counted_types; one more
    // for other types.
    std::array<std::array<std::array<std::uint64_t, counted_types.size() + 1>, 2>, transports>
        requests{};
    std::array<std::array<std::uint64_t, sources>, rcodes> responses{};  // by rcode, then by source
    std::array<Histogram<size_bounds.size()>, transports> request_size{
        Histogram(size_bounds), Histogram(size_bounds), Histogram(size_bounds)};
    std::array<Histogram<size_bounds.size()>, transports> response_size{
        Histogram(size_bounds), Histogram(size_bounds), Histogram(size_bounds)};
    Histogram<duration_bounds.size()> duration{duration_bounds};
    std::uint64_t dropped = 0;            // neither a query nor answerable
    std::uint64_t replies_lost = 0;       // over UDP, not taken by the kernel
    std::uint64_t upstream_rejected = 0;  // over limits.upstream_queries
    std::array<std::uint64_t, listener_names.size()> connections_rejected{};  // by Listener
    std::uint64_t tls_failures = 0;     // handshakes that failed or took too long
    std::uint64_t http_errors = 0;      // requests of DoH answered with another status than 200
    std::uint64_t http_violations = 0;  // connections ended for breaking HTTP/2, floods included
    std::uint64_t certificate_failures = 0;  // changed files that could not be used
    std::uint64_t relay_connections = 0;     // open now
    std::uint64_t relay_rejected = 0;        // over limits.relay_connections
    std::uint64_t reloads = 0;
    std::uint64_t reload_failures = 0;

    [[nodiscard]] std::uint64_t& rejected(Listener listener) noexcept
    {
        return connections_rejected[static_cast<std::size_t>(listener)];
    }
};

[[nodiscard]] std::size_t type_index(shim::RrType type) noexcept;

}  // namespace sidecar
