#include "config/fields.hpp"
#include "config/reference.hpp"
#include "tests/config/settings_text.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace config {
namespace {

using testing::HasSubstr;

const std::string page = SOURCE_DIR "/docs/configuration.md";

std::vector<std::string> toml_blocks(const std::string& text)
{
    constexpr std::string_view open = "```toml\n";
    std::vector<std::string> blocks;
    for (auto at = text.find(open); at != std::string::npos; at = text.find(open, at)) {
        at += open.size();
        blocks.push_back(text.substr(at, text.find("```", at) - at));
    }
    return blocks;
}

// The sample with every setting in effect: without the marks in front of `key = ` and `[[`.
std::string uncommented(const std::string& sample)
{
    std::istringstream lines(sample);
    std::string text;
    for (std::string line; std::getline(lines, line);) {
        const bool setting = line.find(" = ") != std::string::npos || line.find("[[") == 2;
        text += (setting && line.compare(0, 2, "# ") == 0 ? line.substr(2) : line) + '\n';
    }
    return text;
}

TEST(Reference, IsThePageInDocs)
{
    if (std::getenv("UPDATE_DOCS") != nullptr) std::ofstream(page) << render_reference();
    std::ostringstream text;
    text << std::ifstream(page).rdbuf();
    EXPECT_TRUE(text.str() == render_reference())
        << page << " is out of date; write it again with\n"
        << "UPDATE_DOCS=1 build/tests/config/config_tests --gtest_filter='Reference.*'";
}

TEST(Reference, TellsOfEverySetting)
{
    const auto text = render_reference();
    for (const auto& field : fields()) {
        EXPECT_THAT(text, HasSubstr("\n### " + std::string(field.key) + "\n"));
        EXPECT_THAT(text, HasSubstr("- Variable: `" + field.variable() + "`\n"));
        EXPECT_THAT(text, HasSubstr("- Flag: `" + field.flag() + "`\n"));
    }
}

TEST(Reference, HasTomlThatLoads)
{
    const auto blocks = toml_blocks(render_reference());
    EXPECT_EQ(blocks.size(), 6U);
    for (const auto& block : blocks) EXPECT_EQ(errors_of(file(block)), "") << block;
}

TEST(Reference, HasASampleThatSetsEverythingOnceUncommented)
{
    const auto text = uncommented(render_sample());
    EXPECT_EQ(errors_of(file(text)), "") << text;
    const auto loaded = load(file(text));
    const auto* good = std::get_if<Loaded>(&loaded);
    ASSERT_NE(good, nullptr);
    for (const auto& setting : good->effective)
        EXPECT_NE(setting.origin == "default", setting.key != "config") << setting.key;
    EXPECT_EQ(good->settings.rules.size(), 2U);
    EXPECT_EQ(good->settings.records.size(), 1U);
}

TEST(Reference, HasASampleThatChangesNothing)
{
    EXPECT_EQ(describe(settings_of(file(render_sample()))), describe(settings_of({})));
}

}  // namespace
}  // namespace config
