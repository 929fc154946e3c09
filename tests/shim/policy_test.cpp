#include "shim/policy.hpp"
#include "tests/support/policy_parts.hpp"

#include <gtest/gtest.h>

namespace shim {
namespace {

using test_support::address;
using test_support::fixed;
using test_support::forwarded_caa;
using test_support::issuers;
using test_support::name;
using test_support::patterns;

TEST(Pattern, IsReadAndWrittenAgain)
{
    for (const auto* text : {"example.com", "*.example.com", ".", "*."}) {
        const auto pattern = Pattern::from_text(text);
        ASSERT_TRUE(pattern) << text;
        EXPECT_EQ(pattern->to_text(), text);
        EXPECT_EQ(pattern->only_below, text[0] == '*');
    }
    EXPECT_EQ(Pattern::from_text("Example.COM.").value().to_text(), "example.com");
    EXPECT_EQ(Pattern::from_text("*.example.com.").value().apex, name("example.com"));
}

TEST(Pattern, TakesAStarElsewhereForALabel)
{
    EXPECT_FALSE(Pattern::from_text("a.*.example.com").value().only_below);
    EXPECT_FALSE(Pattern::from_text("*").value().only_below);
}

TEST(Pattern, IsRefusedWhenItIsNoName)
{
    EXPECT_EQ(Pattern::from_text("").error(), Errc::empty_label);
    EXPECT_EQ(Pattern::from_text("*..example").error(), Errc::empty_label);
    EXPECT_EQ(Pattern::from_text("a..b").error(), Errc::empty_label);
}

TEST(StaticRecords, AreFoundByTheirType)
{
    Policy policy(5, "1.2.3");
    policy.add_record(name("example.com"), RrType::a, address("192.0.2.1").octets());
    policy.add_record(name("example.com"), RrType::a, address("192.0.2.2").octets());
    policy.add_record(name("example.com"), RrType::cname, name("other.example").wire());
    const auto* records = policy.match(name("example.com")).records;
    ASSERT_NE(records, nullptr);
    ASSERT_NE(records->find(RrType::a), nullptr);
    EXPECT_EQ(records->find(RrType::a)->count(), 2U);
    EXPECT_EQ(records->find(RrType::aaaa), nullptr);
    EXPECT_EQ(records->cname, name("other.example"));
    EXPECT_EQ(policy.match(name("www.example.com")).records, nullptr);
}

TEST(Policy, FindsTheMostSpecificRuleAndItsApex)
{
    Policy policy(5, "1.2.3");
    policy.add_rule(patterns({"example.com"}), fixed({"192.0.2.1"}), issuers({}));
    policy.add_rule(patterns({"*.apps.example.com"}), fixed({"192.0.2.2"}), issuers({}));
    const auto apex = policy.match(name("apps.example.com"));
    const auto below = policy.match(name("x.apps.example.com"));
    ASSERT_NE(apex.rule, nullptr);
    ASSERT_NE(below.rule, nullptr);
    EXPECT_NE(apex.rule, below.rule);
    EXPECT_EQ(apex.apex_size, name("example.com").wire().size());
    EXPECT_EQ(below.apex_size, name("apps.example.com").wire().size());
    EXPECT_EQ(policy.match(name("example.net")).rule, nullptr);
}

TEST(Policy, SplitsTheAddressesOfARuleByFamily)
{
    Policy policy(5, "1.2.3");
    policy.add_rule(patterns({"."}), fixed({"2001:db8::1", "192.0.2.1", "2001:db8::2"}),
                    issuers({}));
    const auto match = policy.match(Name());
    EXPECT_EQ(match.rule->a.count(), 1U);
    EXPECT_EQ(match.rule->aaaa.count(), 2U);
}

TEST(Policy, KnowsWhatStandsAboveAFakedName)
{
    Policy policy(5, "1.2.3");
    policy.add_rule(patterns({"a.b.example"}), fixed({"192.0.2.1"}), issuers({}));
    policy.add_rule(patterns({"*.c.example"}), fixed({"192.0.2.1"}), issuers({}));
    policy.add_rule(patterns({"x.example.net"}), fixed({"192.0.2.1"}), forwarded_caa());
    for (const auto* text : {".", "example", "b.example", "c.example"})
        EXPECT_TRUE(policy.is_above_faked(name(text))) << text;
    for (const auto* text : {"a.b.example", "x.b.example", "x.c.example", "net", "example.net"})
        EXPECT_FALSE(policy.is_above_faked(name(text))) << text;
}

TEST(Policy, LetsExceptionsWinOverRules)
{
    Policy policy(5, "1.2.3");
    policy.add_rule(patterns({"."}), fixed({"192.0.2.1"}), issuers({}));
    policy.add_rule(patterns({"a.svc"}), fixed({"192.0.2.2"}), issuers({}));
    policy.add_exception(patterns({"svc"})[0]);
    policy.add_exception(patterns({"*.local"})[0]);
    for (const auto* text : {"svc", "a.svc", "b.a.svc", "x.local"})
        EXPECT_EQ(policy.match(name(text)).rule, nullptr) << text;
    EXPECT_EQ(policy.match(name("a.svc")).apex_size, name("a.svc").wire().size());
    for (const auto* text : {"local", "svcs", "svc.example"})
        EXPECT_NE(policy.match(name(text)).rule, nullptr) << text;
}

TEST(Policy, KeepsDiscoveryToItself)
{
    const Policy policy(5, "1.2.3");
    EXPECT_TRUE(policy.match(name("boulder-dns-sidecar.internal")).discovery);
    EXPECT_TRUE(policy.match(name("_dns._udp.boulder-dns-sidecar.internal")).discovery);
    EXPECT_FALSE(policy.match(name("internal")).discovery);
    EXPECT_EQ(discovery_apex(), name("boulder-dns-sidecar.internal"));
}

TEST(Policy, GivesItsTtlToEveryRecordAndTheNegativeAnswer)
{
    const Policy policy(77, "1.2.3");
    const auto octets = policy.soa().octets();
    EXPECT_EQ(policy.ttl(), 77U);
    EXPECT_EQ(octets[9], 77);      // TTL of the record: how long a resolver keeps it
    EXPECT_EQ(octets.back(), 77);  // MINIMUM
}

// The number of rules changes neither an answer nor how it is found.
TEST(Policy, FindsOneOf100000RulesAmongThem)
{
    constexpr int count = 100000;
    Policy policy(5, "1.2.3");
    for (int i = 0; i < count; ++i) {
        const auto domain = "r" + std::to_string(i) + ".example.com";
        FixedAddresses target;
        target.addresses.push_back(address("192.0.2." + std::to_string(i % 256)));
        policy.add_rule(patterns({domain}), target, issuers({}));
    }
    for (int i = 0; i < count; i += 997) {
        const auto match = policy.match(name("www.r" + std::to_string(i) + ".example.com"));
        ASSERT_NE(match.rule, nullptr) << i;
        EXPECT_EQ(match.rule->a.octets().back(), i % 256);
    }
    EXPECT_EQ(policy.match(name("www.r100000.example.com")).rule, nullptr);
    EXPECT_TRUE(policy.is_above_faked(name("example.com")));
}

}  // namespace
}  // namespace shim
