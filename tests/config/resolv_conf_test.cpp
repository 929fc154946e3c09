#include "config/resolv_conf.hpp"
#include "tests/support/row_name.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace config {
namespace {

struct Case {
    std::string_view name;
    std::string_view text;
    std::string_view expected;  // servers, then the search list, then ndots

    friend void PrintTo(const Case& test, std::ostream* out) { *out << test.name; }
};

std::string describe(const ResolvConf& resolv_conf)
{
    std::string text;
    for (const auto& server : resolv_conf.servers)
        text += server.address.to_text() + '#' + std::to_string(server.port) + ' ';
    text += '|';
    for (const auto& domain : resolv_conf.search.domains) text += ' ' + domain.to_text();
    return text + " | " + std::to_string(resolv_conf.search.ndots);
}

class ResolvConfText : public testing::TestWithParam<Case> {};

TEST_P(ResolvConfText, IsReadAsResolversDo)
{
    EXPECT_EQ(describe(parse_resolv_conf(GetParam().text)), GetParam().expected);
}

// clang-format off
const Case cases[] = {
    {"Empty", "", "| | 1"},
    {"AsKubernetesWritesIt",
     "search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n",
     "10.96.0.10#53 | default.svc.cluster.local svc.cluster.local cluster.local | 5"},
    {"SeveralServers", "nameserver 192.0.2.1\nnameserver 2001:db8::1", "192.0.2.1#53 2001:db8::1#53 | | 1"},
    {"NoNewlineAtTheEnd", "nameserver 192.0.2.1", "192.0.2.1#53 | | 1"},
    {"CarriageReturns", "nameserver 192.0.2.1\r\noptions ndots:2\r\n", "192.0.2.1#53 | | 2"},
    {"TabsAndBlanks", "\t nameserver \t192.0.2.1 ", "192.0.2.1#53 | | 1"},
    {"Comments", "# nameserver 192.0.2.1\n; search a.example\nnameserver 192.0.2.2 # main", "192.0.2.2#53 | | 1"},
    {"LastSearchCounts", "search a.example\nsearch b.example", "| b.example | 1"},
    {"DomainIsASearchOfOne", "domain a.example", "| a.example | 1"},
    {"LastOfDomainAndSearchCounts", "search a.example b.example\ndomain c.example", "| c.example | 1"},
    {"RootInSearchIsDropped", "search . a.example", "| a.example | 1"},
    {"NdotsAmongOptions", "options timeout:2 ndots:3 attempts:1", "| | 3"},
    {"NdotsIsAtMost15", "options ndots:99", "| | 15"},
    {"BadNdotsIsPassedOver", "options ndots:x ndots: ndots:-1", "| | 1"},
    {"BadServerIsPassedOver", "nameserver localhost\nnameserver 192.0.2.1", "192.0.2.1#53 | | 1"},
    {"BadSearchDomainIsPassedOver", "search a..b c.example", "| c.example | 1"},
    {"KeyAlone", "nameserver\nsearch\noptions", "| | 1"},
    {"UnknownKeys", "sortlist 192.0.2.0\nlookup file bind\nnameserver 192.0.2.1", "192.0.2.1#53 | | 1"},
    {"UpperCaseIsAnotherKey", "NAMESERVER 192.0.2.1", "| | 1"},
    {"Garbage", "\x01\xff\n\n=\n", "| | 1"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(ResolvConf,
                         ResolvConfText,
                         testing::ValuesIn(cases),
                         test_support::row_name);

}  // namespace
}  // namespace config
