#include "shim/resolve.hpp"
#include "tests/shim/allocations.hpp"
#include "tests/shim/verdict_table.hpp"

// A fake is answered without the heap, whatever is asked.
namespace shim {
namespace {

using test_support::add_record;
using test_support::address;
using test_support::fixed;
using test_support::from_hex;
using test_support::issuers;
using test_support::patterns;
using test_support::QueryBuilder;

Policy sample_policy()
{
    Policy policy(5, "1.2.3");
    policy.add_rule(patterns({"example.com"}), fixed({"192.0.2.1", "2001:db8::1"}),
                    issuers({"letsencrypt.org", "ca.example"}));
    policy.add_rule(patterns({"*.many.example.com"}), fixed({"192.0.2.1"}), issuers({}));
    add_record(policy, "text.example.com", RrType::txt, std::string(300, 'x'));
    add_record(policy, "alias.example.com", RrType::cname, "www.example.com");
    policy.set_discovery({{address("127.0.0.1"), 53}}, {{address("127.0.0.1"), 8553}});
    return policy;
}

struct QuietRow {
    std::string_view name;
    Bytes query;

    friend void PrintTo(const QuietRow& row, std::ostream* out) { *out << row.name; }
};

class ReplyWithoutHeap : public testing::TestWithParam<QuietRow> {};

TEST_P(ReplyWithoutHeap, TakesNoMemory)
{
    const auto policy = sample_policy();
    auto out = test_support::room_for(test_support::over_doh);
    for (const auto client :
         {test_support::remote_udp, test_support::loopback_udp, test_support::over_doh}) {
        const auto before = allocations();
        const auto verdict = resolve(GetParam().query, client, policy, out);
        EXPECT_EQ(allocations() - before, 0U);
        EXPECT_TRUE(std::holds_alternative<Reply>(verdict));
    }
}

// clang-format off
const QuietRow quiet_rows[] = {
    {"A",             query("www.example.com", RrType::a)},
    {"Aaaa",          query("www.example.com", RrType::aaaa)},
    {"AWithEdns",     QueryBuilder("www.example.com", RrType::a).edns().dnssec_ok().option(10, Bytes(8)).option(12, Bytes(30)).build()},
    {"Caa",           query("www.example.com", RrType::caa)},
    {"CaaNodata",     query("x.many.example.com", RrType::caa)},
    {"CaaOfAncestor", query("com", RrType::caa)},
    {"Nodata",        query("www.example.com", RrType::mx)},
    {"Any",           query("www.example.com", RrType::any)},
    {"SoaOfTheApex",  query("example.com", RrType::soa)},
    {"StaticTxt",     query("text.example.com", RrType::txt)},
    {"StaticCname",   query("alias.example.com", RrType::a)},
    {"Discovery",     query("_dns._udp.boulder-dns-sidecar.internal", RrType::srv)},
    {"Chaos",         QueryBuilder("version.bind", RrType::txt).qclass(RrClass::ch).build()},
    {"Refused",       query("example.com", RrType::axfr)},
    {"BadVers",       QueryBuilder("example.com", RrType::a).edns().version(1).build()},
    {"FormErr",       QueryBuilder("example.com", RrType::a).qdcount(2).build()},
    {"NotImp",        QueryBuilder("example.com", RrType::a).flags(0x2800).build()},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Fakes, ReplyWithoutHeap, testing::ValuesIn(quiet_rows), row_name);

TEST(ForwardWithoutHeap, TakesNoMemory)
{
    const auto policy = sample_policy();
    const auto asked = query("www.example.net", RrType::a);
    Bytes out(wire::classic_udp_size);
    const auto before = allocations();
    const auto verdict = resolve(asked, {}, policy, out);
    EXPECT_EQ(allocations() - before, 0U);
    EXPECT_TRUE(std::holds_alternative<Forward>(verdict));
}

TEST(AllocationCount, SeesTheHeap)
{
    const auto before = allocations();
    const Bytes octets(100);
    EXPECT_EQ(allocations() - before, 1U);
    EXPECT_EQ(octets.size(), 100U);
}

}  // namespace
}  // namespace shim
