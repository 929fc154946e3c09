#include "shim/message_view.hpp"
#include "shim/resolve.hpp"
#include "shim/search.hpp"
#include "shim/upstream_message.hpp"
#include "shim/wire.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/support/policy_parts.hpp"
#include "tests/support/promises.hpp"
#include "tests/support/verdict_text.hpp"

#include <algorithm>
#include <array>

// Any octets as a query, through each policy and transport, up to the reply. The first octet
// chooses: bits 0-1 the transport, 2 loopback, 3-4 the policy, 5-7 how much a service is found to
// be.
namespace {

using namespace test_support;
using fuzz::require;
using shim::BytesView;
using shim::Policy;
using shim::RrType;
using shim::Service;

Policy fixed_policy()
{
    Policy policy(5, "1.2.3");
    policy.add_rule(patterns({"."}), fixed({"192.0.2.1", "2001:db8::1"}), issuers({"ca.example"}));
    policy.add_exception(patterns({"a.b"})[0]);
    policy.set_discovery({{address("127.0.0.1"), 53}}, {{address("127.0.0.1"), 8553}});
    return policy;
}

Policy service_policy()
{
    Policy policy(5, "1.2.3");
    policy.add_rule(patterns({"*."}), Service{"{1}.{1}.dev", Service::Answer::cname}, issuers({}));
    policy.add_rule(patterns({"a"}), Service{"web.dev", Service::Answer::flatten}, forwarded_caa());
    policy.add_rule(patterns({"b", "*.a.b"}), Service{"web.dev", {}}, issuers({}), {{80, 80}});
    policy.add_rule(patterns({"c"}), fixed({"192.0.2.1"}), issuers({";"}), {{80, 80}});
    return policy;
}

Policy record_policy()
{
    Policy policy(5, "1.2.3");
    policy.add_rule(patterns({"b"}), Service{"web.dev", {}}, issuers({"ca.example"}));
    policy.add_rule(patterns({"c"}), fixed({"192.0.2.1"}), issuers({}));
    policy.add_rule(patterns({"d"}), shim::PassThrough{}, issuers({}));
    policy.add_rule(patterns({"e"}), Service{"web.dev", {}}, issuers({}), {{80, 80}});
    for (const auto* link : {"a b", "b.a b.b", "c.a c", "d.a d", "e.a e", "f.a f.a", "g.a g"}) {
        const std::string_view text(link);
        const auto space = text.find(' ');
        add_record(policy, text.substr(0, space), RrType::cname, text.substr(space + 1));
    }
    add_record(policy, "b", RrType::txt, std::string(2000, 'x'));
    add_record(policy, "b.b", RrType::caa, "0 issue \"ca.example\"");
    return policy;
}

// Looks the names of a reply's reader, and those of the search list, in the eye.
void check_name(const shim::Name& name)
{
    const auto text = name.to_text();
    const auto again = shim::Name::from_text(text);
    require(again && *again == name, "a name is not what its text says");
}

void check_reply(BytesView query, shim::Client client, const shim::Reply& reply, BytesView out)
{
    require(reply.size <= out.size(), "more octets than there was room for");
    const auto broken = broken_promise(query, client, reply.source, out.first(reply.size));
    require(broken.empty(), broken);
}

struct Act {
    BytesView query;
    shim::Client client;
    const Policy& policy;
    std::size_t found;
    shim::BytesSpan out;

    void answer(const shim::IpAddress& each) const
    {
        const shim::ServiceAnswer answer{name("web.dev.svc.cluster.local"),
                                         std::vector(found * found * 8, each)};
        check_reply(query, client, answer_service(query, client, policy, answer, out), out);
    }

    void operator()(const shim::Reply& reply) const { check_reply(query, client, reply, out); }

    void operator()(const shim::LookUp& look_up) const
    {
        static const shim::SearchList search{{name("svc.cluster.local"), name("example")}, 5};
        const auto names = candidates(look_up.service, search);
        require(!names || !names->empty(), "a service that stands for no name");
        if (names) std::for_each(names->begin(), names->end(), check_name);
        answer(address(look_up.qtype == RrType::a ? "10.96.0.1" : "2001:db8::2"));
    }

    void operator()(const shim::RelayTo& relay) const
    {
        require(!relay.ports->empty() && !relay.target.empty(), "a relay to nowhere");
        answer(address("64.112.117.122"));
    }

    void operator()(const shim::Forward& forward) const
    {
        const auto sent = shim::forwarded_query(query, 7);
        require(sent.has_value(), "a query to forward that can not be");
        shim::Query read;
        require(read_query(*sent, read) == shim::Gate::pass, "a forwarded query that is garbled");
        require(read.question.qtype == forward.qtype, "a forwarded query of another type");
        const shim::Ede ede{shim::EdeCode::network_error, std::string(found * 300, 'x')};
        check_reply(query, client, failure(query, client, shim::Rcode::serv_fail, ede, out), out);
    }

    void operator()(const shim::Drop&) const
    {
        require(query.size() < shim::wire::header_size ||
                    (query[shim::wire::flags_offset] & 0x80) != 0,
                "a query dropped");
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const std::array policies{fixed_policy(), service_policy(), record_policy(),
                                     Policy(0, "")};
    static shim::Bytes room(shim::wire::max_message);

    BytesView query(data, size);
    const auto choice = fuzz::take_choice(query);
    if (query.size() > shim::wire::max_message) return 0;
    const shim::Client client{static_cast<shim::Transport>((choice & 3) % 3), (choice & 4) != 0};
    const auto& policy = policies[(choice >> 3) & 3];
    const auto out = shim::BytesSpan(room).first(client.transport == shim::Transport::udp
                                                     ? shim::wire::loopback_udp_size
                                                     : shim::wire::max_message);
    std::visit(Act{query, client, policy, choice >> 5, out}, resolve(query, client, policy, out));

    shim::Query read;
    if (read_query(query, read) == shim::Gate::pass) check_name(read.question.qname);
    return 0;
}
