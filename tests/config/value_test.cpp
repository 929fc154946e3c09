#include "config/value.hpp"
#include "tests/config/told.hpp"
#include "tests/support/row_name.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace config {
namespace {

struct Case {
    std::string_view name;
    std::string_view text;
    std::string_view expected;  // the items in angle brackets, or the message

    friend void PrintTo(const Case& test, std::ostream* out) { *out << test.name; }
};

class CutList : public testing::TestWithParam<Case> {};

TEST_P(CutList, GivesItemsOrSaysWhatIsWrong)
{
    Told told;
    const auto value = cut_list(GetParam().text, told.problems);
    std::string text;
    for (const auto& item : value.items) text += '<' + item + '>';
    if (!told.errors.empty()) text = told.errors.front().message;
    EXPECT_EQ(text, GetParam().expected);
    EXPECT_EQ(value.text, GetParam().text);
    EXPECT_TRUE(value.cut);
}

const Case cases[] = {
    {"OneItem", "a", "<a>"},
    {"TwoItems", "a,b", "<a><b>"},
    {"WhiteSpaceAroundItemsIsDropped", " a ,\tb\r\n", "<a><b>"},
    {"WhiteSpaceInItemsStays", "a b,c", "<a b><c>"},
    {"QuotedCommaDoesNotCut", R"("a,b",c)", "<a,b><c>"},
    {"QuotesInsideAnItemStay", R"(0 issue "a,b",c)", R"(<0 issue "a,b"><c>)"},
    {"EscapedQuoteInQuotes", R"("a\"b,c")", R"(<a"b,c>)"},
    {"EscapedBackslashInQuotes", R"("a\\",b)", R"(<a\><b>)"},
    {"BackslashOutsideQuotesIsOneLikeAnyOther", R"(a\,b)", R"(<a\><b>)"},
    {"TwoQuotedPartsAreNoQuotedItem", R"("a" "b")", R"(<"a" "b">)"},
    {"EmptyQuotes", R"("")", "<>"},
    {"UnclosedQuote", R"(a,"b)", "a double quote is not closed"},
    {"UnclosedQuoteBehindABackslash", R"("a\)", "a double quote is not closed"},
    {"CommaAtTheEnd", "a,", "an item of the list is empty: remove the comma that is too many"},
    {"TwoCommas", "a,,b", "an item of the list is empty: remove the comma that is too many"},
    {"CommaAlone", ",", "an item of the list is empty: remove the comma that is too many"},
};

INSTANTIATE_TEST_SUITE_P(Value, CutList, testing::ValuesIn(cases), test_support::row_name);

TEST(Value, JoinsAnArrayAsItWouldBeWritten)
{
    EXPECT_EQ(join_list({"a", "b,c"}).text, R"(a, "b,c")");
    EXPECT_EQ(join_list({}).text, "[]");
    EXPECT_FALSE(join_list({"a"}).cut);
}

TEST(Value, SaysAWordWhenItIsThatWordAloneOrAnEmptyArray)
{
    EXPECT_TRUE(says(join_list({"off"}), "off"));
    EXPECT_TRUE(says(join_list({}), "off"));
    EXPECT_FALSE(says(join_list({"off", "off"}), "off"));
    EXPECT_FALSE(says(join_list({"on"}), "off"));
}

TEST(OnOneLine, PutsASpaceForEachControlCharacter)
{
    EXPECT_EQ(on_one_line("a\tb\r\nc\x1b[2J\x7f"), "a b  c [2J ");
    EXPECT_EQ(on_one_line("plain \xc3\xa9"), "plain \xc3\xa9");
}

}  // namespace
}  // namespace config
