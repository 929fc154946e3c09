#include "config/fields.hpp"
#include "config/load.hpp"
#include "tests/config/settings_text.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>

namespace config {
namespace {

using testing::HasSubstr;

const Effective& effective(const Loaded& loaded, std::string_view key)
{
    return *std::find_if(loaded.effective.begin(), loaded.effective.end(),
                         [key](const Effective& each) { return each.key == key; });
}

// "value (origin)" of a setting in effect.
std::string shown(const Sources& sources, std::string_view key)
{
    const auto loaded = load(sources);
    if (const auto* good = std::get_if<Loaded>(&loaded)) {
        const auto& setting = effective(*good, key);
        return setting.value + " (" + setting.origin + ')';
    }
    return errors_of(sources);
}

TEST(Load, TakesFlagBeforeVariableBeforeFileBeforeDefault)
{
    Sources sources;
    EXPECT_EQ(shown(sources, "ttl"), "5 (default)");
    sources = file("\nttl = 6");
    EXPECT_EQ(shown(sources, "ttl"), "6 (x.toml:2)");
    sources.environment["FAKE_DNS_TTL"] = "7";
    EXPECT_EQ(shown(sources, "ttl"), "7 (FAKE_DNS_TTL)");
    sources.flags["ttl"] = "8";
    EXPECT_EQ(shown(sources, "ttl"), "8 (--ttl)");
    EXPECT_EQ(settings_of(sources).ttl, 8U);
}

TEST(Load, TakesAnEmptyValueAsNotSet)
{
    for (const auto* empty : {"", " ", "\n"}) {
        auto sources = file("log.format = '''" + std::string(empty) + "'''");
        sources.flags["ttl"] = empty;
        sources.environment = {{"FAKE_DNS_TTL", empty}, {"FAKE_DNS", empty}, {"FAKE_DNS_X", ""}};
        EXPECT_EQ(shown(sources, "ttl"), "5 (default)");
        EXPECT_EQ(shown(sources, "log.format"), "text (default)");
        EXPECT_EQ(shown(sources, "mode"), "passthrough (default)");
    }
}

TEST(Load, TakesAnEmptyListInTheFileAsNothing)
{
    const auto settings = settings_of(file("except = []\nstatus.listen = []\ncaa = []"));
    EXPECT_EQ(line_of(settings, "except"), "except: ");
    EXPECT_EQ(line_of(settings, "status.listen"), "status.listen: ");
    EXPECT_EQ(line_of(settings, "rule0.caa"), "rule0.caa: ");
    EXPECT_EQ(
        errors_of(file("domains = []\ntarget = []\nrelay.ports = []\nupstream.servers=[]")),
        "x.toml:2: target = []: write 1 to 1000 IP addresses, one host name, or none\n"
        "x.toml:1: domains = []: write at least one domain; . is all names\n"
        "x.toml:3: relay.ports = []: write at least one port; relay.addresses = \"off\" turns "
        "the relay off\n"
        "x.toml:4: upstream.servers = []: write at least one server, or the path of a "
        "resolv.conf");
}

TEST(Load, PassesOverWhiteSpaceAroundValues)
{
    EXPECT_EQ(settings_of(environment({{"FAKE_DNS_TTL", " 9\n"}})).ttl, 9U);
    EXPECT_EQ(line_of(settings_of(environment({{"FAKE_DNS", " 192.0.2.1 ,\n192.0.2.2\n"}})),
                      "rule0.target"),
              "rule0.target: addresses 192.0.2.1 192.0.2.2");
}

TEST(Load, SaysTheModeThatTheTargetMakes)
{
    EXPECT_EQ(shown(environment({{"FAKE_DNS", "192.0.2.1"}}), "mode"), "fixed-ip (default)");
    EXPECT_EQ(shown(environment({{"FAKE_DNS", "web"}}), "mode"), "service-name (default)");
    EXPECT_EQ(settings_of(environment({{"FAKE_DNS", "web"}})).mode, Mode::service_name);
}

TEST(Load, ShowsEverySettingInEffectOnce)
{
    const auto loaded = std::get<Loaded>(load({}));
    ASSERT_EQ(loaded.effective.size(), fields().size());
    for (const auto& field : fields()) EXPECT_EQ(effective(loaded, field.key).origin, "default");
}

TEST(Load, ShowsTheFileThatWasRead)
{
    EXPECT_EQ(shown(file(""), "config"), "x.toml (default)");
    EXPECT_EQ(shown(flags({{"config", "y.toml"}}), "config"), "y.toml (--config)");
}

TEST(Load, ShowsRulesAndRecords)
{
    const auto sources = file("[[rule]]\ndomains = ['a.example']\nrelay = { ports = [80] }\n"
                              "[[record]]\nname = 'b.example'\ntype = 'A'\ndata = '192.0.2.1'");
    EXPECT_EQ(shown(sources, "rule"), "domains = [a.example], relay = { ports = [80] } (x.toml:1)");
    EXPECT_EQ(shown(sources, "record"), "data = 192.0.2.1, name = b.example, type = A (x.toml:4)");
}

TEST(Load, TellsEveryErrorOfEverySource)
{
    auto sources = file("tll = 1\n[upstream]\ntries = 0\n[[rule]]\n");
    sources.environment = {{"FAKE_DNS_TTL", "soon"}, {"FAKE_DNS_LISTN", "x"}};
    sources.flags = {{"log.level", "loud"}, {"no.such", "1"}};
    EXPECT_EQ(errors_of(sources),
              "x.toml:1: tll = 1: there is no such setting; did you mean ttl?\n"
              "FAKE_DNS_TTL = soon: write a whole number from 0 to 2147483647\n"
              "x.toml:3: upstream.tries = 0: write a whole number from 1 to 10\n"
              "--log-level = loud: write one of debug, info, warning, error\n"
              "--no.such = 1: there is no such setting\n"
              "FAKE_DNS_LISTN = x: there is no such setting; did you mean FAKE_DNS_LISTEN?\n"
              "x.toml:4: rule.domains: a rule needs domains: write domains = "
              "[\"*.apps.example.com\"]");
}

TEST(Load, TellsOfAtMostAHundredErrors)
{
    std::string text;
    for (int i = 0; i < 250; ++i) text += "wrong" + std::to_string(i) + " = 1\n";
    const auto loaded = load(file(text));
    const auto& errors = std::get<std::vector<Error>>(loaded);
    ASSERT_EQ(errors.size(), 101U);
    EXPECT_EQ(errors.back().to_text(), "and 150 more errors");
}

TEST(Load, ErrorTextIsOneShortLineThatATerminalTakes)
{
    const Error error{"ttl", "FAKE_DNS_TTL", "\x1b[2J\n" + std::string(1000, 'x'), "write \x07 it"};
    const auto text = error.to_text();
    EXPECT_LT(text.size(), 200U);
    EXPECT_THAT(text, HasSubstr("FAKE_DNS_TTL =  [2J xxx"));
    EXPECT_THAT(text, HasSubstr("xxx...: write   it"));
}

TEST(Load, TakesAHundredThousandRules)
{
    std::string text = "target = '192.0.2.1'\n";
    for (int i = 0; i < 100'000; ++i)
        text += "[[rule]]\ndomains = ['*.n" + std::to_string(i) +
                ".example.com']\ntarget = '{1}.web'\ncaa = 'deny'\n";
    const auto settings = settings_of(file(text));
    ASSERT_EQ(settings.rules.size(), 100'001U);
    EXPECT_EQ(settings.rules.back().domains.front().to_text(), "*.n99999.example.com");
}

// A file in which every kind of thing stands once.
constexpr std::string_view everything = R"(target = ["192.0.2.1", '2001:db8::1']
ttl = 0x10
caa = { issue = "a.example; x=y", raw = [{ flags = 0, tag = "t", value = "\u00e4\"" }] }
relay.addresses = "192.0.2.0/28"
[limits]
idle = "1_m"
body = 1.5
when = 1979-05-27T07:32:00Z
[[rule]]
domains = "*.example.com"
target = """{1}.web"""
relay = { ports = [1, "2=3"] }
[[record]]
name = "example.com"
type = "TXT"
data = '"a" b'
)";

TEST(Load, TakesOrRefusesEveryTruncation)
{
    for (std::size_t size = 0; size <= everything.size(); ++size)
        EXPECT_NO_THROW(static_cast<void>(load(file(everything.substr(0, size))))) << size;
}

TEST(Load, TakesOrRefusesEveryTextWithAnOctetChanged)
{
    for (std::size_t at = 0; at < everything.size(); ++at)
        for (const char octet : {'\0', '"', '\'', '\\', '[', '{', '=', '\n', '\x80', '\xff'}) {
            std::string text(everything);
            text[at] = octet;
            EXPECT_NO_THROW(static_cast<void>(load(file(text)))) << at;
        }
}

TEST(Load, RefusesADocumentOfEndlessDepth)
{
    for (const auto* open : {"[", "{a="}) {
        std::string text = "target = ";
        for (int i = 0; i < 100'000; ++i) text += open;
        EXPECT_THAT(errors_of(file(text)), HasSubstr("x.toml:1: this is not TOML: "));
    }
}

}  // namespace
}  // namespace config
