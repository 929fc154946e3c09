#pragma once

#include "shim/resolve.hpp"
#include "shim/search.hpp"
#include "sidecar/counters.hpp"
#include "sidecar/upstream.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/system/result.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sidecar {

// What looking up a service came to lately, for the status endpoint.
struct ServiceStatus {
    std::string name;
    std::string resolved_as;
    std::vector<std::string> addresses;
    std::string error;
};

// Finds the addresses of services through the upstream, anew for every query; equal look-ups in
// flight are one.
class ServiceResolver {
public:
    using Result = boost::system::result<shim::ServiceAnswer, shim::Ede>;
    using Done = asio::any_completion_handler<void(Result)>;

    // No more than max_waiting may wait at a time. The upstream and the counters outlive it.
    ServiceResolver(asio::any_io_executor executor,
                    Upstream& upstream,
                    std::size_t max_waiting,
                    Counters& counters)
        : executor_(std::move(executor)), upstream_(upstream), max_waiting_(max_waiting),
          counters_(counters)
    {
    }

    void set_search(shim::SearchList search) { search_ = std::move(search); }

    // A service that exists has an answer, if an empty one; one that does not, or can not be
    // asked for, has the reason. Completes later, never before it returns.
    template <typename Token>
    auto async_look_up(std::string service, shim::RrType qtype, Token&& token)
    {
        return asio::async_initiate<Token, void(Result)>(
            [this](auto done, Key key) { look_up(std::move(key), std::move(done)); }, token,
            Key{std::move(service), qtype});
    }

    // The services looked up last, at most max_statuses.
    [[nodiscard]] std::vector<ServiceStatus> statuses() const;

private:
    using Key = std::pair<std::string, shim::RrType>;

    // What one of the names that a service may stand for came to; nothing found is NXDOMAIN.
    struct Candidate {
        std::optional<shim::ServiceAnswer> found;
        std::string server;
    };
    using CandidateResult = boost::system::result<Candidate, shim::Ede>;

    static constexpr std::size_t max_statuses = 64;

    void look_up(Key key, Done done);
    [[nodiscard]] asio::awaitable<void> fly(Key key);
    [[nodiscard]] asio::awaitable<Result> ask(std::string service, shim::RrType qtype);
    [[nodiscard]] asio::awaitable<CandidateResult> ask_candidate(std::string service,
                                                                 shim::Name name,
                                                                 shim::RrType qtype,
                                                                 Upstream::Clock::time_point begun);
    void note(const Key& key, const Result& result);

    asio::any_io_executor executor_;
    Upstream& upstream_;
    std::size_t max_waiting_;
    Counters& counters_;
    shim::SearchList search_;
    std::map<Key, std::vector<Done>> flights_;  // who waits for each look-up
    std::size_t waiting_ = 0;                   // of all flights
    std::map<Key, ServiceStatus> statuses_;
};

}  // namespace sidecar
