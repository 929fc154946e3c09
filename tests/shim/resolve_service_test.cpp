#include "shim/resolve.hpp"
#include "tests/shim/verdict_table.hpp"

// Replies made of what a service was found to be.
namespace shim {
namespace {

using test_support::address;
using test_support::fixed;
using test_support::issuers;
using test_support::name;
using test_support::patterns;
using test_support::QueryBuilder;

Policy sample_policy()
{
    Policy policy(5, "1.2.3");
    policy.add_rule(patterns({"flat.example.com"}), Service{"web.dev", Service::Answer::flatten},
                    issuers({}));
    policy.add_rule(patterns({"cname.example.com"}), Service{"web.dev", Service::Answer::cname},
                    issuers({}));
    policy.add_rule(patterns({"relayed.example.com"}), Service{"web.dev", Service::Answer::cname},
                    issuers({}), {{80, 80}});
    return policy;
}

struct ServiceRow {
    std::string_view name;
    Bytes query;
    std::vector<std::string_view> addresses;
    std::string expected;

    friend void PrintTo(const ServiceRow& row, std::ostream* out) { *out << row.name; }
};

class ServiceTable : public testing::TestWithParam<ServiceRow> {};

TEST_P(ServiceTable, AnswersAsListed)
{
    const auto& row = GetParam();
    ServiceAnswer found{name("web.dev.svc.cluster.local"), {}};
    for (const auto text : row.addresses) found.addresses.push_back(address(text));
    Bytes out(wire::loopback_udp_size);
    const auto reply = answer_service(row.query, {}, sample_policy(), found, out);
    EXPECT_EQ(test_support::reply_text(row.query, {}, reply, out), row.expected);
}

// clang-format off
const ServiceRow service_rows[] = {
    {"Flat",          query("a.flat.example.com", RrType::a), {"10.96.0.1", "10.96.0.2"},
     "service: NOERROR aa; answer: a.flat.example.com 5 A 10.96.0.1; answer: a.flat.example.com 5 A 10.96.0.2"},
    {"FlatIpv6",      query("flat.example.com", RrType::aaaa), {"2001:db8::1"},
     "service: NOERROR aa; answer: flat.example.com 5 AAAA 2001:db8::1"},
    {"FlatNothing",   query("a.flat.example.com", RrType::aaaa), {}, nodata("service", "flat.example.com")},
    {"Cname",         query("a.cname.example.com", RrType::a), {"10.96.0.1"},
     "service: NOERROR aa; answer: a.cname.example.com 5 CNAME web.dev.svc.cluster.local; answer: web.dev.svc.cluster.local 5 A 10.96.0.1"},
    {"CnameNothing",  query("a.cname.example.com", RrType::a), {},
     "service: NOERROR aa; answer: a.cname.example.com 5 CNAME web.dev.svc.cluster.local; authority: " + soa("cname.example.com")},
    {"Relayed",       query("relayed.example.com", RrType::a), {"64.112.117.122"},
     "fake: NOERROR aa; answer: relayed.example.com 5 A 64.112.117.122"},
    {"WithEdns",      QueryBuilder("flat.example.com", RrType::a).edns().dnssec_ok().build(), {"10.96.0.1"},
     "service: NOERROR aa; answer: flat.example.com 5 A 10.96.0.1; opt: version=0 size=1232 do"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Service, ServiceTable, testing::ValuesIn(service_rows), row_name);

TEST(AnswerService, IsTruncatedLikeAnyReply)
{
    ServiceAnswer found{name("web.dev.svc.cluster.local"), {}};
    for (int i = 0; i < 40; ++i) found.addresses.push_back(address("10.96.0.1"));
    Bytes out(wire::loopback_udp_size);
    for (const auto* qname : {"flat.example.com", "cname.example.com"}) {
        const auto asked = query(qname, RrType::a);
        const auto reply = answer_service(asked, {}, sample_policy(), found, out);
        EXPECT_EQ(test_support::reply_text(asked, {}, reply, out), "service: NOERROR aa tc");
    }
}

TEST(AnswerService, FailsForAQueryThatCanNotBeRead)
{
    Bytes out(wire::classic_udp_size);
    const auto reply = answer_service(Bytes(12), {}, sample_policy(), {}, out);
    EXPECT_EQ(reply.rcode, Rcode::serv_fail);
    EXPECT_EQ(reply.size, wire::header_size);
}

}  // namespace
}  // namespace shim
