#include "sidecar/timestamp.hpp"

#include <gtest/gtest.h>

namespace sidecar {
namespace {

using std::chrono::system_clock;

constexpr system_clock::time_point leap_day{std::chrono::milliseconds(1709210096007)};

TEST(Timestamp, Rfc3339HasMillisecondsInUtc)
{
    EXPECT_EQ(rfc3339(leap_day), "2024-02-29T12:34:56.007Z");
    EXPECT_EQ(rfc3339(system_clock::time_point{}), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(rfc3339(system_clock::time_point{std::chrono::milliseconds(-1)}),
              "1969-12-31T23:59:59.999Z");
}

TEST(Timestamp, HttpDateIsTheFixedForm)
{
    EXPECT_EQ(http_date(leap_day), "Thu, 29 Feb 2024 12:34:56 GMT");
    // The example of RFC 9110 section 5.6.7.
    EXPECT_EQ(http_date(system_clock::time_point{std::chrono::seconds(784111777)}),
              "Sun, 06 Nov 1994 08:49:37 GMT");
}

}  // namespace
}  // namespace sidecar
