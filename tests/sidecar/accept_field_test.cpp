#include "sidecar/accept_field.hpp"
#include "tests/support/row_name.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace sidecar {
namespace {

struct Case {
    std::string_view name;
    std::string_view accept;
    bool html;

    friend void PrintTo(const Case& test, std::ostream* out) { *out << test.name; }
};

class AcceptTable : public testing::TestWithParam<Case> {};

TEST_P(AcceptTable, ChoosesAsListed)
{
    EXPECT_EQ(prefers_html(GetParam().accept), GetParam().html);
}

// clang-format off
const Case cases[] = {
    {"NoFieldIsText",                   "",                                                              false},
    {"CurlIsText",                      "*/*",                                                           false},
    {"FirefoxIsHtml",                   "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true},
    {"ChromeIsHtml",                    "text/html,application/xhtml+xml,image/webp,*/*;q=0.8,x/y;v=b3;q=0.7", true},
    {"HtmlAmongAnythingIsHtml",         "text/html, */*",                                                true},
    {"HtmlAndTextAlikeIsText",          "text/html, text/plain",                                         false},
    {"HtmlBeforeTextByWeightIsHtml",    "text/plain;q=0.5, text/html;q=0.51",                            true},
    {"TextBeforeHtmlByWeightIsText",    "text/html;q=0.2 , text/plain ; q=0.4",                          false},
    {"RefusedHtmlIsText",               "text/html;q=0, */*",                                            false},
    {"NothingButRefusedHtmlIsText",     "text/html;q=0",                                                 false},
    {"AnyTextIsText",                   "text/*",                                                        false},
    {"NamedTypeWinsOverRange",          "text/*;q=0.9, text/html;q=0.1",                                 false},
    {"CommasAloneAreText",              ",, ,;,",                                                        false},
    {"WeightThatIsNoneIsZero",          "text/html;q=",                                                  false},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Rfc9110, AcceptTable, testing::ValuesIn(cases), test_support::row_name);

}  // namespace
}  // namespace sidecar
