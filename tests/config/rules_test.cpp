#include "config/rules.hpp"
#include "tests/config/error_case.hpp"
#include "tests/config/settings_text.hpp"
#include "tests/support/row_name.hpp"

#include <gtest/gtest.h>

namespace config {
namespace {

TEST(Rules, SayWhatTheirNamesGet)
{
    const auto settings = settings_of(file(R"(
target = "192.0.2.1"
[[rule]]
domains = ["*.apps.example.com", "*.other.example"]
target = "{1}.default.svc.cluster.local"
caa = "deny"
relay = { ports = [443, "80=8080"] }
)"));
    EXPECT_EQ(line_of(settings, "rule0.domains"), "rule0.domains: .");
    EXPECT_EQ(line_of(settings, "rule1.domains"),
              "rule1.domains: *.apps.example.com *.other.example");
    EXPECT_EQ(line_of(settings, "rule1.target"),
              "rule1.target: service {1}.default.svc.cluster.local");
    EXPECT_EQ(line_of(settings, "rule1.caa"), R"(rule1.caa: 0 issue ";")");
    EXPECT_EQ(line_of(settings, "rule1.ports"), "rule1.ports: 443>443 80>8080");
}

TEST(Rules, TakeFromTheTopLevelWhatTheyDoNotSay)
{
    const auto settings = settings_of(file("target = 'web'\nanswer = 'cname'\ncaa = 'a.example'\n"
                                           "relay.ports = 80\n[[rule]]\ndomains = 'b.example'"));
    for (const std::string name : {"target", "caa", "ports"})
        EXPECT_EQ(line_of(settings, "rule1." + name).substr(5),
                  line_of(settings, "rule0." + name).substr(5));
    EXPECT_EQ(line_of(settings, "rule1.target"), "rule1.target: cname web");
}

TEST(Rules, TakeAnEmptyStringAsNotSaid)
{
    constexpr auto head = "target = 'web'\n[[rule]]\ndomains = 'b.example'\n";
    EXPECT_EQ(describe(settings_of(
                  file(head + std::string("target = ''\ncaa = ' '\nrelay = { ports = '' }")))),
              describe(settings_of(file(head))));
}

TEST(Rules, TakeFromVariablesWhatTheyDoNotSay)
{
    auto sources = file("[[rule]]\ndomains = 'b.example'");
    sources.environment["FAKE_DNS"] = "192.0.2.9";
    EXPECT_EQ(line_of(settings_of(sources), "rule1.target"), "rule1.target: addresses 192.0.2.9");
}

TEST(Rules, AnswerCaaWithNothingOfTheTopLevel)
{
    const auto settings = settings_of(file("[caa]\nissuewild = 'a.example'\n[[rule]]\n"
                                           "domains = 'b.example'\n"
                                           "caa = { iodef = 'mailto:a@example.com' }"));
    EXPECT_EQ(line_of(settings, "rule1.caa"), R"(rule1.caa: 0 iodef "mailto:a@example.com")");
}

TEST(Rules, MayForwardCaaOrFakeNoAddress)
{
    const auto settings = settings_of(file("target = 'web'\n[[rule]]\ndomains = 'b.example'\n"
                                           "caa = 'forward'\ntarget = 'none'"));
    EXPECT_EQ(line_of(settings, "rule1.caa"), "rule1.caa: forward");
    EXPECT_EQ(line_of(settings, "rule1.target"), "rule1.target: none");
    EXPECT_EQ(line_of(settings, "rule1.ports"), "rule1.ports: ");
}

TEST(Rules, LoseTheirTargetsInPassthrough)
{
    const auto settings = settings_of(file("mode = 'passthrough'\ntarget = 'web'\n[[rule]]\n"
                                           "domains = 'b.example'\ntarget = '192.0.2.1'"));
    EXPECT_EQ(settings.mode, Mode::passthrough);
    EXPECT_EQ(line_of(settings, "rule0.target"), "rule0.target: none");
    EXPECT_EQ(line_of(settings, "rule1.target"), "rule1.target: none");
}

TEST(Rules, KeepTheirTargetsWhenTheTopLevelHasNone)
{
    const auto settings = settings_of(file("[[rule]]\ndomains = 'b.example'\ntarget = 'web'"));
    EXPECT_EQ(settings.mode, Mode::passthrough);
    EXPECT_EQ(line_of(settings, "rule1.target"), "rule1.target: service web");
}

class RuleError : public testing::TestWithParam<ErrorCase> {};

TEST_P(RuleError, SaysWhatWouldBeRight)
{
    EXPECT_EQ(errors_of(file(GetParam().toml)), GetParam().errors);
}

// clang-format off
const ErrorCase errors[] = {
    {"NoDomains", "[[rule]]\ntarget = 'web'", "x.toml:1: rule.domains: a rule needs domains: write domains = [\"*.apps.example.com\"]"},
    {"EmptyDomains", "[[rule]]\ndomains = []", "x.toml:2: rule.domains = []: write at least one domain"},
    {"BlankDomains", "[[rule]]\ndomains = ' '", "x.toml:1: rule.domains: a rule needs domains: write domains = [\"*.apps.example.com\"]"},
    {"BadDomain", "[[rule]]\ndomains = ['a.example', '*']", "x.toml:2: rule.domains = *: write . for all names"},
    {"DomainTwiceInOneRule", "[[rule]]\ndomains = ['a.example', 'A.example']", "x.toml:2: rule.domains = A.example: is in the list twice: remove one"},
    {"DomainInTwoRules", "[[rule]]\ndomains = 'a.example'\n[[rule]]\ndomains = ['b.example', 'a.example.']",
     "x.toml:4: rule.domains = a.example: is a domain of another rule too (x.toml:2): remove one, or put both into one rule"},
    {"DomainOfTheTopLevelByDefault", "[[rule]]\ndomains = '.'", "x.toml:2: rule.domains = .: is a domain of another rule too (default): remove one, or put both into one rule"},
    {"DomainAndBelowItAreTwo", "[[rule]]\ndomains = 'a.example'\n[[rule]]\ndomains = '*.a.example'", ""},
    {"BadTarget", "[[rule]]\ndomains = 'a.example'\ntarget = 'http://web'", "x.toml:3: rule.target = http://web: write the host name alone, not a URL"},
    {"TargetOfAWrongType", "[[rule]]\ndomains = 'a.example'\ntarget = true", "x.toml:3: rule.target = true: write a string or an array of strings, such as \"10.96.0.50\""},
    {"PlaceholderWithoutStar", "[[rule]]\ndomains = ['*.a.example', 'b.example']\ntarget = '{1}.web'",
     "x.toml:3: rule.target = {1}.web: {1} stands for what * matches, and the domain b.example has no *: write *.b.example"},
    {"PlaceholderOfTheTopLevelWithoutStar", "target = '{1}.web'", "x.toml:1: target = {1}.web: {1} stands for what * matches, and the domain . has no *: write *."},
    {"PlaceholderTakenFromTheTopLevel", "target = '{1}.web'\ndomains = '*.a.example'\n[[rule]]\ndomains = 'b.example'",
     "x.toml:3: rule.target = {1}.web: {1} stands for what * matches, and the domain b.example has no *: write *.b.example"},
    {"BadCaa", "[[rule]]\ndomains = 'a.example'\ncaa = 'ca.example.'",
     "x.toml:3: rule.caa.issue = ca.example.: remove the dot at the end: a CA compares the whole text, so this would keep every CA from issuing"},
    {"CaaContradiction", "[[rule]]\ndomains = 'a.example'\ncaa = { issue = 'forward', raw = '0 a b' }",
     "x.toml:3: rule.caa = forward: the upstream answers CAA queries, so nothing can be added: remove the other caa keys, or forward"},
    {"UnknownCaaKey", "[[rule]]\ndomains = 'a.example'\ncaa = { issuer = 'a.example' }", "x.toml:3: rule.caa.issuer = a.example: there is no such key; did you mean issue?"},
    {"RelayNoTable", "[[rule]]\ndomains = 'a.example'\nrelay = 80", "x.toml:3: rule.relay = 80: write a table, such as { ports = [\"80=8080\"] }"},
    {"RelayAddresses", "[[rule]]\ndomains = 'a.example'\nrelay = { addresses = '192.0.2.1' }", "x.toml:3: rule.relay.addresses = 192.0.2.1: there is no such key"},
    {"BadRelayPort", "[[rule]]\ndomains = 'a.example'\nrelay = { ports = [0] }",
     "x.toml:3: rule.relay.ports = 0: write a port, such as 80, or a port and the target's port, such as 80=8080"},
    {"RelayPortOfAWrongType", "[[rule]]\ndomains = 'a.example'\nrelay.ports = [true]", "x.toml:3: rule.relay.ports = [true]: write a string or an array of strings, such as [\"80=8080\"]"},
    {"UnknownKey", "[[rule]]\ndomain = 'a.example'\ndomains = 'a.example'", "x.toml:2: rule.domain = a.example: there is no such key; did you mean domains?"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Rules, RuleError, testing::ValuesIn(errors), test_support::row_name);

}  // namespace
}  // namespace config
