#include "config/document.hpp"
#include "tests/config/error_case.hpp"
#include "tests/config/settings_text.hpp"
#include "tests/support/row_name.hpp"

#include <gtest/gtest.h>

namespace config {
namespace {

class DocumentError : public testing::TestWithParam<ErrorCase> {};

TEST_P(DocumentError, SaysWhatWouldBeRight)
{
    EXPECT_EQ(errors_of(file(GetParam().toml)), GetParam().errors);
}

// clang-format off
const ErrorCase errors[] = {
    {"NoToml", "ttl = 5\nlisten = [\n", "x.toml:2: this is not TOML: Error while parsing array: encountered end-of-file"},
    {"UnknownKey", "\ndomians = 'example.com'", "x.toml:2: domians = example.com: there is no such setting; did you mean domains?"},
    {"UnknownKeyOfASection", "[upstream]\nserver = 'x'", "x.toml:2: upstream.server = x: there is no such setting; did you mean upstream.servers?"},
    {"KeyOutsideItsSection", "timeout = '1s'", "x.toml:1: timeout = 1s: there is no such setting; did you mean upstream.timeout?"},
    {"KeyInAnotherSection", "[log]\nttl = 5", "x.toml:2: log.ttl = 5: there is no such setting"},
    {"UnknownSection", "[upstraem]\ntries = 2", "x.toml:1: upstraem = { tries = 2 }: there is no such setting"},
    {"FileInItself", "config = 'y.toml'", "x.toml:1: config = y.toml: there is no such setting"},
    {"SectionAsAValue", "doh = 'on'", "x.toml:1: doh = on: write a table, with its keys under [doh]"},
    {"ValueAsASection", "[ttl]\nx = 1", "x.toml:1: ttl = { x = 1 }: write a whole number without quotes, such as 5"},
    {"StringForANumber", "ttl = '5'", "x.toml:1: ttl = 5: write a whole number without quotes, such as 5"},
    {"FractionForANumber", "ttl = 5.0", "x.toml:1: ttl = a number with a point: write a whole number without quotes, such as 5"},
    {"NumberForADuration", "upstream.timeout = 300", "x.toml:1: upstream.timeout = 300: write a string in quotes, such as \"300ms\""},
    {"TimeForADuration", "limits.idle = 00:00:30", "x.toml:1: limits.idle = a date or time: write a string in quotes, such as \"30s\""},
    {"StringForABoolean", "log.queries = 'true'", "x.toml:1: log.queries = true: write true or false without quotes, such as true"},
    {"BooleanForAList", "listen = false", "x.toml:1: listen = false: write a string or an array of strings, such as [\"127.0.0.1:53\", \"[::1]:53\"]"},
    {"ArrayInAnArray", "listen = [['127.0.0.1:53']]", "x.toml:1: listen = [[127.0.0.1:53]]: write a string or an array of strings, such as [\"127.0.0.1:53\", \"[::1]:53\"]"},
    {"TableForAList", "[listen]\ndns = '127.0.0.1:53'", "x.toml:1: listen = { dns = 127.0.0.1:53 }: write a string or an array of strings, such as [\"127.0.0.1:53\", \"[::1]:53\"]"},
    {"UnclosedQuoteInAList", "domains = 'a, \"b'", "x.toml:1: domains = a, \"b: a double quote is not closed"},
    {"OneRuleTable", "[rule]\ndomains = 'a.example'", "x.toml:1: rule = { domains = a.example }: write each as a table of its own under [[rule]]"},
    {"RulesThatAreNoTables", "rule = [1]\nrecord = 'x'",
     "x.toml:2: record = x: write each as a table of its own under [[record]]\n"
     "x.toml:1: rule = 1: write a table under [[rule]]"},
    {"KeyTwice", "ttl = 1\nttl = 2", "x.toml:2: this is not TOML: Error while parsing key-value pair: cannot redefine existing integer 'ttl'"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Document,
                         DocumentError,
                         testing::ValuesIn(errors),
                         test_support::row_name);

TEST(Document, TakesSectionsAndDottedKeysAlike)
{
    const auto expected = describe(settings_of(file("upstream.tries = 1\nlog.queries = true")));
    EXPECT_EQ(describe(settings_of(file("[log]\nqueries = true\n[upstream]\ntries = 1"))),
              expected);
    EXPECT_EQ(describe(settings_of(file("log = { queries = true }\nupstream = { tries = 1 }"))),
              expected);
}

TEST(Document, TakesEveryNotationOfANumber)
{
    EXPECT_EQ(settings_of(file("ttl = 0x10")).ttl, 16U);
    EXPECT_EQ(settings_of(file("ttl = 1_000")).ttl, 1000U);
}

TEST(Document, TakesEmptyFilesAndEmptySections)
{
    EXPECT_EQ(describe(settings_of(file(""))), describe(settings_of({})));
    EXPECT_EQ(describe(settings_of(file("# nothing\r\n[caa]\r\n[log]"))),
              describe(settings_of({})));
}

}  // namespace
}  // namespace config
