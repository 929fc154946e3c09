#include "shim/reader.hpp"
#include "shim/writer.hpp"
#include "tests/support/message_text.hpp"
#include "tests/support/policy_parts.hpp"
#include "tests/support/query_builder.hpp"
#include "tests/support/verdict_text.hpp"

#include <gtest/gtest.h>

// Sizes, EDNS and padding of whole replies are tables in resolve_edns_test.cpp.
namespace shim {
namespace {

using Section = ReplyWriter::Section;
using test_support::from_hex;
using test_support::message_text;
using test_support::name;
using test_support::QueryBuilder;
using test_support::summary;

// A query that stays readable, and room for its reply.
struct Asked {
    explicit Asked(const QueryBuilder& builder) : message(builder.build())
    {
        EXPECT_EQ(read_query(message, query), Gate::pass);
    }

    [[nodiscard]] BytesView reply(std::size_t size) const { return BytesView(room).first(size); }

    Bytes message;
    Query query;
    Bytes room = Bytes(wire::classic_udp_size);
};

TEST(ReplyWriter, WritesWhatTheReaderReads)
{
    Asked asked(QueryBuilder("wWw.example.com", RrType::a));
    RecordRun run;
    run.add(RrType::a, 60, from_hex("c0000201"));
    ReplyWriter writer(asked.query, {}, asked.room);
    writer.authoritative();
    writer.add(Section::answer, run);
    const auto target =
        writer.add(Section::answer, wire::header_size, RrType::cname, 61, name("a.b").wire());
    writer.add(Section::answer, target + 2, RrType::aaaa, 62, Bytes(16, 0x11));
    writer.add(Section::authority, run, wire::header_size + 4);
    EXPECT_EQ(message_text(asked.reply(writer.finish(Rcode::no_error))),
              "NOERROR id=4660 qr aa rd ra\n"
              "question: wWw.example.com IN A\n"
              "answer: www.example.com 60 IN A 192.0.2.1\n"
              "answer: www.example.com 61 IN CNAME a.b\n"
              "answer: b 62 IN AAAA 1111:1111:1111:1111:1111:1111:1111:1111\n"
              "authority: example.com 60 IN A 192.0.2.1\n");
}

TEST(ReplyWriter, GivesEveryRecordOfARunItsOwner)
{
    Asked asked(QueryBuilder("www.example.com", RrType::txt));
    RecordRun run;
    run.add(RrType::txt, 1, from_hex("0161"));
    run.add(RrType::txt, 2, from_hex("03616263"));
    ReplyWriter writer(asked.query, {}, asked.room);
    writer.add(Section::answer, run, wire::header_size + 4);
    EXPECT_EQ(summary(asked.reply(writer.finish(Rcode::no_error))),
              "NOERROR; answer: example.com 1 TXT \"a\"; answer: example.com 2 TXT \"abc\"");
}

TEST(ReplyWriter, LeavesNoRecordsWhenOneDoesNotFit)
{
    Asked asked(QueryBuilder("www.example.com", RrType::txt).edns());
    ReplyWriter writer(asked.query, {Transport::udp, false}, asked.room);
    writer.set_flags(wire::ad_bit);
    writer.add(Section::answer, wire::header_size, RrType::txt, 1, from_hex("0161"));
    EXPECT_EQ(writer.add(Section::answer, wire::header_size, RrType::txt, 1, Bytes(600)), 0U);
    writer.add(Section::answer, wire::header_size, RrType::txt, 1, from_hex("0161"));
    EXPECT_EQ(summary(asked.reply(writer.finish(Rcode::no_error))),
              "NOERROR tc; opt: version=0 size=1232");
}

TEST(ReplyWriter, FillsTheRoomToItsLastOctet)
{
    Asked asked(QueryBuilder("www.example.com", RrType::txt));
    const auto room = wire::classic_udp_size - asked.message.size() - 12;
    for (const auto size : {room, room + 1}) {
        ReplyWriter writer(asked.query, {}, asked.room);
        writer.add(Section::answer, wire::header_size, RrType{1000}, 1, Bytes(size));
        EXPECT_EQ(writer.finish(Rcode::no_error), size == room ? 512 : asked.message.size());
    }
}

TEST(ReplyWriter, PassesForeignRecordsOn)
{
    Asked asked(QueryBuilder("www.example.com", RrType::a));
    auto records = test_support::record_octets("a", RrType::a, 1, from_hex("c0000201"));
    const auto more = test_support::record_octets("b", RrType::a, 2, from_hex("c0000202"));
    records.insert(records.end(), more.begin(), more.end());
    ReplyWriter writer(asked.query, {}, asked.room);
    writer.set_flags(wire::ad_bit);
    writer.add_foreign(records, 1, 0, 1);
    EXPECT_EQ(summary(asked.reply(writer.finish(Rcode::nx_domain))),
              "NXDOMAIN ad; answer: a 1 A 192.0.2.1; additional: b 2 A 192.0.2.2");
}

TEST(ReplyWriter, PutsTheUpperBitsOfTheRcodeIntoTheOptRecord)
{
    Asked asked(QueryBuilder("www.example.com", RrType::a).edns());
    ReplyWriter writer(asked.query, {}, asked.room);
    const auto size = writer.finish(Rcode{0xABC});
    EXPECT_EQ(summary(asked.reply(size)), "RCODE2748; opt: version=0 size=1232");
    EXPECT_EQ(asked.room[3] & 0x0F, 0x0C);
}

TEST(ReplyWriter, LeavesOutOptionsThatDoNotFit)
{
    Asked asked(QueryBuilder("www.example.com", RrType::a).edns(512));
    ReplyWriter writer(asked.query, {}, asked.room);
    EXPECT_EQ(summary(asked.reply(writer.finish(Rcode::no_error, Bytes(1000)))),
              "NOERROR; opt: version=0 size=1232");
}

TEST(ReplyWriter, KeepsAnEdeOnlyIfItHasRoomForItsCode)
{
    Asked asked(QueryBuilder("www.example.com", RrType::a).edns(512));
    const auto without = asked.message.size();  // the OPT record of the query is as large
    for (const std::size_t room : {5U, 6U, 7U}) {
        ReplyWriter writer(asked.query, {}, asked.room);
        writer.add(Section::answer, wire::header_size, RrType{1000}, 1,
                   Bytes(512 - without - 12 - room));
        const auto size = writer.finish(Rcode::no_error, Ede{EdeCode::other, "text"});
        EXPECT_EQ(size, room == 5 ? 507U : 512U);
    }
}

TEST(HeaderOnly, KeepsIdOpcodeRdAndCdAndNothingElse)
{
    const auto message = from_hex("abcd 7fff ffff ffff ffff ffff 00");
    Bytes out(wire::header_size);
    ASSERT_EQ(write_header_only(message, Rcode::not_imp, out), wire::header_size);
    EXPECT_EQ(out, from_hex("abcd f994 0000 0000 0000 0000"));
}

}  // namespace
}  // namespace shim
