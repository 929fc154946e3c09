#include "config/boulder_config.hpp"
#include "tests/support/row_name.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace config {
namespace {

struct Case {
    std::string_view name;
    std::string text;
    std::string_view expected;  // what is recognised, or why not

    friend void PrintTo(const Case& test, std::ostream* out) { *out << test.name; }
};

// "va knows=array,static,doh-only asks=udp"
std::string describe(const std::string& text)
{
    const auto recognised = BoulderConfig::recognise(text);
    if (const auto* not_it = std::get_if<BoulderConfig::Unrecognised>(&recognised))
        return not_it->why.empty() ? "another service" : not_it->why;
    const auto& config = std::get<BoulderConfig>(recognised);
    const auto era = config.era();
    std::string known;
    if (era.knows_resolver_array) known += " array";
    if (era.knows_static_resolvers) known += " static";
    if (era.knows_only_doh) known += " only-doh";
    return config.service().path + (known.empty() ? "" : " knows" + known) +
           (config.asks_over_doh({}, era) ? ", asks over HTTPS" : ", asks over UDP");
}

class Recognise : public testing::TestWithParam<Case> {};

TEST_P(Recognise, TellsServiceAndEra)
{
    EXPECT_EQ(describe(GetParam().text), GetParam().expected);
}

std::string provider(const std::string& service, const std::string& more = "")
{
    return R"({"va": {"dnsProvider": {"dnsAuthority": "a", "srvLookup": {"service": ")" + service +
           R"(", "domain": "d"}})" + more + "}}";
}

std::string list(const std::string& address, const std::string& more = "")
{
    return R"({"rva": {"dnsStaticResolvers": [")" + address + R"("])" + more + "}}";
}

// clang-format off
const Case cases[] = {
    {"ResolverInCommon", R"({"va": {}, "common": {"dnsResolver": "a:53"}})", "va, asks over UDP"},
    {"ResolverArray", R"({"va": {"dnsResolvers": ["a:53"]}})", "va knows array, asks over UDP"},
    {"ResolverBySrv", R"({"va": {"dnsResolver": "a"}})", "va, asks over UDP"},
    {"ContactChecksOf2018", R"({"ra": {"dnsResolvers": ["a:53"]}})", "ra knows array, asks over UDP"},
    {"KeysOfOtherCase", R"({"VA": {"DNSResolvers": ["a:53"]}})", "VA knows array, asks over UDP"},

    {"Provider", provider("dns"), "va, asks over UDP"},
    {"ProviderWithFeature", provider("doh", R"(, "features": {"DOH": true})"), "va, asks over HTTPS"},
    {"ProviderWithFeatureOff", provider("doh", R"(, "features": {"DOH": false})"), "va, asks over UDP"},
    {"ProviderOfDohWithoutFeature", provider("doh"), "va knows static only-doh, asks over HTTPS"},
    {"ProviderOfDohWithOtherFeatures", provider("doh", R"(, "features": {}, "slowRemoteTimeout": "2s")"), "va knows static only-doh, asks over HTTPS"},
    {"SlowRemoteTimeoutIsOfDohOnly", provider("dns", R"(, "slowRemoteTimeout": "2s")"), "va knows static only-doh, asks over HTTPS"},
    {"ExperimentalVaIsOfDohOnly", provider("x", R"(, "experimentalVA": null)"), "va knows static only-doh, asks over HTTPS"},
    {"PerspectivesAreNewerThanStaticResolvers", provider("dns", R"(, "remoteVAs": [{"perspective": "p"}])"), "va knows static, asks over UDP"},
    {"RemotesWithoutPerspectiveTellNothing", provider("dns", R"(, "remoteVAs": [{"timeout": "15s"}])"), "va, asks over UDP"},

    {"StaticAtPort53", list("192.0.2.1:53"), "rva knows static, asks over UDP"},
    {"StaticAtTestServersUdpPort", list("192.0.2.1:8054"), "rva knows static, asks over UDP"},
    {"StaticAtPort443", list("192.0.2.1:443"), "rva knows static, asks over HTTPS"},
    {"StaticAtTestServersDohPort", list("192.0.2.1:8343"), "rva knows static, asks over HTTPS"},
    {"StaticWithFeatureAtPort53", list("192.0.2.1:53", R"(, "features": {"DOH": true})"), "rva knows static, asks over HTTPS"},
    {"StaticWithFeatureOffAtPort443", list("192.0.2.1:443", R"(, "features": {"DOH": false})"), "rva knows static, asks over UDP"},
    {"StaticIsTheSidecarsDns", list("127.0.0.1:53"), "rva knows static, asks over UDP"},
    {"StaticIsTheSidecarsDoh", list("127.0.0.1:8553"), "rva knows static, asks over HTTPS"},

    {"OtherService", R"({"ca": {"serialPrefix": 255}})", "another service"},
    {"RaOfToday", R"({"ra": {"maxNames": 100}})", "another service"},
    {"RaWithDiscoveryOfGrpc", R"({"ra": {"vaService": {"dnsAuthority": "a"}}})", "another service"},
    {"NoObject", "[1]", "another service"},
    {"VaIsNoObject", R"({"va": "x"})", "another service"},
    {"NoResolver", R"({"va": {"dnsTries": 3, "dnsResolver": ""}})",
     "\"va\" names no resolver: there is no dnsResolver, dnsResolvers, dnsProvider.srvLookup.domain, "
     "dnsStaticResolvers or common.dnsResolver"},
    {"ProviderWithoutDomain", R"({"rva": {"dnsProvider": {"dnsAuthority": "a"}}})",
     "\"rva\" names no resolver: there is no dnsResolver, dnsResolvers, dnsProvider.srvLookup.domain, "
     "dnsStaticResolvers or common.dnsResolver"},
    {"Broken", "{\"va\":\n  {,}}", "2:4: is no JSON: syntax error"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Boulder, Recognise, testing::ValuesIn(cases), test_support::row_name);

TEST(Era, OfOneFileCountsForTheFolder)
{
    const auto config = std::get<BoulderConfig>(BoulderConfig::recognise(list("192.0.2.1:53")));
    BoulderEra folder;
    folder |= {.knows_only_doh = true};
    folder |= config.era();
    EXPECT_TRUE(folder.knows_static_resolvers);
    EXPECT_TRUE(config.asks_over_doh({}, folder));
    EXPECT_FALSE(config.asks_over_doh({}, config.era()));
}

}  // namespace
}  // namespace config
