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
                 Log& log)
    : upstream_(upstream), services_(services), relay_(relay), counters_(counters), recent_(recent),
      log_(log)
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

asio::awaitable<shim::Bytes>
Handler::finish(shim::Bytes query, Peer peer, Clock::time_point arrived, Pending pending)
{
    shim::Bytes message;
    shim::Reply reply;
    if (std::holds_alternative<shim::Forward>(pending.work))
        reply = co_await forward(query, peer.client, message);
    else
        reply = co_await look_up(query, peer.client, pending, message);
    message.resize(reply.size);
    record(peer, reply, message, query.size(), arrived);
    co_return message;
}

asio::awaitable<shim::Reply> Handler::look_up(const shim::Bytes& query,
                                              shim::Client client,
                                              const Pending& pending,
                                              shim::Bytes& out)
{
    const auto& work = std::get<shim::LookUp>(pending.work);
    const auto answer = co_await services_.look_up(work.service, work.qtype);
    constexpr std::size_t record_size = 28;  // of an AAAA record with a compressed owner
    out.resize(
        room_for(client.transport,
                 answer ? answer->addresses.size() * record_size + shim::wire::max_name : 0));
    if (!answer)
        co_return shim::failure(query, client, shim::Rcode::serv_fail, answer.error(), out);
    co_return shim::answer_service(query, client, *pending.policy, *answer, out);
}

asio::awaitable<shim::Reply>
Handler::forward(const shim::Bytes& query, shim::Client client, shim::Bytes& out)
{
    auto message = shim::forwarded_query(query, 0);
    // resolve() said Forward, so the query was read; this is for a reader of this function only.
    Upstream::Result reply = shim::Ede{};
    if (message) reply = co_await upstream_.exchange(std::move(*message));
    out.resize(room_for(client.transport, reply ? reply->message.size() : 0));
    if (!reply) co_return shim::failure(query, client, shim::Rcode::serv_fail, reply.error(), out);
    const auto relayed = shim::relay(query, client, reply->message, out);
    if (relayed) co_return *relayed;
    const shim::Ede garbled{shim::EdeCode::network_error,
                            "garbled reply from upstream " + reply->server};
    co_return shim::failure(query, client, shim::Rcode::serv_fail, garbled, out);
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
