#include "shim/freshness.hpp"
#include "tests/support/query_builder.hpp"

#include <gtest/gtest.h>

namespace shim {
namespace {

using test_support::from_hex;
using test_support::QueryBuilder;
using test_support::record_octets;

constexpr std::uint16_t reply_flags = 0x8180;
constexpr std::uint16_t nx_domain_flags = 0x8183;
constexpr std::uint16_t serv_fail_flags = 0x8182;

QueryBuilder reply(std::uint16_t flags = reply_flags)
{
    return QueryBuilder("www.example.com", RrType::a).flags(flags);
}

Bytes a(std::uint32_t ttl)
{
    return record_octets("www.example.com", RrType::a, ttl, from_hex("c0000201"));
}

// MNAME and RNAME are the root; the timers before MINIMUM do not matter.
Bytes soa(std::uint32_t ttl, std::string_view minimum_hex)
{
    return record_octets(
        "example.com", RrType::soa, ttl,
        from_hex("0000 00000001 00000002 00000003 00000004 " + std::string(minimum_hex)));
}

TEST(Freshness, IsTheLeastTtlOfTheAnswers)
{
    EXPECT_EQ(freshness(reply().answer(a(3600)).answer(a(60)).answer(a(300)).build()), 60U);
}

TEST(Freshness, IgnoresOtherSectionsWhenThereIsAnAnswer)
{
    EXPECT_EQ(freshness(reply().answer(a(3600)).authority(soa(5, "00000005")).edns().build()),
              3600U);
}

TEST(Freshness, OfNodataAndNxdomainIsTheLesserOfTheSoasTtlAndItsMinimum)
{
    EXPECT_EQ(freshness(reply().authority(soa(300, "0000003c")).build()), 60U);
    EXPECT_EQ(freshness(reply().authority(soa(30, "0000003c")).build()), 30U);
    EXPECT_EQ(freshness(reply(nx_domain_flags).authority(soa(300, "0000003c")).build()), 60U);
}

// RFC 2181 section 8
TEST(Freshness, OfATtlWithTheFirstBitSetIsNone)
{
    EXPECT_EQ(freshness(reply().answer(a(0x7FFFFFFF)).build()), 0x7FFFFFFFU);
    EXPECT_EQ(freshness(reply().answer(a(60)).answer(a(0x80000000)).build()), 0U);
    EXPECT_EQ(freshness(reply().authority(soa(0x80000000, "0000003c")).build()), 0U);
    EXPECT_EQ(freshness(reply().authority(soa(60, "80000000")).build()), 0U);
}

TEST(Freshness, OfNodataWithoutSoaIsNone)
{
    EXPECT_EQ(freshness(reply().build()), 0U);
    EXPECT_EQ(freshness(reply().authority(a(300)).build()), 0U);
}

TEST(Freshness, OfAFailureIsNone)
{
    EXPECT_EQ(freshness(reply(serv_fail_flags).answer(a(3600)).build()), 0U);
}

TEST(Freshness, OfEveryPrefixOfAReplyIsNone)
{
    const auto message = reply().answer(a(3600)).answer(a(3600)).build();
    for (std::size_t size = 0; size < message.size(); ++size)
        EXPECT_EQ(freshness(BytesView(message).first(size)), 0U) << size;
}

}  // namespace
}  // namespace shim
