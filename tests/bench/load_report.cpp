#include "tests/bench/load_report.hpp"

#include <algorithm>
#include <cinttypes>
#include <cstdio>

namespace bench {

void LoadReport::answered(std::uint8_t rcode, std::chrono::nanoseconds latency) noexcept
{
    ++answered_;
    if (rcode != 0) ++failed_;
    ++histogram_[std::min(static_cast<std::size_t>(latency / step), histogram_.size() - 1)];
}

double LoadReport::percentile(double share) const noexcept
{
    const auto wanted = share * static_cast<double>(answered_);
    double seen = 0;
    std::size_t bucket = 0;
    while (bucket + 1 < histogram_.size() && (seen += histogram_[bucket]) < wanted) ++bucket;
    return static_cast<double>(bucket) * std::chrono::duration<double, std::micro>(step).count();
}

void LoadReport::print(std::chrono::nanoseconds duration) const
{
    const auto seconds = std::chrono::duration<double>(duration).count();
    std::printf("{\"answered\": %" PRIu64 ", \"failed\": %" PRIu64 ", \"lost\": %" PRIu64
                ", \"per_second\": %.0f, \"p50_us\": %.1f, \"p99_us\": %.1f}\n",
                answered_, failed_, lost_, static_cast<double>(answered_) / seconds,
                percentile(0.5), percentile(0.99));
}

}  // namespace bench
