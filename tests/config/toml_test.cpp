#include "config/toml.hpp"

#include <gtest/gtest.h>

#include <string>

namespace config {
namespace {

using Type = TomlNode::Type;

// The document, or a failure.
TomlNode parse(std::string text)
{
    auto parsed = parse_toml({"x.toml", std::move(text)});
    if (auto* node = std::get_if<TomlNode>(&parsed)) return std::move(*node);
    ADD_FAILURE() << std::get<Error>(parsed).to_text();
    return {};
}

TEST(Toml, KeepsTypeTextAndLine)
{
    const auto root = parse("s = 'text'\ni = -5\n\nb = true\nf = 1.5\nd = 1979-05-27\n"
                            "a = [1,\n 'x']\n[t]\nk = 1");
    const auto expect = [&](std::string_view key, Type type, std::string_view text, int line) {
        const auto* node = root.find(key);
        ASSERT_NE(node, nullptr) << key;
        EXPECT_EQ(node->type, type) << key;
        EXPECT_EQ(node->text, text) << key;
        EXPECT_EQ(node->line, static_cast<std::size_t>(line)) << key;
    };
    expect("s", Type::string, "text", 1);
    expect("i", Type::integer, "-5", 2);
    expect("b", Type::boolean, "true", 4);
    expect("f", Type::other, "a number with a point", 5);
    expect("d", Type::other, "a date or time", 6);
    expect("a", Type::array, "", 7);
    expect("t", Type::table, "", 9);
    EXPECT_EQ(root.find("a")->items.at(1).line, 8U);
    EXPECT_EQ(root.find("t")->find("k")->line, 10U);
    EXPECT_EQ(root.find("none"), nullptr);
}

TEST(Toml, SaysOnWhichLineATextIsNone)
{
    const auto parsed = parse_toml({"x.toml", "a = 1\nb = \n"});
    const auto* error = std::get_if<Error>(&parsed);
    ASSERT_NE(error, nullptr);
    EXPECT_EQ(error->origin, "x.toml:2");
    EXPECT_EQ(error->message.substr(0, 18), "this is not TOML: ");
}

TEST(Toml, RefusesTextThatIsNotUtf8)
{
    EXPECT_TRUE(std::holds_alternative<Error>(parse_toml({"x.toml", "a = '\xff'"})));
}

}  // namespace
}  // namespace config
