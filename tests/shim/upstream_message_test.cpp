#include "shim/message_view.hpp"
#include "shim/upstream_message.hpp"
#include "shim/wire.hpp"
#include "tests/shim/verdict_table.hpp"
#include "tests/support/message_text.hpp"

namespace shim {
namespace {

using test_support::from_hex;
using test_support::message_text;
using test_support::name;
using test_support::QueryBuilder;
using test_support::record_octets;

const Bytes address = record_octets("www.example", RrType::a, 60, from_hex("c0000201"));

QueryBuilder asked()
{
    return {"www.example", RrType::a};
}

// A reply with QR, RD and RA, to be completed.
QueryBuilder replied()
{
    return asked().flags(0x8180);
}

TEST(ForwardedQuery, HasTheQuestionUnderANewId)
{
    const auto query = QueryBuilder("wWw.example", RrType::mx).flags(0x0130).build();
    EXPECT_EQ(message_text(forwarded_query(query, 7).value()),
              "NOERROR id=7 rd ad cd\nquestion: wWw.example IN MX\n");
}

TEST(ForwardedQuery, HasAnOptRecordOfItsOwnForOne)
{
    const auto query = asked().edns(4096).dnssec_ok().option(8, Bytes(8)).build();
    EXPECT_EQ(message_text(forwarded_query(query, 7).value()),
              "NOERROR id=7 rd\nquestion: www.example IN A\nopt: version=0 size=1232 do\n");
    const auto without = asked().edns(4096).build();
    EXPECT_EQ(message_text(forwarded_query(without, 7).value()),
              "NOERROR id=7 rd\nquestion: www.example IN A\nopt: version=0 size=1232\n");
}

TEST(ForwardedQuery, LeavesOutRecordsOfTheClient)
{
    const auto query = asked().authority(address).additional(address).build();
    EXPECT_EQ(message_text(forwarded_query(query, 7).value()),
              "NOERROR id=7 rd\nquestion: www.example IN A\n");
}

TEST(ForwardedQuery, IsNothingForAQueryThatCanNotBeRead)
{
    const auto query = asked().build();
    for (std::size_t size = 0; size < query.size(); ++size)
        EXPECT_FALSE(forwarded_query(BytesView(query).first(size), 7)) << size;
    EXPECT_FALSE(forwarded_query(replied().build(), 7));
}

TEST(OwnQuery, AsksForRecursionWithAnOptRecord)
{
    EXPECT_EQ(message_text(make_query(name("web.dev"), RrType::aaaa, 0xABCD)),
              "NOERROR id=43981 rd\nquestion: web.dev IN AAAA\nopt: version=0 size=1232\n");
}

struct MatchRow {
    std::string_view name;
    Bytes reply;
    bool matches;

    friend void PrintTo(const MatchRow& row, std::ostream* out) { *out << row.name; }
};

class ReplyMatch : public testing::TestWithParam<MatchRow> {};

TEST_P(ReplyMatch, IsAsListed)
{
    EXPECT_EQ(is_reply_to(asked().build(), GetParam().reply), GetParam().matches);
}

// clang-format off
const MatchRow matches[] = {
    {"TheSame",           replied().build(),                                     true},
    {"WithRecords",       replied().answer(address).edns().build(),              true},
    {"AnotherSpelling",   replied().qname(test_support::name_octets("WWW.eXample")).build(), true},
    {"AnError",           replied().flags(0x8182).build(),                       true},
    {"AnotherId",         replied().id(0x1235).build(),                          false},
    {"AnotherName",       replied().qname(test_support::name_octets("www.examplf")).build(), false},
    {"AnotherType",       QueryBuilder("www.example", RrType::aaaa).flags(0x8180).build(), false},
    {"AnotherClass",      replied().qclass(RrClass::ch).build(),                 false},
    {"AQuery",            replied().flags(0x0100).build(),                       false},
    {"AnotherOpcode",     replied().flags(0xA180).build(),                       false},
    {"NoQuestion",        from_hex("1234 8180 0000 0000 0000 0000"),             false},
    {"TwoQuestions",      replied().qdcount(2).tail(from_hex("00 0001 0001")).build(), false},
    {"CompressedQuestion", replied().qname(from_hex("0377777707 6578616d706c65 c003")).build(), false},
    {"NoOctets",          {},                                                    false},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Rfc5452, ReplyMatch, testing::ValuesIn(matches), row_name);

// TYPE65 is the letter A, TYPE97 the letter a.
TEST(ReplyMatch, IsBlindToCaseInTheNameAlone)
{
    const auto https = QueryBuilder("a", RrType{65}).build();
    EXPECT_TRUE(is_reply_to(https, QueryBuilder("A", RrType{65}).flags(0x8180).build()));
    const auto other = QueryBuilder("a", RrType{97}).flags(0x8180).build();
    EXPECT_FALSE(is_reply_to(https, other));
    Bytes out(wire::classic_udp_size);
    EXPECT_FALSE(relay(https, {}, other, out));
}

TEST(ReplyMatch, IsNotForAnyTruncation)
{
    const auto reply = replied().answer(address).edns().build();
    for (std::size_t size = 0; size < reply.size(); ++size)
        EXPECT_FALSE(is_reply_to(asked().build(), BytesView(reply).first(size))) << size;
}

TEST(Refusal, IsServFailNotImpOrRefused)
{
    for (unsigned rcode = 0; rcode < 16; ++rcode) {
        const auto reply = replied().flags(static_cast<std::uint16_t>(0x8180 | rcode)).build();
        EXPECT_EQ(refuses(reply), rcode == 2 || rcode == 4 || rcode == 5) << rcode;
    }
    EXPECT_FALSE(refuses({}));
}

struct AddressRow {
    std::string_view name;
    Bytes reply;
    std::string expected;  // "rcode owner links address..."; empty: nothing

    friend void PrintTo(const AddressRow& row, std::ostream* out) { *out << row.name; }
};

class AddressReplies : public testing::TestWithParam<AddressRow> {};

TEST_P(AddressReplies, AreReadAsListed)
{
    const auto found = read_addresses(GetParam().reply, name("www.example"), RrType::a, 2);
    std::string text;
    if (found) {
        text = to_string(found->rcode) + ' ' + found->owner.to_text() + ' ' +
               std::to_string(found->links);
        for (const auto& each : found->addresses) text += ' ' + each.to_text();
    }
    EXPECT_EQ(text, GetParam().expected);
}

Bytes record(std::string_view owner, RrType type, std::string_view rdata)
{
    return record_octets(owner, type, 60, from_hex(rdata));
}

const Bytes second = record("www.example", RrType::a, "c0000202");
const Bytes to_b = record("www.example", RrType::cname, "0162 00");
const Bytes b_to_c = record("b", RrType::cname, "0163 00");
const Bytes c_to_d = record("c", RrType::cname, "0164 00");
const Bytes b_address = record("b", RrType::a, "c0000209");
const Bytes to_itself = record("www.example", RrType::cname, "c00c");
const Bytes of_class_ch =
    record_octets("www.example", RrType::a, 60, from_hex("c0000201"), RrClass::ch);

// clang-format off
const AddressRow addresses[] = {
    {"One",               replied().answer(address).build(),                "NOERROR www.example 0 192.0.2.1"},
    {"TwoInOrder",        replied().answer(second).answer(address).build(), "NOERROR www.example 0 192.0.2.2 192.0.2.1"},
    {"None",              replied().build(),                                "NOERROR www.example 0"},
    {"NxDomain",          replied().flags(0x8183).build(),                  "NXDOMAIN www.example 0"},
    {"ServFail",          replied().flags(0x8182).build(),                  "SERVFAIL www.example 0"},
    {"ThroughAnAlias",    replied().answer(to_b).answer(b_address).build(), "NOERROR b 1 192.0.2.9"},
    {"AliasAfterTarget",  replied().answer(b_address).answer(to_b).build(), "NOERROR b 1 192.0.2.9"},
    {"AliasToNothing",    replied().answer(to_b).build(),                   "NOERROR b 1"},
    {"AliasNxDomain",     replied().flags(0x8183).answer(to_b).build(),     "NXDOMAIN b 1"},
    {"TwoAliases",        replied().answer(to_b).answer(b_to_c).build(),    "NOERROR c 2"},
    {"TooManyAliases",    replied().answer(to_b).answer(b_to_c).answer(c_to_d).build(), ""},
    {"AliasOfItself",     replied().answer(to_itself).build(),              ""},
    {"AliasBesideAddress", replied().answer(address).answer(to_b).build(),  "NOERROR b 1"},
    {"OtherOwner",        replied().answer(b_address).build(),              "NOERROR www.example 0"},
    {"OtherType",         replied().answer(record("www.example", RrType::aaaa, "20010db8 00000000 00000000 00000001")).build(), "NOERROR www.example 0"},
    {"OtherClass",        replied().answer(of_class_ch).build(),            "NOERROR www.example 0"},
    {"NotInTheAnswer",    replied().additional(address).build(),            "NOERROR www.example 0"},
    {"AOfFiveOctets",     replied().answer(record("www.example", RrType::a, "c000020100")).build(), "NOERROR www.example 0"},
    {"AliasGarbled",      replied().answer(record("www.example", RrType::cname, "0562")).build(), ""},
    {"AliasForward",      replied().answer(record("www.example", RrType::cname, "c0ff")).build(), ""},
    {"AQuery",            asked().build(),                                  ""},
    {"NoOctets",          {},                                               ""},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Upstream, AddressReplies, testing::ValuesIn(addresses), row_name);

TEST(AddressReplies, AreNothingWhenCutOff)
{
    const auto reply = replied().answer(to_b).answer(b_address).build();
    for (std::size_t size = 0; size < reply.size(); ++size)
        EXPECT_FALSE(
            read_addresses(BytesView(reply).first(size), name("www.example"), RrType::a, 8))
            << size;
}

}  // namespace
}  // namespace shim
