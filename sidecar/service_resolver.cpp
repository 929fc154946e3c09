#include "sidecar/service_resolver.hpp"

#include "shim/upstream_message.hpp"

#include <boost/asio/append.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

namespace sidecar {
namespace {

// CNAMEs from the service to its addresses, over all replies.
constexpr unsigned max_links = 8;

shim::Ede problem(const std::string& service,
                  const std::string& what,
                  shim::EdeCode code = shim::EdeCode::other)
{
    return {code, "service " + service + ": " + what};
}

}  // namespace

void ServiceResolver::look_up(Key key, Done done)
{
    if (waiting_ >= max_waiting_) {
        ++counters_.upstream_rejected;
        const Result full = problem(key.first,
                                    "already " + std::to_string(waiting_) +
                                        " look-ups in flight (limits.upstream_queries)",
                                    shim::EdeCode::not_ready);
        return asio::post(executor_, asio::append(std::move(done), full));
    }
    ++waiting_;
    const auto [flight, is_new] = flights_.try_emplace(key);
    flight->second.push_back(std::move(done));
    if (is_new) asio::co_spawn(executor_, fly(std::move(key)), rethrow);
}

asio::awaitable<void> ServiceResolver::fly(Key key)
{
    const auto result = co_await ask(key.first, key.second);
    note(key, result);
    auto landed = flights_.extract(key);  // who asks from here on wants a new look-up
    waiting_ -= landed.mapped().size();
    for (auto& done : landed.mapped()) std::move(done)(result);
}

asio::awaitable<ServiceResolver::Result> ServiceResolver::ask(std::string service,
                                                              shim::RrType qtype)
{
    const auto names = shim::candidates(service, search_);
    if (!names) co_return problem(service, names.error().message());

    const auto begun = Upstream::Clock::now();
    std::string tried;
    for (const auto& name : *names) {
        const auto answer = co_await ask_candidate(service, name, qtype, begun);
        if (!answer) co_return answer.error();
        if (answer->found) co_return *answer->found;
        tried += (tried.empty() ? "" : ", ") + name.to_text() + ": NXDOMAIN from " + answer->server;
    }
    co_return problem(service, names->size() == 1 ? tried.substr(tried.find(": ") + 2) : tried);
}

asio::awaitable<ServiceResolver::CandidateResult> ServiceResolver::ask_candidate(
    std::string service, shim::Name name, shim::RrType qtype, Upstream::Clock::time_point begun)
{
    unsigned links = 0;
    for (shim::Name asked = name;;) {
        const auto reply = co_await upstream_.async_exchange(shim::make_query(asked, qtype, 0),
                                                             begun, asio::use_awaitable);
        if (!reply) co_return problem(service, reply.error().text, reply.error().code);
        const auto read = shim::read_addresses(reply->message, asked, qtype, max_links - links);
        if (!read)
            co_return problem(service,
                              "garbled reply, or a CNAME chain of more than 8 links, from " +
                                  reply->server);
        if (read->rcode == shim::Rcode::nx_domain && read->links == 0 && links == 0)
            co_return Candidate{std::nullopt, reply->server};
        if (read->rcode != shim::Rcode::no_error)
            co_return problem(service, read->owner.to_text() + ": " + shim::to_string(read->rcode) +
                                           " from " + reply->server);
        if (!read->addresses.empty() || read->owner == asked)
            co_return Candidate{shim::ServiceAnswer{read->owner, read->addresses}, reply->server};
        // The chain left what this upstream told in one reply.
        links += read->links;
        asked = read->owner;
    }
}

void ServiceResolver::note(const Key& key, const Result& result)
{
    if (statuses_.size() >= max_statuses && statuses_.find(key) == statuses_.end())
        statuses_.erase(statuses_.begin());
    auto& status = statuses_[key];
    status = {key.first, {}, {}, {}};
    if (!result) {
        status.error = result.error().text;
        return;
    }
    status.resolved_as = result->resolved_as.to_text();
    for (const auto& address : result->addresses) status.addresses.push_back(address.to_text());
}

std::vector<ServiceStatus> ServiceResolver::statuses() const
{
    // One line a service: its addresses of both families.
    std::vector<ServiceStatus> out;
    for (const auto& [key, status] : statuses_) {
        if (out.empty() || out.back().name != status.name) {
            out.push_back(status);
            continue;
        }
        auto& merged = out.back();
        if (merged.resolved_as.empty()) merged.resolved_as = status.resolved_as;
        if (merged.error.empty()) merged.error = status.error;
        merged.addresses.insert(merged.addresses.end(), status.addresses.begin(),
                                status.addresses.end());
    }
    return out;
}

}  // namespace sidecar
