#include "config/suggest.hpp"
#include "tests/support/row_name.hpp"

#include <gtest/gtest.h>

#include <array>
#include <ostream>
#include <string>

namespace config {
namespace {

struct Case {
    std::string_view name;
    std::string_view unknown;
    std::string_view expected;

    friend void PrintTo(const Case& test, std::ostream* out) { *out << test.name; }
};

class Nearest : public testing::TestWithParam<Case> {};

TEST_P(Nearest, IsTheNameThatWasMeant)
{
    constexpr std::array<std::string_view, 6> known{
        "ttl", "listen", "upstream.timeout", "domains", "FAKE_DNS_UPSTREAM_TIMEOUT", "doh.listen"};
    EXPECT_EQ(nearest(GetParam().unknown, known), GetParam().expected);
}

const std::string long_name(1'000'000, 'x');

const Case cases[] = {
    {"LettersSwapped", "lisetn", "listen"},
    {"LetterMissing", "listn", "listen"},
    {"LetterTooMany", "domainss", "domains"},
    {"LetterWrong", "domaims", "domains"},
    {"LettersWrongInALongName", "upstraem.timout", "upstream.timeout"},
    {"NearestOfSeveral", "dohlisten", "doh.listen"},
    {"LastPart", "timeout", "upstream.timeout"},
    {"LastPartOfAVariable", "FAKE_DNS_TIMEOUT", "FAKE_DNS_UPSTREAM_TIMEOUT"},
    {"NothingNear", "colour", ""},
    {"ShortNameIsNotNearToAll", "x", ""},
    {"PartOfAWordIsNotTheLastPart", "out", ""},
    {"Empty", "", ""},
    {"PrefixAlone", "FAKE_DNS_", ""},
    {"EndlesslyLong", long_name, ""},
};

INSTANTIATE_TEST_SUITE_P(Suggest, Nearest, testing::ValuesIn(cases), test_support::row_name);

TEST(Suggest, AsksOnlyWithAName)
{
    EXPECT_EQ(did_you_mean("ttl"), "; did you mean ttl?");
    EXPECT_EQ(did_you_mean(""), "");
}

}  // namespace
}  // namespace config
