#include "shim/address.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <string_view>

namespace shim {
namespace {

IpAddress address(std::string_view text)
{
    return IpAddress::from_text(text).value();
}

struct AddressRow {
    std::string_view text;
    std::string_view canonical;  // empty: refused

    friend void PrintTo(const AddressRow& row, std::ostream* out)
    {
        *out << '"' << row.text << '"';
    }
};

class AddressText : public testing::TestWithParam<AddressRow> {};

TEST_P(AddressText, IsReadAndWrittenAsListed)
{
    const auto parsed = IpAddress::from_text(GetParam().text);
    EXPECT_EQ(parsed.has_value(), !GetParam().canonical.empty());
    if (parsed) {
        EXPECT_EQ(parsed->to_text(), GetParam().canonical);
        EXPECT_EQ(address(parsed->to_text()), *parsed);
    } else {
        EXPECT_EQ(parsed.error(), Errc::bad_address);
    }
}

// clang-format off
const AddressRow v4_rows[] = {
    {"192.0.2.1", "192.0.2.1"}, {"0.0.0.0", "0.0.0.0"}, {"255.255.255.255", "255.255.255.255"},
    {"", ""}, {"192.0.2", ""}, {"192.0.2.1.", ""}, {"192.0.2.1.1", ""}, {"192.0.2.256", ""},
    {"192.0.2.01", ""}, {"192.0.2.-1", ""}, {"192.0.2.+1", ""}, {"192.0..1", ""}, {" 192.0.2.1", ""},
    {"192.0.2.1 ", ""}, {"192.0.2.0x1", ""}, {"192.0.2.1/32", ""}, {"example.com", ""}, {"3221225985", ""},
};

const AddressRow v6_rows[] = {
    {"2001:db8::1", "2001:db8::1"}, {"2001:DB8::A", "2001:db8::a"}, {"::", "::"}, {"::1", "::1"}, {"1::", "1::"},
    {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"}, {"2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"},
    {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"}, {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
    {"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"}, {"::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"},
    {"::ffff:192.0.2.1", "::ffff:c000:201"}, {"64:ff9b::192.0.2.1", "64:ff9b::c000:201"}, {"1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201"},
    {":", ""}, {":::", ""}, {"1:2", ""}, {"1:2:3:4:5:6:7:8:9", ""}, {"1:2:3:4:5:6:7:8::", ""}, {"1::2::3", ""}, {"1:", ""}, {":1", ""},
    {"1::2:", ""}, {"12345::", ""}, {"g::", ""}, {"2001:db8::1%eth0", ""}, {"[2001:db8::1]", ""}, {"::192.0.2", ""}, {"192.0.2.1::", ""},
    {"::192.0.2.1:1", ""}, {"1:2:3:4:5:6:7:192.0.2.1", ""}, {"::-1", ""}, {"::0x1", ""},
};
// clang-format on

// The text has too many odd characters for a name of a test; its place in the table will do.
INSTANTIATE_TEST_SUITE_P(Rfc1035, AddressText, testing::ValuesIn(v4_rows));
INSTANTIATE_TEST_SUITE_P(Rfc5952, AddressText, testing::ValuesIn(v6_rows));

TEST(IpAddress, KnowsItsFamilyAndOctets)
{
    EXPECT_TRUE(address("192.0.2.1").is_v4());
    EXPECT_FALSE(address("::ffff:192.0.2.1").is_v4());
    EXPECT_EQ(address("192.0.2.1").octets().size(), 4U);
    EXPECT_EQ(address("2001:db8::1").octets().size(), 16U);
    EXPECT_EQ(IpAddress(address("2001:db8::1").octets()), address("2001:db8::1"));
    EXPECT_FALSE(address("0.0.0.0") == address("::"));
}

TEST(IpAddress, KnowsLoopbackAndUnspecified)
{
    for (const auto* text : {"127.0.0.1", "127.1.2.3", "::1"})
        EXPECT_TRUE(address(text).is_loopback()) << text;
    for (const auto* text : {"128.0.0.1", "0.0.0.1", "::", "::2", "1::1", "::ffff:127.0.0.1"})
        EXPECT_FALSE(address(text).is_loopback()) << text;
    EXPECT_TRUE(address("0.0.0.0").is_unspecified());
    EXPECT_TRUE(address("::").is_unspecified());
    EXPECT_FALSE(address("0.0.0.1").is_unspecified());
}

TEST(IpPrefix, IsReadAndWrittenAgain)
{
    for (const auto* text : {"10.0.0.0/8", "64.112.117.122/32", "0.0.0.0/0", "2001:db8::/32"})
        EXPECT_EQ(IpPrefix::from_text(text).value().to_text(), text);
    EXPECT_EQ(IpPrefix::from_text("192.0.2.1").value().to_text(), "192.0.2.1/32");
    EXPECT_EQ(IpPrefix::from_text("::1").value().to_text(), "::1/128");
}

TEST(IpPrefix, IsRefusedWithItsReason)
{
    EXPECT_EQ(IpPrefix::from_text("10.0.0/8").error(), Errc::bad_address);
    for (const auto* text : {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "10.0.0.1/8",
                             "2001:db8::/129", "2001:db8::1/64"})
        EXPECT_EQ(IpPrefix::from_text(text).error(), Errc::bad_number) << text;
}

TEST(IpPrefix, ContainsWhatBeginsWithItsBits)
{
    const auto odd = IpPrefix::from_text("192.0.2.128/25").value();
    EXPECT_TRUE(odd.contains(address("192.0.2.128")));
    EXPECT_TRUE(odd.contains(address("192.0.2.255")));
    EXPECT_FALSE(odd.contains(address("192.0.2.127")));
    EXPECT_FALSE(odd.contains(address("192.0.3.128")));
    EXPECT_FALSE(IpPrefix::from_text("0.0.0.0/0").value().contains(address("::")));
}

struct SpecialRow {
    std::string_view address;
    std::string_view block;  // empty: in no registry

    friend void PrintTo(const SpecialRow& row, std::ostream* out) { *out << row.address; }
};

class SpecialPurpose : public testing::TestWithParam<SpecialRow> {};

TEST_P(SpecialPurpose, NamesTheBlockOfTheRegistry)
{
    EXPECT_EQ(special_purpose(address(GetParam().address)), GetParam().block);
}

const SpecialRow special_rows[] = {
    {"10.96.0.1", "Private-Use"},
    {"192.31.196.1", "AS112-v4"},
    {"192.52.193.1", "AMT"},
    {"192.175.48.6", "Direct Delegation AS112 Service"},
    {"64:ff9b::192.0.2.1", "IPv4-IPv6 Translation"},
    {"2620:4f:8000::1", "Direct Delegation AS112 Service"},
    {"172.15.255.255", ""},
    {"172.16.0.1", "Private-Use"},
    {"172.31.255.255", "Private-Use"},
    {"172.32.0.0", ""},
    {"100.64.0.1", "Shared Address Space"},
    {"127.0.0.1", "Loopback"},
    {"169.254.169.254", "Link Local"},
    {"192.0.2.1", "Documentation (TEST-NET-1)"},
    {"224.0.0.1", "Multicast"},
    {"255.255.255.255", "Reserved"},
    {"64.112.117.122", ""},
    {"8.8.8.8", ""},
    {"::1", "Loopback Address"},
    {"::", "Unspecified Address"},
    {"::ffff:8.8.8.8", "IPv4-mapped Address"},
    {"fd00::1", "Unique-Local"},
    {"fe80::1", "Link-Local Unicast"},
    {"ff02::1", "Multicast"},
    {"2001:db8::1", "Documentation"},
    {"0.0.0.0", "\"This network\""},
    {"192.0.0.1", "IETF Protocol Assignments"},
    {"192.88.99.1", "Deprecated (6to4 Relay Anycast)"},
    {"192.168.1.1", "Private-Use"},
    {"198.19.255.255", "Benchmarking"},
    {"198.51.100.1", "Documentation (TEST-NET-2)"},
    {"203.0.113.1", "Documentation (TEST-NET-3)"},
    {"64:ff9b:1::1", "IPv4-IPv6 Translation"},
    {"100::1", "Discard-Only Address Block"},
    {"100:0:0:1::1", "Dummy IPv6 Prefix"},
    {"2001::1", "IETF Protocol Assignments"},
    {"2002::1", "6to4"},
    {"3fff::1", "Documentation"},
    {"5f00::1", "Segment Routing (SRv6) SIDs"},
    {"2606:4700::1", ""},
};

INSTANTIATE_TEST_SUITE_P(Rfc6890, SpecialPurpose, testing::ValuesIn(special_rows));

}  // namespace
}  // namespace shim
