#include "shim/record_run.hpp"
#include "tests/support/query_builder.hpp"

#include <gtest/gtest.h>

namespace shim {
namespace {

using test_support::from_hex;

TEST(RecordRun, HoldsRecordsOwnedByTheQuestion)
{
    RecordRun run;
    EXPECT_TRUE(run.empty());
    run.add(RrType::a, 0x01020304, from_hex("c0000201"));
    run.add(RrType::caa, 5, {});
    EXPECT_EQ(run.count(), 2U);
    const auto octets = run.octets();
    EXPECT_EQ(Bytes(octets.begin(), octets.end()), from_hex("c00c 0001 0001 01020304 0004 c0000201"
                                                            "c00c 0101 0001 00000005 0000"));
}

TEST(RecordRun, TakesAnotherClass)
{
    RecordRun run;
    run.add(RrType::txt, 0, {}, RrClass::ch);
    const auto octets = run.octets();
    EXPECT_EQ(Bytes(octets.begin(), octets.end()), from_hex("c00c 0010 0003 00000000 0000"));
}

}  // namespace
}  // namespace shim
