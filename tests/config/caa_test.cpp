#include "config/caa.hpp"
#include "tests/config/error_case.hpp"
#include "tests/config/settings_text.hpp"
#include "tests/support/row_name.hpp"

#include <gtest/gtest.h>

#include <string>

namespace config {
namespace {

struct Case {
    std::string_view name;
    std::string_view toml;
    std::string_view expected;  // records of the first rule

    friend void PrintTo(const Case& test, std::ostream* out) { *out << test.name; }
};

class Caa : public testing::TestWithParam<Case> {};

TEST_P(Caa, MakesTheseRecords)
{
    EXPECT_EQ(line_of(settings_of(file(GetParam().toml)), "rule0.caa"),
              "rule0.caa: " + std::string(GetParam().expected));
}

// clang-format off
const Case cases[] = {
    {"String", "caa = 'a.example'", R"(0 issue "a.example")"},
    {"StringOfSeveral", "caa = 'a.example, b.example'", R"(0 issue "a.example" | 0 issue "b.example")"},
    {"Array", "caa = ['a.example', 'b.example']", R"(0 issue "a.example" | 0 issue "b.example")"},
    {"None", "caa = 'none'", ""},
    {"Deny", "caa = 'deny'", R"(0 issue ";")"},
    {"Forward", "caa = 'forward'", "forward"},
    {"Nobody", "caa = ';'", R"(0 issue ";")"},
    {"Parameters", "caa = ['a.example; x=1,2']", R"(0 issue "a.example; x=1,2")"},
    {"QuotedParameters", R"(caa = '"a.example; x=1,2", b.example')", R"(0 issue "a.example; x=1,2" | 0 issue "b.example")"},
    {"OneLabelAfterParametersInAnArray", "caa = ['a.example; x=1', 'dns-01']", R"(0 issue "a.example; x=1" | 0 issue "dns-01")"},
    {"OneLabelFirst", "caa = 'localhost, a.example; x=1'", R"(0 issue "localhost" | 0 issue "a.example; x=1")"},
    {"SpaceAroundItemsOfAnArray", "caa = [' a.example ']", R"(0 issue "a.example")"},
    {"DefaultIssuersStayBesideOtherKeys", "caa.iodef = 'https://example.com/r'", R"(0 issue "letsencrypt.org" | 0 issue "happy-hacker-ca.invalid" | 0 iodef "https://example.com/r")"},
    {"AllKeysInOrder", "[caa]\nraw = '128 tbs \"x\"'\niodef = 'mailto:a@example.com'\nissuewild = 'w.example'\nissue = 'i.example'",
     R"(0 issue "i.example" | 0 issuewild "w.example" | 0 iodef "mailto:a@example.com" | 128 tbs "x")"},
    {"RawTableWithoutFlags", "caa = { issue = 'none', raw = [{ tag = 'issue', value = 'A.' }] }", R"(0 issue "A.")"},
    {"RawTextsAndTables", "caa = { issue = 'none', raw = ['1 a \"b\"', { tag = 'c', value = 'd' }] }", R"(1 a "b" | 0 c "d")"},
    {"RawNone", "caa = { issue = 'none', raw = 'none' }", ""},
    {"EmptyIssueList", "caa = { issue = [] }", ""},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Rfc8659, Caa, testing::ValuesIn(cases), test_support::row_name);

class CaaError : public testing::TestWithParam<ErrorCase> {};

TEST_P(CaaError, SaysWhatWouldBeRight)
{
    EXPECT_EQ(errors_of(file(GetParam().toml)), GetParam().errors);
}

// clang-format off
const ErrorCase errors[] = {
    {"CommaSlip", "caa = 'letsencrypt.org; validationmethods=http-01,dns-01'",
     "x.toml:1: caa.issue = dns-01: put an issuer whose parameters have a comma in double quotes: \"letsencrypt.org; validationmethods=http-01,dns-01\""},
    {"WordAmongOthers", "caa = 'none, a.example'",
     "x.toml:1: caa.issue = none, a.example: write a list of issuers, or one of none, deny, forward alone, not none among others"},
    {"WordAmongWildcardIssuers", "caa.issuewild = ['deny', 'a.example']",
     "x.toml:1: caa.issuewild = deny, a.example: write a list of issuers, or one of none, deny alone, not deny among others"},
    {"ForwardAndMore", "[caa]\nissue = 'forward'\niodef = 'mailto:a@example.com'",
     "x.toml:2: caa.issue = forward: the upstream answers CAA queries, so nothing can be added: remove the other caa keys, or forward"},
    {"ItemEmpty", "caa = ['']", "x.toml:1: caa.issue: an item of the list is empty: write deny to permit nobody"},
    {"Number", "caa = 5.5", "x.toml:1: caa.issue = a number with a point: write a string or an array of strings, such as \"deny\""},
    {"UnknownKey", "[caa]\nisue = 'a.example'", "x.toml:2: caa.isue = a.example: there is no such key; did you mean issue?"},
    {"RawTableWithUnknownKey", "caa.raw = [{ flag = 1, tag = 'a', value = 'b' }]",
     "x.toml:1: caa.raw = { flag = 1, tag = a, value = b }: write a record as { flags = 128, tag = \"tbs\", value = \"Unknown\" }; only flags can be left out"},
    {"RawTableWithoutTag", "caa.raw = [{ value = 'b' }]",
     "x.toml:1: caa.raw = { value = b }: write a record as { flags = 128, tag = \"tbs\", value = \"Unknown\" }; only flags can be left out"},
    {"RawNumber", "caa.raw = [5]", "x.toml:1: caa.raw = 5: write a table { flags, tag, value } or a string"},
    {"RawFlagsTooGreat", "caa.raw = [{ flags = 256, tag = 'a', value = 'b' }]",
     "x.toml:1: caa.raw = 256 a \"b\": write flags, tag and value, such as 128 tbs \"Unknown\": a number is missing or out of range"},
    {"RawTagWithHyphen", "caa.raw = '0 a-b \"c\"'",
     "x.toml:1: caa.raw = 0 a-b \"c\": write flags, tag and value, such as 128 tbs \"Unknown\": a CAA tag has 1 to 255 letters and digits"},
    {"IodefWithoutAddress", "caa.iodef = 'mailto:'",
     "x.toml:1: caa.iodef = mailto:: write a mailto:, http: or https: URL, such as mailto:security@example.com, or none"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Rfc8659, CaaError, testing::ValuesIn(errors), test_support::row_name);

TEST(CaaLimits, RecordsFitIntoAMessage)
{
    const std::string value(30'000, 'x');
    const auto text = "caa = { issue = 'none', raw = [{ tag = 'a', value = '" + value +
                      "' }, { tag = 'b', value = '" + value + "' }] }";
    EXPECT_EQ(errors_of(file(text)),
              "x.toml:1: caa.issue: the CAA records take 60030 octets: remove some, no more "
              "than 60000 fit into a DNS message");
}

}  // namespace
}  // namespace config
