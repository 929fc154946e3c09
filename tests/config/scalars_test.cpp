#include "config/scalars.hpp"
#include "tests/config/told.hpp"
#include "tests/support/row_name.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

namespace config {
namespace {

using std::chrono::milliseconds;

struct Case {
    std::string_view name;
    std::string_view text;
    std::string_view expected;

    friend void PrintTo(const Case& test, std::ostream* out) { *out << test.name; }
};

class Integer : public testing::TestWithParam<Case> {};

TEST_P(Integer, IsReadOrRefused)
{
    Told told;
    const auto number = parse_integer(GetParam().text, 2, UINT64_MAX - 1, told.problems);
    EXPECT_EQ(number ? std::to_string(*number) : "refused", GetParam().expected);
    EXPECT_EQ(told.errors.empty(), number.has_value());
}

const Case integers[] = {
    {"Least", "2", "2"},
    {"Greatest", "18446744073709551614", "18446744073709551614"},
    {"LeadingZerosAreDigits", "007", "7"},
    {"TooSmall", "1", "refused"},
    {"TooGreat", "18446744073709551615", "refused"},
    {"TooGreatForAnyNumber", "99999999999999999999999", "refused"},
    {"Negative", "-5", "refused"},
    {"Plus", "+5", "refused"},
    {"Fraction", "5.0", "refused"},
    {"Hexadecimal", "0x10", "refused"},
    {"SpaceInside", "1 0", "refused"},
    {"Empty", "", "refused"},
};

INSTANTIATE_TEST_SUITE_P(Scalars, Integer, testing::ValuesIn(integers), test_support::row_name);

class Duration : public testing::TestWithParam<Case> {};

TEST_P(Duration, IsReadOrRefused)
{
    Told told;
    const auto duration =
        parse_duration(GetParam().text, milliseconds(10), milliseconds(120'000), told.problems);
    EXPECT_EQ(duration ? to_text(*duration) : "refused", GetParam().expected);
    EXPECT_EQ(told.errors.empty(), duration.has_value());
}

const Case durations[] = {
    {"Milliseconds", "300ms", "300ms"},
    {"Seconds", "2s", "2s"},
    {"Minutes", "1m", "1m"},
    {"SecondsInMilliseconds", "5000ms", "5s"},
    {"MinutesInSeconds", "120s", "2m"},
    {"OddMilliseconds", "1001ms", "1001ms"},
    {"Least", "10ms", "10ms"},
    {"TooShort", "9ms", "refused"},
    {"TooLong", "120001ms", "refused"},
    {"TooLongToMultiply", "18446744073709551615m", "refused"},
    {"TooLongForANumber", "99999999999999999999999999ms", "refused"},
    {"NoUnit", "300", "refused"},
    {"NoNumber", "ms", "refused"},
    {"OtherUnit", "1h", "refused"},
    {"UpperCaseUnit", "1S", "refused"},
    {"Fraction", "1.5s", "refused"},
    {"Space", "1 s", "refused"},
    {"TwoParts", "1m30s", "refused"},
    {"Negative", "-1s", "refused"},
};

INSTANTIATE_TEST_SUITE_P(Scalars, Duration, testing::ValuesIn(durations), test_support::row_name);

TEST(Scalars, WriteZeroInMilliseconds)
{
    EXPECT_EQ(to_text(milliseconds(0)), "0ms");
}

}  // namespace
}  // namespace config
