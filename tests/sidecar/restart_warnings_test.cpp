#include "sidecar/restart_warnings.hpp"

#include <gmock/gmock.h>

namespace sidecar {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<config::Effective> at_start{{"ttl", "5", "default"},
                                              {"listen", "127.0.0.1:53", "default"}};

TEST(RestartWarnings, NameASettingThatCountsFromTheNextStart)
{
    const std::vector<config::Effective> now{{"ttl", "5", "default"},
                                             {"listen", "127.0.0.1:5353", "/etc/x.toml:1"}};
    EXPECT_THAT(restart_warnings(at_start, now),
                ElementsAre("listen is 127.0.0.1:5353 since a reload, but 127.0.0.1:53 is in "
                            "effect until the next start: restart the sidecar"));
}

TEST(RestartWarnings, AreNoneForWhatAReloadApplies)
{
    const std::vector<config::Effective> now{{"ttl", "60", "/etc/x.toml:1"},
                                             {"listen", "127.0.0.1:53", "/etc/x.toml:2"}};
    EXPECT_THAT(restart_warnings(at_start, now), IsEmpty());
}

}  // namespace
}  // namespace sidecar
