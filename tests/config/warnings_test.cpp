#include "config/warnings.hpp"
#include "tests/config/settings_text.hpp"
#include "tests/support/row_name.hpp"

#include <gmock/gmock.h>

#include <ostream>
#include <string>

namespace config {
namespace {

struct Case {
    std::string_view name;
    std::string_view toml;
    std::string_view expected;  // how the only warning begins; empty for none

    friend void PrintTo(const Case& test, std::ostream* out) { *out << test.name; }
};

class Warning : public testing::TestWithParam<Case> {};

TEST_P(Warning, IsASentenceOrNone)
{
    const auto all = warnings(settings_of(file(GetParam().toml)), {});
    ASSERT_EQ(all.size(), GetParam().expected.empty() ? 0U : 1U);
    const auto text = all.empty() ? std::string() : all.front();
    EXPECT_EQ(text.substr(0, GetParam().expected.size()), GetParam().expected);
}

// 9.9.9.9 is an address that Boulder would dial.
const Case cases[] = {
    {"Defaults", "", ""},
    {"PublicTarget", "target = '9.9.9.9'", ""},
    {"ReservedTarget", "target = '10.96.0.50'",
     "target 10.96.0.50 is a reserved address (Private-Use): Boulder since 2025-06-25 refuses"},
    {"ReservedTargetOfARule", "[[rule]]\ndomains = 'a.example.com'\ntarget = 'fd00::1'",
     "target fd00::1 is a reserved address (Unique-Local)"},
    {"ReservedTargetWithARelay", "target = '10.96.0.50'\nrelay.addresses = '64.112.117.122/32'",
     ""},
    {"PrivateTopLevelDomain", "target = '9.9.9.9'\ndomains = 'a.test'",
     "domain a.test ends in .test, which is no public top-level domain"},
    {"PrivateTopLevelDomainOfNoTarget", "domains = 'a.test'", ""},
    {"DomainThatIsExcepted",
     "target = '9.9.9.9'\ndomains = 'a.example.com'\nexcept = 'example.com'",
     "domain a.example.com is never faked, because `except` has example.com"},
    {"DomainAboveAnException",
     "target = '9.9.9.9'\ndomains = 'example.com'\nexcept = 'a.example.com'", ""},
    {"DomainThatAnExceptionBelowLeaves",
     "target = '9.9.9.9'\ndomains = 'example.com'\nexcept = '*.example.com'", ""},
    {"OpenListener", "listen = '0.0.0.0:53'",
     "listen 0.0.0.0 can be reached from outside this pod"},
    {"OpenDohListener", "doh.listen = '[::]:443'",
     "doh.listen :: can be reached from outside this pod"},
    {"OpenStatusListener", "status.listen = '0.0.0.0:9153'",
     "status.listen 0.0.0.0 can be reached from outside this pod"},
};

INSTANTIATE_TEST_SUITE_P(Warnings, Warning, testing::ValuesIn(cases), test_support::row_name);

TEST(Warnings, TellOfEveryTopLevelDomainThatIsNotPublic)
{
    for (const std::string tld :
         {"alt", "cluster", "corp", "example", "home", "internal", "invalid", "lan", "local",
          "localhost", "mail", "onion", "private", "svc", "test"}) {
        const auto all = warnings(
            settings_of(file("target = '9.9.9.9'\nexcept = 'none'\ndomains = '*.a." + tld + "'")),
            {});
        ASSERT_EQ(all.size(), 1U) << tld;
        EXPECT_EQ(all.front().rfind("domain *.a." + tld + " ends in ." + tld + ',', 0), 0U) << tld;
    }
}

TEST(Warnings, EndWithTheCure)
{
    const auto all = warnings(settings_of(file("target = ['9.9.9.9', '10.96.0.50', '127.0.0.1']\n"
                                               "domains = 'example.com'\nexcept = 'local'\n"
                                               "listen = '0.0.0.0:53'\n"
                                               "[[rule]]\ndomains = 'a.local'\n")),
                              {});
    const std::string relay = "turn the relay on, with relay.addresses (FAKE_DNS_RELAY_ADDRESSES) "
                              "= 64.112.117.122/32";
    EXPECT_THAT(all, testing::ElementsAre(
                         testing::EndsWith(relay), testing::EndsWith(relay),
                         testing::EndsWith("use names below a public one, such as dev.example.com"),
                         testing::EndsWith("set except (FAKE_DNS_EXCEPT) without it"),
                         testing::EndsWith("use 127.0.0.1 unless others are meant to ask")));
}

TEST(Warnings, TellOfATargetOnceHoweverManyRulesHaveIt)
{
    std::string toml = "target = '10.96.0.50'\ndomains = 'example.com'\n";
    for (const auto* domain : {"a.example.net", "b.example.net"})
        toml += "[[rule]]\ndomains = '" + std::string(domain) + "'\n";
    EXPECT_EQ(warnings(settings_of(file(toml)), {}).size(), 1U);
}

TEST(Warnings, AreAHundredAtMostAndTheNumberOfTheRest)
{
    std::string toml = "target = '9.9.9.9'\ndomains = [";
    for (int i = 0; i < 103; ++i) toml += "'n" + std::to_string(i) + ".test', ";
    const auto all = warnings(settings_of(file(toml + "]")), {});
    ASSERT_EQ(all.size(), 101U);
    EXPECT_EQ(all[99].substr(0, 15), "domain n99.test");
    EXPECT_EQ(all.back(), "and 3 more warnings");
}

}  // namespace
}  // namespace config
