#include "shim/search.hpp"
#include "tests/support/policy_parts.hpp"
#include "tests/support/row_name.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace shim {
namespace {

using test_support::name;

const SearchList kubernetes{
    {name("dev.svc.cluster.local"), name("svc.cluster.local"), name("cluster.local")}, 5};
const SearchList laptop{{name("corp.example")}, 1};

struct SearchRow {
    std::string_view name;
    const SearchList& search;
    std::string_view service;
    std::string_view expected;  // with spaces between

    friend void PrintTo(const SearchRow& row, std::ostream* out) { *out << row.name; }
};

class SearchTable : public testing::TestWithParam<SearchRow> {};

TEST_P(SearchTable, NamesTheCandidatesInOrder)
{
    const auto names = candidates(GetParam().service, GetParam().search);
    ASSERT_TRUE(names);
    std::string text;
    for (const auto& each : *names) text += (text.empty() ? "" : " ") + each.to_text();
    EXPECT_EQ(text, GetParam().expected);
}

const SearchList none{};

// clang-format off
const SearchRow rows[] = {
    {"OneLabel",           kubernetes, "web",         "web.dev.svc.cluster.local web.svc.cluster.local web.cluster.local web"},
    {"TwoLabels",          kubernetes, "web.dev",     "web.dev.dev.svc.cluster.local web.dev.svc.cluster.local web.dev.cluster.local web.dev"},
    {"WithSvc",            kubernetes, "web.dev.svc", "web.dev.svc.dev.svc.cluster.local web.dev.svc.svc.cluster.local web.dev.svc.cluster.local web.dev.svc"},
    {"Full",               kubernetes, "web.dev.svc.cluster.local", "web.dev.svc.cluster.local"},
    {"OfAnotherNamespace", kubernetes, "web.prod.svc.cluster.local", "web.prod.svc.cluster.local"},
    {"TrailingDot",        kubernetes, "web.dev.",    "web.dev"},
    {"FiveDots",           kubernetes, "a.b.c.d.e.f", "a.b.c.d.e.f a.b.c.d.e.f.dev.svc.cluster.local a.b.c.d.e.f.svc.cluster.local a.b.c.d.e.f.cluster.local"},
    {"FourDots",           kubernetes, "a.b.c.d.e",   "a.b.c.d.e.dev.svc.cluster.local a.b.c.d.e.svc.cluster.local a.b.c.d.e.cluster.local a.b.c.d.e"},
    {"LaptopShort",        laptop,     "web",         "web.corp.example web"},
    {"LaptopOneDot",       laptop,     "web.dev",     "web.dev web.dev.corp.example"},
    {"LaptopFull",         laptop,     "web.corp.example", "web.corp.example"},
    {"NoSearchList",       none,       "web",         "web"},
    {"TheRoot",            none,       ".",           "."},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(ResolvConf, SearchTable, testing::ValuesIn(rows), test_support::row_name);

TEST(Search, LeavesOutWhatWouldBeTooLong)
{
    const std::string label(60, 'a');
    const auto service = label + '.' + label + '.' + label + '.' + label;  // 245 octets
    const auto names = candidates(service, kubernetes);
    ASSERT_TRUE(names);
    ASSERT_EQ(names->size(), 1U);
    EXPECT_EQ(names->front(), name(service));
}

TEST(Search, RefusesWhatIsNoName)
{
    EXPECT_EQ(candidates("a..b", kubernetes).error(), Errc::empty_label);
    EXPECT_EQ(candidates("", kubernetes).error(), Errc::empty_label);
    EXPECT_EQ(candidates(std::string(64, 'a'), kubernetes).error(), Errc::label_too_long);
}

TEST(ClusterDomains, AreWhatStandsBelowSvc)
{
    EXPECT_EQ(cluster_domains(kubernetes), std::vector{name("cluster.local")});
    EXPECT_TRUE(cluster_domains(laptop).empty());
    EXPECT_TRUE(cluster_domains({{name("svc")}, 1}).empty());
    EXPECT_TRUE(cluster_domains({{name("svcs.cluster.local")}, 1}).empty());
}

}  // namespace
}  // namespace shim
