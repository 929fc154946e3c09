#include "config/boulder_rewrite.hpp"
#include "tests/support/row_name.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

BoulderConfig recognised(const std::string& text)
{
    return std::get<BoulderConfig>(BoulderConfig::recognise(text));
}

struct Case {
    std::string_view name;
    std::string before;
    std::string_view after;
    BoulderEra folder{};
    std::string_view ca_bundle{};

    friend void PrintTo(const Case& test, std::ostream* out) { *out << test.name; }
};

class Rewrite : public testing::TestWithParam<Case> {};

TEST_P(Rewrite, PointsAtTheSidecar)
{
    const auto& test = GetParam();
    const auto result = rewrite(recognised(test.before), {}, test.folder, test.ca_bundle);
    EXPECT_EQ(result.text, test.after);
    EXPECT_EQ(result.changes.empty(), result.text == test.before);
}

TEST_P(Rewrite, IsDoneOnce)
{
    const auto& test = GetParam();
    const auto once = rewrite(recognised(test.before), {}, test.folder, test.ca_bundle);
    const auto twice = rewrite(recognised(once.text), {}, test.folder, test.ca_bundle);
    EXPECT_EQ(twice.text, once.text);
    EXPECT_THAT(twice.changes, IsEmpty());
}

// The eras E0 to E9 of docs/boulder-versions.md in their smallest form; whole files of each are in
// tests/sidecar/boulder.
// clang-format off
const Case cases[] = {
    {"E0CommonResolver",
     R"({"va":{"dnsTries":3},"common":{"dnsResolver":"x:1","dnsTimeout":"1s"}})",
     R"({"va":{"dnsTries":3},"common":{"dnsResolver":"127.0.0.1:53","dnsTimeout":"1s","dnsAllowLoopbackAddresses":true}})"},
    {"E0NothingButAResolver",
     R"({"va":{},"common":{"dnsResolver":"x:1"}})",
     R"({"va":{},"common":{"dnsResolver":"127.0.0.1:53","dnsAllowLoopbackAddresses":true}})"},
    {"E0ReservedAddressesWereRefused",
     R"({"va":{},"common":{"dnsResolver":"x:1","dnsAllowLoopbackAddresses":false,"dnsTimeout":"1s"}})",
     R"({"va":{},"common":{"dnsResolver":"127.0.0.1:53","dnsAllowLoopbackAddresses":true,"dnsTimeout":"1s"}})"},
    {"E1ArrayAndCommonResolver",
     R"({"va":{"dnsResolvers":["x:1","y:2"]},"common":{"dnsResolver":"z:3","dnsTimeout":"1s"}})",
     R"({"va":{"dnsResolvers":["127.0.0.1:53"]},"common":{"dnsResolver":"127.0.0.1:53","dnsTimeout":"1s","dnsAllowLoopbackAddresses":true}})"},
    {"E1EmptyCommonResolverStays",
     R"({"va":{"dnsResolvers":["x:1"]},"common":{"dnsResolver":"","dnsAllowLoopbackAddresses":true}})",
     R"({"va":{"dnsResolvers":["127.0.0.1:53"]},"common":{"dnsResolver":"","dnsAllowLoopbackAddresses":true}})"},
    {"E1ContactChecksOfTheRa",
     R"({"ra":{"dnsResolvers":["x:1"]},"common":{"dnsTimeout":"1s","dnsAllowLoopbackAddresses":true}})",
     R"({"ra":{"dnsResolvers":["127.0.0.1:53"]},"common":{"dnsTimeout":"1s","dnsAllowLoopbackAddresses":true}})"},
    {"E2TimeoutInVa",
     R"({"va":{"dnsResolvers":["x:1"],"dnsTimeout":"1s"}})",
     R"({"va":{"dnsResolvers":["127.0.0.1:53"],"dnsTimeout":"1s","dnsAllowLoopbackAddresses":true}})"},
    {"E3NameWinsOverArraySoItIsEmptied",
     R"({"va":{"dnsResolver":"boulder","dnsResolvers":["x:1"],"dnsAllowLoopbackAddresses":true}})",
     R"({"va":{"dnsResolver":"","dnsResolvers":["127.0.0.1:53"],"dnsAllowLoopbackAddresses":true}})"},
    {"E3NameAloneWhereTheFolderKnowsTheArray",
     R"({"va":{"dnsResolver":"boulder","dnsAllowLoopbackAddresses":true}})",
     R"({"va":{"dnsResolver":"","dnsResolvers":["127.0.0.1:53"],"dnsAllowLoopbackAddresses":true}})",
     {.knows_resolver_array = true}},
    {"E3ArrayIsNull",
     R"({"va":{"dnsResolver":"boulder","dnsResolvers":null,"dnsAllowLoopbackAddresses":true}})",
     R"({"va":{"dnsResolver":"","dnsResolvers":["127.0.0.1:53"],"dnsAllowLoopbackAddresses":true}})",
     {.knows_resolver_array = true}},
    {"E4NameAlone",
     R"({"va":{"dnsResolver":"service.consul","dnsAllowLoopbackAddresses":true}})",
     R"({"va":{"dnsResolver":"boulder-dns-sidecar.internal","dnsAllowLoopbackAddresses":true}})"},
    {"E5ProviderWithoutAuthority",
     R"({"va":{"dnsProvider":{"srvLookup":{"service":"dns","domain":"d"}},"dnsTimeout":"1s"}})",
     R"({"va":{"dnsProvider":{"srvLookup":{"service":"dns","domain":"boulder-dns-sidecar.internal."},"dnsAuthority":"127.0.0.1:53"},"dnsTimeout":"1s","dnsAllowLoopbackAddresses":true}})"},
    {"E6ProviderKeepsItsLabel",
     R"({"va":{"dnsProvider":{"dnsAuthority":"a","srvLookup":{"domain":"d","service":"unbound"}},"dnsAllowLoopbackAddresses":true}})",
     R"({"va":{"dnsProvider":{"dnsAuthority":"127.0.0.1:53","srvLookup":{"domain":"boulder-dns-sidecar.internal.","service":"unbound"}},"dnsAllowLoopbackAddresses":true}})"},
    {"E7DohIsFoundBySrv",
     R"({"va":{"dnsProvider":{"dnsAuthority":"a","srvLookup":{"service":"doh","domain":"d"}},"dnsAllowLoopbackAddresses":true,"tls":{"caCertfile":"ca.pem"},"features":{"DOH":true}}})",
     R"({"va":{"dnsProvider":{"dnsAuthority":"127.0.0.1:53","srvLookup":{"service":"doh","domain":"boulder-dns-sidecar.internal."}},"dnsAllowLoopbackAddresses":true,"tls":{"caCertfile":"both.pem"},"features":{"DOH":true}}})",
     {}, "both.pem"},
    {"E8StaticListWinsOverProvider",
     R"({"va":{"dnsStaticResolvers":["x:53"],"dnsProvider":{"dnsAuthority":"a","srvLookup":{"service":"dns","domain":"d"}},"dnsAllowLoopbackAddresses":true}})",
     R"({"va":{"dnsStaticResolvers":["127.0.0.1:53"],"dnsProvider":{"dnsAuthority":"a","srvLookup":{"service":"dns","domain":"d"}},"dnsAllowLoopbackAddresses":true}})"},
    {"E8ProviderWhereTheFolderKnowsTheList",
     R"({"va":{"dnsProvider":{"dnsAuthority":"a","srvLookup":{"service":"dns","domain":"d"}},"dnsAllowLoopbackAddresses":true}})",
     R"({"va":{"dnsProvider":{"dnsAuthority":"a","srvLookup":{"service":"dns","domain":"d"}},"dnsStaticResolvers":["127.0.0.1:53"],"dnsAllowLoopbackAddresses":true}})",
     {.knows_static_resolvers = true}},
    {"E8EmptyListIsFilled",
     R"({"rva":{"dnsStaticResolvers":[],"dnsProvider":{"dnsAuthority":"a","srvLookup":{"service":"dns","domain":"d"}},"dnsAllowLoopbackAddresses":true}})",
     R"({"rva":{"dnsStaticResolvers":["127.0.0.1:53"],"dnsProvider":{"dnsAuthority":"a","srvLookup":{"service":"dns","domain":"d"}},"dnsAllowLoopbackAddresses":true}})"},
    {"E8DohByFeature",
     R"({"rva":{"dnsStaticResolvers":["x:8343","x:8443"],"dnsAllowLoopbackAddresses":true,"features":{"DOH":true}}})",
     R"({"rva":{"dnsStaticResolvers":["127.0.0.1:8553"],"dnsAllowLoopbackAddresses":true,"features":{"DOH":true}}})"},
    {"E9ProviderOfDoh",
     R"({"va":{"dnsProvider":{"dnsAuthority":"a","srvLookup":{"service":"doh","domain":"d"}},"dnsTimeout":"1s","tls":{"caCertfile":"ca.pem"},"features":{}}})",
     R"({"va":{"dnsProvider":{"dnsAuthority":"a","srvLookup":{"service":"doh","domain":"d"}},"dnsStaticResolvers":["127.0.0.1:8553"],"dnsTimeout":"1s","dnsAllowLoopbackAddresses":true,"tls":{"caCertfile":"both.pem"},"features":{}}})",
     {}, "both.pem"},
    {"E9ExperimentalVaIsPointedToo",
     R"({"va":{"dnsStaticResolvers":["x:443"],"dnsAllowLoopbackAddresses":true,"experimentalVA":{"dnsProvider":{"dnsAuthority":"a","srvLookup":{"service":"doh","domain":"d"}}}}})",
     R"({"va":{"dnsStaticResolvers":["127.0.0.1:8553"],"dnsAllowLoopbackAddresses":true,"experimentalVA":{"dnsProvider":{"dnsAuthority":"127.0.0.1:53","srvLookup":{"service":"doh","domain":"boulder-dns-sidecar.internal."}}}}})"},

    {"KeysOfOtherCaseStay",
     R"({"VA":{"DNSStaticResolvers":["x:443"],"DNSAllowLoopbackAddresses":null,"TLS":{"CACertFile":"ca.pem"}}})",
     R"({"VA":{"DNSStaticResolvers":["127.0.0.1:8553"],"DNSAllowLoopbackAddresses":true,"TLS":{"CACertFile":"both.pem"}}})",
     {.knows_only_doh = true}, "both.pem"},
    {"UnknownKeysAndNumbersStay",
     R"({"x":1.0e+05,"va":{"dnsResolvers":["x:1"],"\u0061":18446744073709551616,"dnsAllowLoopbackAddresses":true}} trailing)",
     R"({"x":1.0e+05,"va":{"dnsResolvers":["127.0.0.1:53"],"\u0061":18446744073709551616,"dnsAllowLoopbackAddresses":true}} trailing)"},
    {"WithoutATimeoutItStandsLast",
     R"({"va":{"dnsResolvers":["x:1"],"dnsTries":3}})",
     R"({"va":{"dnsResolvers":["127.0.0.1:53"],"dnsTries":3,"dnsAllowLoopbackAddresses":true}})"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Boulder, Rewrite, testing::ValuesIn(cases), test_support::row_name);

TEST(Rewrite, TakesTheSidecarsAddresses)
{
    const auto text =
        R"({"rva":{"dnsStaticResolvers":["x:443"],"dnsAllowLoopbackAddresses":true}})";
    const auto result = rewrite(recognised(text), {"127.0.0.2:5300", "dns.example:853"}, {}, "");
    EXPECT_THAT(result.text, HasSubstr(R"(["dns.example:853"])"));
}

TEST(Rewrite, SaysThatAnSrvNameNeedsThePodsResolvConf)
{
    const auto result = rewrite(recognised(R"({"va":{"dnsResolver":"x"}})"), {}, {}, "");
    EXPECT_THAT(result.notes, ElementsAre(HasSubstr("/etc/resolv.conf")));
}

TEST(Rewrite, SaysThatAProviderNeedsTheSidecarFirst)
{
    const auto text =
        R"({"va":{"dnsProvider":{"dnsAuthority":"a","srvLookup":{"service":"dns","domain":"d"}}}})";
    const auto result = rewrite(recognised(text), {}, {}, "");
    EXPECT_THAT(result.notes, ElementsAre(HasSubstr("the sidecar must be up first")));
}

TEST(Rewrite, SaysHowItGuessedTheTransport)
{
    const auto udp = rewrite(recognised(R"({"rva":{"dnsStaticResolvers":["x:53"]}})"), {}, {}, "");
    EXPECT_THAT(udp.notes, ElementsAre(HasSubstr("by port 53 it is taken to be UDP")));
    const auto doh = rewrite(recognised(R"({"rva":{"dnsStaticResolvers":["x:443"]}})"), {}, {}, "");
    EXPECT_THAT(doh.notes, ElementsAre(HasSubstr("by port 443 it is taken to be HTTPS")));
    EXPECT_THAT(rewrite(recognised(doh.text), {}, {}, "").notes, IsEmpty());
}

}  // namespace
}  // namespace config
