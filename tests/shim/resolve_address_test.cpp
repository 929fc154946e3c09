#include "shim/resolve.hpp"
#include "tests/shim/verdict_table.hpp"

// Which rule decides about A and AAAA, and what it says.
namespace shim {
namespace {

using test_support::ask;
using test_support::fixed;
using test_support::issuers;
using test_support::patterns;

Policy sample_policy()
{
    Policy policy(5, "1.2.3");
    policy.add_rule(patterns({"example.com", "example.org"}), fixed({"192.0.2.1", "192.0.2.2"}),
                    issuers({}));
    policy.add_rule(patterns({"six.example.com"}), fixed({"2001:db8::1"}), issuers({}));
    policy.add_rule(patterns({"both.example.com"}), fixed({"2001:db8::2", "192.0.2.3"}),
                    issuers({}));
    policy.add_rule(patterns({"*.apps.example.com"}),
                    Service{"{1}.default.svc.cluster.local", Service::Answer::flatten},
                    issuers({}));
    policy.add_rule(patterns({"shop.apps.example.com"}), fixed({"192.0.2.4"}), issuers({}));
    policy.add_rule(patterns({"*.twice.example.com"}), Service{"{1}.{1}.", {}}, issuers({}));
    policy.add_rule(patterns({"web.example.com"}), Service{"web.dev", {}}, issuers({}));
    policy.add_rule(patterns({"real.example.com"}), PassThrough{}, issuers({}));
    policy.add_rule(patterns({"relayed.example.com"}), Service{"web.dev", {}}, issuers({}),
                    {{80, 8080}, {443, 443}});
    policy.add_rule(patterns({"*.relayed.example.com"}), Service{"{1}.dev", {}}, issuers({}),
                    {{80, 80}});
    policy.add_rule(patterns({"pinned.example.com"}), fixed({"10.96.0.50", "2001:db8::3"}),
                    issuers({}), {{80, 80}});
    policy.add_exception(patterns({"svc.example.com"})[0]);
    policy.add_exception(patterns({"*.half.example.com"})[0]);
    policy.add_rule(patterns({"deep.svc.example.com"}), fixed({"192.0.2.9"}), issuers({}));
    return policy;
}

class AddressTable : public testing::TestWithParam<VerdictRow> {};

TEST_P(AddressTable, DecidesAsListed)
{
    EXPECT_EQ(ask(sample_policy(), GetParam().query, GetParam().client), GetParam().expected);
}

std::string answers(std::string_view owner, std::initializer_list<std::string_view> records)
{
    std::string text = "fake: NOERROR aa";
    for (const auto record : records)
        text += "; answer: " + std::string(owner) + " 5 " + std::string(record);
    return text;
}

// clang-format off
const VerdictRow address_rows[] = {
    {"Apex",                  query("example.com", RrType::a),            answers("example.com", {"A 192.0.2.1", "A 192.0.2.2"})},
    {"Below",                 query("www.example.com", RrType::a),        answers("www.example.com", {"A 192.0.2.1", "A 192.0.2.2"})},
    {"FarBelow",              query("a.b.c.example.com", RrType::a),      answers("a.b.c.example.com", {"A 192.0.2.1", "A 192.0.2.2"})},
    {"SecondPattern",         query("example.org", RrType::a),            answers("example.org", {"A 192.0.2.1", "A 192.0.2.2"})},
    {"NoAddressOfThatFamily", query("www.example.com", RrType::aaaa),     nodata("fake", "example.com")},
    {"OnlyIpv6",              query("six.example.com", RrType::aaaa),     answers("six.example.com", {"AAAA 2001:db8::1"})},
    {"OnlyIpv6AskedForIpv4",  query("six.example.com", RrType::a),        nodata("fake", "six.example.com")},
    {"BothFamiliesA",         query("both.example.com", RrType::a),       answers("both.example.com", {"A 192.0.2.3"})},
    {"BothFamiliesAaaa",      query("both.example.com", RrType::aaaa),    answers("both.example.com", {"AAAA 2001:db8::2"})},
    {"Parent",                query("com", RrType::a),                    "forward A"},
    {"Neighbour",             query("example.net", RrType::a),            "forward A"},
    {"SameEndOfLabel",        query("notexample.com", RrType::a),         "forward A"},
    {"DotInsideALabel",       test_support::QueryBuilder(".", RrType::a).qname(test_support::from_hex("0b6578616d706c652e636f6d 00")).build(), "forward A"},

    {"Service",               query("web.example.com", RrType::a),        "look up web.dev A"},
    {"ServiceIpv6",           query("web.example.com", RrType::aaaa),     "look up web.dev AAAA"},
    {"ServiceOtherType",      query("web.example.com", RrType::mx),       nodata("fake", "web.example.com")},
    {"TemplateLabel",         query("cart.apps.example.com", RrType::a),  "look up cart.default.svc.cluster.local A"},
    {"TemplateNearestLabel",  query("x.y.cart.apps.example.com", RrType::a), "look up cart.default.svc.cluster.local A"},
    {"TemplateIsCaseBlind",   query("CART.apps.example.com", RrType::a),  "look up cart.default.svc.cluster.local A"},
    {"TemplateTwice",         query("cart.twice.example.com", RrType::a), "look up cart.cart. A"},
    {"TemplateApexIsAbove",   query("apps.example.com", RrType::a),       answers("apps.example.com", {"A 192.0.2.1", "A 192.0.2.2"})},
    {"MostSpecificRuleWins",  query("shop.apps.example.com", RrType::a),  answers("shop.apps.example.com", {"A 192.0.2.4"})},
    {"MostSpecificBelow",     query("x.shop.apps.example.com", RrType::a), answers("x.shop.apps.example.com", {"A 192.0.2.4"})},

    {"PassThrough",           query("real.example.com", RrType::a),       "forward A"},
    {"PassThroughOtherType",  query("x.real.example.com", RrType::mx),    "forward MX"},

    {"Relay",                 query("relayed.example.com", RrType::a),    "relay to web.dev ports 80=8080 443=443"},
    {"RelayNoIpv6",           query("relayed.example.com", RrType::aaaa), nodata("fake", "relayed.example.com")},
    {"RelayTemplate",         query("shop.relayed.example.com", RrType::a), "relay to shop.dev ports 80=80"},
    {"RelayFixed",            query("pinned.example.com", RrType::a),     "relay to fixed 10.96.0.50,2001:db8::3 ports 80=80"},

    {"Exception",             query("svc.example.com", RrType::a),        "forward A"},
    {"BelowAnException",      query("web.svc.example.com", RrType::a),    "forward A"},
    {"ExceptionBeatsMoreSpecificRule", query("deep.svc.example.com", RrType::a), "forward A"},
    {"ExceptionOnlyBelow",    query("x.half.example.com", RrType::a),     "forward A"},
    {"NotItsApex",            query("half.example.com", RrType::a),       answers("half.example.com", {"A 192.0.2.1", "A 192.0.2.2"})},
    {"NotItsSuffix",          query("notsvc.example.com", RrType::a),     answers("notsvc.example.com", {"A 192.0.2.1", "A 192.0.2.2"})},

    {"SoaOfTheApex",          query("example.com", RrType::soa),          "fake: NOERROR aa; answer: " + soa("example.com")},
    {"NsOfTheApex",           query("example.com", RrType::ns),           "fake: NOERROR aa; answer: example.com 5 NS ns.boulder-dns-sidecar.internal"},
    {"SoaBelowTheApex",       query("www.example.com", RrType::soa),      nodata("fake", "example.com")},
    {"NsBelowTheApex",        query("www.example.com", RrType::ns),       nodata("fake", "example.com")},
    {"TxtBelowTheApex",       query("_acme-challenge.example.com", RrType::txt), nodata("fake", "example.com")},
    {"CnameBelowTheApex",     query("www.example.com", RrType::cname),    nodata("fake", "example.com")},
    {"DsOfTheApex",           query("example.com", RrType{43}),           nodata("fake", "example.com")},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Fakes, AddressTable, testing::ValuesIn(address_rows), row_name);

TEST(RuleForAllNames, FakesEveryNameAndTheRoot)
{
    Policy policy(5, "1.2.3");
    policy.add_rule(patterns({"."}), fixed({"192.0.2.1"}), issuers({"letsencrypt.org"}));
    policy.add_exception(patterns({"localhost"})[0]);
    EXPECT_EQ(ask(policy, query("any.example", RrType::a)),
              "fake: NOERROR aa; answer: any.example 5 A 192.0.2.1");
    EXPECT_EQ(ask(policy, query(".", RrType::a)), "fake: NOERROR aa; answer: . 5 A 192.0.2.1");
    EXPECT_EQ(ask(policy, query(".", RrType::soa)), "fake: NOERROR aa; answer: " + soa("."));
    EXPECT_EQ(ask(policy, query("any.example", RrType::mx)), nodata("fake", "."));
    EXPECT_EQ(ask(policy, query("x.localhost", RrType::a)), "forward A");
}

TEST(RuleForAllNames, OnlyBelowLeavesTheRootAlone)
{
    Policy policy(5, "1.2.3");
    policy.add_rule(patterns({"*."}), Service{"{1}.dev", {}}, issuers({}));
    EXPECT_EQ(ask(policy, query(".", RrType::a)), "forward A");
    EXPECT_EQ(ask(policy, query("shop.example", RrType::a)), "look up example.dev A");
}

TEST(Rules, DoNotDependOnTheirOrder)
{
    for (const bool wildcard_first : {true, false}) {
        Policy policy(5, "1.2.3");
        const auto add_wildcard = [&] {
            policy.add_rule(patterns({"*.example.com"}), fixed({"192.0.2.2"}), issuers({}));
        };
        if (wildcard_first) add_wildcard();
        policy.add_rule(patterns({"example.com"}), fixed({"192.0.2.1"}), issuers({}));
        if (!wildcard_first) add_wildcard();
        EXPECT_EQ(ask(policy, query("example.com", RrType::a)),
                  "fake: NOERROR aa; answer: example.com 5 A 192.0.2.1");
        EXPECT_EQ(ask(policy, query("www.example.com", RrType::a)),
                  "fake: NOERROR aa; answer: www.example.com 5 A 192.0.2.2");
    }
}

TEST(NoRules, ForwardEverything)
{
    const Policy policy(5, "1.2.3");
    EXPECT_EQ(ask(policy, query("example.com", RrType::a)), "forward A");
    EXPECT_EQ(ask(policy, query("example.com", RrType::caa)), "forward CAA");
}

}  // namespace
}  // namespace shim
