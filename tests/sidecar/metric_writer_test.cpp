#include "sidecar/metric_writer.hpp"

#include <gtest/gtest.h>

namespace sidecar {
namespace {

TEST(MetricWriter, EscapesLabelValues)
{
    std::string out;
    MetricWriter writer("a_total", "counter", "Help.", out);
    writer.add({{"label", "back\\slash \"quote\" line\nend"}}, std::uint64_t{1});
    EXPECT_EQ(out, "# HELP a_total Help.\n"
                   "# TYPE a_total counter\n"
                   "a_total{label=\"back\\\\slash \\\"quote\\\" line\\nend\"} 1\n");
}

TEST(MetricWriter, WritesNumbersWithoutAnExponent)
{
    std::string out;
    MetricWriter writer("a", "gauge", "Help.", out);
    out.clear();
    writer.add({}, 0.0000025);
    writer.add({}, 12345678901234567890U);
    writer.add({}, 1e15);
    EXPECT_EQ(out, "a 0.0000025\na 12345678901234567890\na 1000000000000000\n");
}

TEST(MetricWriter, AddsTheBucketsUp)
{
    Histogram<2> histogram({10, 20});
    for (const std::uint64_t value : {0UL, 10UL, 11UL, 20UL, 21UL, 500UL}) histogram.add(value);
    std::string out;
    MetricWriter writer("a", "histogram", "Help.", out);
    out.clear();
    writer.add({{"x", "y"}}, histogram, 10);
    EXPECT_EQ(out, "a_bucket{x=\"y\",le=\"1\"} 2\n"
                   "a_bucket{x=\"y\",le=\"2\"} 4\n"
                   "a_bucket{x=\"y\",le=\"+Inf\"} 6\n"
                   "a_sum{x=\"y\"} 56.2\n"
                   "a_count{x=\"y\"} 6\n");
}

}  // namespace
}  // namespace sidecar
