#include "sidecar/ares_upstream.hpp"

#include "shim/upstream_message.hpp"
#include "shim/wire.hpp"
#include "sidecar/counted_up.hpp"
#include "sidecar/endpoint.hpp"

#include <boost/asio/error.hpp>

namespace sidecar {
namespace {

shim::Ede
describe(boost::system::error_code ec, const std::string& server, std::chrono::milliseconds timeout)
{
    if (ec == asio::error::timed_out)
        return {shim::EdeCode::no_reachable_authority, "upstream " + server +
                                                           ": no answer within " +
                                                           std::to_string(timeout.count()) + " ms"};
    return {shim::EdeCode::network_error, "upstream " + server + ": " + ec.message()};
}

}  // namespace

AresUpstream::AresUpstream(asio::any_io_executor executor,
                           const config::UpstreamSettings& settings,
                           std::size_t max_in_flight,
                           Counters& counters,
                           Log& log)
    : executor_(std::move(executor)), timeout_(settings.timeout),
      budget_(settings.timeout * settings.tries), max_in_flight_(max_in_flight),
      counters_(counters), log_(log), servers_(std::make_shared<Servers>())
{
}

void AresUpstream::set_servers(const std::vector<shim::Endpoint>& servers)
{
    auto made = std::make_shared<Servers>();
    for (const auto& endpoint : servers)
        made->push_back(
            {to_text(endpoint), std::make_shared<AresChannel>(executor_, endpoint, timeout_)});
    servers_ = std::move(made);
    preferred_ = 0;
    healthy_ = true;
    last_error_.clear();
}

asio::awaitable<Upstream::Result> AresUpstream::exchange(shim::Bytes query)
{
    if (servers_->empty()) co_return shim::Ede{shim::EdeCode::not_ready, no_server_reason_};
    if (in_flight_ >= max_in_flight_) {
        ++counters_.upstream_rejected;
        co_return shim::Ede{shim::EdeCode::not_ready,
                            "already " + std::to_string(in_flight_) +
                                " upstream queries in flight (limits.upstream_queries)"};
    }
    const CountedUp counted(in_flight_);
    const auto id = ids_.next();
    query[shim::wire::id_offset] = static_cast<std::uint8_t>(id >> 8);
    query[shim::wire::id_offset + 1] = static_cast<std::uint8_t>(id & 0xFF);

    auto result = co_await try_servers(servers_, preferred_, std::move(query));
    if (result)
        note_success(result->server);
    else
        note_failure(result.error());
    co_return result;
}

asio::awaitable<Upstream::Result> AresUpstream::try_servers(std::shared_ptr<const Servers> servers,
                                                            std::size_t first,
                                                            shim::Bytes query)
{
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    Result last = shim::Ede{shim::EdeCode::no_reachable_authority, "no upstream server answered"};
    // A server that refuses at once costs no time, so each gets its chance; one that is silent
    // costs its timeout. Both end the loop.
    const auto attempts = servers->size() * static_cast<std::size_t>(budget_ / timeout_);
    for (std::size_t attempt = 0; attempt < attempts; ++attempt) {
        const auto& server = (*servers)[(first + attempt) % servers->size()];
        auto [ec, reply] = co_await server.channel->async_exchange(query, as_result);
        if (!ec && shim::refuses(reply)) {
            last = UpstreamReply{std::move(reply), server.name};
            if (attempt + 1 >= servers->size()) break;  // all of them do; the client may know
        } else if (!ec) {
            co_return UpstreamReply{std::move(reply), server.name};
        } else if (!last) {
            last = describe(ec, server.name, timeout_);
        }
        if (Clock::now() - start + timeout_ > budget_ + timeout_ / 2) break;
    }
    co_return last;
}

void AresUpstream::note_failure(const shim::Ede& ede)
{
    if (healthy_) log_.warning("upstream fails", {{"cause", ede.text}});
    healthy_ = false;
    last_error_ = ede.text;
}

void AresUpstream::note_success(const std::string& server)
{
    if (!healthy_) log_.info("upstream answers again", {{"server", server}});
    healthy_ = true;
    last_error_.clear();
    for (std::size_t i = 0; i < servers_->size(); ++i)
        if ((*servers_)[i].name == server) preferred_ = i;
}

UpstreamStatus AresUpstream::status() const
{
    UpstreamStatus status;
    for (const auto& server : *servers_) status.servers.push_back(server.name);
    status.healthy = healthy_ && !servers_->empty();
    status.last_error = servers_->empty() ? no_server_reason_ : last_error_;
    return status;
}

}  // namespace sidecar
