#pragma once

#include "shim/resolve.hpp"
#include "shim/search.hpp"
#include "sidecar/upstream.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/system/result.hpp>

#include <cstddef>
#include <map>
#include <memory>
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

    ServiceResolver(asio::any_io_executor executor, Upstream& upstream)
        : executor_(std::move(executor)), upstream_(upstream)
    {
    }

    void set_search(shim::SearchList search) { search_ = std::move(search); }

    // A service that exists has an answer, if an empty one; one that does not, or can not be
    // asked for, has the reason.
    [[nodiscard]] asio::awaitable<Result> look_up(std::string service, shim::RrType qtype);

    // The services looked up last, at most max_statuses.
    [[nodiscard]] std::vector<ServiceStatus> statuses() const;

private:
    using Key = std::pair<std::string, shim::RrType>;

    // One look-up that others may wait for.
    struct Flight {
        explicit Flight(const asio::any_io_executor& executor) : landed(executor)
        {
            landed.expires_at(asio::steady_timer::time_point::max());
        }

        asio::steady_timer landed;  // cancelled when there is a result
        std::optional<Result> result;
    };

    // What one of the names that a service may stand for came to; nothing found is NXDOMAIN.
    struct Candidate {
        std::optional<shim::ServiceAnswer> found;
        std::string server;
    };
    using CandidateResult = boost::system::result<Candidate, shim::Ede>;

    static constexpr std::size_t max_statuses = 64;

    [[nodiscard]] asio::awaitable<Result> ask(std::string service, shim::RrType qtype);
    [[nodiscard]] asio::awaitable<CandidateResult>
    ask_candidate(std::string service, shim::Name name, shim::RrType qtype);
    void note(const Key& key, const Result& result);

    asio::any_io_executor executor_;
    Upstream& upstream_;
    shim::SearchList search_;
    std::map<Key, std::shared_ptr<Flight>> flights_;
    std::map<Key, ServiceStatus> statuses_;
};

}  // namespace sidecar
