#include "tests/sidecar/configure_boulder_fixture.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace sidecar {
namespace {

namespace fs = std::filesystem;
using test_support::files_below;
using test_support::read;
using testing::HasSubstr;
using testing::Not;

// The eras of docs/boulder-versions.md: whole folders before, after, and what is printed.
class Eras : public ConfigureBoulderTest, public testing::WithParamInterface<const char*> {
protected:
    void SetUp() override
    {
        fs::copy(boulder_fixtures / GetParam() / "from", from);
        fs::copy(boulder_fixtures / "certs", root / "certs");
        options.trust = (boulder_fixtures / "sidecar-ca.pem").string();
    }
};

TEST_P(Eras, AreRewrittenForTheSidecar)
{
    ASSERT_EQ(run(), 0) << err.str();
    EXPECT_EQ(files_below(to), files_below(boulder_fixtures / GetParam() / "to"));
    EXPECT_EQ(out.str(), read(boulder_fixtures / GetParam() / "said.txt"));
    EXPECT_EQ(files_below(from), files_below(boulder_fixtures / GetParam() / "from"));
}

TEST_P(Eras, AreLeftAloneWhenRewrittenAlready)
{
    ASSERT_EQ(run(), 0) << err.str();
    options.from = to.string();
    options.to = (root / "again").string();
    ASSERT_EQ(run(), 0) << err.str();
    EXPECT_EQ(files_below(root / "again"), files_below(to));
    EXPECT_THAT(out.str(), Not(HasSubstr("→")));
}

TEST_P(Eras, AreOnlyToldInADryRun)
{
    options.dry_run = true;
    ASSERT_EQ(run(), 0) << err.str();
    EXPECT_EQ(out.str(), read(boulder_fixtures / GetParam() / "said.txt"));
    EXPECT_FALSE(fs::exists(to));
}

INSTANTIATE_TEST_SUITE_P(
    Boulder,
    Eras,
    testing::Values("e0", "e1", "e2", "e3", "e4", "e5", "e6", "e7", "e8-udp", "e8-doh", "e9"),
    [](const auto& test) {
        std::string name = test.param;
        std::erase(name, '-');
        return name;
    });

}  // namespace
}  // namespace sidecar
