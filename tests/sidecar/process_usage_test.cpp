#include "sidecar/process_usage.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <vector>

namespace sidecar {
namespace {

TEST(ProcessUsage, CountsAFileThatIsOpened)
{
    const auto before = process_usage();
    const std::ifstream file("/proc/self/stat");
    EXPECT_EQ(process_usage().open_files, before.open_files + 1);
}

TEST(ProcessUsage, GrowsWithMemoryThatIsUsed)
{
    const auto before = process_usage();
    const std::vector<char> used(std::size_t{64} << 20, 'x');
    EXPECT_GE(process_usage().resident_bytes, before.resident_bytes + used.size() / 2);
    EXPECT_GT(before.resident_bytes, 0U);
}

TEST(ProcessUsage, CountsTimeThatIsSpent)
{
    const auto before = process_usage();
    while (process_usage().cpu == before.cpu) {
    }
    EXPECT_GT(process_usage().cpu, before.cpu);
}

}  // namespace
}  // namespace sidecar
