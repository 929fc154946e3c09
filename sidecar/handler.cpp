#include "sidecar/handler.hpp"

#include "shim/reader.hpp"
#include "shim/upstream_message.hpp"
#include "shim/wire.hpp"

#include <algorithm>

namespace sidecar {
namespace {

// Room for a reply made from so many octets of an upstream's, or for one made here.
std::size_t room_for(shim::Transport transport, std::size_t octets)
{
    const auto largest =
        transport == shim::Transport::udp ? shim::wire::loopback_udp_size : shim::wire::max_message;
    // The question in the client's spelling, an OPT record and padding come on top.
    return std::min(largest, std::max(shim::wire::classic_udp_size, octets) +
                                 shim::wire::padding_block + shim::wire::opt_record_size);
}

}  // namespace

Handler::Handler(Upstream& upstream,
                 ServiceResolver& services,
                 Relay& relay,
                 Counters& counters,
                 RecentQueries& recent,
                 SurgeMemory& memory,
                 Log& log)
    : upstream_(upstream), services_(services), relay_(relay), counters_(counters), recent_(recent),
      memory_(memory), log_(log)
{
}

Handler::Decision Handler::decide(shim::BytesView query,
                                  const Peer& peer,
                                  Clock::time_point arrived,
                                  shim::BytesSpan out)
{
    auto verdict = shim::resolve(query, peer.client, *policy_, out);
    if (const auto* wanted = std::get_if<shim::RelayTo>(&verdict))
        verdict = answer_relayed(query, peer.client, *wanted, out);
    if (const auto* reply = std::get_if<shim::Reply>(&verdict)) {
        record(peer, *reply, out.first(reply->size), query.size(), arrived);
        return reply->size;
    }
    if (auto* look_up = std::get_if<shim::LookUp>(&verdict))
        return Pending{std::move(*look_up), policy_};
    if (const auto* forward = std::get_if<shim::Forward>(&verdict))
        return Pending{*forward, policy_};
    ++counters_.dropped;
    return shim::Drop{};
}

shim::Reply Handler::answer_relayed(shim::BytesView query,
                                    shim::Client client,
                                    const shim::RelayTo& wanted,
                                    shim::BytesSpan out)
{
    const auto address = relay_.address_of(wanted);
    if (!address) return shim::failure(query, client, shim::Rcode::serv_fail, address.error(), out);
    return shim::answer_service(query, client, *policy_, {{}, {*address}}, out);
}

void Handler::finish(Waiting waiting, std::variant<shim::LookUp, shim::Forward> work)
{
    if (auto* look_up = std::get_if<shim::LookUp>(&work)) {
        services_.async_look_up(
            std::move(look_up->service), look_up->qtype,
            [this, waiting = std::move(waiting)](const ServiceResolver::Result& found) mutable {
                complete(std::move(waiting), found);
            });
        return;
    }
    // resolve() said Forward, so the query can be read.
    auto query = shim::forwarded_query(waiting.query, 0).value();
    upstream_.async_exchange(
        std::move(query), waiting.arrived,
        [this, waiting = std::move(waiting)](const Upstream::Result& reply) mutable {
            complete(std::move(waiting), reply);
        });
}

template <typename Result>
void Handler::complete(Waiting waiting, const Result& result)
{
    shim::Bytes message;
    const auto reply = answer(waiting, result, message);
    message.resize(reply.size);
    record(waiting.peer, reply, message, waiting.query.size(), waiting.arrived);
    std::move(waiting.done)(std::move(message));
}

shim::Reply
Handler::answer(const Waiting& waiting, const ServiceResolver::Result& found, shim::Bytes& out)
{
    const auto client = waiting.peer.client;
    constexpr std::size_t record_size = 28;  // of an AAAA record with a compressed owner
    out.resize(room_for(client.transport,
                        found ? found->addresses.size() * record_size + shim::wire::max_name : 0));
    if (!found)
        return shim::failure(waiting.query, client, shim::Rcode::serv_fail, found.error(), out);
    return shim::answer_service(waiting.query, client, *waiting.policy, *found, out);
}

shim::Reply Handler::answer(const Waiting& waiting, const Upstream::Result& reply, shim::Bytes& out)
{
    const auto client = waiting.peer.client;
    out.resize(room_for(client.transport, reply ? reply->message.size() : 0));
    if (!reply)
        return shim::failure(waiting.query, client, shim::Rcode::serv_fail, reply.error(), out);
    if (const auto relayed = shim::relay(waiting.query, client, reply->message, out))
        return *relayed;
    const shim::Ede garbled{shim::EdeCode::network_error,
                            "garbled reply from upstream " + reply->server};
    return shim::failure(waiting.query, client, shim::Rcode::serv_fail, garbled, out);
}

void Handler::record(const Peer& peer,
                     const shim::Reply& reply,
                     shim::BytesView message,
                     std::size_t query_size,
                     Clock::time_point arrived)
{
    const auto duration =
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - arrived);
    const auto transport = static_cast<std::size_t>(peer.client.transport);
    ++counters_.requests[transport][peer.address.is_v4() ? 0 : 1][type_index(reply.qtype)];
    ++counters_.responses[std::min(static_cast<std::size_t>(reply.rcode), rcodes - 1)]
                         [static_cast<std::size_t>(reply.source)];
    counters_.request_size[transport].add(query_size);
    counters_.response_size[transport].add(message.size());
    counters_.duration.add(static_cast<std::uint64_t>(duration.count()));

    if (auto* entry = recent_.next()) {
        entry->arrived = arrived;
        entry->duration = duration;
        entry->client = peer.address;
        entry->transport = peer.client.transport;
        entry->source = reply.source;
        entry->cut = message.size() > entry->reply.size();
        entry->size = static_cast<std::uint16_t>(std::min(message.size(), entry->reply.size()));
        std::copy_n(message.begin(), entry->size, entry->reply.begin());
    }
    if (log_.queries()) log_query(peer, reply, message, duration);
}

void Handler::log_query(const Peer& peer,
                        const shim::Reply& reply,
                        shim::BytesView message,
                        std::chrono::microseconds duration)
{
    shim::WireReader reader(message, shim::wire::header_size);
    const auto qname = reader.read_name();
    log_.info("query", {{"client", peer.address.to_string()},
                        {"transport", shim::to_string(peer.client.transport)},
                        {"name", reader.ok() ? qname.to_text() : ""},
                        {"type", shim::to_string(reply.qtype)},
                        {"rcode", shim::to_string(reply.rcode)},
                        {"source", shim::to_string(reply.source)},
                        {"duration_us", std::to_string(duration.count())}});
}

}  // namespace sidecar
