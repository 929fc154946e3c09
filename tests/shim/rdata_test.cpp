#include "shim/rdata.hpp"
#include "tests/support/policy_parts.hpp"
#include "tests/support/query_builder.hpp"

#include <gtest/gtest.h>

namespace shim::rdata {
namespace {

using test_support::address;
using test_support::from_hex;
using test_support::name;

TEST(Rdata, OfAnAddressIsItsOctets)
{
    EXPECT_EQ(from_address(address("192.0.2.1")), from_hex("c0000201"));
    EXPECT_EQ(from_address(address("2001:db8::1")),
              from_hex("20010db8 00000000 00000000 00000001"));
}

TEST(Rdata, OfANameIsNotCompressed)
{
    EXPECT_EQ(from_name(name("a.bc")), from_hex("0161 026263 00"));
    EXPECT_EQ(from_name(Name()), from_hex("00"));
}

TEST(Rdata, OfCaaHoldsTheValueByteForByte)
{
    EXPECT_EQ(from_caa(128, "issue", "Ca.Example; A=\"b\"\\").value(),
              from_hex("80 05 6973737565 43612e4578616d706c653b20413d226222 5c"));
    EXPECT_EQ(from_caa(0, "issue", "").value(), from_hex("00 05 6973737565"));
}

TEST(CaaTag, HasLettersAndDigits)
{
    EXPECT_TRUE(is_caa_tag("issue"));
    EXPECT_TRUE(is_caa_tag("Issue2"));
    EXPECT_TRUE(is_caa_tag(std::string(255, 'a')));
    for (const std::string& tag : {std::string(), std::string("is sue"), std::string("is-sue"),
                                   std::string("\xC3\xA4"), std::string(256, 'a')}) {
        EXPECT_FALSE(is_caa_tag(tag)) << tag;
        EXPECT_EQ(from_caa(0, tag, "x").error(), Errc::bad_caa_tag) << tag;
    }
}

TEST(Rdata, OfSrvHasItsNumbersInNetworkOrder)
{
    EXPECT_EQ(from_srv(1, 0x0203, 53, name("a")), from_hex("0001 0203 0035 0161 00"));
}

TEST(Rdata, OfATextIsCutIntoStringsOf255Octets)
{
    EXPECT_EQ(from_text(""), from_hex("00"));
    EXPECT_EQ(from_text("ab"), from_hex("026162"));
    const auto exact = from_text(std::string(255, 'x'));
    EXPECT_EQ(exact.size(), 256U);
    EXPECT_EQ(exact[0], 255);
    const auto longer = from_text(std::string(256, 'x'));
    EXPECT_EQ(longer.size(), 258U);
    EXPECT_EQ(longer[0], 255);
    EXPECT_EQ(longer[256], 1);
}

TEST(Rdata, OfSoaHasNamesThenTimers)
{
    const SoaTimers timers{.serial = 1, .refresh = 2, .retry = 3, .expire = 4, .minimum = 0x0506};
    EXPECT_EQ(from_soa(name("a"), name("b"), timers),
              from_hex("0161 00 0162 00 00000001 00000002 00000003 00000004 00000506"));
}

}  // namespace
}  // namespace shim::rdata
