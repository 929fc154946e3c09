#include "config/boulder_edits.hpp"
#include "tests/support/row_name.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <string>

namespace config {
namespace {

struct Case {
    std::string_view name;
    std::string_view before;
    std::function<void(JsonEdits&, const JsonObject&)> edit;
    std::string_view after;
    std::string_view change;  // "path: before → after", empty for none

    friend void PrintTo(const Case& test, std::ostream* out) { *out << test.name; }
};

class Edits : public testing::TestWithParam<Case> {};

TEST_P(Edits, ChangeNothingElse)
{
    const auto& test = GetParam();
    const auto root = std::get<JsonValue>(parse_json(test.before));
    JsonEdits edits(test.before);
    test.edit(edits, {&root, "va"});
    EXPECT_EQ(edits.apply(), test.after);
    std::string said;
    for (const auto& change : edits.changes())
        said += change.path + ": " + change.before + " → " + change.after;
    EXPECT_EQ(said, test.change);
}

auto set(std::string_view key, std::string json)
{
    return [=](JsonEdits& edits, const JsonObject& object) {
        edits.set(object, *object.value->find(key), json);
    };
}

auto only(std::string_view key, std::string_view item)
{
    return [=](JsonEdits& edits, const JsonObject& object) {
        edits.set_only_item(object, *object.value->find(key), item);
    };
}

auto insert(std::string_view behind, std::string_view key, std::string json)
{
    return [=](JsonEdits& edits, const JsonObject& object) {
        edits.insert(object, *object.value->find(behind), key, json);
    };
}

// clang-format off
const Case cases[] = {
    {"SetKeepsSpacesAndOrder", "{ \"b\" :\t1 , \"A\": 1.0e5 }", set("b", "2"),
     "{ \"b\" :\t2 , \"A\": 1.0e5 }", "va.b: 1 → 2"},
    {"SetSpellsTheKeyAsTheFileDoes", R"({"caCertfile":"x"})", set("caCertFile", R"("y")"),
     R"({"caCertfile":"y"})", R"(va.caCertfile: "x" → "y")"},
    {"SetToTheSameIsNoChange", R"({"b": "x"})", set("b", R"("x")"), R"({"b": "x"})", ""},
    {"SetShowsAnArrayOnOneLine", "{\"b\": [\n1,\n\"x\"\n]}", set("b", "1"), "{\"b\": 1}", "va.b: [1, \"x\"] → 1"},
    {"OnlyItemKeepsLineBreaks", "{\"b\": [\n\t\"x\",\n\t\"y\"\n]}", only("b", "z"),
     "{\"b\": [\n\t\"z\"\n]}", R"(va.b: ["x", "y"] → ["z"])"},
    {"OnlyItemOfAnEmptyArray", R"({"b": []})", only("b", "z"), R"({"b": ["z"]})", R"(va.b: [] → ["z"])"},
    {"OnlyItemOfNull", R"({"b": null})", only("b", "z"), R"({"b": ["z"]})", R"(va.b: null → ["z"])"},
    {"OnlyItemAlreadyThere", "{\"b\": [\n\"z\"\n]}", only("b", "z"), "{\"b\": [\n\"z\"\n]}", ""},
    {"OnlyItemTwiceIsReduced", R"({"b": ["z", "z"]})", only("b", "z"), R"({"b": ["z"]})", R"(va.b: ["z", "z"] → ["z"])"},
    {"InsertTakesTheIndentation", "{\n\t\"b\": 1,\n\t\"c\": 2\n}", insert("b", "n", "true"),
     "{\n\t\"b\": 1,\n\t\"n\": true,\n\t\"c\": 2\n}", "va.n: (absent) → true"},
    {"InsertBehindTheLast", "{\n  \"b\": 1\n}\n", insert("b", "n", "true"),
     "{\n  \"b\": 1,\n  \"n\": true\n}\n", "va.n: (absent) → true"},
    {"InsertKeepsCarriageReturns", "{\r\n  \"b\":1\r\n}", insert("b", "n", "true"),
     "{\r\n  \"b\":1,\r\n  \"n\":true\r\n}", "va.n: (absent) → true"},
    {"InsertInMinifiedText", R"({"b":1,"c":2})", insert("c", "n", "true"),
     R"({"b":1,"c":2,"n":true})", "va.n: (absent) → true"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Boulder, Edits, testing::ValuesIn(cases), test_support::row_name);

TEST(Edits, ApplyInTheOrderOfTheText)
{
    const std::string text = R"({"a":1,"b":[1,2],"c":3})";
    const auto root = std::get<JsonValue>(parse_json(text));
    const JsonObject object{&root, ""};
    JsonEdits edits(text);
    edits.insert(object, *root.find("b"), "n", "0");
    edits.set(object, *root.find("c"), "30");
    edits.set_only_item(object, *root.find("b"), "x");
    edits.insert(object, *root.find("b"), "m", "0");
    edits.set(object, *root.find("a"), "10");
    EXPECT_EQ(edits.apply(), R"({"a":10,"b":["x"],"n":0,"m":0,"c":30})");
    EXPECT_EQ(edits.changes().front().path, "n");
}

}  // namespace
}  // namespace config
