#include "shim/upstream_message.hpp"
#include "tests/shim/verdict_table.hpp"

// What becomes of an upstream's reply on its way to the client.
namespace shim {
namespace {

using test_support::from_hex;
using test_support::over_tcp;
using test_support::QueryBuilder;
using test_support::record_octets;
using test_support::remote_udp;

QueryBuilder asked()
{
    return {"www.example", RrType::a};
}

QueryBuilder replied()
{
    return asked().flags(0x8180);
}

Bytes big(std::size_t size)
{
    return record_octets("www.example", RrType{1000}, 60, Bytes(size));
}

std::string
relayed(const Bytes& query, const Bytes& reply, Client client = test_support::remote_udp)
{
    auto out = test_support::room_for(client);
    const auto passed_on = relay(query, client, reply, out);
    return passed_on ? test_support::reply_text(query, client, *passed_on, out) : "nothing";
}

struct RelayRow {
    std::string_view name;
    Bytes query;
    Bytes reply;
    std::string expected;
    Client client = remote_udp;

    friend void PrintTo(const RelayRow& row, std::ostream* out) { *out << row.name; }
};

class RelayTable : public testing::TestWithParam<RelayRow> {};

TEST_P(RelayTable, PassesOnAsListed)
{
    const auto& row = GetParam();
    EXPECT_EQ(relayed(row.query, row.reply, row.client), row.expected);
}

const Bytes plain = asked().build();
const Bytes with_edns = asked().edns().build();
const Bytes address = record_octets("www.example", RrType::a, 60, from_hex("c0000201"));
const Bytes pointed = from_hex("c00c 0001 0001 0000003c 0004 c0000201");
const Bytes glue = record_octets("ns.example", RrType::a, 60, from_hex("c0000202"));
const Bytes tsig = record_octets("key", RrType{250}, 0, from_hex("00"), RrClass{255});
const Bytes ede = from_hex("0016 74657874");
const Bytes extended = record_octets(".", RrType::opt, 0x01000000, {}, RrClass{1232});  // rcode 16+

const std::string found = "forward: NOERROR; answer: www.example 60 A 192.0.2.1";
const std::string opt = "; opt: version=0 size=1232";

// clang-format off
const RelayRow relay_rows[] = {
    {"AnAnswer",          plain, replied().answer(address).build(),               found},
    {"OwnerByPointer",    plain, replied().answer(pointed).build(),               found},
    {"UnderTheClientsId", plain, replied().id(7).answer(address).build(),         found},
    {"AaIsKept",          plain, replied().flags(0x8580).build(),                 "forward: NOERROR aa"},
    {"AdIsKept",          plain, replied().flags(0x81A0).build(),                 "forward: NOERROR ad"},
    {"RaIsSet",           plain, replied().flags(0x8100).build(),                 "forward: NOERROR"},
    {"ZIsCleared",        plain, replied().flags(0x81C0).build(),                 "forward: NOERROR"},
    {"CdIsTheClients",    plain, replied().flags(0x8190).build(),                 "forward: NOERROR"},
    {"NxDomain",          plain, replied().flags(0x8183).build(),                 "forward: NXDOMAIN"},
    {"AllSections",       plain, replied().answer(address).authority(glue).additional(glue).build(),
     found + "; authority: ns.example 60 A 192.0.2.2; additional: ns.example 60 A 192.0.2.2"},
    {"OptForOpt",         with_edns, replied().answer(address).edns(4096).build(), found + opt},
    {"OptThatIsMissing",  with_edns, replied().answer(address).build(),           found + opt},
    {"OptThatNobodyAsked", plain, replied().answer(address).edns().build(),       found},
    {"EdeIsPassedOn",     with_edns, replied().edns().option(10, Bytes(8)).option(15, ede).option(12).build(),
     "forward: NOERROR" + opt + "; option: 15 22 text"},
    {"EdeWithoutOpt",     plain, replied().edns().option(15, ede).build(),        "forward: NOERROR"},
    {"GlueBeforeOpt",     with_edns, replied().additional(glue).edns().build(),   "forward: NOERROR; additional: ns.example 60 A 192.0.2.2" + opt},
    {"TsigAfterOpt",      with_edns, replied().additional(extended).additional(tsig).build(), "forward: BADVERS" + opt},
    {"ExtendedRcode",     with_edns, replied().flags(0x8187).additional(extended).build(), "forward: RCODE23" + opt},
    {"ExtendedRcodeWithoutOpt", plain, replied().flags(0x8187).additional(extended).build(), "forward: SERVFAIL"},
    {"TcOfTheUpstream",   with_edns, replied().flags(0x83A0).answer(address).build(), "forward: NOERROR tc" + opt},
    {"TooLarge",          plain, replied().answer(big(600)).build(),              "forward: NOERROR tc"},
    {"TooLargeWithAd",    plain, replied().flags(0x81A0).answer(big(600)).build(), "forward: NOERROR tc"},
    {"TooLargeForEdns",   with_edns, replied().answer(big(1300)).build(),         "forward: NOERROR tc" + opt},
    {"OctetsAfterIt",     plain, replied().answer(address).tail(Bytes(3)).build(), found},
    {"AnotherQuestion",   plain, replied().qname(test_support::name_octets("www.examplf")).build(), "nothing"},
    {"AQuery",            plain, asked().build(),                                 "nothing"},
    {"AnotherOpcode",     plain, replied().flags(0xA980).build(),                 "nothing"},
    {"NoQuestion",        plain, from_hex("1234 8180 0000 0000 0000 0000"),       "nothing"},
    {"NoOctets",          plain, {},                                              "nothing"},
    {"OptAsAnswer",       with_edns, replied().answer(extended).build(),          "nothing"},
    {"OptAsAuthority",    with_edns, replied().authority(extended).edns().build(), "nothing"},
    {"GarbledQuery",      {},    replied().build(),                               "nothing"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Upstream, RelayTable, testing::ValuesIn(relay_rows), row_name);

TEST(Relay, KeepsTheSpellingOfTheQuestion)
{
    const auto query = QueryBuilder("wWw.eXample", RrType::a).build();
    const auto reply = replied().answer(pointed).build();
    auto out = test_support::room_for(remote_udp);
    ASSERT_TRUE(relay(query, remote_udp, reply, out));
    EXPECT_TRUE(std::equal(query.begin() + wire::header_size, query.end(),
                           out.begin() + wire::header_size));
}

TEST(Relay, PassesLargeRepliesOnWholeOverTcp)
{
    EXPECT_EQ(relayed(with_edns, replied().answer(big(60000)).build(), over_tcp).find("tc"),
              std::string::npos);
}

TEST(Relay, IsNothingForAnyTruncation)
{
    const auto reply = replied().answer(address).authority(glue).edns().build();
    for (std::size_t size = 0; size < reply.size(); ++size)
        EXPECT_EQ(relayed(plain, Bytes(reply.begin(), reply.begin() + static_cast<long>(size))),
                  "nothing")
            << size;
}

}  // namespace
}  // namespace shim
