#include "tests/support/verdict_text.hpp"

#include "shim/wire.hpp"
#include "tests/support/message_text.hpp"
#include "tests/support/promises.hpp"

#include <variant>

namespace test_support {
namespace {

struct Describe {
    shim::BytesView query;
    shim::Client client;
    shim::BytesView out;

    std::string operator()(const shim::Reply& reply) const
    {
        return reply_text(query, client, reply, out);
    }

    std::string operator()(const shim::LookUp& look_up) const
    {
        return "look up " + look_up.service + ' ' + to_string(look_up.qtype);
    }

    std::string operator()(const shim::RelayTo& relay) const
    {
        std::string text = (relay.fixed ? "relay to fixed " : "relay to ") + relay.target;
        text += " ports";
        for (const auto& port : *relay.ports)
            text += ' ' + std::to_string(port.listen) + '=' + std::to_string(port.target);
        return text;
    }

    std::string operator()(const shim::Forward& forward) const
    {
        return "forward " + to_string(forward.qtype);
    }

    std::string operator()(const shim::Drop&) const { return "drop"; }
};

}  // namespace

shim::Bytes room_for(shim::Client client)
{
    return shim::Bytes(client.transport == shim::Transport::udp ? shim::wire::loopback_udp_size
                                                                : shim::wire::max_message);
}

std::string reply_text(shim::BytesView query,
                       shim::Client client,
                       const shim::Reply& reply,
                       shim::BytesView out)
{
    const auto message = out.first(reply.size);
    auto broken = broken_promise(query, client, reply.source, message);
    const auto text = summary(message);
    if (broken.empty() && text.rfind(to_string(reply.rcode), 0) != 0) broken = "another rcode";
    return (broken.empty() ? "" : "BROKEN: " + broken + ": ") +
           std::string(to_string(reply.source)) + ": " + text;
}

std::string ask(const shim::Policy& policy, shim::BytesView query, shim::Client client)
{
    auto out = room_for(client);
    const auto verdict = resolve(query, client, policy, out);
    return std::visit(Describe{query, client, out}, verdict);
}

}  // namespace test_support
