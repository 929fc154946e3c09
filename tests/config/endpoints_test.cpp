#include "config/endpoints.hpp"
#include "tests/config/told.hpp"
#include "tests/support/row_name.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace config {
namespace {

struct Case {
    std::string_view name;
    std::vector<std::string> items;
    std::string_view expected;  // or how the first message begins, after "!"

    friend void PrintTo(const Case& test, std::ostream* out) { *out << test.name; }
};

// What `parse` makes of the items, as the table writes it.
template <typename Parse, typename Write>
std::string outcome(const Case& test, Parse parse, Write write)
{
    Told told;
    std::string text;
    for (const auto& each : parse(join_list(test.items), told.problems))
        text += (text.empty() ? "" : " ") + write(each);
    if (told.errors.empty()) return text;
    return '!' + told.errors.front().message.substr(0, test.expected.size() - 1);
}

std::string write_endpoint(const shim::Endpoint& endpoint)
{
    return endpoint.address.to_text() + '#' + std::to_string(endpoint.port);
}

class Listen : public testing::TestWithParam<Case> {};

TEST_P(Listen, IsReadOrRefused)
{
    EXPECT_EQ(outcome(GetParam(), parse_listen, write_endpoint), GetParam().expected);
}

const std::string_view listen_help = "!write an IP address and a port";

const Case listeners[] = {
    {"Ipv4", {"127.0.0.1:53"}, "127.0.0.1#53"},
    {"Ipv6", {"[::1]:53"}, "::1#53"},
    {"Several", {"127.0.0.1:53", "[::1]:53"}, "127.0.0.1#53 ::1#53"},
    {"GreatestPort", {"0.0.0.0:65535"}, "0.0.0.0#65535"},
    {"PortOfTheKernelsChoice", {"127.0.0.1:0"}, "127.0.0.1#0"},
    {"TwoPortsOfTheKernelsChoice", {"127.0.0.1:0", "127.0.0.1:0"}, "127.0.0.1#0 127.0.0.1#0"},
    {"Off", {"off"}, ""},
    {"Nothing", {}, ""},
    {"OffAmongOthers", {"off", "127.0.0.1:53"}, listen_help},
    {"NoPort", {"127.0.0.1"}, listen_help},
    {"NoAddress", {":53"}, listen_help},
    {"PortAlone", {"53"}, listen_help},
    {"PortTooGreat", {"127.0.0.1:65536"}, listen_help},
    {"PortNoNumber", {"127.0.0.1:dns"}, listen_help},
    {"EmptyPort", {"127.0.0.1:"}, listen_help},
    {"BareIpv6WithPort", {"::1:53:99999"}, listen_help},
    {"Ipv6WithoutPort", {"[::1]"}, listen_help},
    {"Ipv6WithEmptyPort", {"[::1]:"}, listen_help},
    {"UnclosedBracket", {"[::1:53"}, listen_help},
    {"HostName", {"localhost:53"}, listen_help},
    {"Twice", {"127.0.0.1:53", "127.0.0.1:53"}, "!is in the list twice: remove one"},
    {"TwiceInOtherWords", {"[::1]:53", "[0:0::1]:53"}, "!is in the list twice: remove one"},
    {"TooMany", std::vector<std::string>(65, "127.0.0.1:0"), "!write at most 64 addresses"},
};

INSTANTIATE_TEST_SUITE_P(Endpoints, Listen, testing::ValuesIn(listeners), test_support::row_name);

class Servers : public testing::TestWithParam<Case> {};

TEST_P(Servers, AreReadOrRefused)
{
    EXPECT_EQ(outcome(GetParam(), parse_servers, write_endpoint), GetParam().expected);
}

const std::string_view server_help = "!write the IP address of a DNS server";

const Case servers[] = {
    {"Ipv4", {"192.0.2.53"}, "192.0.2.53#53"},
    {"Ipv4WithPort", {"192.0.2.53:5353"}, "192.0.2.53#5353"},
    {"Ipv6", {"2001:db8::53"}, "2001:db8::53#53"},
    {"Ipv6InBrackets", {"[2001:db8::53]"}, "2001:db8::53#53"},
    {"Ipv6WithPort", {"[2001:db8::53]:5353"}, "2001:db8::53#5353"},
    {"PortZero", {"192.0.2.53:0"}, server_help},
    {"HostName", {"kube-dns"}, server_help},
    {"PathAmongOthers", {"192.0.2.53", "/etc/resolv.conf"}, server_help},
    {"Zone", {"fe80::1%eth0"}, server_help},
    {"Twice", {"192.0.2.53", "192.0.2.53:53"}, "!is in the list twice: remove one"},
};

INSTANTIATE_TEST_SUITE_P(Endpoints, Servers, testing::ValuesIn(servers), test_support::row_name);

class Ports : public testing::TestWithParam<Case> {};

TEST_P(Ports, AreReadOrRefused)
{
    EXPECT_EQ(outcome(GetParam(), parse_relay_ports,
                      [](const shim::RelayPort& port) {
                          return std::to_string(port.listen) + '>' + std::to_string(port.target);
                      }),
              GetParam().expected);
}

const std::string_view port_help = "!write a port, such as 80";

const Case ports[] = {
    {"Same", {"80"}, "80>80"},
    {"Other", {"80=8080"}, "80>8080"},
    {"SpaceAroundEquals", {"80 = 8080"}, "80>8080"},
    {"TwoToOneTarget", {"80=8080", "8080"}, "80>8080 8080>8080"},
    {"Zero", {"0"}, port_help},
    {"ZeroTarget", {"80=0"}, port_help},
    {"TooGreat", {"65536"}, port_help},
    {"NoTarget", {"80="}, port_help},
    {"NoPort", {"=80"}, port_help},
    {"Name", {"http"}, port_help},
    {"Colon", {"80:8080"}, port_help},
    {"Twice", {"80", "80=8080"}, "!port 80 is in the list twice: remove one"},
    {"None", {}, "!write at least one port"},
};

INSTANTIATE_TEST_SUITE_P(Endpoints, Ports, testing::ValuesIn(ports), test_support::row_name);

class Prefix : public testing::TestWithParam<Case> {};

TEST_P(Prefix, IsReadOrRefused)
{
    Told told;
    const auto prefix = parse_relay_prefix(GetParam().items.front(), told.problems);
    const std::string none = told.errors.empty() ? "off" : "refused";
    EXPECT_EQ(prefix ? prefix->to_text() : none, GetParam().expected);
}

const Case prefixes[] = {
    {"Address", {"192.0.2.1"}, "192.0.2.1/32"},
    {"Block", {"192.0.2.0/24"}, "192.0.2.0/24"},
    {"LargestBlock", {"10.0.0.0/8"}, "10.0.0.0/8"},
    {"Off", {"off"}, "off"},
    {"TooLarge", {"8.0.0.0/7"}, "refused"},
    {"BitsPastTheLength", {"192.0.2.1/24"}, "refused"},
    {"LengthTooGreat", {"192.0.2.0/33"}, "refused"},
    {"Ipv6", {"2001:db8::/64"}, "refused"},
    {"Name", {"example.com"}, "refused"},
};

INSTANTIATE_TEST_SUITE_P(Endpoints, Prefix, testing::ValuesIn(prefixes), test_support::row_name);

}  // namespace
}  // namespace config
