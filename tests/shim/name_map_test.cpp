#include "shim/name_map.hpp"
#include "tests/support/policy_parts.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace shim {
namespace {

using test_support::name;

// The values along a name, from the root down, with spaces between.
std::string walk(const NameMap<std::string>& map, std::string_view text)
{
    std::string seen;
    map.walk(name(text), [&](const std::string& value, BytesView) {
        seen += (seen.empty() ? "" : " ") + value;
    });
    return seen;
}

TEST(NameMap, WalksFromTheRootDownToTheName)
{
    NameMap<std::string> map;
    map.at(name("example.com")) = "zone";
    map.at(name("www.example.com")) = "host";
    map.at(Name()) = "root";
    EXPECT_EQ(walk(map, "www.example.com"), "root zone host");
    EXPECT_EQ(walk(map, "a.b.example.com"), "root zone");
    EXPECT_EQ(walk(map, "com"), "root");
    EXPECT_EQ(walk(map, "."), "root");
    EXPECT_EQ(walk(map, "wwwexample.com"), "root");
}

TEST(NameMap, TellsTheApexOfEachValue)
{
    NameMap<int> map;
    map.at(name("example.com")) = 1;
    map.walk(name("www.example.com"), [&](int, BytesView apex) {
        const auto expected = name("example.com");
        EXPECT_TRUE(
            std::equal(apex.begin(), apex.end(), expected.wire().begin(), expected.wire().end()));
    });
}

TEST(NameMap, IsEmptyAtFirst)
{
    const NameMap<std::string> map;
    EXPECT_EQ(walk(map, "example.com"), "");
    EXPECT_EQ(map.size(), 0U);
}

TEST(NameMap, HasOneValueAName)
{
    NameMap<std::string> map;
    map.at(name("example.com")) = "first";
    EXPECT_EQ(map.at(name("EXAMPLE.com")), "first");
    EXPECT_TRUE(map.has(name("example.com")));
    EXPECT_FALSE(map.has(name("com")));
    EXPECT_FALSE(map.has(name("www.example.com")));
    EXPECT_EQ(map.size(), 1U);
}

TEST(NameMap, KeepsApartNamesWhoseLabelsRunTogether)
{
    NameMap<std::string> map;
    map.at(name("ab.c")) = "ab.c";
    EXPECT_EQ(walk(map, "a.bc"), "");
    EXPECT_EQ(walk(map, R"(ab\.c)"), "");
}

TEST(NameMap, FindsEachOfManyAndNothingElse)
{
    NameMap<int> map;
    constexpr int count = 20000;
    for (int i = 0; i < count; ++i) map.at(name("n" + std::to_string(i) + ".example")) = i;
    EXPECT_EQ(map.size(), static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        int found = -1;
        map.walk(name("x.n" + std::to_string(i) + ".example"), [&](int value, BytesView) {
            EXPECT_EQ(found, -1);
            found = value;
        });
        ASSERT_EQ(found, i);
    }
    map.walk(name("n20000.example"), [](int, BytesView) { ADD_FAILURE(); });
}

// Labels of every length up to that of a hashed word and past it, which differ in one octet.
TEST(NameMap, KeepsApartLabelsThatDifferInOneOctet)
{
    NameMap<std::string> map;
    const auto each_changed = [](std::string_view text, auto&& act) {
        for (std::size_t i = 0; i < text.size(); ++i) {
            std::string changed(text);
            changed[i] = 'b';
            act(changed);
        }
    };
    const std::string label(11, 'a');
    for (std::size_t size = 1; size <= label.size(); ++size)
        each_changed(label.substr(0, size),
                     [&](const std::string& text) { map.at(name(text)) = text; });
    for (std::size_t size = 1; size <= label.size(); ++size) {
        EXPECT_EQ(walk(map, label.substr(0, size)), "");
        each_changed(label.substr(0, size),
                     [&](const std::string& text) { EXPECT_EQ(walk(map, text), text); });
    }
}

TEST(NameMap, HoldsTheLongestNames)
{
    std::string deepest;
    for (std::size_t i = 0; i < wire::max_labels; ++i) deepest += "a.";
    NameMap<std::string> map;
    map.at(name(deepest)) = "deepest";
    EXPECT_EQ(walk(map, deepest), "deepest");
    EXPECT_EQ(walk(map, deepest.substr(2)), "");
}

}  // namespace
}  // namespace shim
