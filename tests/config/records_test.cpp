#include "config/records.hpp"
#include "tests/config/error_case.hpp"
#include "tests/config/settings_text.hpp"
#include "tests/support/row_name.hpp"

#include <gtest/gtest.h>

#include <string>

namespace config {
namespace {

// A record of that type at example.com.
std::string record(std::string_view type, std::string_view data)
{
    return "[[record]]\nname = 'example.com'\ntype = '" + std::string(type) + "'\ndata = '''" +
           std::string(data) + "'''\n";
}

struct Case {
    std::string_view type;
    std::string_view data;
    std::string_view expected;

    friend void PrintTo(const Case& test, std::ostream* out) { *out << test.type; }
};

class RecordType : public testing::TestWithParam<Case> {};

TEST_P(RecordType, IsTaken)
{
    const auto& test = GetParam();
    EXPECT_EQ(line_of(settings_of(file(record(test.type, test.data))), "record"),
              "record: example.com " + std::string(test.expected));
}

const Case cases[] = {
    {"A", "192.0.2.1", "A 192.0.2.1"},
    {"AAAA", "2001:DB8::1", "AAAA 2001:db8::1"},
    {"CNAME", "web.example.com.", "CNAME web.example.com"},
    {"TXT", "one text", R"(TXT "one text")"},
    {"CAA", R"(0 issue "ca.example")", R"(CAA 0 issue "ca.example")"},
    {"SRV", "0 0 443 web.example.com", "SRV 0 0 443 web.example.com"},
    {"MX", "10 mail.example.com", "MX 10 mail.example.com"},
    {"NS", "ns1.example.com", "NS ns1.example.com"},
    {"SOA", "ns1.example.com a.example.com 1 2 3 4 5",
     "SOA ns1.example.com a.example.com 1 2 3 4 5"},
    {"mx", "10 mail.example.com", "MX 10 mail.example.com"},
};

INSTANTIATE_TEST_SUITE_P(Records, RecordType, testing::ValuesIn(cases), [](const auto& test) {
    return std::string(test.param.type) + std::to_string(test.index);
});

TEST(Records, MayBeSeveralOfOneNameAndType)
{
    const auto settings = settings_of(file(record("A", "192.0.2.1") + record("A", "192.0.2.2") +
                                           record("TXT", "a") + record("TXT", "b")));
    EXPECT_EQ(settings.records.size(), 4U);
}

TEST(Records, OfOneNameFitIntoAMessage)
{
    EXPECT_EQ(errors_of(file(record("TXT", std::string(29'000, 'x')) +
                             record("TXT", std::string(31'000, 'x')))),
              "x.toml:8: record.data = " + std::string(120, 'x') +
                  "...: the records of example.com do not fit into a DNS message: remove some");
}

class RecordError : public testing::TestWithParam<ErrorCase> {};

TEST_P(RecordError, SaysWhatWouldBeRight)
{
    EXPECT_EQ(errors_of(file(GetParam().toml)), GetParam().errors);
}

// clang-format off
const ErrorCase errors[] = {
    {"NothingSaid", "[[record]]",
     "x.toml:1: record.name: a record needs name as a string in quotes\n"
     "x.toml:1: record.type: a record needs type as a string in quotes\n"
     "x.toml:1: record.data: a record needs data as a string in quotes"},
    {"NumberForData", "[[record]]\nname = 'a.example'\ntype = 'TXT'\ndata = 5", "x.toml:4: record.data = 5: a record needs data as a string in quotes"},
    {"UnknownKey", "[[record]]\nname = 'a.example'\ntype = 'TXT'\ndata = 'x'\nttl = 5", "x.toml:5: record.ttl = 5: there is no such key"},
    {"Wildcard", "[[record]]\nname = '*.a.example'\ntype = 'TXT'\ndata = 'x'", "x.toml:2: record.name = *.a.example: write the whole name: a record has no wildcards"},
    {"BadName", "[[record]]\nname = 'a..example'\ntype = 'TXT'\ndata = 'x'",
     "x.toml:2: record.name = a..example: write a DNS name, such as _acme-challenge.example.com: a label is empty (two dots in a row, or a leading dot)"},
    {"TypeThatCanNotBe", "[[record]]\nname = 'a.example'\ntype = 'PTR'\ndata = 'x'", "x.toml:3: record.type = PTR: write one of A, AAAA, CNAME, TXT, CAA, SRV, MX, NS, SOA"},
    {"UnknownType", "[[record]]\nname = 'a.example'\ntype = 'ADDRESS'\ndata = 'x'", "x.toml:3: record.type = ADDRESS: write one of A, AAAA, CNAME, TXT, CAA, SRV, MX, NS, SOA"},
    {"BadAddress", "[[record]]\nname = 'a.example'\ntype = 'A'\ndata = '2001:db8::1'", "x.toml:4: record.data = 2001:db8::1: write an IPv4 address, such as 192.0.2.1: not an IP address of that family"},
    {"BadSrv", "[[record]]\nname = 'a.example'\ntype = 'SRV'\ndata = '0 0 443'",
     "x.toml:4: record.data = 0 0 443: write priority, weight, port and target, such as 0 0 443 web.example.com: a field is missing"},
    {"TextTooLong", "[[record]]\nname = 'a.example'\ntype = 'TXT'\ndata = '\"open'", "x.toml:4: record.data = \"open: write a text, or several in double quotes: a text is too long, or a quote is not closed"},
    {"TrailingText", "[[record]]\nname = 'a.example'\ntype = 'MX'\ndata = '1 a.example b'", "x.toml:4: record.data = 1 a.example b: write preference and host, such as 10 mail.example.com: there is text after the last field"},
    {"SameTwice", "[[record]]\nname = 'a.example'\ntype = 'A'\ndata = '192.0.2.1'\n[[record]]\nname = 'A.example.'\ntype = 'A'\ndata = '192.0.2.1'",
     "x.toml:8: record.data = 192.0.2.1: is a record of that name and type already: remove one"},
    {"CnameAfterOther", "[[record]]\nname = 'a.example'\ntype = 'A'\ndata = '192.0.2.1'\n[[record]]\nname = 'a.example'\ntype = 'CNAME'\ndata = 'b.example'",
     "x.toml:7: record.type = CNAME: a name with a CNAME has no other record: remove the other of a.example (RFC 2181 section 10.1)"},
    {"OtherAfterCname", "[[record]]\nname = 'a.example'\ntype = 'CNAME'\ndata = 'b.example'\n[[record]]\nname = 'a.example'\ntype = 'A'\ndata = '192.0.2.1'",
     "x.toml:7: record.type = A: a name with a CNAME has no other record: remove the other of a.example (RFC 2181 section 10.1)"},
    {"TwoCnames", "[[record]]\nname = 'a.example'\ntype = 'CNAME'\ndata = 'b.example'\n[[record]]\nname = 'a.example'\ntype = 'CNAME'\ndata = 'c.example'",
     "x.toml:7: record.type = CNAME: a name with a CNAME has no other record: remove the other of a.example (RFC 2181 section 10.1)"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Records, RecordError, testing::ValuesIn(errors), test_support::row_name);

}  // namespace
}  // namespace config
