#include "config/issuer.hpp"
#include "tests/support/row_name.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace config {
namespace {

struct Case {
    std::string_view name;
    std::string_view value;
    std::string_view expected;  // how the message begins; empty for a good one

    friend void PrintTo(const Case& test, std::ostream* out) { *out << test.name; }
};

class Issuer : public testing::TestWithParam<Case> {};

TEST_P(Issuer, IsGoodOrWrongAsListed)
{
    const auto message = issuer_error(GetParam().value);
    if (GetParam().expected.empty())
        EXPECT_EQ(message, "");
    else
        EXPECT_EQ(message.substr(0, GetParam().expected.size()), GetParam().expected);
}

// clang-format off
const Case cases[] = {
    {"Domain", "letsencrypt.org", ""},
    {"OneLabel", "localhost", ""},
    {"HyphensInside", "happy-hacker-ca.invalid", ""},
    {"TwoHyphens", "xn--bcher-kva.example", ""},
    {"Nobody", ";", ""},
    {"NobodyWithSpace", " ; ", ""},
    {"NobodyWithParameter", "; a=b", ""},
    {"SemicolonAfterTheDomain", "letsencrypt.org;", ""},
    {"Parameter", "letsencrypt.org; validationmethods=http-01", ""},
    {"TwoParameters", "letsencrypt.org;a=b ;\tc=d", ""},
    {"SpaceAroundEquals", "ca.example; a = b", ""},
    {"EmptyParameterValue", "ca.example; a=", ""},
    {"EqualsInParameterValue", "ca.example; accounturi=https://ca.example/a?b=c", ""},
    {"CommaInParameterValue", "ca.example; validationmethods=http-01,dns-01", ""},
    {"SpaceAround", "  ca.example\t", ""},
    {"Empty", "", "an item of the list is empty"},
    {"Blank", " ", "an item of the list is empty"},
    {"DotAtTheEnd", "letsencrypt.org.", "remove the dot at the end"},
    {"DotAtTheEndBeforeParameters", "letsencrypt.org.; a=b", "remove the dot at the end"},
    {"UpperCase", "LetsEncrypt.org", "write the issuer in lower case"},
    {"EmptyLabel", "a..example", "write an issuer's domain"},
    {"LeadingDot", ".example", "write an issuer's domain"},
    {"HyphenFirst", "-a.example", "write an issuer's domain"},
    {"HyphenLast", "a-.example", "write an issuer's domain"},
    {"Underscore", "a_b.example", "write an issuer's domain"},
    {"Url", "https://ca.example", "write an issuer's domain"},
    {"SpaceInside", "ca.example org", "write an issuer's domain"},
    {"NotAscii", "b\xc3\xbc" "cher.example", "write an issuer's domain"},
    {"ParameterWithoutEquals", "ca.example; a", "write each parameter as tag=value"},
    {"ParameterWithoutTag", "ca.example; =b", "write each parameter as tag=value"},
    {"TagWithUnderscore", "ca.example; a_b=c", "write each parameter as tag=value"},
    {"SpaceInParameterValue", "ca.example; a=b c", "write each parameter as tag=value"},
    {"ControlCharacterInParameterValue", "ca.example; a=\x01", "write each parameter as tag=value"},
    {"SemicolonAfterAParameter", "ca.example; a=b;", "remove the semicolon that is too many"},
    {"TwoSemicolons", "ca.example;; a=b", "remove the semicolon that is too many"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Rfc8659, Issuer, testing::ValuesIn(cases), test_support::row_name);

TEST(Issuer, HasParametersWhenSomethingStandsBehindTheSemicolon)
{
    EXPECT_TRUE(has_parameters("a; b=c"));
    EXPECT_FALSE(has_parameters("a"));
    EXPECT_FALSE(has_parameters("a; "));
}

}  // namespace
}  // namespace config
