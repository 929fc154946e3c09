#include "shim/alias.hpp"
#include "tests/shim/verdict_table.hpp"

namespace shim {
namespace {

using test_support::add_record;
using test_support::address;
using test_support::ask;
using test_support::fixed;
using test_support::forwarded_caa;
using test_support::from_hex;
using test_support::issuers;
using test_support::name;
using test_support::patterns;

void link(Policy& policy, std::string_view owner, std::string_view target)
{
    add_record(policy, owner, RrType::cname, target);
}

Policy sample_policy()
{
    Policy policy(5, "1.2.3");
    policy.add_rule(patterns({"fixed.example"}), fixed({"192.0.2.1"}), issuers({"ca.example"}));
    policy.add_rule(patterns({"*.apps.example"}), Service{"{1}.dev", {}}, forwarded_caa());
    policy.add_rule(patterns({"real.example"}), PassThrough{}, issuers({}));
    policy.add_rule(patterns({"relayed.example"}), Service{"web.dev", {}}, issuers({}), {{80, 80}});
    link(policy, "to-fixed.example", "www.fixed.example");
    link(policy, "to-apps.example", "x.shop.apps.example");
    link(policy, "to-real.example", "www.real.example");
    link(policy, "to-relayed.example", "relayed.example");
    link(policy, "to-record.example", "record.example");
    link(policy, "to-elsewhere.example", "www.example.net");
    link(policy, "to-link.example", "to-fixed.example");
    add_record(policy, "record.example", RrType::a, "192.0.2.9");
    add_record(policy, "record.example", RrType::txt, "text");
    link(policy, "loop.example", "loop.example");
    link(policy, "link1.example", "record.example");
    for (int i = 2; i <= 9; ++i)
        link(policy, "link" + std::to_string(i) + ".example",
             "link" + std::to_string(i - 1) + ".example");
    return policy;
}

class AliasTable : public testing::TestWithParam<VerdictRow> {};

TEST_P(AliasTable, DecidesAsListed)
{
    EXPECT_EQ(ask(sample_policy(), GetParam().query, GetParam().client), GetParam().expected);
}

std::string cname(std::string_view owner, std::string_view target)
{
    return "static: NOERROR aa; answer: " + std::string(owner) + " 5 CNAME " + std::string(target);
}

const std::string to_fixed = cname("to-fixed.example", "www.fixed.example");
const std::string to_record = cname("to-record.example", "record.example");

// clang-format off
const VerdictRow alias_rows[] = {
    {"Fixed",              query("to-fixed.example", RrType::a),     to_fixed + "; answer: www.fixed.example 5 A 192.0.2.1"},
    {"FixedOtherFamily",   query("to-fixed.example", RrType::aaaa),  to_fixed + "; authority: " + soa("fixed.example")},
    {"FixedCaa",           query("to-fixed.example", RrType::caa),   to_fixed + "; answer: www.fixed.example 5 CAA 0 issue \"ca.example\""},
    {"FixedOtherType",     query("to-fixed.example", RrType::mx),    to_fixed + "; authority: " + soa("fixed.example")},
    {"ALinkToALink",       query("to-link.example", RrType::a),      cname("to-link.example", "to-fixed.example") + "; answer: to-fixed.example 5 CNAME www.fixed.example; answer: www.fixed.example 5 A 192.0.2.1"},
    {"CnameItself",        query("to-link.example", RrType::cname),  cname("to-link.example", "to-fixed.example")},
    {"Service",            query("to-apps.example", RrType::a),      "look up shop.dev A"},
    {"ServiceIpv6",        query("to-apps.example", RrType::aaaa),   "look up shop.dev AAAA"},
    {"ServiceOtherType",   query("to-apps.example", RrType::txt),    cname("to-apps.example", "x.shop.apps.example") + "; authority: " + soa("apps.example")},
    {"PassThrough",        query("to-real.example", RrType::a),      "look up www.real.example. A"},
    {"Relayed",            query("to-relayed.example", RrType::a),   "relay to web.dev ports 80=80"},
    {"RelayedIpv6",        query("to-relayed.example", RrType::aaaa), cname("to-relayed.example", "relayed.example") + "; authority: " + soa("relayed.example")},
    {"Record",             query("to-record.example", RrType::a),    to_record + "; answer: record.example 5 A 192.0.2.9"},
    {"RecordOtherFamily",  query("to-record.example", RrType::aaaa), to_record},
    {"RecordTxt",          query("to-record.example", RrType::txt),  to_record + "; answer: record.example 5 TXT \"text\""},
    {"Elsewhere",          query("to-elsewhere.example", RrType::a), "look up www.example.net. A"},
    {"ElsewhereOtherType", query("to-elsewhere.example", RrType::txt), cname("to-elsewhere.example", "www.example.net")},
    {"Loop",               query("loop.example", RrType::a),         "error: SERVFAIL"},
    {"LoopTellsWhy",       test_support::QueryBuilder("loop.example", RrType::a).edns().build(),
     "error: SERVFAIL; opt: version=0 size=1232; option: 15 0 static CNAME chain of more than 8 links at loop.example"},
    {"NineLinks",          query("link9.example", RrType::a),        "error: SERVFAIL"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Static, AliasTable, testing::ValuesIn(alias_rows), row_name);

TEST(Alias, IsFollowedOverEightLinks)
{
    const auto text = ask(sample_policy(), query("link8.example", RrType::a));
    EXPECT_NE(text.find("; answer: record.example 5 A 192.0.2.9"), std::string::npos) << text;
}

TEST(Alias, EndsInTheAddressesThatWereFound)
{
    const auto policy = sample_policy();
    Bytes out(wire::classic_udp_size);
    const auto text = [&](const Bytes& asked, const ServiceAnswer& found) {
        const auto reply = answer_service(asked, {}, policy, found, out);
        return test_support::reply_text(asked, {}, reply, out);
    };
    const auto apps = query("to-apps.example", RrType::a);
    const std::string link =
        "service: NOERROR aa; answer: to-apps.example 5 CNAME x.shop.apps.example";
    EXPECT_EQ(text(apps, {name("shop.dev"), {address("10.96.0.1")}}),
              link + "; answer: x.shop.apps.example 5 A 10.96.0.1");
    EXPECT_EQ(text(apps, {name("shop.dev"), {}}), link + "; authority: " + soa("apps.example"));
    EXPECT_EQ(text(query("to-elsewhere.example", RrType::aaaa), {name("www.example.net"), {}}),
              "service: NOERROR aa; answer: to-elsewhere.example 5 CNAME www.example.net");
    EXPECT_EQ(text(query("to-relayed.example", RrType::a),
                   {name("web.dev"), {address("64.112.117.122")}}),
              "fake: NOERROR aa; answer: to-relayed.example 5 CNAME relayed.example; "
              "answer: relayed.example 5 A 64.112.117.122");
}

TEST(ServiceName, HasTheLabelNextToTheApexForThePlaceholder)
{
    const auto apex_size = name("apps.example").wire().size();
    const auto filled = [&](std::string_view service, std::string_view qname) {
        return service_name({std::string(service), {}}, name(qname), apex_size);
    };
    EXPECT_EQ(filled("{1}.dev", "shop.apps.example"), "shop.dev");
    EXPECT_EQ(filled("{1}.dev", "a.b.shop.apps.example"), "shop.dev");
    EXPECT_EQ(filled("web.dev", "shop.apps.example"), "web.dev");
    EXPECT_EQ(filled("{1}-{1}.dev", "shop.apps.example"), "shop-shop.dev");
    EXPECT_EQ(filled("x{2}.dev", "shop.apps.example"), "x{2}.dev");
    // The label is data: it can neither add labels nor be filled in again.
    EXPECT_EQ(filled("{1}.dev", R"(a\.b.apps.example)"), R"(a\.b.dev)");
    EXPECT_EQ(filled("{1}.dev", "{1}.apps.example"), "{1}.dev");
}

}  // namespace
}  // namespace shim
