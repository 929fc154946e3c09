#include "sidecar/ares_upstream.hpp"

#include "shim/upstream_message.hpp"
#include "shim/wire.hpp"
#include "sidecar/endpoint.hpp"

#include <boost/asio/append.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

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

void AresUpstream::exchange(shim::Bytes query, Clock::time_point begun, Done done)
{
    if (auto why = refusal(begun); !why.empty()) {
        const Result refused = shim::Ede{shim::EdeCode::not_ready, std::move(why)};
        return asio::post(executor_, asio::append(std::move(done), refused));
    }
    ++in_flight_;
    const auto id = ids_.next();
    query[shim::wire::id_offset] = static_cast<std::uint8_t>(id >> 8);
    query[shim::wire::id_offset + 1] = static_cast<std::uint8_t>(id & 0xFF);
    ask(std::make_unique<Exchange>(
        Exchange{std::move(query), std::move(done), servers_, preferred_, begun}));
}

std::string AresUpstream::refusal(Clock::time_point begun)
{
    if (servers_->empty()) return no_server_reason_;
    if (Clock::now() - begun >= budget_)
        return "the upstream needs more than " + std::to_string(budget_.count()) +
               " ms for all that had to be asked";
    if (in_flight_ < max_in_flight_) return {};
    ++counters_.upstream_rejected;
    return "already " + std::to_string(in_flight_) +
           " upstream queries in flight (limits.upstream_queries)";
}

void AresUpstream::ask(std::unique_ptr<Exchange> exchange)
{
    auto& channel = *exchange->server().channel;
    const shim::BytesView query = exchange->query;
    channel.exchange(query, [this, exchange = std::move(exchange)](boost::system::error_code error,
                                                                   shim::Bytes reply) mutable {
        if (settles(*exchange, error, std::move(reply)))
            finish(std::move(exchange));
        else
            ask(std::move(exchange));
    });
}

bool AresUpstream::settles(Exchange& exchange,
                           boost::system::error_code error,
                           shim::Bytes reply) const
{
    const auto& server = exchange.server();
    const auto servers = exchange.servers->size();
    ++exchange.attempts;
    // A refusal is better than no reply.
    if (!error || exchange.reply.empty()) {
        exchange.last = &server;
        exchange.reply = std::move(reply);
        exchange.error = error;
    }
    if (!error && !shim::refuses(exchange.reply)) return true;
    if (!error && exchange.attempts >= servers) return true;  // all refuse; the client may know
    // A server that refuses at once costs no time, so each gets its chance; one that is silent
    // costs its timeout. Both end the search.
    if (exchange.attempts >= servers * static_cast<std::size_t>(budget_ / timeout_)) return true;
    return Clock::now() - exchange.begun + timeout_ > budget_ + timeout_ / 2;
}

void AresUpstream::finish(std::unique_ptr<Exchange> exchange)
{
    --in_flight_;
    const auto& server = exchange->last->name;
    Result result = shim::Ede{};
    if (exchange->error) {
        result = describe(exchange->error, server, timeout_);
        note_failure(result.error());
    } else {
        result = UpstreamReply{std::move(exchange->reply), server};
        note_success(server);
    }
    auto done = std::move(exchange->done);
    exchange.reset();
    std::move(done)(std::move(result));
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
