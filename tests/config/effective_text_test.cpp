#include "config/effective_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace config {
namespace {

TEST(EffectiveText, PutsOriginsBelowEachOther)
{
    EXPECT_EQ(to_text({{"ttl", "5", "default"}, {"target", "web", "FAKE_DNS"}}),
              "ttl = 5       # default\n"
              "target = web  # FAKE_DNS\n");
}

TEST(EffectiveText, LetsALongLineStandOut)
{
    const std::string name(100, 'x');
    EXPECT_EQ(to_text({{"ttl", "5", "default"}, {"target", name, "FAKE_DNS"}}),
              "ttl = 5  # default\ntarget = " + name + "  # FAKE_DNS\n");
}

TEST(EffectiveText, KeepsEachSettingOnItsLine)
{
    EXPECT_EQ(to_text({{"target", "a\nb\x1b", "FAKE_DNS"}}), "target = a b   # FAKE_DNS\n");
}

}  // namespace
}  // namespace config
