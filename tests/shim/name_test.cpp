#include "shim/name.hpp"
#include "tests/support/row_name.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <string_view>

namespace shim {
namespace {

Name name(std::string_view text)
{
    return Name::from_text(text).value();
}

const std::string label63(63, 'a');
// 3 × 64 + 62 + 1 = 255 octets on the wire.
const std::string longest = label63 + '.' + label63 + '.' + label63 + '.' + std::string(61, 'b');

struct TextCase {
    std::string_view name;
    std::string text;
    std::string expected;  // as written again

    friend void PrintTo(const TextCase& test, std::ostream* out) { *out << test.name; }
};

class NameText : public testing::TestWithParam<TextCase> {};

TEST_P(NameText, IsReadAndWrittenAgain)
{
    const auto parsed = Name::from_text(GetParam().text);
    ASSERT_TRUE(parsed) << parsed.error().message();
    EXPECT_EQ(parsed->to_text(), GetParam().expected);
    EXPECT_EQ(name(parsed->to_text()), *parsed);
}

const TextCase texts[] = {
    {"Root", ".", "."},
    {"OneLabel", "example", "example"},
    {"TrailingDotIsOptional", "www.example.com.", "www.example.com"},
    {"UpperCaseBecomesLower", "WWW.Example.COM", "www.example.com"},
    {"UnderscoreAndStar", "_dns.*.example", "_dns.*.example"},
    {"EscapedDotStaysInTheLabel", R"(a\.b.example)", R"(a\.b.example)"},
    {"EscapedOctet", R"(\000\255\032.example)", R"(\000\255\032.example)"},
    {"EscapedLetterIsThatLetter", R"(\a\066.example)", "ab.example"},
    {"SpecialCharactersAreEscaped", R"(a"b(c)d;e@f$g.example)", R"(a\"b\(c\)d\;e\@f\$g.example)"},
    {"Utf8IsEscaped", "\xC3\xA4.example", R"(\195\164.example)"},
    {"LongestLabel", label63, label63},
    {"LongestName", longest, longest},
};

INSTANTIATE_TEST_SUITE_P(Rfc1035, NameText, testing::ValuesIn(texts), test_support::row_name);

struct BadCase {
    std::string_view name;
    std::string text;
    Errc error;

    friend void PrintTo(const BadCase& test, std::ostream* out) { *out << test.name; }
};

class NameNotText : public testing::TestWithParam<BadCase> {};

TEST_P(NameNotText, IsRefusedWithItsReason)
{
    const auto parsed = Name::from_text(GetParam().text);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error(), GetParam().error);
}

const BadCase bad_texts[] = {
    {"Empty", "", Errc::empty_label},
    {"TwoDots", "a..b", Errc::empty_label},
    {"LeadingDot", ".a", Errc::empty_label},
    {"OnlyTwoDots", "..", Errc::empty_label},
    {"LabelOf64", std::string(64, 'a'), Errc::label_too_long},
    {"NameOf256", longest + 'b', Errc::name_too_long},
    {"NameOfFourLongLabels", label63 + '.' + label63 + '.' + label63 + '.' + label63,
     Errc::name_too_long},
    {"BackslashAtTheEnd", "a\\", Errc::bad_escape},
    {"TwoDigits", R"(a\12)", Errc::bad_escape},
    {"DigitsThenLetter", R"(a\1b2)", Errc::bad_escape},
    {"Above255", R"(a\256)", Errc::bad_escape},
};

INSTANTIATE_TEST_SUITE_P(Rfc1035,
                         NameNotText,
                         testing::ValuesIn(bad_texts),
                         test_support::row_name);

TEST(Name, ComparesCaseBlindInAsciiOnly)
{
    EXPECT_EQ(name("EXAMPLE.com"), name("example.COM"));
    EXPECT_FALSE(name("\xC4.example") == name("\xE4.example"));
    EXPECT_FALSE(name("a.b") == name(R"(a\.b)"));
}

TEST(Name, KnowsItsLabelsAndItsWireForm)
{
    EXPECT_EQ(name("www.example.com").label_count(), 3U);
    EXPECT_EQ(Name().label_count(), 0U);
    EXPECT_TRUE(Name().is_root());
    EXPECT_EQ(name(".").wire().size(), 1U);
    EXPECT_EQ(name(longest).wire().size(), wire::max_name);
    const auto written = name("a.bc");
    EXPECT_EQ(Bytes(written.wire().begin(), written.wire().end()), (Bytes{1, 'a', 2, 'b', 'c', 0}));
}

TEST(Name, HasTheRestOfItsLabelsAsParent)
{
    EXPECT_EQ(name("www.example.com").parent(), name("example.com"));
    EXPECT_EQ(name("com").parent(), Name());
    EXPECT_EQ(Name().parent(), Name());
    EXPECT_EQ(name("www.example.com").parent().label_count(), 2U);
}

TEST(Name, IsBelowAnApexOnlyAtLabelBoundaries)
{
    const auto apex = name("example.com");
    EXPECT_TRUE(name("example.com").is_at_or_below(apex));
    EXPECT_TRUE(name("a.b.example.com").is_at_or_below(apex));
    EXPECT_TRUE(apex.is_at_or_below(Name()));
    EXPECT_FALSE(name("badexample.com").is_at_or_below(apex));
    EXPECT_FALSE(name("com").is_at_or_below(apex));
    EXPECT_FALSE(name("example.com.net").is_at_or_below(apex));
    EXPECT_FALSE(name(R"(a\.example.com)").is_at_or_below(apex));
}

TEST(Name, IsPutBelowAnotherUnlessThatGetsTooLong)
{
    EXPECT_EQ(name("web").below(name("svc.cluster.local")).value(), name("web.svc.cluster.local"));
    EXPECT_EQ(name("web").below(Name()).value(), name("web"));
    EXPECT_EQ(Name().below(name("example")).value(), name("example"));
    EXPECT_EQ(name("web").below(name("svc")).value().label_count(), 2U);
    EXPECT_TRUE(name(std::string(60, 'a')).below(name(longest.substr(62))));
    EXPECT_EQ(name("a").below(name(longest)).error(), Errc::name_too_long);
}

TEST(Name, IsBuiltFromItsFrontWithinTheLimits)
{
    Bytes label(1 + wire::max_label, 'X');
    label[0] = wire::max_label;
    const Bytes two{1, 'A', 1, 'Z'};
    Name built;
    built.clear();
    EXPECT_TRUE(built.append({}, 0));
    EXPECT_TRUE(built.append(two, 2));
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(built.append(label, 1));
    EXPECT_FALSE(built.append(label, 1));
    EXPECT_EQ(built.wire().size(), 4U + 3 * 64);
    label[0] = 57;
    EXPECT_FALSE(built.append(BytesView(label).first(60), 1));
    EXPECT_TRUE(built.append(BytesView(label).first(58), 1));
    EXPECT_TRUE(built.append(Bytes{0}, 0));
    EXPECT_EQ(built.wire().size(), wire::max_name);
    EXPECT_EQ(built.label_count(), 6U);
    EXPECT_EQ(built.to_text().substr(0, 7), "a.z.xxx");
}

TEST(Name, HoldsTheMostLabelsThatFit)
{
    std::string text;
    for (std::size_t i = 0; i < wire::max_labels; ++i) text += "a.";
    EXPECT_EQ(name(text).label_count(), wire::max_labels);
    EXPECT_EQ(Name::from_text(text + 'a').error(), Errc::name_too_long);
}

}  // namespace
}  // namespace shim
