#include "shim/reader.hpp"
#include "shim/wire.hpp"
#include "tests/support/query_builder.hpp"
#include "tests/support/row_name.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <string_view>

namespace shim {
namespace {

using test_support::from_hex;

TEST(WireReader, ReadsNumbersInNetworkOrder)
{
    const auto octets = from_hex("01 0203 04050607 0809");
    WireReader reader(octets);
    EXPECT_EQ(reader.read_u8(), 0x01);
    EXPECT_EQ(reader.read_u16(), 0x0203);
    EXPECT_EQ(reader.read_u32(), 0x04050607U);
    EXPECT_FALSE(reader.at_end());
    const auto rest = reader.read_bytes(2);
    EXPECT_EQ(Bytes(rest.begin(), rest.end()), (Bytes{8, 9}));
    EXPECT_TRUE(reader.at_end());
    EXPECT_TRUE(reader.ok());
}

TEST(WireReader, YieldsZerosOnceItHasFailed)
{
    const auto octets = from_hex("010203");
    WireReader reader(octets);
    EXPECT_EQ(reader.read_u16(), 0x0102);
    EXPECT_EQ(reader.read_u16(), 0);
    EXPECT_FALSE(reader.ok());
    EXPECT_EQ(reader.read_u8(), 0);
    EXPECT_TRUE(reader.read_bytes(1).empty());
    EXPECT_TRUE(reader.read_name().is_root());
    EXPECT_EQ(reader.offset(), 2U);
}

TEST(WireReader, FailsWhenItStartsPastTheEnd)
{
    const auto octets = from_hex("0102");
    EXPECT_TRUE(WireReader(octets, 2).ok());
    EXPECT_FALSE(WireReader(octets, 3).ok());
    EXPECT_EQ(WireReader(octets, 3).read_u8(), 0);
}

TEST(WireReader, DoesNotOverflowOnAHugeCount)
{
    const auto octets = from_hex("0102");
    WireReader reader(octets, 1);
    reader.skip(static_cast<std::size_t>(-1));
    EXPECT_FALSE(reader.ok());
}

struct NameCase {
    std::string_view name;
    std::string_view message;  // hexadecimal
    std::size_t start;
    std::string_view expected;  // empty: refused
    std::size_t end;            // where reading goes on

    friend void PrintTo(const NameCase& test, std::ostream* out) { *out << test.name; }
};

class NameOnTheWire : public testing::TestWithParam<NameCase> {};

TEST_P(NameOnTheWire, IsReadAsListed)
{
    const auto message = from_hex(GetParam().message);
    WireReader reader(message, GetParam().start);
    const auto read = reader.read_name();
    EXPECT_EQ(reader.ok(), !GetParam().expected.empty());
    if (!reader.ok()) return;
    EXPECT_EQ(read.to_text(), GetParam().expected);
    EXPECT_EQ(reader.offset(), GetParam().end);

    WireReader skipper(message, GetParam().start);
    skipper.skip_name();
    EXPECT_TRUE(skipper.ok());
    EXPECT_EQ(skipper.offset(), GetParam().end);
}

// clang-format off
const NameCase names[] = {
    {"Root",                           "00",                     0, ".",     1},
    {"TwoLabels",                      "01 61 02 6263 00",       0, "a.bc",  6},
    {"UpperCaseBecomesLower",          "01 41 00",               0, "a",     3},
    {"DotInALabelIsEscaped",           "03 612e62 00",           0, "a\\.b", 5},
    {"PointerToAName",                 "01 61 00 c000",          3, "a",     5},
    {"LabelThenPointer",               "01 61 00 01 62 c000 ff", 3, "b.a",   7},
    {"PointerToAPointer",              "01 61 00 c000 c003",     5, "a",     7},
    {"PointerIntoTheMiddle",           "01 61 01 62 00 c002",    5, "b",     7},
    {"PointerToItself",                "c000",                   0, "",      0},
    {"PointerForward",                 "c002 01 61 00",          0, "",      0},
    {"PointerIntoItsOwnLabels",        "01 61 c000",             0, "",      0},
    {"PointersInACircle",              "c002 c000",              2, "",      0},
    {"PointerBackIntoWhatLedHere",     "01 61 c000 c000",        4, "",      0},
    {"PointerToLabelsThatRunOn",       "03 c000 00 00",          1, "",      0},
    {"PointerToLabelsThatRunPast",     "02 61 01 62 c000 00",    2, "",      0},
    {"PointerPastTheEnd",              "c0ff",                   0, "",      0},
    {"PointerCutOff",                  "00 c0",                  1, "",      0},
    {"LabelPastTheEnd",                "02 61",                  0, "",      0},
    {"NoRootLabel",                    "01 61",                  0, "",      0},
    {"NoOctets",                       "",                       0, "",      0},
    {"ExtendedLabelType",              "41 00 00",               0, "",      0},
    {"ReservedLabelType",              "81 00 00",               0, "",      0},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Rfc1035, NameOnTheWire, testing::ValuesIn(names), test_support::row_name);

TEST(WireReader, RefusesANameThatGrowsTooLongThroughPointers)
{
    // Eight names of a label of 31 octets each, every one pointing at the one before: 8 × 32 + 1.
    Bytes message;
    std::size_t previous = 0;
    std::size_t last = 0;
    for (int i = 0; i < 8; ++i) {
        last = message.size();
        message.push_back(31);
        message.insert(message.end(), 31, 'a');
        if (i == 0) {
            message.push_back(0);
        } else {
            message.push_back(0xC0);
            message.push_back(static_cast<std::uint8_t>(previous));
        }
        if (i < 7) previous = last;
    }
    WireReader seven(message, previous);
    EXPECT_EQ(seven.read_name().label_count(), 7U);
    WireReader eight(message, last);
    eight.read_name();
    EXPECT_FALSE(eight.ok());
}

// A message of 16 KiB of pointers, each to the one before, must not cost thousands of steps a name.
TEST(WireReader, FollowsAsManyPointersAsANameCanHaveLabels)
{
    auto message = from_hex("01 61 00 c000");
    for (std::size_t previous = 3; message.size() < 1000; previous += 2) {
        message.push_back(static_cast<std::uint8_t>(0xC0 | (previous >> 8)));
        message.push_back(static_cast<std::uint8_t>(previous & 0xFF));
    }
    const auto after = [&](std::size_t pointers) {
        WireReader reader(message, 1 + 2 * pointers);
        const auto text = reader.read_name().to_text();
        return reader.ok() ? text : "";
    };
    EXPECT_EQ(after(1), "a");
    EXPECT_EQ(after(wire::max_labels), "a");
    EXPECT_EQ(after(wire::max_labels + 1), "");
    EXPECT_EQ(after(400), "");
}

TEST(WireReader, ReadsTheFixedPartOfARecord)
{
    const auto octets = from_hex("ff 0001 0003 00000e10 0004 c0000201 ff");
    WireReader reader(octets, 1);
    const auto record = read_record_header(reader);
    EXPECT_TRUE(reader.ok());
    EXPECT_EQ(record.type, RrType::a);
    EXPECT_EQ(record.rrclass, RrClass::ch);
    EXPECT_EQ(record.ttl, 3600U);
    EXPECT_EQ(record.rdata_offset, 11U);
    EXPECT_EQ(Bytes(record.rdata.begin(), record.rdata.end()), from_hex("c0000201"));
    EXPECT_EQ(reader.offset(), 15U);
}

TEST(WireReader, FailsOnEveryTruncationOfARecord)
{
    const auto octets = from_hex("00 0001 0001 00000e10 0004 c0000201");
    for (std::size_t size = 0; size < octets.size(); ++size) {
        WireReader reader(BytesView(octets).first(size));
        reader.skip_name();
        read_record_header(reader);
        EXPECT_FALSE(reader.ok()) << size;
    }
}

}  // namespace
}  // namespace shim
