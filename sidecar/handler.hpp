#pragma once

#include "shim/resolve.hpp"
#include "shim/wire.hpp"
#include "sidecar/async.hpp"
#include "sidecar/counters.hpp"
#include "sidecar/log.hpp"
#include "sidecar/recent_queries.hpp"
#include "sidecar/relay.hpp"
#include "sidecar/service_resolver.hpp"
#include "sidecar/surge_memory.hpp"
#include "sidecar/upstream.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/ip/address.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <utility>
#include <variant>

namespace sidecar {

// Who sent a query, and how it came.
struct Peer {
    shim::Client client;
    asio::ip::address address;
};

// A query that has to wait for the upstream; async_finish() answers it.
struct Pending {
    std::variant<shim::LookUp, shim::Forward> work;
    std::shared_ptr<const shim::Policy>
        policy;  // the one that decided, whatever is loaded meanwhile
};

// The one door for queries of every transport: decides, looks up or forwards, counts and records.
class Handler {
public:
    using Clock = std::chrono::steady_clock;

    // What becomes of a query: a reply of so many octets in the caller's room, or work that takes
    // time, or nothing at all.
    using Decision = std::variant<std::size_t, Pending, shim::Drop>;

    using Done = asio::any_completion_handler<void(shim::Bytes)>;

    Handler(Upstream& upstream,
            ServiceResolver& services,
            Relay& relay,
            Counters& counters,
            RecentQueries& recent,
            SurgeMemory& memory,
            Log& log);

    // The policy of the queries to come.
    void set_policy(std::shared_ptr<const shim::Policy> policy) { policy_ = std::move(policy); }

    // Decides at once; `arrived` is when the query was read. Room for out: see shim::resolve().
    [[nodiscard]] Decision
    decide(shim::BytesView query, const Peer& peer, Clock::time_point arrived, shim::BytesSpan out);

    // Room for a reply of any size, for whoever has none; good until the next suspension.
    [[nodiscard]] shim::BytesSpan reply_room() { return room_; }

    // Answers a pending query, by failure() at the latest when the upstream's budget is spent.
    // Completes with the reply; later, never before it returns.
    template <typename Token>
    auto async_finish(shim::BytesView query,
                      const Peer& peer,
                      Clock::time_point arrived,
                      Pending pending,
                      Token&& token)
    {
        return asio::async_initiate<Token, void(shim::Bytes)>(
            [this](auto done, shim::Bytes message, Peer client, Clock::time_point begin,
                   Pending work) {
                finish({std::move(message), client, begin, std::move(work.policy),
                        memory_.take(waiting_size), std::move(done)},
                       std::move(work.work));
            },
            token, shim::Bytes(query.begin(), query.end()), peer, arrived, std::move(pending));
    }

private:
    // A query whose answer is on its way. There may be many: docs/decisions/0006.
    struct Waiting {
        shim::Bytes query;
        Peer peer;
        Clock::time_point arrived;
        std::shared_ptr<const shim::Policy> policy;
        SurgeMemory::Share memory;
        Done done;
    };
    static constexpr std::size_t waiting_size = 1024;  // with all that waits below it

    [[nodiscard]] shim::Reply answer_relayed(shim::BytesView query,
                                             shim::Client client,
                                             const shim::RelayTo& wanted,
                                             shim::BytesSpan out);
    void finish(Waiting waiting, std::variant<shim::LookUp, shim::Forward> work);
    // Both size `out` for the reply and write it there.
    [[nodiscard]] static shim::Reply
    answer(const Waiting& waiting, const ServiceResolver::Result& found, shim::Bytes& out);
    [[nodiscard]] static shim::Reply
    answer(const Waiting& waiting, const Upstream::Result& reply, shim::Bytes& out);
    template <typename Result>
    void complete(Waiting waiting, const Result& result);
    void record(const Peer& peer,
                const shim::Reply& reply,
                shim::BytesView message,
                std::size_t query_size,
                Clock::time_point arrived);

    void log_query(const Peer& peer,
                   const shim::Reply& reply,
                   shim::BytesView message,
                   std::chrono::microseconds duration);

    Upstream& upstream_;
    ServiceResolver& services_;
    Relay& relay_;
    Counters& counters_;
    RecentQueries& recent_;
    SurgeMemory& memory_;
    Log& log_;
    std::shared_ptr<const shim::Policy> policy_;
    shim::Bytes room_ = shim::Bytes(shim::wire::max_message);
};

}  // namespace sidecar
