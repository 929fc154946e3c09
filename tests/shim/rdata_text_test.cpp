#include "shim/rdata.hpp"
#include "tests/support/query_builder.hpp"
#include "tests/support/row_name.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <string_view>

namespace shim::rdata {
namespace {

using test_support::from_hex;

struct TextRow {
    std::string_view name;
    RrType type;
    std::string text;
    std::string shown;  // when it is read and written again

    friend void PrintTo(const TextRow& row, std::ostream* out) { *out << row.name; }
};

class RdataText : public testing::TestWithParam<TextRow> {};

TEST_P(RdataText, IsReadAndShownAsListed)
{
    const auto& row = GetParam();
    const auto parsed = parse(row.type, row.text);
    ASSERT_TRUE(parsed) << parsed.error().message();
    EXPECT_EQ(to_text(row.type, *parsed, *parsed, 0), row.shown);
    EXPECT_EQ(parse(row.type, row.shown).value(), *parsed);
}

// clang-format off
const TextRow texts[] = {
    {"A",              RrType::a,     "192.0.2.1",               "192.0.2.1"},
    {"Aaaa",           RrType::aaaa,  "2001:DB8:0::1",           "2001:db8::1"},
    {"SpaceAround",    RrType::a,     " \t192.0.2.1 ",           "192.0.2.1"},
    {"Cname",          RrType::cname, "WWW.Example.com.",        "www.example.com"},
    {"Ns",             RrType::ns,    "ns.example.com",          "ns.example.com"},
    {"Mx",             RrType::mx,    "10 mail.example.com",     "10 mail.example.com"},
    {"MxOfNobody",     RrType::mx,    "0 .",                     "0 ."},
    {"Srv",            RrType::srv,   "0 65535 53 dns.example",  "0 65535 53 dns.example"},
    {"Soa",            RrType::soa,   "ns.example a.example 1 2 3 4 4294967295", "ns.example a.example 1 2 3 4 4294967295"},
    {"Caa",            RrType::caa,   "0 issue \"ca.example\"",  "0 issue \"ca.example\""},
    {"CaaBare",        RrType::caa,   "0 issue ca.example",      "0 issue \"ca.example\""},
    {"CaaNobody",      RrType::caa,   "0 issue \";\"",           "0 issue \";\""},
    {"CaaEmptyValue",  RrType::caa,   "0 issue \"\"",            "0 issue \"\""},
    {"CaaFlags",       RrType::caa,   "128 issuewild \"a\\\"b\"", "128 issuewild \"a\\\"b\""},
    {"Txt",            RrType::txt,   "\"one\" \"two\"",         "\"one\" \"two\""},
    {"TxtBare",        RrType::txt,   "one  two; three",         "\"one  two; three\""},
    {"TxtEmpty",       RrType::txt,   "",                        "\"\""},
    {"TxtEmptyString", RrType::txt,   "\"\"",                    "\"\""},
    {"TxtEscapes",     RrType::txt,   R"("\"\\\065\200")",       R"("\"\\A\200")"},
    {"TxtUtf8",        RrType::txt,   "\xC3\xA4",                R"("\195\164")"},
    {"TxtQuotedThenBare", RrType::txt, "\"one\" two",            "\"one\" \"two\""},
    {"TxtLongest",     RrType::txt,   '"' + std::string(255, 'x') + '"', '"' + std::string(255, 'x') + '"'},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Rfc1035, RdataText, testing::ValuesIn(texts), test_support::row_name);

struct BadRow {
    std::string_view name;
    RrType type;
    std::string text;
    Errc error;

    friend void PrintTo(const BadRow& row, std::ostream* out) { *out << row.name; }
};

class RdataNotText : public testing::TestWithParam<BadRow> {};

TEST_P(RdataNotText, IsRefusedWithItsReason)
{
    const auto parsed = parse(GetParam().type, GetParam().text);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error(), GetParam().error) << parsed.error().message();
}

// clang-format off
const BadRow bad_texts[] = {
    {"AOfTheOtherFamily",  RrType::a,     "2001:db8::1",        Errc::bad_address},
    {"AaaaOfTheOther",     RrType::aaaa,  "192.0.2.1",          Errc::bad_address},
    {"AEmpty",             RrType::a,     "",                   Errc::missing_field},
    {"ATwice",             RrType::a,     "192.0.2.1 192.0.2.2", Errc::trailing_text},
    {"CnameEmpty",         RrType::cname, "",                   Errc::missing_field},
    {"CnameTwice",         RrType::cname, "a b",                Errc::trailing_text},
    {"CnameNoName",        RrType::cname, "a..b",               Errc::empty_label},
    {"MxNoNumber",         RrType::mx,    "mail.example",       Errc::bad_number},
    {"MxAbove65535",       RrType::mx,    "65536 mail.example", Errc::bad_number},
    {"MxNegative",         RrType::mx,    "-1 mail.example",    Errc::bad_number},
    {"MxNoName",           RrType::mx,    "10",                 Errc::missing_field},
    {"SrvShort",           RrType::srv,   "0 0 dns.example",    Errc::bad_number},
    {"SoaShort",           RrType::soa,   "a b 1 2 3 4",        Errc::missing_field},
    {"CaaFlagsAbove255",   RrType::caa,   "256 issue \"a\"",    Errc::bad_number},
    {"CaaTag",             RrType::caa,   "0 is-sue \"a\"",     Errc::bad_caa_tag},
    {"CaaNoValue",         RrType::caa,   "0 issue",            Errc::missing_field},
    {"CaaTwoValues",       RrType::caa,   "0 issue a b",        Errc::trailing_text},
    {"TxtQuoteOpen",       RrType::txt,   "\"abc",              Errc::string_too_long},
    {"TxtStringOf256",     RrType::txt,   '"' + std::string(256, 'x') + '"', Errc::string_too_long},
    {"TxtEscape",          RrType::txt,   "\"\\25\"",           Errc::bad_escape},
    {"TxtBackslashLast",   RrType::txt,   "\"\\",               Errc::bad_escape},
    {"OtherType",          RrType::hinfo, "\"a\" \"b\"",        Errc::unsupported_type},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Rfc1035,
                         RdataNotText,
                         testing::ValuesIn(bad_texts),
                         test_support::row_name);

struct OctetRow {
    std::string_view name;
    RrType type;
    std::string_view rdata;  // hexadecimal, at offset 4 of a message that begins `01 61 00 ff`
    std::string_view shown;

    friend void PrintTo(const OctetRow& row, std::ostream* out) { *out << row.name; }
};

class RdataOctets : public testing::TestWithParam<OctetRow> {};

TEST_P(RdataOctets, AreShownAsListed)
{
    auto message = from_hex("016100ff");
    const auto rdata = from_hex(GetParam().rdata);
    message.insert(message.end(), rdata.begin(), rdata.end());
    EXPECT_EQ(to_text(GetParam().type, BytesView(message).subspan(4), message, 4),
              GetParam().shown);
}

// clang-format off
const OctetRow octet_rows[] = {
    {"CompressedName",     RrType::cname, "01 62 c000",         "b.a"},
    {"CompressedMx",       RrType::mx,    "000a c000",          "10 a"},
    {"Ptr",                RrType::ptr,   "c000",               "a"},
    {"Hinfo",              RrType::hinfo, "0161 00",            "\"a\" \"\""},
    {"HinfoOfOneString",   RrType::hinfo, "0161",               "\\# 2 0161"},
    {"HinfoOfThree",       RrType::hinfo, "0161 00 00",         "\\# 4 01610000"},
    {"UnknownType",        RrType{1000},  "00ff",               "\\# 2 00ff"},
    {"UnknownTypeEmpty",   RrType{1000},  "",                   "\\# 0"},
    {"AOfThreeOctets",     RrType::a,     "c00002",             "\\# 3 c00002"},
    {"AOfFiveOctets",      RrType::a,     "c000020100",         "\\# 5 c000020100"},
    {"AaaaOfFourOctets",   RrType::aaaa,  "c0000201",           "\\# 4 c0000201"},
    {"NameThatEndsEarly",  RrType::cname, "01 62 00 00",        "\\# 4 01620000"},
    {"NamePastTheEnd",     RrType::cname, "02 62",              "\\# 2 0262"},
    {"TxtPastTheEnd",      RrType::txt,   "02 61",              "\\# 2 0261"},
    {"TxtOfNothing",       RrType::txt,   "",                   "\\# 0"},
    {"SoaCutOff",          RrType::soa,   "00 00 00000001",     "\\# 6 000000000001"},
    {"CaaTagPastTheEnd",   RrType::caa,   "00 05 6973",         "\\# 4 00056973"},
    {"CaaTagOfNothing",    RrType::caa,   "00 00 61",           "\\# 3 000061"},
    {"CaaTagWithNewline",  RrType::caa,   "00 02 610a 62",      "\\# 5 0002610a62"},
    {"TxtWithNewline",     RrType::txt,   "02 610a",            "\"a\\010\""},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Rfc3597,
                         RdataOctets,
                         testing::ValuesIn(octet_rows),
                         test_support::row_name);

TEST(RdataOctets, OutsideTheMessageAreShownAsUnknown)
{
    const auto rdata = from_hex("c0000201");
    EXPECT_EQ(to_text(RrType::a, rdata, rdata, 1), "\\# 4 c0000201");
    EXPECT_EQ(to_text(RrType::a, rdata, {}, 0), "\\# 4 c0000201");
}

}  // namespace
}  // namespace shim::rdata
