#include "sidecar/status_page.hpp"
#include "tests/sidecar/status_sample.hpp"
#include "tests/support/query_builder.hpp"

#include <gmock/gmock.h>

#include <regex>

namespace sidecar {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

std::string html(const StatusSample& sample)
{
    return to_html(make_page(sample.view(), sample.now));
}

std::string text(const StatusSample& sample)
{
    return to_text(make_page(sample.view(), sample.now));
}

StatusSample with_everything(std::string_view foreign)
{
    const std::string words(foreign);
    StatusSample sample;
    sample.state.warnings = {words};
    sample.state.config_file = words;
    sample.state.reload_error = words;
    sample.upstream = {{words}, false, words};
    sample.services.push_back({words, words, {words}, words});
    sample.relay.push_back({"192.0.2.80", words, {"80"}, 7, 1000, words});
    const shim::Bytes data = [&] {
        shim::Bytes octets{0, 22};
        octets.insert(octets.end(), words.begin(), words.end());
        return octets;
    }();
    shim::Bytes label{static_cast<std::uint8_t>(words.size())};
    label.insert(label.end(), words.begin(), words.end());
    label.push_back(0);
    sample.keep(test_support::QueryBuilder(".", shim::RrType::a)
                    .qname(label)
                    .flags(0x8182)
                    .edns()
                    .option(15, data)
                    .build(),
                shim::Source::error);
    return sample;
}

TEST(StatusPage, TellsInHtmlAndInTextWhatThereIs)
{
    const auto sample = with_everything("words");
    for (const auto& page : {html(sample), text(sample)}) {
        EXPECT_THAT(page, HasSubstr(version));
        EXPECT_THAT(page, HasSubstr("up 1h 2m"));
        EXPECT_THAT(page, HasSubstr("*.apps.example.com"));
        EXPECT_THAT(page, HasSubstr("{1}.default.svc.cluster.local"));
        EXPECT_THAT(page, HasSubstr("ca.example"));
        EXPECT_THAT(page, HasSubstr("127.0.0.1:53"));
        EXPECT_THAT(page, HasSubstr("192.0.2.80"));
        EXPECT_THAT(page, HasSubstr("SERVFAIL"));
        EXPECT_THAT(page, HasSubstr("22 (No Reachable Authority): words"));
        EXPECT_THAT(page, HasSubstr("/metrics"));
    }
}

TEST(StatusPage, SaysAtTheTopWhetherItIsReady)
{
    StatusSample sample;
    EXPECT_THAT(html(sample), HasSubstr(">ready<"));
    EXPECT_THAT(text(sample), HasSubstr(", ready\n"));
    sample.upstream = {{}, false, "no server"};
    EXPECT_THAT(html(sample), AllOf(HasSubstr(">not ready<"), HasSubstr("no server")));
    EXPECT_THAT(text(sample), AllOf(HasSubstr(", NOT READY\n"), HasSubstr("no server")));
}

TEST(StatusPage, ShowsNoEmptyTablesButSaysThatNothingWasAsked)
{
    const StatusSample sample;
    EXPECT_THAT(text(sample), Not(HasSubstr("Services")));
    EXPECT_THAT(text(sample), HasSubstr("Last queries\n  Nothing was asked yet.\n"));
    EXPECT_THAT(html(sample), HasSubstr("Nothing was asked yet."));
}

TEST(StatusPage, LinesUpColumnsByCharactersNotOctets)
{
    StatusPage page;
    page.tables.push_back({"Table", {"a", "b"}, {{{"ä"}, {"1"}}, {{"xyz"}, {"2"}}}, ""});
    EXPECT_THAT(to_text(page), HasSubstr("Table\n"
                                         "  a    b\n"
                                         "  ä    1\n"
                                         "  xyz  2\n"));
}

TEST(StatusPage, EscapesMarkupFromTheNetwork)
{
    const auto page = html(with_everything("<script>alert('&\"')</script>"));
    EXPECT_THAT(page, Not(HasSubstr("<script")));
    EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(&#39;&amp;&quot;&#39;)&lt;/script&gt;"));
}

TEST(StatusPage, ShowsNoControlCharactersFromTheNetwork)
{
    const auto sample = with_everything("\x1b[2J\x9b\r\n\xff");
    for (const auto& page : {html(sample), text(sample)}) {
        EXPECT_THAT(page, Not(HasSubstr("\x1b")));
        EXPECT_THAT(page, Not(HasSubstr("\r")));
        EXPECT_THAT(page, Not(HasSubstr("\xff")));
        EXPECT_THAT(page, HasSubstr("\\027[2J"));
    }
}

TEST(StatusPage, LoadsNothingAndRunsNothing)
{
    const auto page = html(with_everything("words"));
    EXPECT_THAT(page, Not(ContainsRegex("<(script|img|link|iframe|object)")));
    EXPECT_THAT(page, Not(ContainsRegex("(src=|url\\(|@import|https?:)")));
    EXPECT_THAT(page, HasSubstr("http-equiv=\"refresh\""));
}

TEST(StatusPage, ClosesWhatItOpens)
{
    const auto page = html(with_everything("words"));
    const std::regex tag("<(/?)([a-z0-9]+)[^>]*>");
    std::vector<std::string> open;
    for (std::sregex_iterator at(page.begin(), page.end(), tag), end; at != end; ++at) {
        const auto name = (*at)[2].str();
        if (name == "meta") continue;
        if ((*at)[1].length() == 0) {
            open.push_back(name);
            continue;
        }
        ASSERT_FALSE(open.empty()) << name;
        EXPECT_EQ(open.back(), name);
        open.pop_back();
    }
    EXPECT_TRUE(open.empty());
}

}  // namespace
}  // namespace sidecar
