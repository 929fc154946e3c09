#include "shim/resolve.hpp"
#include "tests/shim/verdict_table.hpp"

// CAA of faked names and of their ancestors (RFC 8659).
namespace shim {
namespace {

using test_support::ask;
using test_support::fixed;
using test_support::forwarded_caa;
using test_support::issuers;
using test_support::patterns;

CaaAnswer every_kind()
{
    CaaAnswer answer = issuers({"letsencrypt.org; validationmethods=http-01", "other.example"});
    answer.rdata.push_back(rdata::from_caa(0, "issuewild", ";").value());
    answer.rdata.push_back(rdata::from_caa(0, "iodef", "mailto:ca@example.com").value());
    answer.rdata.push_back(rdata::from_caa(128, "unknown", "\"x\"").value());
    return answer;
}

Policy sample_policy()
{
    Policy policy(5, "1.2.3");
    policy.add_rule(patterns({"issue.dev.example.com"}), fixed({"192.0.2.1"}),
                    issuers({"letsencrypt.org"}));
    policy.add_rule(patterns({"all.dev.example.com"}), fixed({"192.0.2.1"}), every_kind());
    policy.add_rule(patterns({"none.dev.example.com"}), fixed({"192.0.2.1"}), issuers({}));
    policy.add_rule(patterns({"deny.dev.example.com"}), Service{"web.dev", {}}, issuers({";"}));
    policy.add_rule(patterns({"forward.dev.example.net"}), fixed({"192.0.2.1"}), forwarded_caa());
    policy.add_rule(patterns({"*.below.example.org"}), fixed({"192.0.2.1"}), issuers({}));
    policy.add_rule(patterns({"real.example.edu"}), PassThrough{}, issuers({"letsencrypt.org"}));
    policy.add_exception(patterns({"out.issue.dev.example.com"})[0]);
    return policy;
}

class CaaTable : public testing::TestWithParam<VerdictRow> {};

TEST_P(CaaTable, DecidesAsListed)
{
    EXPECT_EQ(ask(sample_policy(), GetParam().query, GetParam().client), GetParam().expected);
}

// clang-format off
const VerdictRow caa_rows[] = {
    {"Issue",             query("issue.dev.example.com", RrType::caa),     "caa: NOERROR aa; answer: issue.dev.example.com 5 CAA 0 issue \"letsencrypt.org\""},
    {"IssueBelow",        query("a.b.issue.dev.example.com", RrType::caa), "caa: NOERROR aa; answer: a.b.issue.dev.example.com 5 CAA 0 issue \"letsencrypt.org\""},
    {"None",              query("none.dev.example.com", RrType::caa),      nodata("caa", "none.dev.example.com")},
    {"NoneBelow",         query("x.none.dev.example.com", RrType::caa),    nodata("caa", "none.dev.example.com")},
    {"Deny",              query("deny.dev.example.com", RrType::caa),      "caa: NOERROR aa; answer: deny.dev.example.com 5 CAA 0 issue \";\""},
    {"Forward",           query("forward.dev.example.net", RrType::caa),   "forward CAA"},
    {"PassThroughFakesIt", query("real.example.edu", RrType::caa),         "caa: NOERROR aa; answer: real.example.edu 5 CAA 0 issue \"letsencrypt.org\""},
    {"Exception",         query("out.issue.dev.example.com", RrType::caa), "forward CAA"},

    {"Parent",            query("dev.example.com", RrType::caa),           nodata("caa", "dev.example.com")},
    {"Grandparent",       query("example.com", RrType::caa),               nodata("caa", "example.com")},
    {"TopLevel",          query("com", RrType::caa),                       nodata("caa", "com")},
    {"TheRoot",           query(".", RrType::caa),                         nodata("caa", ".")},
    {"TopLevelIsCaseBlind", query("COM", RrType::caa),                     nodata("caa", "com")},
    {"ApexOfOnlyBelow",   query("below.example.org", RrType::caa),         nodata("caa", "below.example.org")},
    {"ParentOfOnlyBelow", query("example.org", RrType::caa),               nodata("caa", "example.org")},
    {"ParentOfPassThrough", query("example.edu", RrType::caa),             nodata("caa", "example.edu")},
    {"ParentOfForward",   query("dev.example.net", RrType::caa),           "forward CAA"},
    {"TopLevelOfForward", query("net", RrType::caa),                       "forward CAA"},
    {"Sibling",           query("other.dev.example.com", RrType::caa),     "forward CAA"},
    {"Elsewhere",         query("example.gov", RrType::caa),               "forward CAA"},
    {"OtherTypeOfParent", query("example.com", RrType::a),                 "forward A"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Rfc8659, CaaTable, testing::ValuesIn(caa_rows), row_name);

TEST(Caa, HasEveryKindInTheOrderOfTheConfiguration)
{
    const std::string owner = "; answer: all.dev.example.com 5 CAA ";
    const std::string expected =
        "caa: NOERROR aa" + owner + "0 issue \"letsencrypt.org; validationmethods=http-01\"" +
        owner + "0 issue \"other.example\"" + owner + "0 issuewild \";\"" + owner +
        "0 iodef \"mailto:ca@example.com\"" + owner + "128 unknown \"\\\"x\\\"\"";
    EXPECT_EQ(ask(sample_policy(), query("all.dev.example.com", RrType::caa)), expected);
}

TEST(Caa, OfATopLevelNameIsFakedWhenAllNamesAre)
{
    Policy policy(5, "1.2.3");
    policy.add_rule(patterns({"."}), fixed({"192.0.2.1"}), issuers({"letsencrypt.org"}));
    EXPECT_EQ(ask(policy, query("com", RrType::caa)),
              "caa: NOERROR aa; answer: com 5 CAA 0 issue \"letsencrypt.org\"");
    EXPECT_EQ(ask(policy, query(".", RrType::caa)),
              "caa: NOERROR aa; answer: . 5 CAA 0 issue \"letsencrypt.org\"");
}

TEST(Caa, OfAnAncestorThatIsFakedItselfIsItsOwn)
{
    Policy policy(5, "1.2.3");
    policy.add_rule(patterns({"example.com"}), fixed({"192.0.2.1"}), issuers({";"}));
    policy.add_rule(patterns({"x.example.com"}), fixed({"192.0.2.1"}), issuers({}));
    EXPECT_EQ(ask(policy, query("example.com", RrType::caa)),
              "caa: NOERROR aa; answer: example.com 5 CAA 0 issue \";\"");
}

}  // namespace
}  // namespace shim
