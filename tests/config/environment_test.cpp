#include "config/environment.hpp"
#include "tests/config/settings_text.hpp"
#include "tests/support/row_name.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace config {
namespace {

struct Case {
    std::string_view name;
    std::string_view variable;
    std::string_view value;
    std::string_view expected;  // the error, if any

    friend void PrintTo(const Case& test, std::ostream* out) { *out << test.name; }
};

class Variable : public testing::TestWithParam<Case> {};

TEST_P(Variable, IsPassedOverOrAnError)
{
    const auto& test = GetParam();
    EXPECT_EQ(errors_of(environment({{std::string(test.variable), std::string(test.value)}})),
              test.expected);
}

// clang-format off
const Case cases[] = {
    {"Setting", "FAKE_DNS_TTL", "5", ""},
    {"OfAnotherProgram", "PATH", "/bin", ""},
    {"NameThatOnlyBeginsAlike", "FAKE_DNSSEC", "1", ""},
    {"EmptyUnknown", "FAKE_DNS_TLL", "", ""},
    {"Misspelt", "FAKE_DNS_TLL", "5", "FAKE_DNS_TLL = 5: there is no such setting; did you mean FAKE_DNS_TTL?"},
    {"WithoutSection", "FAKE_DNS_TIMEOUT", "1s", "FAKE_DNS_TIMEOUT = 1s: there is no such setting; did you mean FAKE_DNS_UPSTREAM_TIMEOUT?"},
    {"TargetByItsKey", "FAKE_DNS_TARGET", "x", "FAKE_DNS_TARGET = x: there is no such setting; did you mean FAKE_DNS?"},
    {"IssuersByTheirKey", "FAKE_DNS_CAA_ISSUE", "x", "FAKE_DNS_CAA_ISSUE = x: there is no such setting; did you mean FAKE_DNS_CAA?"},
    {"LowerCase", "FAKE_DNS_ttl", "5", "FAKE_DNS_ttl = 5: there is no such setting; did you mean FAKE_DNS_TTL?"},
    {"NothingNear", "FAKE_DNS_SOMETHING_ELSE", "5", "FAKE_DNS_SOMETHING_ELSE = 5: there is no such setting"},
    {"ServiceHost", "FAKE_DNS_SERVICE_HOST", "10.0.0.1", ""},
    {"ServicePort", "FAKE_DNS_SERVICE_PORT", "53", ""},
    {"NamedServicePort", "FAKE_DNS_SERVICE_PORT_DNS_TCP", "53", ""},
    {"Port", "FAKE_DNS_PORT", "udp://10.0.0.1:53", ""},
    {"PortUrl", "FAKE_DNS_PORT_53_UDP", "udp://10.0.0.1:53", ""},
    {"PortProtocol", "FAKE_DNS_PORT_53_UDP_PROTO", "udp", ""},
    {"PortAddress", "FAKE_DNS_PORT_53_UDP_ADDR", "10.0.0.1", ""},
    {"ServiceHostOfALongerName", "FAKE_DNS_WEB_SERVICE_HOST", "10.0.0.1", ""},
    {"ServicePortOfALongerName", "FAKE_DNS_WEB_SERVICE_PORT_HTTP", "80", ""},
    {"PortOfALongerName", "FAKE_DNS_WEB_PORT", "tcp://10.0.0.1:80", ""},
    {"PortUrlOfALongerName", "FAKE_DNS_WEB_PORT_80_TCP", "tcp://10.0.0.1:80", ""},
    {"PortThatIsNoServiceLink", "FAKE_DNS_LISTEN_PORT", "53", "FAKE_DNS_LISTEN_PORT = 53: there is no such setting; did you mean FAKE_DNS_LISTEN?"},
    {"PortsThatAreNoServiceLink", "FAKE_DNS_RELAY_PORT_", "80", "FAKE_DNS_RELAY_PORT_ = 80: there is no such setting; did you mean FAKE_DNS_RELAY_PORTS?"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Environment, Variable, testing::ValuesIn(cases), test_support::row_name);

}  // namespace
}  // namespace config
