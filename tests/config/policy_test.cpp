#include "config/policy.hpp"
#include "tests/config/settings_text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace config {
namespace {

constexpr std::string_view kubernetes =
    "search default.svc.cluster.example svc.cluster.example cluster.example\n"
    "nameserver 10.96.0.10\noptions ndots:5\n";

// What the policy of a file does with a name: the rule's target, "excepted" or "not faked", then
// what else it knows.
std::string decision(std::string_view toml, std::string_view name)
{
    const auto policy =
        make_policy(settings_of(file(toml)), parse_resolv_conf(kubernetes), "test 1.0");
    const auto asked = shim::Name::from_text(name).value();
    const auto match = policy.match(asked);
    std::string text = "not faked";
    if (match.rule != nullptr) {
        if (std::holds_alternative<shim::FixedAddresses>(match.rule->target))
            text = "fixed";
        else if (const auto* service = std::get_if<shim::Service>(&match.rule->target))
            text = "service " + service->name;
        else
            text = "passthrough";
        if (!match.rule->relay_ports.empty()) text += ", relayed";
        text += match.rule->forward_caa ? ", CAA forwarded"
                                        : ", CAA " + std::to_string(match.rule->caa.count());
    }
    if (match.records != nullptr) text += ", records";
    return text + (policy.is_above_faked(asked) ? ", above" : "");
}

TEST(Policy, FakesWhatTheRulesSay)
{
    constexpr auto toml = R"(
domains = "example.com"
target = "192.0.2.1"
[[rule]]
domains = "*.apps.example.com"
target = "{1}.web"
caa = "deny"
[[rule]]
domains = "open.example.com"
target = "none"
caa = "forward"
)";
    EXPECT_EQ(decision(toml, "example.com"), "fixed, CAA 2, above");
    EXPECT_EQ(decision(toml, "apps.example.com"), "fixed, CAA 2, above");
    EXPECT_EQ(decision(toml, "shop.apps.example.com"), "service {1}.web, CAA 1");
    EXPECT_EQ(decision(toml, "open.example.com"), "passthrough, CAA forwarded");
    EXPECT_EQ(decision(toml, "com"), "not faked, above");
    EXPECT_EQ(decision(toml, "example.net"), "not faked");
}

TEST(Policy, RelaysOnlyWithAPrefixAndATarget)
{
    EXPECT_EQ(decision("target = 'web'", "a.example"), "service web, CAA 2");
    EXPECT_EQ(decision("target = 'web'\nrelay.addresses = '192.0.2.1'", "a.example"),
              "service web, relayed, CAA 2");
    EXPECT_EQ(decision("relay.addresses = '192.0.2.1'", "a.example"), "passthrough, CAA 2");
}

TEST(Policy, NeverFakesTheClusterAndTheReverseZones)
{
    for (const auto* name :
         {"web.default.svc.cluster.example", "cluster.example", "web.default.svc", "localhost",
          "1.2.0.192.in-addr.arpa", "8.b.d.0.1.0.0.2.ip6.arpa"})
        EXPECT_EQ(decision("target = 'web'", name).substr(0, 9), "not faked") << name;
    EXPECT_EQ(decision("target = 'web'", "svc.example"), "service web, CAA 2");
}

TEST(Policy, TakesExceptionsThatAreSetInsteadOfItsOwn)
{
    constexpr auto toml = "target = 'web'\nexcept = '*.a.example'";
    EXPECT_EQ(decision(toml, "b.a.example"), "not faked");
    EXPECT_EQ(decision(toml, "a.example"), "service web, CAA 2");
    EXPECT_EQ(decision(toml, "localhost"), "service web, CAA 2");
    EXPECT_EQ(decision("target = 'web'\nexcept = 'none'", "localhost"), "service web, CAA 2");
}

TEST(Policy, HasTheStaticRecordsAndTheirTtl)
{
    constexpr auto toml = "ttl = 77\n[[record]]\nname = 'a.example'\ntype = 'TXT'\ndata = 'x'";
    EXPECT_EQ(decision(toml, "a.example"), "passthrough, CAA 2, records");
    const auto policy = make_policy(settings_of(file(toml)), {}, "test 1.0");
    EXPECT_EQ(policy.ttl(), 77U);
    EXPECT_EQ(policy.version().count(), 1U);
}

TEST(Policy, TellsItsExceptions)
{
    std::string text;
    for (const auto& pattern : exceptions(settings_of({}), parse_resolv_conf(kubernetes)))
        text += pattern.to_text() + ' ';
    EXPECT_EQ(text, "cluster.example svc localhost in-addr.arpa ip6.arpa ");
}

}  // namespace
}  // namespace config
