#include "shim/rdata.hpp"
#include "sidecar/seen_query.hpp"
#include "tests/sidecar/status_sample.hpp"
#include "tests/support/policy_parts.hpp"
#include "tests/support/query_builder.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace sidecar {
namespace {

using shim::RrType;
using test_support::from_hex;
using test_support::name_octets;
using test_support::QueryBuilder;
using test_support::record_octets;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::uint16_t no_error = 0x8180;  // QR, RD, RA
constexpr std::uint16_t serv_fail = 0x8182;

SeenQuery seen(const shim::Bytes& reply)
{
    StatusSample sample;
    sample.keep(reply, shim::Source::forward);
    return read_seen(sample.recent[0], sample.now);
}

shim::Bytes ede(std::uint16_t code, std::string_view text)
{
    shim::Bytes data(2 + text.size());
    data[0] = static_cast<std::uint8_t>(code >> 8);
    data[1] = static_cast<std::uint8_t>(code & 0xFF);
    std::copy(text.begin(), text.end(), data.begin() + 2);
    return data;
}

TEST(SeenQuery, TellsWhoAskedWhenAndHow)
{
    StatusSample sample;
    sample.keep(QueryBuilder("www.example.com", RrType::caa).flags(no_error).build(),
                shim::Source::static_record, std::chrono::milliseconds(1500));
    const auto query = read_seen(sample.recent[0], sample.now);
    EXPECT_EQ(query.time, sample.now.system - std::chrono::milliseconds(1500));
    EXPECT_EQ(query.duration, std::chrono::microseconds(1234));
    EXPECT_EQ(query.client, "192.0.2.7");
    EXPECT_EQ(query.transport, "tcp");
    EXPECT_EQ(query.source, "static");
    EXPECT_EQ(query.name, "www.example.com");
    EXPECT_EQ(query.type, "CAA");
    EXPECT_EQ(query.rcode, "NOERROR");
    EXPECT_THAT(query.answer, IsEmpty());
    EXPECT_EQ(query.ede, "");
}

TEST(SeenQuery, HasTheTypeOnlyOfRecordsOfAnotherType)
{
    const auto query = seen(
        QueryBuilder("www.example.com", RrType::a)
            .flags(no_error)
            .answer(record_octets("www.example.com", RrType::cname, 5, name_octets("a.example")))
            .answer(record_octets("a.example", RrType::a, 5, from_hex("c0000201")))
            .build());
    EXPECT_THAT(query.answer, ElementsAre("CNAME a.example", "192.0.2.1"));
}

TEST(SeenQuery, LeavesTheOtherSectionsOut)
{
    const auto soa = shim::rdata::from_soa(test_support::name("ns.example"), {}, {});
    const auto query = seen(QueryBuilder("www.example.com", RrType::a)
                                .flags(no_error)
                                .authority(record_octets("example.com", RrType::soa, 5, soa))
                                .build());
    EXPECT_THAT(query.answer, IsEmpty());
}

TEST(SeenQuery, TellsTheExtendedErrorBehindOtherRecordsAndOptions)
{
    const auto query =
        seen(QueryBuilder("www.example.com", RrType::a)
                 .flags(serv_fail)
                 .additional(record_octets("ns.example", RrType::a, 5, from_hex("c0000201")))
                 .edns()
                 .option(10, from_hex("0102030405060708"))
                 .option(15, ede(22, "no answer\nfrom \xff"))
                 .build());
    EXPECT_EQ(query.rcode, "SERVFAIL");
    EXPECT_EQ(query.ede, "22 (No Reachable Authority): no answer\\010from \\255");
}

TEST(SeenQuery, TellsAnExtendedErrorWithoutNameOrText)
{
    const auto reply = [](std::uint16_t code) {
        return QueryBuilder(".", RrType::a).flags(serv_fail).edns().option(15, ede(code, ""));
    };
    EXPECT_EQ(seen(reply(0).build()).ede, "0 (Other Error)");
    EXPECT_EQ(seen(reply(24).build()).ede, "24 (Invalid Data)");
    EXPECT_EQ(seen(reply(25).build()).ede, "25");
}

TEST(SeenQuery, PutsTheTwoPartsOfTheRcodeTogether)
{
    auto reply = QueryBuilder("www.example.com", RrType::a).flags(no_error).edns().build();
    reply[reply.size() - 6] = 1;  // the upper bits, first octet of the OPT record's TTL
    EXPECT_EQ(seen(reply).rcode, "BADVERS");
}

TEST(SeenQuery, MarksAnAnswerOfWhichOnlyPartIsKept)
{
    QueryBuilder reply("www.example.com", RrType::txt);
    reply.flags(no_error);
    const auto text = shim::rdata::from_text(std::string(200, 'x'));
    for (int i = 0; i < 3; ++i)
        reply.answer(record_octets("www.example.com", RrType::txt, 5, text));
    const auto whole = '"' + std::string(200, 'x') + '"';
    EXPECT_THAT(seen(reply.build()).answer, ElementsAre(whole, whole, "…"));
}

TEST(SeenQuery, EscapesAHostileNameAndText)
{
    const shim::Bytes label{4, '<', 'b', '>', 0xFF, 0};
    const auto query =
        seen(QueryBuilder(".", RrType::txt)
                 .qname(label)
                 .flags(no_error)
                 .answer(record_octets(".", RrType::txt, 5, shim::rdata::from_text("\x1b[31m\xff")))
                 .build());
    EXPECT_EQ(query.name, "<b>\\255");
    EXPECT_THAT(query.answer, ElementsAre("\"\\027[31m\\255\""));
}

TEST(SeenQuery, ReadsEveryTruncationAndEveryWrongOctetOfAReply)
{
    const auto reply = QueryBuilder("www.example.com", RrType::caa)
                           .flags(serv_fail)
                           .answer(record_octets("www.example.com", RrType::caa, 5,
                                                 shim::rdata::from_caa(0, "issue", ";").value()))
                           .edns()
                           .option(15, ede(22, "text"))
                           .build();
    for (std::size_t size = 0; size < reply.size(); ++size)
        EXPECT_EQ(seen({reply.begin(), reply.begin() + static_cast<std::ptrdiff_t>(size)}).ede, "")
            << size;
    for (std::size_t at = 0; at < reply.size(); ++at) {
        auto wrong = reply;
        wrong[at] = 0xFF;
        const auto query = seen(wrong);
        for (const auto& text : query.answer) EXPECT_EQ(text.find('\xff'), std::string::npos) << at;
    }
}

}  // namespace
}  // namespace sidecar
