#include "shim/resolve.hpp"
#include "tests/shim/verdict_table.hpp"

// What an OPT record in the query changes (RFC 6891), and how large a reply may be.
namespace shim {
namespace {

using test_support::ask;
using test_support::fixed;
using test_support::from_hex;
using test_support::issuers;
using test_support::loopback_udp;
using test_support::over_doh;
using test_support::over_tcp;
using test_support::patterns;
using test_support::QueryBuilder;
using test_support::remote_udp;

QueryBuilder www()
{
    return {"www.example.com", RrType::a};
}

Policy sample_policy()
{
    Policy policy(5, "1.2.3");
    policy.add_rule(patterns({"example.com"}), fixed({"192.0.2.1"}), issuers({}));
    return policy;
}

class EdnsTable : public testing::TestWithParam<VerdictRow> {};

TEST_P(EdnsTable, DecidesAsListed)
{
    EXPECT_EQ(ask(sample_policy(), GetParam().query, GetParam().client), GetParam().expected);
}

const std::string found = "fake: NOERROR aa; answer: www.example.com 5 A 192.0.2.1";
const std::string opt = "; opt: version=0 size=1232";
const std::string bad_vers = "error: BADVERS" + opt;
const Bytes cookie = from_hex("0011223344556677");

// clang-format off
const VerdictRow edns_rows[] = {
    {"NoOptWithoutOne",        www().build(),                              found},
    {"OptForOpt",              www().edns().build(),                       found + opt},
    {"DoIsCopied",             www().edns().dnssec_ok().build(),           found + opt + " do"},
    {"OtherFlagsAreNot",       www().edns().edns_flags(0x0040).build(),    found + opt},
    {"UnknownOption",          www().edns().option(100).build(),           found + opt},
    {"CookieNsidExpireSubnet", www().edns().option(10, cookie).option(3).option(9).option(8, from_hex("00010000")).build(), found + opt},
    {"PaddingInTheClear",      www().edns().option(12, Bytes(20)).build(), found + opt},
    {"PaddingOverTcp",         www().edns().option(12, Bytes(20)).build(), found + opt, over_tcp},
    {"Version1",               www().edns().version(1).build(),            bad_vers},
    {"Version255",             www().edns().version(255).build(),          bad_vers},
    {"Version1WithAnOption",   www().edns().version(1).option(100).build(), bad_vers},
    {"Version1WithFlags",      www().edns().version(1).edns_flags(0x0040).build(), bad_vers},
    {"Version1WithDo",         www().edns().version(1).dnssec_ok().build(), bad_vers + " do"},
    {"Version1BeforeClass",    www().edns().version(1).qclass(RrClass{4}).build(), bad_vers},
    {"Version1NotFaked",       QueryBuilder("example.net", RrType::a).edns().version(1).build(), bad_vers},
    {"OptInRefused",           www().qclass(RrClass{4}).edns().build(),    "error: REFUSED" + opt},
    {"OptInNodata",            QueryBuilder("example.com", RrType::aaaa).edns().build(), nodata("fake", "example.com") + opt},
    {"OptInChaos",             QueryBuilder("version.bind", RrType::txt).qclass(RrClass::ch).edns().build(), "static: NOERROR aa; answer: version.bind 0 CH TXT \"1.2.3\"" + opt},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Rfc6891, EdnsTable, testing::ValuesIn(edns_rows), row_name);

struct SizeRow {
    std::string_view name;
    std::uint16_t announced;  // zero: no OPT record
    Client client;
    std::size_t limit;

    friend void PrintTo(const SizeRow& row, std::ostream* out) { *out << row.name; }
};

class ReplySize : public testing::TestWithParam<SizeRow> {};

// Policies with more and more addresses, until the reply does not fit any more.
TEST_P(ReplySize, EndsAtTheLimitWithTcAndNoRecords)
{
    const auto& row = GetParam();
    auto builder = www();
    if (row.announced != 0) builder.edns(row.announced);
    const auto asked = builder.build();
    const std::size_t opt_size = row.announced != 0 ? wire::opt_record_size : 0;
    const auto fixed_size = wire::header_size + 17 + 4 + opt_size;
    constexpr std::size_t record_size = 16;
    const auto most = (row.limit - fixed_size) / record_size;

    for (const auto count : {most, most + 1}) {
        FixedAddresses target;
        for (std::size_t i = 0; i < count; ++i)
            target.addresses.push_back(test_support::address("192.0.2.1"));
        Policy policy(5, "1.2.3");
        policy.add_rule(patterns({"example.com"}), target, issuers({}));
        auto out = test_support::room_for(row.client);
        const auto verdict = resolve(asked, row.client, policy, out);
        const auto& reply = std::get<Reply>(verdict);
        const bool fits = count == most;
        EXPECT_EQ(reply.size, fixed_size + (fits ? most * record_size : 0));
        const auto text = test_support::reply_text(asked, row.client, reply, out);
        EXPECT_EQ(text.rfind("fake: NOERROR aa tc", 0) == 0, !fits) << text.substr(0, 100);
        EXPECT_EQ(text.find("BROKEN"), std::string::npos);
    }
}

const SizeRow sizes[] = {
    {"WithoutEdns", 0, remote_udp, 512},
    {"WithoutEdnsOnLoopback", 0, loopback_udp, 512},
    {"LessThan512IsTakenFor512", 100, remote_udp, 512},
    {"AsAnnounced", 800, remote_udp, 800},
    {"AsAnnouncedOnLoopback", 2000, loopback_udp, 2000},
    {"AtMost1232", 4096, remote_udp, 1232},
    {"AtMost4096OnLoopback", 65535, loopback_udp, 4096},
};

INSTANTIATE_TEST_SUITE_P(Rfc6891, ReplySize, testing::ValuesIn(sizes), row_name);

TEST(ReplySize, IsThatOfTheMessageOverTcpAndDoh)
{
    FixedAddresses target;
    for (int i = 0; i < 4000; ++i) target.addresses.push_back(test_support::address("192.0.2.1"));
    Policy policy(5, "1.2.3");
    policy.add_rule(patterns({"example.com"}), target, issuers({}));
    for (const auto client : {over_tcp, over_doh}) {
        const auto asked = www().edns(512).build();
        auto out = test_support::room_for(client);
        const auto verdict = resolve(asked, client, policy, out);
        EXPECT_EQ(std::get<Reply>(verdict).size, wire::header_size + 21 + 4000 * 16 + 11);
    }
}

TEST(Padding, FillsBlocksOf468OctetsOverDohForWhoPadsToo)
{
    const auto asked = www().edns().option(12).build();
    auto out = test_support::room_for(over_doh);
    const auto verdict = resolve(asked, over_doh, sample_policy(), out);
    const auto& reply = std::get<Reply>(verdict);
    EXPECT_EQ(reply.size, 468U);
    EXPECT_EQ(test_support::reply_text(asked, over_doh, reply, out),
              found + opt + "; option: 12 of 404 octets");
}

TEST(Padding, IsNotGivenToWhoDoesNotPad)
{
    const auto asked = www().edns().build();
    EXPECT_EQ(ask(sample_policy(), asked, over_doh), found + opt);
}

}  // namespace
}  // namespace shim
