#include "shim/message_view.hpp"
#include "tests/support/policy_parts.hpp"
#include "tests/support/query_builder.hpp"

#include <gtest/gtest.h>

// What the gate says to each kind of message is a table in resolve_test.cpp; here is what it reads.
namespace shim {
namespace {

using test_support::from_hex;
using test_support::QueryBuilder;

TEST(ReadQuery, ReadsTheQuestionAndWhereItEnds)
{
    const auto message =
        QueryBuilder("WWW.Example.com", RrType::caa).qclass(RrClass::ch).flags(0x0110).build();
    Query query;
    ASSERT_EQ(read_query(message, query), Gate::pass);
    EXPECT_EQ(query.question.qname, test_support::name("www.example.com"));
    EXPECT_EQ(query.question.qtype, RrType::caa);
    EXPECT_EQ(query.question.qclass, RrClass::ch);
    EXPECT_EQ(query.question_end, message.size());
    EXPECT_EQ(query.flags, 0x0110);
    EXPECT_FALSE(query.edns);
}

TEST(ReadQuery, ReadsTheOptRecord)
{
    const auto message = QueryBuilder("example.com", RrType::a)
                             .edns(1400)
                             .version(3)
                             .dnssec_ok()
                             .option(10, from_hex("0011223344556677"))
                             .option(12, Bytes(3))
                             .build();
    Query query;
    ASSERT_EQ(read_query(message, query), Gate::pass);
    ASSERT_TRUE(query.edns);
    EXPECT_EQ(query.edns->udp_size, 1400);
    EXPECT_EQ(query.edns->version, 3);
    EXPECT_TRUE(query.edns->dnssec_ok);
    EXPECT_TRUE(query.edns->padding);
    EXPECT_EQ(query.question_end, 12U + 13 + 4);
}

TEST(ReadQuery, TakesOnlyWhatIsThereForPadding)
{
    const auto message = QueryBuilder("example.com", RrType::a).edns().option(1000).build();
    Query query;
    ASSERT_EQ(read_query(message, query), Gate::pass);
    EXPECT_FALSE(query.edns->padding);
    EXPECT_FALSE(query.edns->dnssec_ok);
}

TEST(ReadQuery, LeavesTheEndOfTheQuestionAtZeroWhenItCouldNotBeRead)
{
    const auto message = QueryBuilder("example.com", RrType::a).build();
    Query query;
    EXPECT_EQ(read_query(BytesView(message).first(20), query), Gate::form_err);
    EXPECT_EQ(query.question_end, 0U);
}

TEST(ReadQuery, ReadsTheLongestQuestion)
{
    std::string longest;
    for (std::size_t i = 0; i < wire::max_labels; ++i) longest += "a.";
    const auto message = QueryBuilder(longest, RrType::a).build();
    Query query;
    EXPECT_EQ(read_query(message, query), Gate::pass);
    EXPECT_EQ(query.question.qname.label_count(), wire::max_labels);
    EXPECT_EQ(read_query(QueryBuilder(longest + "a.", RrType::a).build(), query), Gate::form_err);
}

TEST(ReadQuery, FailsOnEveryTruncation)
{
    const auto message =
        QueryBuilder("example.com", RrType::a).edns().option(100, Bytes(4)).build();
    for (std::size_t size = 0; size < message.size(); ++size) {
        Query query;
        EXPECT_EQ(read_query(BytesView(message).first(size), query),
                  size < wire::header_size ? Gate::drop : Gate::form_err)
            << size;
    }
}

}  // namespace
}  // namespace shim
