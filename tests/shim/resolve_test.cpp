#include "shim/resolve.hpp"
#include "tests/shim/verdict_table.hpp"
#include "tests/support/message_text.hpp"

namespace shim {
namespace {

using test_support::ask;
using test_support::fixed;
using test_support::from_hex;
using test_support::issuers;
using test_support::patterns;
using test_support::QueryBuilder;
using test_support::record_octets;
using test_support::summary;

Policy sample_policy()
{
    Policy policy(5, "1.2.3");
    policy.add_rule(patterns({"example.com"}), fixed({"192.0.2.1", "192.0.2.2"}), issuers({}));
    return policy;
}

class Ladder : public testing::TestWithParam<VerdictRow> {};

TEST_P(Ladder, DecidesAsListed)
{
    const auto& row = GetParam();
    EXPECT_EQ(ask(sample_policy(), row.query, row.client), row.expected);
    // RFC 8906: the same on every transport.
    EXPECT_EQ(ask(sample_policy(), row.query, test_support::over_tcp), row.expected);
    EXPECT_EQ(ask(sample_policy(), row.query, test_support::over_doh), row.expected);
}

QueryBuilder www()
{
    return {"www.example.com", RrType::a};
}

const Bytes opt = record_octets(".", RrType::opt, 0, {}, RrClass{1232});
const Bytes opt_not_at_root = record_octets("a", RrType::opt, 0, {}, RrClass{1232});
const Bytes option_past_end =
    record_octets(".", RrType::opt, 0, from_hex("0064 0005 00"), RrClass{1232});
const Bytes opt_past_end = from_hex("00 0029 04d0 00000000 0005 00");
const Bytes address = record_octets("a", RrType::a, 0, from_hex("c0000201"));
const Bytes tsig = record_octets("key", RrType{250}, 0, from_hex("00"), RrClass{255});

const std::string found =
    "fake: NOERROR aa; answer: www.example.com 5 A 192.0.2.1; answer: www.example.com 5 A "
    "192.0.2.2";
const std::string found_cd = std::string(found).insert(found.find(';'), " cd");
const std::string form_err = "error: FORMERR; no question";
const std::string not_imp = "error: NOTIMP; no question";

// clang-format off
const VerdictRow ladder[] = {
    {"AnAddress",             www().build(),                                      found},
    {"RdClear",               www().flags(0).build(),                             found},
    {"AdIsNotEchoed",         www().flags(0x0120).build(),                        found},
    {"CdIsEchoed",            www().flags(0x0110).build(),     found_cd},
    {"ZIsNotEchoed",          www().flags(0x0140).build(),                        found},
    {"AaAndTcAndRaOfAQuery",  www().flags(0x0780).build(),                        found},
    {"RcodeOfAQuery",         www().flags(0x010F).build(),                        found},

    {"NoOctets",              {},                                                 "drop"},
    {"ShorterThanAHeader",    Bytes(11),                                          "drop"},
    {"AResponse",             www().flags(0x8100).build(),                        "drop"},
    {"AResponseOfAnOpcode",   www().flags(0xF800).build(),                        "drop"},

    {"OpcodeIquery",          www().flags(0x0900).build(),                        not_imp},
    {"OpcodeStatus",          www().flags(0x1100).build(),                        not_imp},
    {"OpcodeNotify",          www().flags(0x2100).build(),                        not_imp},
    {"OpcodeUpdate",          www().flags(0x2900).build(),                        not_imp},
    {"Opcode15HeaderOnly",    from_hex("1234 7800 0000 0000 0000 0000"),          not_imp},
    {"OpcodeBeforeCounts",    from_hex("1234 2800 0000 ffff ffff ffff"),          not_imp},

    {"NoQuestion",            from_hex("1234 0100 0000 0000 0000 0000"),          form_err},
    {"NoQuestionButOne",      www().qdcount(0).build(),                           form_err},
    {"TwoQuestions",          www().qdcount(2).tail(from_hex("00 0001 0001")).build(), form_err},
    {"QuestionMissing",       from_hex("1234 0100 0001 0000 0000 0000"),          form_err},
    {"QnameIsAPointer",       www().qname(from_hex("c00c")).build(),              form_err},
    {"QnamePointsAtHeader",   www().qname(from_hex("01 61 c004")).build(),        form_err},
    {"QnameOfExtendedLabels", www().qname(from_hex("41 00 00")).build(),          form_err},
    {"OctetsAfterTheMessage", www().tail(from_hex("00")).build(),                 form_err},
    {"TwoAnswers",            www().answer(address).answer(address).build(),      form_err},
    {"TwoAuthorityRecords",   www().authority(address).authority(address).build(), form_err},
    {"ThreeAdditionalRecords", www().additional(address).additional(address).additional(address).build(), form_err},
    {"CountsPastTheEnd",      from_hex("1234 0100 0001 ffff ffff ffff 00 0001 0001"), form_err},
    {"TwoOptRecords",         www().additional(opt).additional(opt).build(),      form_err},
    {"OptNotAtTheRoot",       www().additional(opt_not_at_root).build(),          form_err},
    {"OptAsAnswer",           www().answer(opt).build(),                          form_err},
    {"OptAsAuthority",        www().authority(opt).build(),                       form_err},
    {"OptPastTheEnd",         www().additional(opt_past_end).build(),             form_err},
    {"OptionPastTheEnd",      www().additional(option_past_end).build(),          form_err},
    {"TsigIsIgnored",         www().additional(tsig).build(),                     found},
    {"AnAnswerIsIgnored",     www().answer(address).build(),                      found},

    {"ClassHesiod",           www().qclass(RrClass{4}).build(),                   "error: REFUSED"},
    {"ClassNone",             www().qclass(RrClass{254}).build(),                 "error: REFUSED"},
    {"ClassAny",              www().qclass(RrClass{255}).build(),                 "error: REFUSED"},
    {"ClassZero",             www().qclass(RrClass{0}).build(),                   "error: REFUSED"},
    {"ClassBeforeName",       QueryBuilder("example.net", RrType::a).qclass(RrClass{4}).build(), "error: REFUSED"},
    {"ZoneTransfer",          query("example.com", RrType::axfr),                 "error: REFUSED"},
    {"IncrementalTransfer",   query("example.com", RrType::ixfr),                 "error: REFUSED"},
    {"IncrementalTransferAsItIs", QueryBuilder("example.com", RrType::ixfr).authority(address).build(), "error: REFUSED"},
    {"Mailb",                 query("example.com", RrType::mailb),                "error: REFUSED"},
    {"Maila",                 query("example.com", RrType::maila),                "error: REFUSED"},
    {"TransferElsewhere",     query("example.net", RrType::axfr),                 "error: REFUSED"},

    {"AnyIsHinfo",            query("www.example.com", RrType::any),  "fake: NOERROR aa; answer: www.example.com 5 HINFO \"RFC8482\" \"\""},
    {"AnyIsHinfoElsewhere",   query("example.net", RrType::any),      "fake: NOERROR aa; answer: example.net 5 HINFO \"RFC8482\" \"\""},
    {"UnknownType",           query("www.example.com", RrType{1000}), nodata("fake", "example.com")},
    {"UnknownTypeElsewhere",  query("example.net", RrType{1000}),     "forward TYPE1000"},
    {"NotFaked",              query("www.example.net", RrType::a),    "forward A"},
    {"TheRoot",               query(".", RrType::ns),                 "forward NS"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Rfc8906, Ladder, testing::ValuesIn(ladder), row_name);

TEST(Resolve, EchoesTheQuestionAsItIsSpelt)
{
    const auto asked = query("wWw.eXaMpLe.CoM", RrType::a);
    Bytes out(wire::classic_udp_size);
    const auto verdict = resolve(asked, {}, sample_policy(), out);
    const auto& reply = std::get<Reply>(verdict);
    EXPECT_TRUE(std::equal(asked.begin() + wire::header_size, asked.end(),
                           out.begin() + wire::header_size));
    EXPECT_EQ(test_support::message_text(BytesView(out).first(reply.size)),
              "NOERROR id=4660 qr aa rd ra\n"
              "question: wWw.eXaMpLe.CoM IN A\n"
              "answer: www.example.com 5 IN A 192.0.2.1\n"
              "answer: www.example.com 5 IN A 192.0.2.2\n");
}

TEST(Resolve, NamesTheOwnerByAPointerToTheQuestion)
{
    const auto asked = query("www.example.com", RrType::a);
    Bytes out(wire::classic_udp_size);
    const auto verdict = resolve(asked, {}, sample_policy(), out);
    EXPECT_EQ(std::get<Reply>(verdict).size, asked.size() + 2 * 16);
    EXPECT_EQ(out[asked.size()], 0xC0);
    EXPECT_EQ(out[asked.size() + 1], 0x0C);
}

TEST(Resolve, TellsTheTypeThatWasAsked)
{
    Bytes out(wire::classic_udp_size);
    const auto nodata = resolve(query("example.com", RrType::mx), {}, sample_policy(), out);
    EXPECT_EQ(std::get<Reply>(nodata).qtype, RrType::mx);
    const auto garbled = resolve(Bytes(12), {}, sample_policy(), out);
    EXPECT_EQ(std::get<Reply>(garbled).qtype, RrType{});
}

TEST(Resolve, AnswersEveryTruncationOfAQueryWithAFormErrOrNotAtAll)
{
    const auto whole = www().edns().option(10, from_hex("0011223344556677")).build();
    const auto policy = sample_policy();
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_EQ(ask(policy, BytesView(whole).first(size)),
                  size < wire::header_size ? "drop" : form_err)
            << size;
    EXPECT_EQ(ask(policy, whole), found + "; opt: version=0 size=1232");
}

TEST(Failure, SaysWhyWithTheQuestion)
{
    const auto asked = www().edns().build();
    Bytes out(wire::classic_udp_size);
    const Ede ede{EdeCode::network_error, "192.0.2.53: timed out"};
    const auto reply = failure(asked, {}, Rcode::serv_fail, ede, out);
    EXPECT_EQ(test_support::reply_text(asked, {}, reply, out),
              "error: SERVFAIL; opt: version=0 size=1232; option: 15 23 192.0.2.53: timed out");
    EXPECT_EQ(reply.qtype, RrType::a);
}

TEST(Failure, SaysNothingMoreToAClientWithoutEdns)
{
    const auto asked = www().build();
    Bytes out(wire::classic_udp_size);
    const auto reply = failure(asked, {}, Rcode::serv_fail, {EdeCode::other, "why"}, out);
    EXPECT_EQ(test_support::reply_text(asked, {}, reply, out), "error: SERVFAIL");
}

TEST(Failure, CutsTheTextWhereTheReplyWouldGrowTooLarge)
{
    const auto asked = www().edns(512).build();
    Bytes out(wire::loopback_udp_size);
    const Ede ede{EdeCode::other, std::string(2000, 'x')};
    const auto reply = failure(asked, {}, Rcode::serv_fail, ede, out);
    EXPECT_EQ(reply.size, 512U);
    const auto text = test_support::reply_text(asked, {}, reply, out);
    EXPECT_EQ(text.substr(0, 63),
              "error: SERVFAIL; opt: version=0 size=1232; option: 15 0 xxxxxxx");
}

TEST(Failure, HasOnlyAHeaderForAQueryThatCanNotBeRead)
{
    const auto asked = www().qdcount(2).build();
    Bytes out(wire::classic_udp_size);
    const auto reply = failure(asked, {}, Rcode::serv_fail, {}, out);
    EXPECT_EQ(summary(BytesView(out).first(reply.size)), "SERVFAIL; no question");
}

TEST(Source, HasTheNamesOfTheStatusEndpoint)
{
    EXPECT_EQ(to_string(Source::fake), "fake");
    EXPECT_EQ(to_string(Source::service), "service");
    EXPECT_EQ(to_string(Source::caa), "caa");
    EXPECT_EQ(to_string(Source::static_record), "static");
    EXPECT_EQ(to_string(Source::forward), "forward");
    EXPECT_EQ(to_string(Source::error), "error");
}

}  // namespace
}  // namespace shim
