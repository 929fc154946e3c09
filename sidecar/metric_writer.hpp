#pragma once

#include "sidecar/counters.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sidecar {

// Writes the samples of one family in the Prometheus text format.
class MetricWriter {
public:
    using Labels = std::vector<std::pair<std::string_view, std::string>>;

    // Starts the family: `type` is counter, gauge or histogram.
    MetricWriter(std::string_view name,
                 std::string_view type,
                 std::string_view help,
                 std::string& out);

    void add(const Labels& labels, std::uint64_t value);
    void add(const Labels& labels, double value);

    // `unit` of what is counted is one of the metric: 1'000'000 for microseconds in seconds.
    template <std::size_t Size>
    void add(const Labels& labels, const Histogram<Size>& histogram, double unit)
    {
        std::uint64_t total = 0;
        for (std::size_t i = 0; i < Size; ++i) {
            total += histogram.counts()[i];
            add_bucket(labels, number(static_cast<double>(histogram.bounds()[i]) / unit), total);
        }
        total += histogram.counts()[Size];
        add_bucket(labels, "+Inf", total);
        add_sample("_sum", labels, number(static_cast<double>(histogram.sum()) / unit));
        add_sample("_count", labels, std::to_string(total));
    }

private:
    [[nodiscard]] static std::string number(double value);
    void add_bucket(Labels labels, std::string bound, std::uint64_t count);
    void add_sample(std::string_view suffix, const Labels& labels, std::string_view value);

    std::string_view name_;
    std::string& out_;
};

}  // namespace sidecar
