#include "sidecar/printable.hpp"
#include "tests/support/row_name.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace sidecar {
namespace {

using namespace std::string_view_literals;

struct Case {
    std::string_view name;
    std::string_view octets;
    std::string_view shown;

    friend void PrintTo(const Case& test, std::ostream* out) { *out << test.name; }
};

class PrintableTable : public testing::TestWithParam<Case> {};

TEST_P(PrintableTable, ShowsAsListed)
{
    EXPECT_EQ(printable(GetParam().octets), GetParam().shown);
}

// clang-format off
const Case cases[] = {
    {"NothingIsNothing",            "",                     ""},
    {"AsciiStays",                  "a <b> \"c\" \\ ~",     "a <b> \"c\" \\ ~"},
    {"TwoToFourOctetsStay",         "ä€😀",                 "ä€😀"},
    {"ControlsAreNumbers",          "\x1b[2J\r\n\t\0"sv,    "\\027[2J\\013\\010\\009\\000"},
    {"DelIsANumber",                "\x7f",                 "\\127"},
    {"C1ControlIsNumbers",          "\xc2\x9b",             "\\194\\155"},
    {"LoneContinuationIsANumber",   "a\x80z",               "a\\128z"},
    {"CutSequenceIsNumbers",        "\xe2\x82",             "\\226\\130"},
    {"BrokenSequenceKeepsTheRest",  "\xe2\x82z",            "\\226\\130z"},
    {"OverlongIsNumbers",           "\xc0\xaf",             "\\192\\175"},
    {"SurrogateIsNumbers",          "\xed\xa0\x80",         "\\237\\160\\128"},
    {"BeyondUnicodeIsNumbers",      "\xf4\x90\x80\x80",     "\\244\\144\\128\\128"},
    {"NeverAnOctetOfUtf8",          "\xff",                 "\\255"},
    {"TurnedTextIsNumbers",         "\xe2\x80\xae",         "\\226\\128\\174"},
    {"LineSeparatorIsNumbers",      "\xe2\x80\xa8",         "\\226\\128\\168"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Rfc3629, PrintableTable, testing::ValuesIn(cases), test_support::row_name);

}  // namespace
}  // namespace sidecar
