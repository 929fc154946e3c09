#include "config/targets.hpp"
#include "tests/config/told.hpp"
#include "tests/support/row_name.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace config {
namespace {

struct Case {
    std::string_view name;
    std::vector<std::string> items;
    std::string_view expected;  // or how the first message begins, after "!"

    friend void PrintTo(const Case& test, std::ostream* out) { *out << test.name; }
};

class Patterns : public testing::TestWithParam<Case> {};

TEST_P(Patterns, AreReadOrRefused)
{
    Told told;
    std::string text;
    for (const auto& pattern : parse_patterns(join_list(GetParam().items), told.problems))
        text += (text.empty() ? "" : " ") + pattern.to_text();
    if (!told.errors.empty())
        text = '!' + told.errors.front().message.substr(0, GetParam().expected.size() - 1);
    EXPECT_EQ(text, GetParam().expected);
}

// clang-format off
const Case patterns[] = {
    {"Domain", {"example.com"}, "example.com"},
    {"Below", {"*.example.com"}, "*.example.com"},
    {"All", {"."}, "."},
    {"AllBelowTheRoot", {"*."}, "*."},
    {"DotAtTheEnd", {"example.com."}, "example.com"},
    {"UpperCase", {"EXAMPLE.com"}, "example.com"},
    {"Underscore", {"_tcp.example.com"}, "_tcp.example.com"},
    {"DomainAndBelow", {"example.com", "*.example.com"}, "example.com *.example.com"},
    {"Twice", {"example.com", "Example.com."}, "!is in the list twice: remove one"},
    {"StarAlone", {"*"}, "!write . for all names"},
    {"StarInside", {"a.*.example.com"}, "!write a domain, such as example.com"},
    {"StarInALabel", {"a*.example.com"}, "!write a domain, such as example.com"},
    {"TwoStars", {"*.*.example.com"}, "!write a domain, such as example.com"},
    {"LeadingDot", {".example.com"}, "!write *.example.com for the names below it"},
    {"EmptyLabel", {"a..example"}, "!write a domain, such as example.com (it and all below) or *.example.com (only below); here a label is empty"},
    {"LongLabel", {std::string(64, 'a') + ".example"}, "!write a domain, such as example.com (it and all below) or *.example.com (only below); here a label is longer than 63 octets"},
    {"Url", {"https://example.com"}, "!write the domain alone"},
    {"Port", {"example.com:80"}, "!write the domain alone"},
    {"Space", {"example com"}, "!write the domain alone"},
    {"NotAscii", {"b\xc3\xbc" "cher.example"}, "!write the domain in ASCII"},
    {"Escape", {"a\\.b.example"}, "!write a domain, such as example.com"},
    {"Empty", {""}, "!write a domain, such as example.com"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Targets, Patterns, testing::ValuesIn(patterns), test_support::row_name);

class Target : public testing::TestWithParam<Case> {};

TEST_P(Target, IsReadOrRefused)
{
    Told told;
    const auto target = parse_target(join_list(GetParam().items), told.problems);
    std::string text;
    if (!target) {
        text = '!' + told.errors.front().message.substr(0, GetParam().expected.size() - 1);
    } else if (const auto* fixed = std::get_if<shim::FixedAddresses>(&*target)) {
        for (const auto& address : fixed->addresses) text += address.to_text() + ' ';
    } else if (const auto* service = std::get_if<shim::Service>(&*target)) {
        text = "service " + service->name;
    } else {
        text = "none";
    }
    EXPECT_EQ(text, GetParam().expected);
    EXPECT_EQ(told.errors.empty(), target.has_value());
}

const std::string_view no_address = "!write an IP address without a port";
const std::string_view no_host = "!write IP addresses, such as 10.96.0.50,fd00::50, or one host";

const Case targets[] = {
    {"Ipv4", {"192.0.2.1"}, "192.0.2.1 "},
    {"BothFamilies", {"192.0.2.1", "2001:db8::1"}, "192.0.2.1 2001:db8::1 "},
    {"ShortName", {"web"}, "service web"},
    {"FullName", {"web.default.svc.cluster.local."}, "service web.default.svc.cluster.local."},
    {"DigitsFirst", {"1password.default"}, "service 1password.default"},
    {"Placeholder", {"{1}.default"}, "service {1}.default"},
    {"PlaceholderInALabel", {"web-{1}-x.default"}, "service web-{1}-x.default"},
    {"None", {"none"}, "none"},
    {"ServiceCalledNone", {"none.default"}, "service none.default"},
    {"Nothing", {}, "!write 1 to 1000 IP addresses"},
    {"TooMany", std::vector<std::string>(1001, "192.0.2.1"), "!write 1 to 1000 IP addresses"},
    {"AddressTwice", {"192.0.2.1", "192.0.2.1"}, "!is in the list twice: remove one"},
    {"AddressAndName", {"192.0.2.1", "web"}, "!write IP addresses or one host name, not both"},
    {"TwoNames", {"web", "api"}, "!write IP addresses or one host name, not both"},
    {"AddressWithPort", {"192.0.2.1:80"}, no_address},
    {"NameWithPort", {"web:80"}, no_address},
    {"BadAddress", {"192.0.2.256"}, no_address},
    {"ShortAddress", {"10.1"}, no_address},
    {"Number", {"5"}, no_address},
    {"Url", {"http://web"}, "!write the host name alone, not a URL"},
    {"OtherPlaceholder", {"{2}.default"}, "!write {1} for the label"},
    {"UnclosedPlaceholder", {"{1.default"}, "!write {1} for the label"},
    {"Wildcard", {"*.default"}, no_host},
    {"Space", {"web default"}, no_host},
    {"EmptyLabel", {"web..default"}, no_host},
    {"Root", {"."}, no_host},
    {"Empty", {""}, no_host},
};

INSTANTIATE_TEST_SUITE_P(Targets, Target, testing::ValuesIn(targets), test_support::row_name);

TEST(Targets, HaveAPlaceholderWhenTheNameHasOne)
{
    EXPECT_TRUE(has_placeholder(shim::Service{"{1}.a", {}}));
    EXPECT_FALSE(has_placeholder(shim::Service{"a", {}}));
    EXPECT_FALSE(has_placeholder(shim::PassThrough{}));
}

}  // namespace
}  // namespace config
