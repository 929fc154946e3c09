#include "config/boulder_json.hpp"
#include "tests/support/row_name.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace config {
namespace {

JsonValue parsed(std::string_view text)
{
    auto result = parse_json(text);
    const auto* error = std::get_if<JsonError>(&result);
    EXPECT_EQ(error, nullptr) << (error == nullptr ? "" : error->message);
    return error == nullptr ? std::get<JsonValue>(std::move(result)) : JsonValue{};
}

struct Span {
    std::string_view name;
    std::string_view text;
    std::string_view value;  // of the member "k", as it stands in the text

    friend void PrintTo(const Span& test, std::ostream* out) { *out << test.name; }
};

class JsonSpans : public testing::TestWithParam<Span> {};

TEST_P(JsonSpans, AreWhereTheValueStands)
{
    const auto [name, text, expected] = GetParam();
    const auto root = parsed(text);
    const auto* member = root.find("k");
    ASSERT_NE(member, nullptr);
    EXPECT_EQ(text.substr(member->value.begin, member->value.end - member->value.begin), expected);
}

const Span spans[] = {
    {"String", R"({"k":"v"})", R"("v")"},
    {"StringWithEscapedQuote", R"({"k": "a\"}," , "x": 1})", R"("a\"},")"},
    {"StringEndingInBackslash", R"({"k":"a\\","x":1})", R"("a\\")"},
    {"NumberBeforeComma", R"({"k":-1.50e+2,"x":1})", "-1.50e+2"},
    {"LiteralBeforeBrace", R"({"k":true})", "true"},
    {"LiteralBeforeLineEnd", "{\"k\": null\r\n}", "null"},
    {"EmptyObject", R"({"k": { } , "x":1})", "{ }"},
    {"EmptyArray", R"({"k": [ ],"x":1})", "[ ]"},
    {"NestedBrackets", R"({"a":[[],{}],"k":[1,[2,{"b":3}]]})", R"([1,[2,{"b":3}]])"},
    {"ByteOrderOfKeys", R"({"x":{"k":1},"k":2})", "2"},
    {"EscapedKey", R"({"\u006b": 3})", "3"},
    {"KeyOfOtherCase", R"({"K": 4})", "4"},
    {"LastOfTwo", R"({"k": 5, "K": 6})", "6"},
    {"InvalidUtf8BeforeIt", "{\"x\":\"\xff\xfe\",\"k\":7}", "7"},
    {"InvalidUtf8BesideAnEscape", "{\"k\":\"\\n\xff\"}", "\"\\n\xff\""},
    {"TrailingData", R"({"k":8} and more)", "8"},
};

INSTANTIATE_TEST_SUITE_P(Json, JsonSpans, testing::ValuesIn(spans), test_support::row_name);

TEST(Json, DecodesStrings)
{
    const auto root = parsed(R"({"k": "a\u00e9\n\"", "l": ["x", 1]})");
    EXPECT_EQ(root.find("k")->value.string, "a\xc3\xa9\n\"");
    EXPECT_EQ(root.find("l")->value.items.at(0).string, "x");
    EXPECT_EQ(root.find("l")->value.items.at(1).string, "");
}

TEST(Json, QuotesWhatNeedsIt)
{
    EXPECT_EQ(quoted("a\"b\\c\n"), R"("a\"b\\c\n")");
}

struct Broken {
    std::string_view name;
    std::string text;
    std::string_view place;

    friend void PrintTo(const Broken& test, std::ostream* out) { *out << test.name; }
};

class JsonErrors : public testing::TestWithParam<Broken> {};

TEST_P(JsonErrors, NameLineAndColumn)
{
    const auto result = parse_json(GetParam().text);
    const auto* error = std::get_if<JsonError>(&result);
    ASSERT_NE(error, nullptr);
    EXPECT_EQ(std::to_string(error->line) + ":" + std::to_string(error->column), GetParam().place);
    EXPECT_NE(error->message, "");
}

const Broken broken[] = {
    {"Empty", "", "1:1"},
    {"NoJsonAtAll", "va: x\n", "1:1"},
    {"CutOff", "{\n  \"va\": {", "2:10"},
    {"TrailingComma", "{\n  \"va\": 1,\n}", "3:1"},
    {"NoColon", "{\"va\" 1}", "1:7"},
    {"Comment", "{\n  // why\n}", "2:3"},
    {"ByteOrderMark", "\xef\xbb\xbf{}", "1:1"},
    {"NestedWithoutEnd", std::string(100'000, '['), "1:65"},
};

INSTANTIATE_TEST_SUITE_P(Json, JsonErrors, testing::ValuesIn(broken), test_support::row_name);

TEST(Json, RefusesEveryTruncation)
{
    const std::string text = R"({"va": {"a": "b\u0041", "c": [1, true, {}]}})";
    for (std::size_t size = 0; size < text.size(); ++size)
        EXPECT_TRUE(std::holds_alternative<JsonError>(parse_json(text.substr(0, size)))) << size;
}

}  // namespace
}  // namespace config
