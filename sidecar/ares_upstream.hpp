#pragma once

#include "config/settings.hpp"
#include "shim/policy.hpp"
#include "sidecar/ares_channel.hpp"
#include "sidecar/counters.hpp"
#include "sidecar/log.hpp"
#include "sidecar/random_ids.hpp"
#include "sidecar/state.hpp"
#include "sidecar/upstream.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace sidecar {

// The pod's resolvers through c-ares. A query goes to the server that answered last; when that
// fails it goes to the next, as long as the budget (timeout times tries) lasts.
class AresUpstream final : public Upstream {
public:
    AresUpstream(asio::any_io_executor executor,
                 const config::UpstreamSettings& settings,
                 std::size_t max_in_flight,
                 Counters& counters,
                 Log& log);

    // Replaces the servers, for the queries to come. Those in flight end with the old ones.
    void set_servers(const std::vector<shim::Endpoint>& servers);

    // Why there is no server, for a reply's Extended DNS Error, when set_servers() got none.
    void set_no_server_reason(std::string reason) { no_server_reason_ = std::move(reason); }

    [[nodiscard]] UpstreamStatus status() const;

private:
    struct Server {
        std::string name;
        std::shared_ptr<AresChannel> channel;
    };
    using Servers = std::vector<Server>;

    // A query on its way through the servers there were when it came, and what it comes to if
    // nothing better does.
    struct Exchange {
        shim::Bytes query;
        Done done;
        std::shared_ptr<const Servers> servers;
        std::size_t first;  // of them, to be asked
        Clock::time_point begun;
        std::size_t attempts = 0;
        const Server* last = nullptr;  // the one that said `reply`, or failed with `error`
        shim::Bytes reply{};
        boost::system::error_code error{};

        [[nodiscard]] const Server& server() const
        {
            return (*servers)[(first + attempts) % servers->size()];
        }
    };

    void exchange(shim::Bytes query, Clock::time_point begun, Done done) override;
    // Why a query is not sent at all; empty when it may be.
    [[nodiscard]] std::string refusal(Clock::time_point begun);
    void ask(std::unique_ptr<Exchange> exchange);
    // Takes what a server said, or did not; whether that is all there will be.
    [[nodiscard]] bool
    settles(Exchange& exchange, boost::system::error_code error, shim::Bytes reply) const;
    void finish(std::unique_ptr<Exchange> exchange);
    void note_failure(const shim::Ede& ede);
    void note_success(const std::string& server);

    asio::any_io_executor executor_;
    std::chrono::milliseconds timeout_;
    std::chrono::milliseconds budget_;
    std::size_t max_in_flight_;
    Counters& counters_;
    Log& log_;
    RandomIds ids_;
    std::shared_ptr<const Servers> servers_;  // shared with the queries in flight
    std::size_t preferred_ = 0;
    std::uint64_t in_flight_ = 0;
    std::string no_server_reason_ = "no upstream server is configured";
    std::string last_error_;
    bool healthy_ = true;
};

}  // namespace sidecar
