#include "sidecar/status_routes.hpp"
#include "tests/sidecar/status_sample.hpp"
#include "tests/support/query_builder.hpp"
#include "tests/support/row_name.hpp"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>

namespace sidecar {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct Case {
    std::string_view name;
    std::string_view method;
    std::string_view target;
    unsigned status;
    std::string_view content_type;

    friend void PrintTo(const Case& test, std::ostream* out) { *out << test.name; }
};

class RoutesTable : public testing::TestWithParam<Case> {};

TEST_P(RoutesTable, AnswersAsListed)
{
    const StatusSample sample;
    const auto response =
        respond(sample.view(), {GetParam().method, GetParam().target, "text/html"}, sample.now);
    EXPECT_EQ(response.status, GetParam().status);
    EXPECT_EQ(response.content_type, GetParam().content_type);
    EXPECT_FALSE(response.body.empty());
}

constexpr std::string_view html = "text/html; charset=utf-8";
constexpr std::string_view json = "application/json";
constexpr std::string_view prometheus = "text/plain; version=0.0.4; charset=utf-8";

// clang-format off
const Case cases[] = {
    {"PageIsHtml",                 "GET",  "/",                                  200, html},
    {"StatusIsJson",               "GET",  "/status",                            200, json},
    {"QueriesAreJson",             "GET",  "/queries",                           200, json},
    {"ConfigIsJson",               "GET",  "/config",                            200, json},
    {"HealthIsText",               "GET",  "/healthz",                           200, plain_text},
    {"ReadinessIsText",            "GET",  "/readyz",                            200, plain_text},
    {"MetricsAreForPrometheus",    "GET",  "/metrics",                           200, prometheus},
    {"HeadIsAsGet",                "HEAD", "/status",                            200, json},
    {"QueryStringIsNoPath",        "GET",  "/status?limit=x",                    200, json},
    {"AbsoluteFormIsUnderstood",   "GET",  "http://sidecar.example:9153/status", 200, json},
    {"AbsoluteFormMayHaveNoPath",  "GET",  "http://sidecar.example",             200, html},
    {"AbsoluteFormMayHaveAQuery",  "GET",  "http://sidecar.example?a=/b",        200, html},
    {"OtherPathIsNotFound",        "GET",  "/nothing",                           404, plain_text},
    {"LongerPathIsNotFound",       "GET",  "/status/",                           404, plain_text},
    {"AsteriskIsNotFound",         "GET",  "*",                                  404, plain_text},
    {"EmptyTargetIsNotFound",      "GET",  "",                                   404, plain_text},
    {"PostIsNotAllowed",           "POST", "/status",                            405, plain_text},
    {"LowerCaseGetIsNotAllowed",   "get",  "/status",                            405, plain_text},
    {"PostElsewhereIsNotAllowed",  "POST", "/nothing",                           405, plain_text},
    {"LimitIsANumber",             "GET",  "/queries?limit=7",                   200, json},
    {"LimitMayBeZero",             "GET",  "/queries?limit=0",                   200, json},
    {"LastLimitCounts",            "GET",  "/queries?limit=x&limit=7",           200, json},
    {"OtherParameterIsIgnored",    "GET",  "/queries?xlimit=x&&=&other",         200, json},
    {"WordIsNoLimit",              "GET",  "/queries?limit=all",                 400, plain_text},
    {"NegativeIsNoLimit",          "GET",  "/queries?limit=-1",                  400, plain_text},
    {"NothingIsNoLimit",           "GET",  "/queries?limit=",                    400, plain_text},
    {"NameAloneIsNoLimit",         "GET",  "/queries?limit",                     400, plain_text},
    {"NumberAndMoreIsNoLimit",     "GET",  "/queries?limit=7x",                  400, plain_text},
    {"TooLargeIsNoLimit",          "GET",  "/queries?limit=99999999999999999999", 400, plain_text},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Http, RoutesTable, testing::ValuesIn(cases), test_support::row_name);

TEST(Routes, NotFoundListsAllThereAre)
{
    const auto body = get({}, "/nothing");
    for (const auto& route : routes()) EXPECT_THAT(body, HasSubstr(std::string(route.path) + ' '));
}

TEST(Routes, PageIsTextForCurl)
{
    EXPECT_THAT(get({}, "/", "*/*"), StartsWith("boulder-dns-sidecar "));
    EXPECT_THAT(get({}, "/", "text/html"), StartsWith("<!doctype html>"));
}

TEST(Routes, BadLimitSaysWhatIsRight)
{
    EXPECT_THAT(get({}, "/queries?limit=all"), HasSubstr("/queries?limit=20"));
}

TEST(Routes, QueriesKeepToTheLimit)
{
    StatusSample sample;
    for (int i = 0; i < 3; ++i)
        sample.keep(test_support::QueryBuilder("www.example.com", shim::RrType::a).build(),
                    shim::Source::fake);
    EXPECT_EQ(boost::json::parse(get(sample, "/queries")).as_array().size(), 3U);
    EXPECT_EQ(boost::json::parse(get(sample, "/queries?limit=2")).as_array().size(), 2U);
    EXPECT_EQ(boost::json::parse(get(sample, "/queries?limit=1000")).as_array().size(), 3U);
}

TEST(Healthz, IsOkWhateverTheUpstreamDoes)
{
    StatusSample sample;
    sample.upstream = {};
    EXPECT_EQ(get(sample, "/healthz"), "OK");
}

TEST(Readyz, GivesTheReasons)
{
    StatusSample sample;
    const auto ask = [&] { return respond(sample.view(), {"GET", "/readyz", ""}, sample.now); };
    EXPECT_EQ(ask().body, "OK");

    sample.upstream = {{"192.0.2.53:53"}, false, "upstream 192.0.2.53:53: refused"};
    EXPECT_EQ(ask().status, 503U);
    EXPECT_EQ(ask().body,
              "the last query to the upstream failed: upstream 192.0.2.53:53: refused\n");

    sample.upstream = {{}, false, "/etc/resolv.conf names no server"};
    EXPECT_EQ(ask().status, 503U);
    EXPECT_EQ(ask().body, "no upstream server: /etc/resolv.conf names no server\n");
}

}  // namespace
}  // namespace sidecar
