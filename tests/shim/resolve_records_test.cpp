#include "shim/resolve.hpp"
#include "tests/shim/verdict_table.hpp"

// Static records, discovery by SRV, and who the server is.
namespace shim {
namespace {

using test_support::add_record;
using test_support::address;
using test_support::ask;
using test_support::fixed;
using test_support::issuers;
using test_support::patterns;
using test_support::QueryBuilder;

Policy sample_policy()
{
    Policy policy(5, "1.2.3");
    policy.add_rule(patterns({"example.com"}), fixed({"192.0.2.1"}), issuers({"letsencrypt.org"}));
    add_record(policy, "all.example.com", RrType::a, "192.0.2.7");
    add_record(policy, "all.example.com", RrType::a, "192.0.2.8");
    add_record(policy, "all.example.com", RrType::aaaa, "2001:db8::7");
    add_record(policy, "all.example.com", RrType::txt, "one text; with \"quotes\"");
    add_record(policy, "all.example.com", RrType::txt, R"("two" "strings")");
    add_record(policy, "all.example.com", RrType::caa, "128 issue \"ca.example\"");
    add_record(policy, "all.example.com", RrType::srv, "1 2 80 web.example.com");
    add_record(policy, "all.example.com", RrType::mx, "10 mail.example.com");
    add_record(policy, "all.example.com", RrType::ns, "ns.example.com");
    add_record(policy, "all.example.com", RrType::soa,
               "ns.example.com admin.example.com 1 2 3 4 6");
    add_record(policy, "four.example.com", RrType::a, "192.0.2.7");
    add_record(policy, "six.example.net", RrType::aaaa, "2001:db8::7");
    add_record(policy, "alias.example.com", RrType::cname, "all.example.com");
    add_record(policy, "_acme-challenge.example.net", RrType::txt, "token");
    policy.set_discovery({{address("127.0.0.1"), 53}}, {{address("127.0.0.1"), 8553}});
    return policy;
}

class RecordTable : public testing::TestWithParam<VerdictRow> {};

TEST_P(RecordTable, DecidesAsListed)
{
    EXPECT_EQ(ask(sample_policy(), GetParam().query, GetParam().client), GetParam().expected);
}

std::string answer(std::string_view record)
{
    return "static: NOERROR aa; answer: " + std::string(record);
}

Bytes chaos(std::string_view qname, RrType qtype)
{
    return QueryBuilder(qname, qtype).qclass(RrClass::ch).build();
}

// clang-format off
const VerdictRow static_rows[] = {
    {"A",             query("all.example.com", RrType::a),     answer("all.example.com 5 A 192.0.2.7; answer: all.example.com 5 A 192.0.2.8")},
    {"Aaaa",          query("all.example.com", RrType::aaaa),  answer("all.example.com 5 AAAA 2001:db8::7")},
    {"Txt",           query("ALL.example.com", RrType::txt),   answer(R"(all.example.com 5 TXT "one text; with \"quotes\""; answer: all.example.com 5 TXT "two" "strings")")},
    {"Caa",           query("all.example.com", RrType::caa),   answer("all.example.com 5 CAA 128 issue \"ca.example\"")},
    {"Srv",           query("all.example.com", RrType::srv),   answer("all.example.com 5 SRV 1 2 80 web.example.com")},
    {"Mx",            query("all.example.com", RrType::mx),    answer("all.example.com 5 MX 10 mail.example.com")},
    {"Ns",            query("all.example.com", RrType::ns),    answer("all.example.com 5 NS ns.example.com")},
    {"Soa",           query("all.example.com", RrType::soa),   answer("all.example.com 5 SOA ns.example.com admin.example.com 1 2 3 4 6")},
    {"Cname",         query("alias.example.com", RrType::cname), answer("alias.example.com 5 CNAME all.example.com")},
    {"OtherFamily",   query("four.example.com", RrType::aaaa), nodata("static", "example.com")},
    {"OtherFamilyNotFaked", query("six.example.net", RrType::a), nodata("static", "six.example.net")},
    {"OtherType",     query("all.example.com", RrType{44}),    nodata("fake", "example.com")},
    {"NotBelowIt",    query("x.all.example.com", RrType::txt), nodata("fake", "example.com")},
    {"NotFaked",      query("_acme-challenge.example.net", RrType::txt), answer("_acme-challenge.example.net 5 TXT \"token\"")},
    {"NotFakedOtherType", query("_acme-challenge.example.net", RrType::a), "forward A"},
    {"AnyIsHinfo",    query("all.example.com", RrType::any),   "fake: NOERROR aa; answer: all.example.com 5 HINFO \"RFC8482\" \"\""},
};

const std::string dns_srv = " 5 SRV 0 0 53 dns.boulder-dns-sidecar.internal";
const std::string doh_srv = " 5 SRV 0 0 8553 doh.boulder-dns-sidecar.internal";

const VerdictRow discovery_rows[] = {
    {"Udp",            query("_dns._udp.boulder-dns-sidecar.internal", RrType::srv),   answer("_dns._udp.boulder-dns-sidecar.internal" + dns_srv)},
    {"UdpOtherLabel",  query("_unbound._udp.boulder-dns-sidecar.internal", RrType::srv), answer("_unbound._udp.boulder-dns-sidecar.internal" + dns_srv)},
    {"UdpIsCaseBlind", query("_DNS._UDP.Boulder-DNS-Sidecar.internal", RrType::srv),   answer("_dns._udp.boulder-dns-sidecar.internal" + dns_srv)},
    {"Tcp",            query("_doh._tcp.boulder-dns-sidecar.internal", RrType::srv),   answer("_doh._tcp.boulder-dns-sidecar.internal" + doh_srv)},
    {"TargetOfUdp",    query("dns.boulder-dns-sidecar.internal", RrType::a),           answer("dns.boulder-dns-sidecar.internal 5 A 127.0.0.1")},
    {"TargetOfTcp",    query("doh.boulder-dns-sidecar.internal", RrType::a),           answer("doh.boulder-dns-sidecar.internal 5 A 127.0.0.1")},
    {"TargetNoIpv6",   query("dns.boulder-dns-sidecar.internal", RrType::aaaa),        nodata("static", "boulder-dns-sidecar.internal")},
    {"UdpOtherType",   query("_dns._udp.boulder-dns-sidecar.internal", RrType::a),     nodata("static", "boulder-dns-sidecar.internal")},
    {"NoServiceLabel", query("_udp.boulder-dns-sidecar.internal", RrType::srv),        nodata("static", "boulder-dns-sidecar.internal")},
    {"TwoLabels",      query("a.b._udp.boulder-dns-sidecar.internal", RrType::srv),    nodata("static", "boulder-dns-sidecar.internal")},
    {"OtherTransport", query("_dns._sctp.boulder-dns-sidecar.internal", RrType::srv),  nodata("static", "boulder-dns-sidecar.internal")},
    {"ApexSoa",        query("boulder-dns-sidecar.internal", RrType::soa),             answer(soa("boulder-dns-sidecar.internal"))},
    {"ApexNs",         query("boulder-dns-sidecar.internal", RrType::ns),              answer("boulder-dns-sidecar.internal 5 NS ns.boulder-dns-sidecar.internal")},
    {"ApexA",          query("boulder-dns-sidecar.internal", RrType::a),               nodata("static", "boulder-dns-sidecar.internal")},
    {"Above",          query("internal", RrType::a),                                   "forward A"},
};

const VerdictRow chaos_rows[] = {
    {"VersionBind",    chaos("version.bind", RrType::txt),   answer("version.bind 0 CH TXT \"1.2.3\"")},
    {"VersionServer",  chaos("version.server", RrType::txt), answer("version.server 0 CH TXT \"1.2.3\"")},
    {"IdServer",       chaos("ID.server", RrType::txt),      answer("id.server 0 CH TXT \"1.2.3\"")},
    {"OtherType",      chaos("version.bind", RrType::a),     "error: REFUSED"},
    {"OtherName",      chaos("example.com", RrType::txt),    "error: REFUSED"},
    {"NotInClassIn",   query("version.bind", RrType::txt),   "forward TXT"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Static, RecordTable, testing::ValuesIn(static_rows), row_name);
INSTANTIATE_TEST_SUITE_P(Rfc2782, RecordTable, testing::ValuesIn(discovery_rows), row_name);
INSTANTIATE_TEST_SUITE_P(Rfc4892, RecordTable, testing::ValuesIn(chaos_rows), row_name);

TEST(Discovery, GivesEachAddressAHostNameOfItsOwn)
{
    Policy policy(5, "1.2.3");
    policy.set_discovery(
        {{address("127.0.0.1"), 53}, {address("::1"), 53}, {address("127.0.0.1"), 5353}}, {});
    const std::string owner = "; answer: _dns._udp.boulder-dns-sidecar.internal 5 SRV 0 0 ";
    EXPECT_EQ(ask(policy, query("_dns._udp.boulder-dns-sidecar.internal", RrType::srv)),
              "static: NOERROR aa" + owner + "53 dns.boulder-dns-sidecar.internal" + owner +
                  "53 dns2.boulder-dns-sidecar.internal" + owner +
                  "5353 dns.boulder-dns-sidecar.internal");
    EXPECT_EQ(ask(policy, query("dns2.boulder-dns-sidecar.internal", RrType::aaaa)),
              answer("dns2.boulder-dns-sidecar.internal 5 AAAA ::1"));
    EXPECT_EQ(ask(policy, query("_doh._tcp.boulder-dns-sidecar.internal", RrType::srv)),
              nodata("static", "boulder-dns-sidecar.internal"));
}

TEST(Discovery, IsStrongerThanRulesAndExceptions)
{
    Policy ruled(5, "1.2.3");
    ruled.set_discovery({{address("127.0.0.1"), 53}}, {});
    ruled.add_rule(patterns({"."}), fixed({"192.0.2.1"}), issuers({}));
    ruled.add_rule(patterns({"_udp.boulder-dns-sidecar.internal"}), fixed({"192.0.2.2"}),
                   issuers({}));
    Policy excepted(5, "1.2.3");
    excepted.set_discovery({{address("127.0.0.1"), 53}}, {});
    excepted.add_exception(patterns({"internal"})[0]);
    for (const auto* policy : {&ruled, &excepted}) {
        EXPECT_EQ(ask(*policy, query("dns.boulder-dns-sidecar.internal", RrType::a)),
                  answer("dns.boulder-dns-sidecar.internal 5 A 127.0.0.1"));
        EXPECT_EQ(ask(*policy, query("_udp.boulder-dns-sidecar.internal", RrType::a)),
                  nodata("static", "boulder-dns-sidecar.internal"));
    }
}

}  // namespace
}  // namespace shim
