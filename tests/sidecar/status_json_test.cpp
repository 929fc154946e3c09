#include "shim/rdata.hpp"
#include "sidecar/status_json.hpp"
#include "tests/sidecar/status_sample.hpp"
#include "tests/support/policy_parts.hpp"
#include "tests/support/query_builder.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>

namespace sidecar {
namespace {

namespace json = boost::json;
using shim::RrType;
using test_support::QueryBuilder;
using test_support::record_octets;
using testing::ElementsAre;

constexpr std::uint16_t no_error = 0x8180;
constexpr std::uint16_t serv_fail = 0x8182;

std::vector<std::string> keys(const json::value& object)
{
    std::vector<std::string> found;
    for (const auto& member : object.as_object()) found.emplace_back(member.key());
    return found;
}

// What a JSON reader makes of the text.
json::value read(const json::value& made)
{
    return json::parse(json::serialize(made));
}

json::value status(const StatusSample& sample)
{
    return read(status_json(sample.view(), sample.now));
}

TEST(StatusJson, HasTheKeysOfTheContract)
{
    StatusSample sample;
    sample.relay.push_back({"192.0.2.80", "web.default.svc", {"80=8080"}, 2, 3000, ""});
    sample.services.push_back({"web", "web.default.svc.cluster.local", {"192.0.2.5"}, ""});
    const auto value = status(sample);
    EXPECT_THAT(keys(value), ElementsAre("version", "uptime_seconds", "mode", "target", "domains",
                                         "caa", "listeners", "upstream", "relay", "services",
                                         "queries", "config", "warnings"));
    EXPECT_THAT(keys(value.at("listeners")), ElementsAre("dns", "doh", "status"));
    EXPECT_THAT(keys(value.at("upstream")), ElementsAre("servers", "healthy", "last_error"));
    EXPECT_THAT(keys(value.at("relay")), ElementsAre("addresses", "targets"));
    EXPECT_THAT(keys(value.at("relay").at("targets").at(0)),
                ElementsAre("address", "target", "ports", "connections", "bytes", "last_error"));
    EXPECT_THAT(keys(value.at("services").at(0)),
                ElementsAre("name", "resolved_as", "addresses", "error"));
    EXPECT_THAT(keys(value.at("queries")),
                ElementsAre("total", "faked", "forwarded", "failed", "by_type", "by_rcode"));
    EXPECT_THAT(keys(value.at("config")), ElementsAre("file", "loaded_at", "last_error"));
}

TEST(StatusJson, TellsTheFirstRule)
{
    const auto value = status({});
    EXPECT_EQ(value.at("mode"), "service-name");
    EXPECT_EQ(value.at("target"), "{1}.default.svc.cluster.local");
    EXPECT_EQ(value.at("domains"), (json::array{"*.apps.example.com"}));
    EXPECT_EQ(value.at("caa"), (json::array{"0 issue \"ca.example\""}));
    EXPECT_EQ(value.at("uptime_seconds"), 3725);
}

TEST(StatusJson, TellsAddressesPassThroughAndForwardedCaa)
{
    StatusSample sample;
    auto& settings = sample.state.config.settings;
    settings.mode = config::Mode::fixed_ip;
    settings.rules[0].target = test_support::fixed({"192.0.2.1", "2001:db8::1"});
    settings.rules[0].caa = test_support::forwarded_caa();
    EXPECT_EQ(status(sample).at("mode"), "fixed-ip");
    EXPECT_EQ(status(sample).at("target"), "192.0.2.1,2001:db8::1");
    EXPECT_EQ(status(sample).at("caa"), (json::array{"forward"}));

    settings.mode = config::Mode::passthrough;
    settings.rules[0].target = shim::PassThrough{};
    settings.rules[0].caa = {};
    EXPECT_EQ(status(sample).at("mode"), "passthrough");
    EXPECT_TRUE(status(sample).at("target").is_null());
    EXPECT_EQ(status(sample).at("caa"), json::array{});
}

TEST(StatusJson, SaysNullForWhatThereIsNot)
{
    const auto value = status({});
    EXPECT_TRUE(value.at("upstream").at("last_error").is_null());
    EXPECT_TRUE(value.at("relay").at("addresses").is_null());
    EXPECT_TRUE(value.at("config").at("file").is_null());
    EXPECT_TRUE(value.at("config").at("last_error").is_null());
}

TEST(StatusJson, TellsWhatIsKnownOfRelayUpstreamAndConfiguration)
{
    StatusSample sample;
    sample.upstream = {{"192.0.2.53:53"}, false, "upstream 192.0.2.53:53: refused"};
    sample.state.config.settings.relay_addresses =
        shim::IpPrefix::from_text("198.51.100.0/24").value();
    sample.state.config_file = "/etc/config.toml";
    sample.state.reload_error = "/etc/config.toml:3: ttl";
    sample.state.warnings = {"first", "second"};
    const auto value = status(sample);
    EXPECT_EQ(value.at("upstream").at("healthy"), false);
    EXPECT_EQ(value.at("upstream").at("last_error"), "upstream 192.0.2.53:53: refused");
    EXPECT_EQ(value.at("relay").at("addresses"), "198.51.100.0/24");
    EXPECT_EQ(value.at("config"), (json::object{{"file", "/etc/config.toml"},
                                                {"loaded_at", "2026-01-01T00:00:00.000Z"},
                                                {"last_error", "/etc/config.toml:3: ttl"}}));
    EXPECT_EQ(value.at("warnings"), (json::array{"first", "second"}));
}

TEST(StatusJson, AddsTheCountersUp)
{
    StatusSample sample;
    const auto answered = [&](shim::Rcode rcode, shim::Source source, RrType type, std::size_t n) {
        sample.counters
            .responses[static_cast<std::size_t>(rcode)][static_cast<std::size_t>(source)] += n;
        sample.counters.requests[0][1][type_index(type)] += n;
    };
    answered(shim::Rcode::no_error, shim::Source::fake, RrType::a, 1);
    answered(shim::Rcode::no_error, shim::Source::service, RrType::a, 2);
    answered(shim::Rcode::no_error, shim::Source::caa, RrType::caa, 4);
    answered(shim::Rcode::no_error, shim::Source::static_record, RrType::txt, 8);
    answered(shim::Rcode::nx_domain, shim::Source::forward, RrType{65}, 16);
    answered(shim::Rcode::bad_vers, shim::Source::error, RrType{}, 32);
    sample.counters.responses[rcodes - 1][static_cast<std::size_t>(shim::Source::forward)] = 64;
    EXPECT_EQ(
        status(sample).at("queries"),
        (json::object{
            {"total", 127},
            {"faked", 15},
            {"forwarded", 80},
            {"failed", 32},
            {"by_type", {{"A", 3}, {"CAA", 4}, {"TXT", 8}, {"other", 48}}},
            {"by_rcode", {{"NOERROR", 15}, {"NXDOMAIN", 16}, {"BADVERS", 32}, {"other", 64}}}}));
}

TEST(QueriesJson, HasTheKeysOfTheContract)
{
    StatusSample sample;
    sample.keep(QueryBuilder("www.example.com", RrType::a)
                    .flags(no_error)
                    .answer(record_octets("www.example.com", RrType::a, 5,
                                          test_support::from_hex("c0000201")))
                    .build(),
                shim::Source::fake, std::chrono::milliseconds(250));
    EXPECT_EQ(read(queries_json(sample.view(), 10, sample.now)),
              (json::array{{{"time", "2026-01-01T01:59:59.750Z"},
                            {"client", "192.0.2.7"},
                            {"transport", "tcp"},
                            {"name", "www.example.com"},
                            {"type", "A"},
                            {"rcode", "NOERROR"},
                            {"source", "fake"},
                            {"answer", json::array{"192.0.2.1"}},
                            {"duration_us", 1234},
                            {"ede", nullptr}}}));
}

TEST(QueriesJson, AreTheNewestFirstAndNoMoreThanAskedFor)
{
    StatusSample sample;
    for (const auto* name : {"one.example", "two.example", "three.example", "four.example"})
        sample.keep(QueryBuilder(name, RrType::a).flags(serv_fail).build(), shim::Source::error);
    const auto names = [&](std::size_t limit) {
        std::vector<std::string> found;
        for (const auto& entry : queries_json(sample.view(), limit, sample.now))
            found.emplace_back(entry.at("name").as_string());
        return found;
    };
    EXPECT_THAT(names(100), ElementsAre("four.example", "three.example", "two.example"));
    EXPECT_THAT(names(1), ElementsAre("four.example"));
    EXPECT_THAT(names(0), ElementsAre());
}

TEST(ConfigJson, TellsEachSettingWithItsOrigin)
{
    StatusSample sample;
    sample.state.config.effective = {{"ttl", "5", "default"}, {"target", "192.0.2.1", "FAKE_DNS"}};
    EXPECT_EQ(read(config_json(sample.view())),
              (json::object{{"ttl", {{"value", "5"}, {"origin", "default"}}},
                            {"target", {{"value", "192.0.2.1"}, {"origin", "FAKE_DNS"}}}}));
}

TEST(StatusJson, IsUtf8WhateverTheTextsAre)
{
    StatusSample sample;
    const std::string hostile = "\xff\x1b[2J\"</script>";
    const auto shown = "\\255\\027[2J\"</script>";
    sample.upstream.last_error = hostile;
    sample.state.warnings = {hostile};
    sample.state.config.effective = {{hostile, hostile, hostile}};
    sample.services.push_back({hostile, hostile, {hostile}, hostile});
    sample.relay.push_back({"192.0.2.80", hostile, {"80"}, 0, 0, hostile});
    const auto value = status(sample);
    EXPECT_EQ(value.at("upstream").at("last_error"), shown);
    EXPECT_EQ(value.at("warnings").at(0), shown);
    EXPECT_EQ(value.at("services").at(0).at("name"), shown);
    EXPECT_EQ(value.at("relay").at("targets").at(0).at("target"), shown);
    EXPECT_EQ(read(config_json(sample.view())).at(shown).at("origin"), shown);
}

TEST(Pretty, BreaksUpOnlyWhatIsTooWide)
{
    const json::value value{{"a", {1, 2}}, {"b", {{"long", "xxxxxxxx"}, {"c", json::array{}}}}};
    EXPECT_EQ(pretty(value, 12), "{\n"
                                 "  \"a\": [1,2],\n"
                                 "  \"b\": {\n"
                                 "    \"long\": \"xxxxxxxx\",\n"
                                 "    \"c\": []\n"
                                 "  }\n"
                                 "}\n");
    EXPECT_EQ(json::parse(pretty(value, 1)), value);
    EXPECT_EQ(pretty(json::array{}, 0), "[]\n");
}

}  // namespace
}  // namespace sidecar
