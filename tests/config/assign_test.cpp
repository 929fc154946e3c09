#include "config/fields.hpp"
#include "tests/config/settings_text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>

namespace config {
namespace {

// One value of one setting, as TOML and as text, and what becomes of it.
struct Case {
    std::string_view key;
    std::string_view toml;
    std::string_view text;
    std::string_view expected;  // the line of describe()
    std::string_view with;      // further TOML that the value needs

    friend void PrintTo(const Case& test, std::ostream* out) { *out << test.key; }
};

// clang-format off
const Case cases[] = {
    {"target", R"(["192.0.2.1", "2001:db8::1"])", "192.0.2.1, 2001:db8::1", "rule0.target: addresses 192.0.2.1 2001:db8::1", ""},
    {"target", R"("web.default")", "web.default", "rule0.target: service web.default", ""},
    {"target", R"("none")", "none", "rule0.target: none", ""},
    {"mode", R"("fixed-ip")", "fixed-ip", "mode: 0", "target = '192.0.2.1'"},
    {"mode", R"("service-name")", "service-name", "mode: 1", "target = 'web'"},
    {"mode", R"("passthrough")", "passthrough", "mode: 2", "target = 'web'"},
    {"domains", R"(["Example.com.", "*.example.net"])", "Example.com.,*.example.net", "rule0.domains: example.com *.example.net", ""},
    {"domains", R"(".")", ".", "rule0.domains: .", ""},
    {"except", R"(["a.example", "*.b.example"])", "a.example,*.b.example", "except: a.example *.b.example", ""},
    {"except", R"("none")", "none", "except: ", ""},
    {"ttl", "0", "0", "ttl: 0", ""},
    {"ttl", "2147483647", "2147483647", "ttl: 2147483647", ""},
    {"answer", R"("cname")", "cname", "rule0.target: cname web", "target = 'web'"},
    {"answer", R"("flatten")", "flatten", "rule0.target: service web", "target = 'web'"},
    {"caa.issue", R"(["a.example", "b.example"])", "a.example,b.example", R"(rule0.caa: 0 issue "a.example" | 0 issue "b.example")", ""},
    {"caa.issue", R"("deny")", "deny", R"(rule0.caa: 0 issue ";")", ""},
    {"caa.issue", R"("none")", "none", "rule0.caa: ", ""},
    {"caa.issue", R"("forward")", "forward", "rule0.caa: forward", ""},
    {"caa.issuewild", R"("a.example")", "a.example", R"(rule0.caa: 0 issuewild "a.example")", "caa.issue = 'none'"},
    {"caa.issuewild", R"("deny")", "deny", R"(rule0.caa: 0 issuewild ";")", "caa.issue = 'none'"},
    {"caa.iodef", R"(["mailto:a@example.com"])", "mailto:a@example.com", R"(rule0.caa: 0 iodef "mailto:a@example.com")", "caa.issue = 'none'"},
    {"caa.raw", R"([{ flags = 128, tag = "tbs", value = 'a "b", c' }])", R"(128 tbs "a \"b\", c")", R"(rule0.caa: 128 tbs "a \"b\", c")", "caa.issue = 'none'"},
    {"relay.addresses", R"("192.0.2.0/24")", "192.0.2.0/24", "relay.addresses: 192.0.2.0/24", ""},
    {"relay.addresses", R"("192.0.2.1")", "192.0.2.1", "relay.addresses: 192.0.2.1/32", ""},
    {"relay.addresses", R"("off")", "off", "relay.addresses: off", ""},
    {"relay.ports", R"([80, "443=8443"])", "80,443 = 8443", "rule0.ports: 80>80 443>8443", "target = 'web'"},
    {"relay.ports", "80", "80", "rule0.ports: 80>80", "target = 'web'"},
    {"listen", R"(["127.0.0.1:5353", "[::1]:0"])", "127.0.0.1:5353,[::1]:0", "listen: 127.0.0.1#5353 ::1#0", ""},
    {"listen", R"("off")", "off", "listen: ", "doh.listen = '127.0.0.1:443'"},
    {"doh.listen", R"("127.0.0.1:8553")", "127.0.0.1:8553", "doh.listen: 127.0.0.1#8553", ""},
    {"doh.certificate", R"("/tls.pem")", "/tls.pem", "doh.certificate: /tls.pem", "doh.key = '/tls.key'"},
    {"doh.key", R"("/tls.key")", "/tls.key", "doh.key: /tls.key", "doh.certificate = '/tls.pem'"},
    {"doh.directory", R"("/var/tls")", "/var/tls", "doh.directory: /var/tls", ""},
    {"status.listen", R"("127.0.0.1:8080")", "127.0.0.1:8080", "status.listen: 127.0.0.1#8080", ""},
    {"status.listen", R"("off")", "off", "status.listen: ", ""},
    {"upstream.servers", R"(["192.0.2.53", "[2001:db8::53]:5353", "2001:db8::54"])", "192.0.2.53,[2001:db8::53]:5353,2001:db8::54", "upstream.servers: 192.0.2.53#53 2001:db8::53#5353 2001:db8::54#53", ""},
    {"upstream.servers", R"("192.0.2.53")", "192.0.2.53", "upstream.resolv_conf: /etc/resolv.conf", ""},
    {"upstream.servers", R"("/run/resolv.conf")", "/run/resolv.conf", "upstream.resolv_conf: /run/resolv.conf", ""},
    {"upstream.timeout", R"("150ms")", "150ms", "upstream.timeout: 150", ""},
    {"upstream.tries", "3", "3", "upstream.tries: 3", ""},
    {"limits.tcp_connections", "1", "1", "limits.tcp_connections: 1", ""},
    {"limits.tcp_pipeline", "2", "2", "limits.tcp_pipeline: 2", ""},
    {"limits.doh_connections", "3", "3", "limits.doh_connections: 3", ""},
    {"limits.doh_streams", "4", "4", "limits.doh_streams: 4", ""},
    {"limits.upstream_queries", "5", "5", "limits.upstream_queries: 5", ""},
    {"limits.relay_connections", "6", "6", "limits.relay_connections: 6", ""},
    {"limits.relay_targets", "7", "7", "limits.relay_targets: 7", ""},
    {"limits.status_connections", "8", "8", "limits.status_connections: 8", ""},
    {"limits.recent_queries", "0", "0", "limits.recent_queries: 0", ""},
    {"limits.body", "512", "512", "limits.body: 512", ""},
    {"limits.connect", R"("1m")", "1m", "limits.connect: 60000", ""},
    {"limits.idle", R"("60m")", "60m", "limits.idle: 3600000", ""},
    {"log.level", R"("debug")", "debug", "log.level: 0", ""},
    {"log.level", R"("info")", "info", "log.level: 1", ""},
    {"log.level", R"("warning")", "warning", "log.level: 2", ""},
    {"log.level", R"("error")", "error", "log.level: 3", ""},
    {"log.format", R"("text")", "text", "log.format: 0", ""},
    {"log.format", R"("json")", "json", "log.format: 1", ""},
    {"log.queries", "true", "true", "log.queries: 1", ""},
};
// clang-format on

class EverySetting : public testing::TestWithParam<Case> {};

TEST_P(EverySetting, IsTheSameFromFileVariableAndFlag)
{
    const auto& test = GetParam();
    const auto* field = find_field(test.key);
    ASSERT_NE(field, nullptr);
    const std::string with = std::string(test.with) + '\n';

    const auto from_file =
        settings_of(file(with + std::string(test.key) + " = " + std::string(test.toml)));
    const std::string name(test.expected.substr(0, test.expected.find(": ")));
    EXPECT_EQ(line_of(from_file, name), test.expected);

    auto variable = file(with);
    variable.environment[field->variable()] = test.text;
    EXPECT_EQ(describe(settings_of(variable)), describe(from_file));

    auto flag = file(with);
    flag.flags[std::string(test.key)] = test.text;
    EXPECT_EQ(describe(settings_of(flag)), describe(from_file));
}

INSTANTIATE_TEST_SUITE_P(Fields, EverySetting, testing::ValuesIn(cases), [](const auto& test) {
    std::string name(test.param.key);
    std::replace(name.begin(), name.end(), '.', '_');
    return name + '_' + std::to_string(test.index);
});

TEST(Assign, HasARowHereForEverySetting)
{
    for (const auto& field : fields()) {
        if (!field.in_file()) continue;
        EXPECT_TRUE(std::any_of(std::begin(cases), std::end(cases), [&](const Case& test) {
            return test.key == field.key;
        })) << field.key;
    }
}

TEST(Assign, DefaultsAreThoseOfTheTable)
{
    EXPECT_EQ(describe(settings_of({})), R"(mode: 2
rule0.domains: .
rule0.target: none
rule0.caa: 0 issue "letsencrypt.org" | 0 issue "happy-hacker-ca.invalid"
rule0.ports: )"
                                         R"(
except: not set
ttl: 5
relay.addresses: off
listen: 127.0.0.1#53
doh.listen: )"
                                         R"(
doh.certificate: auto
doh.key: auto
doh.directory: /run/boulder-dns-sidecar
status.listen: 127.0.0.1#9153
upstream.servers: )"
                                         R"(
upstream.resolv_conf: /etc/resolv.conf
upstream.timeout: 300
upstream.tries: 2
limits.tcp_connections: 256
limits.tcp_pipeline: 128
limits.doh_connections: 256
limits.doh_streams: 128
limits.upstream_queries: 10000
limits.relay_connections: 1024
limits.relay_targets: 256
limits.status_connections: 32
limits.recent_queries: 256
limits.body: 65535
limits.connect: 5000
limits.idle: 30000
log.level: 1
log.format: 0
log.queries: 0
)");
}

// The message of every setting for a value that it does not take.
struct BadCase {
    std::string_view key;
    std::string_view text;
    std::string_view message;

    friend void PrintTo(const BadCase& test, std::ostream* out) { *out << test.key; }
};

// clang-format off
const BadCase bad_cases[] = {
    {"target", "10.0.0.1:80", "write an IP address without a port, such as 10.96.0.50 or fd00::50; relay.ports can send a port to another one"},
    {"mode", "fixed", "write one of fixed-ip, service-name, passthrough"},
    {"domains", "*", "write . for all names"},
    {"except", "http://example.com", "write the domain alone, such as example.com: no scheme, port, path or space"},
    {"ttl", "5s", "write a whole number from 0 to 2147483647"},
    {"ttl", "2147483648", "write a whole number from 0 to 2147483647"},
    {"answer", "alias", "write one of flatten, cname"},
    {"caa.issue", "letsencrypt.org.", "remove the dot at the end: a CA compares the whole text, so this would keep every CA from issuing"},
    {"caa.issuewild", "forward", "write caa.issue = \"forward\": it sends the whole query upstream"},
    {"caa.iodef", "security@example.com", "write a mailto:, http: or https: URL, such as mailto:security@example.com, or none"},
    {"caa.raw", "tbs", "write flags, tag and value, such as 128 tbs \"Unknown\": a number is missing or out of range"},
    {"relay.addresses", "2001:db8::/64", "write an IPv4 prefix of 8 to 32 bits with no bits set past its length, such as 64.112.117.122/32, or off"},
    {"relay.ports", "http", "write a port, such as 80, or a port and the target's port, such as 80=8080"},
    {"listen", "localhost:53", "write an IP address and a port, such as 127.0.0.1:53 or [::1]:53, or off alone"},
    {"doh.listen", "127.0.0.1", "write an IP address and a port, such as 127.0.0.1:53 or [::1]:53, or off alone"},
    {"doh.certificate", "a\x01", "write the path of a file or folder"},
    {"doh.key", "a\x7f", "write the path of a file or folder"},
    {"doh.directory", "a\nb", "write the path of a file or folder"},
    {"status.listen", ":9153", "write an IP address and a port, such as 127.0.0.1:53 or [::1]:53, or off alone"},
    {"upstream.servers", "kube-dns", "write the IP address of a DNS server, with a port if it is not 53 (192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353), or only the path of a resolv.conf"},
    {"upstream.timeout", "300", "write a whole number and a unit (ms, s or m) from 1ms to 999ms, such as 300ms"},
    {"upstream.tries", "0", "write a whole number from 1 to 10"},
    {"limits.tcp_connections", "0", "write a whole number from 1 to 65535"},
    {"limits.tcp_pipeline", "65536", "write a whole number from 1 to 65535"},
    {"limits.doh_connections", "-1", "write a whole number from 1 to 65535"},
    {"limits.doh_streams", "many", "write a whole number from 1 to 65535"},
    {"limits.upstream_queries", "60001", "write a whole number from 1 to 60000"},
    {"limits.relay_connections", "1.5", "write a whole number from 1 to 65535"},
    {"limits.relay_targets", "0", "write a whole number from 1 to 65535"},
    {"limits.status_connections", "1025", "write a whole number from 1 to 1024"},
    {"limits.recent_queries", "100001", "write a whole number from 0 to 100000"},
    {"limits.body", "511", "write a whole number from 512 to 65535"},
    {"limits.connect", "2m", "write a whole number and a unit (ms, s or m) from 10ms to 1m, such as 300ms"},
    {"limits.idle", "1ms", "write a whole number and a unit (ms, s or m) from 100ms to 60m, such as 300ms"},
    {"log.level", "loud", "write one of debug, info, warning, error"},
    {"log.format", "xml", "write one of text, json"},
    {"log.queries", "yes", "write true or false"},
};
// clang-format on

class BadSetting : public testing::TestWithParam<BadCase> {};

TEST_P(BadSetting, SaysWhatWouldBeRight)
{
    const auto& test = GetParam();
    const auto* field = find_field(test.key);
    ASSERT_NE(field, nullptr);
    const auto loaded = load(environment({{field->variable(), std::string(test.text)}}));
    const auto* errors = std::get_if<std::vector<Error>>(&loaded);
    ASSERT_NE(errors, nullptr);
    ASSERT_EQ(errors->size(), 1U);
    EXPECT_EQ(errors->front().key, test.key);
    EXPECT_EQ(errors->front().origin, field->variable());
    EXPECT_EQ(errors->front().value, test.text);
    EXPECT_EQ(errors->front().message, test.message);
}

INSTANTIATE_TEST_SUITE_P(Fields, BadSetting, testing::ValuesIn(bad_cases), [](const auto& test) {
    std::string name(test.param.key);
    std::replace(name.begin(), name.end(), '.', '_');
    return name + '_' + std::to_string(test.index);
});

TEST(Assign, RefusesSomeValueOfEverySetting)
{
    for (const auto& field : fields()) {
        if (!field.in_file()) continue;
        EXPECT_TRUE(std::any_of(std::begin(bad_cases), std::end(bad_cases),
                                [&](const BadCase& test) { return test.key == field.key; }))
            << field.key;
    }
}

}  // namespace
}  // namespace config
