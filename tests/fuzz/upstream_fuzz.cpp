#include "shim/message_view.hpp"
#include "shim/rdata.hpp"
#include "shim/reader.hpp"
#include "shim/upstream_message.hpp"
#include "shim/wire.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/support/message_text.hpp"
#include "tests/support/promises.hpp"
#include "tests/support/query_builder.hpp"
#include "tests/support/verdict_text.hpp"

// Any octets as an upstream's reply: passed on, read for addresses, shown as text. The first octet
// chooses the client: bits 0-1 the transport, 2 loopback, 3 EDNS, 4 padding.
namespace {

using fuzz::require;
using shim::BytesView;
using shim::RrType;
using shim::WireReader;

// The query that the reply answers, if it has a readable question; some query otherwise.
shim::Bytes matching_query(BytesView reply, unsigned choice)
{
    test_support::QueryBuilder builder("www.example.com", RrType::a);
    WireReader reader(reply);
    const auto id = reader.read_u16();
    reader.skip(shim::wire::header_size - 2);
    const auto qname = reader.read_name();
    const RrType qtype{reader.read_u16()};
    const shim::RrClass qclass{reader.read_u16()};
    if (reader.ok() && qtype != RrType::opt)
        builder = test_support::QueryBuilder(".", qtype).qname(qname.wire()).qclass(qclass).id(id);
    if ((choice & 8) != 0) builder.edns((choice & 16) != 0 ? 512 : 4096);
    if ((choice & 24) == 24) builder.option(shim::wire::padding_option);
    return builder.build();
}

void check_relay(BytesView query, shim::Client client, BytesView reply)
{
    static shim::Bytes room(shim::wire::max_message);
    const auto out = shim::BytesSpan(room).first(client.transport == shim::Transport::udp
                                                     ? shim::wire::loopback_udp_size
                                                     : shim::wire::max_message);
    const auto passed_on = shim::relay(query, client, reply, out);
    if (shim::is_reply_to(query, reply)) require(passed_on.has_value(), "a reply not passed on");
    if (!passed_on) return;
    require(passed_on->size <= out.size(), "more octets than there was room for");
    const auto message = out.first(passed_on->size);
    const auto broken = test_support::broken_promise(query, client, passed_on->source, message);
    require(broken.empty(), broken);
    const auto flags = WireReader(message, shim::wire::flags_offset).read_u16();
    require((flags & shim::wire::tc_bit) == 0 || (flags & shim::wire::ad_bit) == 0, "AD with TC");
}

void check_addresses(BytesView query, BytesView reply)
{
    shim::Query read;
    require(read_query(query, read) == shim::Gate::pass, "a query that can not be read");
    for (const auto qtype : {RrType::a, RrType::aaaa}) {
        const auto found = shim::read_addresses(reply, read.question.qname, qtype, 8);
        if (!found) continue;
        require(found->links <= 8, "more links than were allowed");
        for (const auto& each : found->addresses)
            require(each.is_v4() == (qtype == RrType::a), "an address of the other family");
    }
}

// What is shown of a record can be configured, and is shown the same again.
void check_text(RrType type, BytesView rdata)
{
    const auto text = shim::rdata::to_text(type, rdata, rdata, 0);
    if (text.rfind("\\#", 0) == 0) return;
    const auto parsed = shim::rdata::parse(type, text);
    if (!parsed) return;
    require(shim::rdata::to_text(type, *parsed, *parsed, 0) == text, "a text not shown again");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    BytesView reply(data, size);
    const auto choice = fuzz::take_choice(reply);
    if (reply.size() > shim::wire::max_message) return 0;
    const shim::Client client{static_cast<shim::Transport>((choice & 3) % 3), (choice & 4) != 0};
    const auto query = matching_query(reply, choice);

    static_cast<void>(shim::refuses(reply));
    check_relay(query, client, reply);
    check_addresses(query, reply);
    require(!test_support::message_text(reply).empty(), "no text");
    for (const auto type : {RrType::a, RrType::ns, RrType::soa, RrType::mx, RrType::txt,
                            RrType::aaaa, RrType::srv, RrType::caa})
        check_text(type, reply);
    return 0;
}
