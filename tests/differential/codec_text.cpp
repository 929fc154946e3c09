#include "shim/message_view.hpp"
#include "shim/reader.hpp"
#include "shim/upstream_message.hpp"
#include "shim/wire.hpp"
#include "tests/support/message_text.hpp"
#include "tests/support/policy_parts.hpp"
#include "tests/support/query_builder.hpp"
#include "tests/support/verdict_text.hpp"

#include <iomanip>
#include <iostream>
#include <sstream>
#include <string>

// Reads messages in hexadecimal, one a line, and writes for each what our codec makes of it, for
// another codec to compare: the gate, the text, the addresses for its question and the reply that
// it gets as a query, then an empty line.
namespace {

using namespace test_support;

shim::Policy policy()
{
    shim::Policy made(5, "1.2.3");
    made.add_rule(patterns({"."}), fixed({"192.0.2.1", "2001:db8::1"}), issuers({"ca.example"}));
    add_record(made, "a.example", shim::RrType::txt, R"("\000\"\\" "two")");
    add_record(made, "a.example", shim::RrType::cname, "www.b.example");
    made.set_discovery({{address("127.0.0.1"), 53}}, {{address("127.0.0.1"), 8553}});
    return made;
}

std::string_view gate_text(shim::Gate gate)
{
    switch (gate) {
    case shim::Gate::pass:
        return "pass";
    case shim::Gate::drop:
        return "drop";
    case shim::Gate::form_err:
        return "formerr";
    case shim::Gate::not_imp:
        return "notimp";
    }
    return "";
}

std::string to_hex(shim::BytesView octets)
{
    std::ostringstream out;
    for (const unsigned octet : octets)
        out << std::hex << std::setw(2) << std::setfill('0') << octet;
    return out.str();
}

// What the message, taken for a reply, says about the addresses of its own question.
std::string addresses(shim::BytesView message)
{
    shim::WireReader reader(message, shim::wire::header_size);
    const auto qname = reader.read_name();
    const shim::RrType qtype{reader.read_u16()};
    if (!reader.ok()) return "none";
    const auto found = shim::read_addresses(message, qname, qtype, 8);
    if (!found) return "none";
    auto text = found->owner.to_text();
    for (const auto& each : found->addresses) text += ' ' + each.to_text();
    return text;
}

}  // namespace

int main()
{
    const auto rules = policy();
    auto room = room_for(over_tcp);
    for (std::string line; std::getline(std::cin, line);) {
        const auto message = from_hex(line);
        shim::Query query;
        std::cout << "gate " << gate_text(read_query(message, query)) << '\n'
                  << "addresses " << addresses(message) << '\n'
                  << message_text(message);
        const auto verdict = resolve(message, over_tcp, rules, room);
        if (const auto* reply = std::get_if<shim::Reply>(&verdict))
            std::cout << "reply " << to_hex(shim::BytesView(room).first(reply->size)) << '\n';
        std::cout << '\n';
    }
}
