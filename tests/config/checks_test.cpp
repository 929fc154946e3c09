#include "config/checks.hpp"
#include "tests/config/error_case.hpp"
#include "tests/config/settings_text.hpp"
#include "tests/support/row_name.hpp"

#include <gtest/gtest.h>

namespace config {
namespace {

class Together : public testing::TestWithParam<ErrorCase> {};

TEST_P(Together, SaysWhatWouldBeRight)
{
    EXPECT_EQ(errors_of(file(GetParam().toml)), GetParam().errors);
}

// clang-format off
const ErrorCase errors[] = {
    {"ModeOfAnotherTarget", "mode = 'fixed-ip'\ntarget = 'web'",
     "x.toml:1: mode = fixed-ip: the target web (x.toml:2) makes the mode service-name: remove mode, or change the target"},
    {"ServiceModeWithAddresses", "mode = 'service-name'\ntarget = '192.0.2.1'",
     "x.toml:1: mode = service-name: the target 192.0.2.1 (x.toml:2) makes the mode fixed-ip: remove mode, or change the target"},
    {"ModeWithoutTarget", "mode = 'fixed-ip'", "x.toml:1: mode = fixed-ip: there is no target: set target (FAKE_DNS) too"},
    {"PassthroughWithTarget", "mode = 'passthrough'\ntarget = 'web'", ""},
    {"PassthroughWithoutTarget", "mode = 'passthrough'", ""},
    {"BadTargetIsToldOnce", "mode = 'fixed-ip'\ntarget = '192.0.2.1:80'",
     "x.toml:2: target = 192.0.2.1:80: write an IP address without a port, such as 10.96.0.50 or fd00::50; relay.ports can send a port to another one"},
    {"BudgetOverBoulders", "upstream.timeout = '500ms'",
     "x.toml:1: upstream.timeout = 500ms: with upstream.tries 2 (default) a query may take 1s, and Boulder gives up after 1s: lower one of them"},
    {"TriesOverBouldersBudget", "upstream.tries = 4",
     "default: upstream.timeout = 300ms: with upstream.tries 4 (x.toml:1) a query may take 1200ms, and Boulder gives up after 1s: lower one of them"},
    {"BudgetJustUnderBoulders", "upstream.timeout = '999ms'\nupstream.tries = 1", ""},
    {"BadTimeoutIsToldOnce", "upstream.timeout = '2s'\nupstream.tries = 9",
     "x.toml:1: upstream.timeout = 2s: write a whole number and a unit (ms, s or m) from 1ms to 999ms, such as 300ms"},
    {"NothingServed", "listen = 'off'", "x.toml:1: listen = off: doh.listen is off too, so nothing could be asked: set one of them"},
    {"DohAlone", "listen = 'off'\ndoh.listen = '127.0.0.1:8553'", ""},
    {"BadListenerIsToldOnce", "listen = 'x'", "x.toml:1: listen = x: write an IP address and a port, such as 127.0.0.1:53 or [::1]:53, or off alone"},
    {"TwoListenersAtOnePlace", "doh.listen = '127.0.0.1:9153'",
     "default: status.listen = 127.0.0.1:9153: doh.listen has that address and port too: give one another port"},
    {"DnsAndDohAtOnePlace", "doh.listen = '127.0.0.1:53'",
     "x.toml:1: doh.listen = 127.0.0.1:53: listen has that address and port too: give one another port"},
    {"OnePortOfTwoAddresses", "doh.listen = '[::1]:53'", ""},
    {"PortsOfTheKernelsChoice", "listen = '127.0.0.1:0'\nstatus.listen = '127.0.0.1:0'", ""},
    {"CertificateWithoutKey", "doh.certificate = '/tls.pem'",
     "x.toml:1: doh.certificate = /tls.pem: doh.key is auto: set it to the PEM file that belongs to the certificate"},
    {"KeyWithoutCertificate", "doh.key = '/tls.key'",
     "x.toml:1: doh.key = /tls.key: doh.certificate is auto: set it to the PEM file that belongs to the key"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Checks, Together, testing::ValuesIn(errors), test_support::row_name);

TEST(Checks, NameBothPlacesOfAContradiction)
{
    auto sources = file("mode = 'fixed-ip'");
    sources.environment["FAKE_DNS"] = "web";
    EXPECT_EQ(errors_of(sources), "x.toml:1: mode = fixed-ip: the target web (FAKE_DNS) makes the "
                                  "mode service-name: remove mode, or change the target");
}

TEST(Checks, WriteTheModeAsItIsSet)
{
    EXPECT_EQ(to_text(Mode::fixed_ip), "fixed-ip");
    EXPECT_EQ(to_text(Mode::service_name), "service-name");
    EXPECT_EQ(to_text(Mode::passthrough), "passthrough");
}

}  // namespace
}  // namespace config
