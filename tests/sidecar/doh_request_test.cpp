#include "sidecar/doh_request.hpp"
#include "tests/support/row_name.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace sidecar {
namespace {

constexpr std::size_t limit = 12;
constexpr std::string_view media_type = "application/dns-message";

struct Case {
    std::string_view name;
    std::string_view method;
    std::string_view target;
    std::string_view content_type;
    std::string_view body;
    std::string_view expected;  // the query's octets, or the status

    // Without this, ctest names would carry the bytes of the struct.
    friend void PrintTo(const Case& test, std::ostream* out) { *out << test.name; }
};

class DohRequestTable : public testing::TestWithParam<Case> {};

TEST_P(DohRequestTable, IsReadAsListed)
{
    const auto& test = GetParam();
    const shim::Bytes body(test.body.begin(), test.body.end());
    shim::Bytes room;
    const auto found = find_query({test.method, test.target, test.content_type, body}, limit, room);
    const auto* query = std::get_if<shim::BytesView>(&found);
    EXPECT_EQ(query != nullptr ? std::string(query->begin(), query->end())
                               : std::to_string(std::get<HttpError>(found).status),
              test.expected);
}

// clang-format off
const Case cases[] = {
    {"PostIsItsBody",                  "POST", "/dns-query", media_type, "query", "query"},
    {"PostOfTheLimitIsTaken",          "POST", "/dns-query", media_type, "exactly12345", "exactly12345"},
    {"PostOverTheLimitIs413",          "POST", "/dns-query", media_type, "exactly123456", "413"},
    {"PostOfNothingIsLeftToTheGate",   "POST", "/dns-query", media_type, "", ""},
    {"PostMayHaveParameters",          "POST", "/dns-query?ct", media_type, "query", "query"},
    {"PostMediaTypeIsCaseBlind",       "POST", "/dns-query", "Application/DNS-Message", "query", "query"},
    {"PostMediaTypeMayHaveParameters", "POST", "/dns-query", "application/dns-message ; x=y", "query", "query"},
    {"PostOfOtherMediaTypeIs415",      "POST", "/dns-query", "application/json", "query", "415"},
    {"PostOfLongerMediaTypeIs415",     "POST", "/dns-query", "application/dns-messages", "query", "415"},
    {"PostWithoutMediaTypeIs415",      "POST", "/dns-query", "", "query", "415"},
    {"GetIsDecoded",                   "GET", "/dns-query?dns=cXVlcnk", "", "", "query"},
    {"GetOfWholeTriplesIsDecoded",     "GET", "/dns-query?dns=cXVlcnk-", "", "", "query>"},
    {"GetOfOneOctetOverIsDecoded",     "GET", "/dns-query?dns=cXVlcnk-Pw", "", "", "query>?"},
    {"GetNeedsNoMediaTypeNorMindsOne", "GET", "/dns-query?dns=cXVlcnk", "text/plain", "", "query"},
    {"GetFindsItsParameterAmongOthers","GET", "/dns-query?a=b&dns=cXVlcnk&dnssec=1", "", "", "query"},
    {"HeadIsReadAsGet",                "HEAD", "/dns-query?dns=cXVlcnk", "", "", "query"},
    {"GetOfTheLimitIsTaken",           "GET", "/dns-query?dns=ZXhhY3RseTEyMzQ1", "", "", "exactly12345"},
    {"GetOverTheLimitIs414",           "GET", "/dns-query?dns=ZXhhY3RseTEyMzQ1Ng", "", "", "414"},
    {"GetOverTheLimitIsNotDecoded",    "GET", "/dns-query?dns=!!!!!!!!!!!!!!!!!!", "", "", "414"},
    {"GetWithoutParametersIs400",      "GET", "/dns-query", "", "", "400"},
    {"GetWithoutDnsIs400",             "GET", "/dns-query?name=example.com&", "", "", "400"},
    {"GetWithTwoDnsIs400",             "GET", "/dns-query?dns=cXVlcnk&dns=cXVlcnk", "", "", "400"},
    {"GetWithPaddingIs400",            "GET", "/dns-query?dns=cXVlcnk=", "", "", "400"},
    {"GetOfPlainBase64Is400",          "GET", "/dns-query?dns=cXVlcnk+", "", "", "400"},
    {"GetWithPercentEncodingIs400",    "GET", "/dns-query?dns=cXV%6Ccnk", "", "", "400"},
    {"GetOfHalfAnOctetIs400",          "GET", "/dns-query?dns=cXVlc", "", "", "400"},
    {"GetOfEightBitDigitsIs400",       "GET", "/dns-query?dns=cXVl\xff\xfe", "", "", "400"},
    {"OtherPathIs404",                 "POST", "/", media_type, "query", "404"},
    {"LongerPathIs404",                "POST", "/dns-query/", media_type, "query", "404"},
    {"NoPathIs404",                    "OPTIONS", "*", "", "", "404"},
    {"PathKeepsItsCase",               "GET", "/DNS-query?dns=cXVlcnk", "", "", "404"},
    {"OtherMethodIs405",               "PUT", "/dns-query", media_type, "query", "405"},
    {"MethodKeepsItsCase",             "post", "/dns-query", media_type, "query", "405"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Rfc8484,
                         DohRequestTable,
                         testing::ValuesIn(cases),
                         test_support::row_name);

}  // namespace
}  // namespace sidecar
