#include "sidecar/server.hpp"

#include "config/policy.hpp"
#include "config/warnings.hpp"
#include "sidecar/endpoint.hpp"
#include "sidecar/own_address.hpp"
#include "sidecar/resident_memory.hpp"
#include "sidecar/restart_warnings.hpp"
#include "sidecar/start_error.hpp"

#include <boost/asio/co_spawn.hpp>

#include <csignal>
#include <cstdlib>
#include <utility>

namespace sidecar {
namespace {

using asio::ip::tcp;
using asio::ip::udp;

template <typename Protocol>
typename Protocol::endpoint to_asio_endpoint(const shim::Endpoint& endpoint)
{
    return {to_asio(endpoint.address), endpoint.port};
}

std::vector<shim::Endpoint> all_reachable(std::vector<shim::Endpoint> endpoints)
{
    for (auto& endpoint : endpoints) endpoint = reachable(endpoint);
    return endpoints;
}

State first_state(const Inputs& inputs, config::Loaded loaded)
{
    State state;
    state.config = std::move(loaded);
    state.config_file = inputs.config_file();
    state.loaded_at = std::chrono::system_clock::now();
    return state;
}

}  // namespace

Server::Server(asio::io_context& context, Inputs inputs, config::Loaded loaded)
    : context_(context), inputs_(std::move(inputs)),
      state_(first_state(inputs_, std::move(loaded))), effective_at_start_(state_.config.effective),
      limits_(state_.config.settings.limits), log_(state_.config.settings.log),
      recent_(limits_.recent_queries), memory_(context.get_executor(), release_memory),
      upstream_(context.get_executor(),
                state_.config.settings.upstream,
                limits_.upstream_queries,
                counters_,
                log_),
      services_(context.get_executor(), upstream_, limits_.upstream_queries, counters_),
      relay_({context.get_executor(), services_, limits_, counters_, log_}),
      handler_(upstream_, services_, relay_, counters_, recent_, memory_, log_),
      status_(context.get_executor(),
              limits_,
              StatusView{state_, counters_, recent_, [this] { return upstream_.status(); },
                         [this] { return services_.statuses(); },
                         [this] { return relay_.statuses(); }},
              counters_,
              log_),
      files_(context.get_executor()), signals_(context, SIGTERM, SIGINT, SIGHUP)
{
    bind_listeners();
    bind_doh();
    apply();
    files_.add(inputs_.config_path(), [this] { reload(); });
    files_.add(state_.config.settings.upstream.resolv_conf, [this] {
        log_.info("resolv.conf changed");
        apply();
    });
}

// UDP and TCP on the same port. Port 0 becomes one that is free for both.
void Server::bind_dns(shim::Endpoint& endpoint)
{
    constexpr int max_attempts = 16;
    const bool any_port = endpoint.port == 0;
    for (int attempt = 1;; ++attempt) {
        auto udp_listener = std::make_unique<UdpListener>(
            context_.get_executor(), to_asio_endpoint<udp>(endpoint), listener_context());
        auto same = endpoint;
        same.port = udp_listener->endpoint().port();
        try {
            tcp_.push_back(std::make_unique<TcpListener>(
                context_.get_executor(), to_asio_endpoint<tcp>(same), listener_context()));
        } catch (const boost::system::system_error& error) {
            if (!any_port || attempt == max_attempts || error.code() != asio::error::address_in_use)
                throw;
            continue;
        }
        udp_.push_back(std::move(udp_listener));
        endpoint = same;
        return;
    }
}

ListenerContext Server::listener_context()
{
    return {handler_, limits_, counters_, memory_, log_};
}

void Server::bind_listeners()
{
    const auto& settings = state_.config.settings;
    for (auto endpoint : settings.listen) {
        try {
            bind_dns(endpoint);
        } catch (const boost::system::system_error& error) {
            throw bind_error(endpoint, "listen", "FAKE_DNS_LISTEN", error.code());
        }
        dns_endpoints_.push_back(endpoint);
        state_.dns_listeners.push_back(to_text(endpoint));
    }
    for (auto endpoint : settings.status_listen) {
        try {
            endpoint.port = status_.add_listener(endpoint).port();
        } catch (const boost::system::system_error& error) {
            throw bind_error(endpoint, "status.listen", "FAKE_DNS_STATUS_LISTEN", error.code());
        }
        state_.status_listeners.push_back(to_text(endpoint));
    }
}

void Server::bind_doh()
{
    const auto& doh = state_.config.settings.doh;
    if (doh.listen.empty()) return;
    tls_.emplace(doh, counters_, log_);
    for (auto endpoint : doh.listen) {
        try {
            doh_.push_back(std::make_unique<DohListener>(context_.get_executor(),
                                                         to_asio_endpoint<tcp>(endpoint), *tls_,
                                                         listener_context()));
        } catch (const boost::system::system_error& error) {
            throw bind_error(endpoint, "doh.listen", "FAKE_DNS_DOH_LISTEN", error.code());
        }
        endpoint.port = doh_.back()->endpoint().port();
        doh_endpoints_.push_back(endpoint);
        state_.doh_listeners.push_back(to_text(endpoint));
    }
    for (const auto& path : {tls_->certificate_path(), tls_->key_path()})
        files_.add(path, [this] {
            tls_->reload();
            apply();
        });
}

void Server::apply()
{
    const auto& settings = state_.config.settings;
    std::string resolv_conf_error;
    const auto resolv_conf = read_resolv_conf(settings.upstream.resolv_conf, resolv_conf_error);
    state_.warnings = config::warnings(settings, resolv_conf);
    const auto warn = [this](std::vector<std::string> sentences) {
        for (auto& sentence : sentences) state_.warnings.push_back(std::move(sentence));
    };
    warn(restart_warnings(effective_at_start_, state_.config.effective));
    if (tls_) warn(tls_->warnings());

    std::vector<shim::Endpoint> servers;
    std::string reason = resolv_conf_error.empty()
                             ? settings.upstream.resolv_conf + " names no server"
                             : resolv_conf_error;
    for (const auto& server :
         settings.upstream.servers.empty() ? resolv_conf.servers : settings.upstream.servers) {
        if (!is_own(server, dns_endpoints_)) {
            servers.push_back(server);
            continue;
        }
        reason = "upstream " + to_text(server) + " is this sidecar itself";
        state_.warnings.push_back(reason + ", and was dropped: set upstream.servers "
                                           "(FAKE_DNS_UPSTREAM_SERVERS) to the cluster's DNS");
    }
    if (servers.empty())
        state_.warnings.push_back("no upstream is left: what is not faked is answered SERVFAIL (" +
                                  reason + ")");
    upstream_.set_no_server_reason(reason);
    upstream_.set_servers(servers);
    services_.set_search(resolv_conf.search);
    relay_.set_prefix(settings.relay_addresses);

    auto policy = std::make_shared<shim::Policy>(
        config::make_policy(settings, resolv_conf, "boulder-dns-sidecar " + std::string(version)));
    policy->set_discovery(all_reachable(dns_endpoints_), all_reachable(doh_endpoints_));
    handler_.set_policy(std::move(policy));
    for (const auto& warning : state_.warnings) log_.warning(warning);
}

void Server::reload()
{
    const auto failed = [this](const std::string& cause) {
        ++counters_.reload_failures;
        state_.reload_error = cause;
        log_.error("reload failed, nothing is changed",
                   {{"file", state_.config_file}, {"cause", cause}});
    };
    try {
        auto loaded = inputs_.load();
        if (const auto* errors = std::get_if<std::vector<config::Error>>(&loaded)) {
            std::string all;
            for (const auto& error : *errors) all += (all.empty() ? "" : "; ") + error.to_text();
            return failed(all);
        }
        state_.config = std::get<config::Loaded>(std::move(loaded));
        state_.config_file = inputs_.config_file();  // the default one may have come or gone
    } catch (const std::system_error& error) {
        return failed(error.what());
    }
    ++counters_.reloads;
    state_.reload_error.clear();
    state_.loaded_at = std::chrono::system_clock::now();
    log_.configure(state_.config.settings.log);
    apply();
    log_.info("configuration reloaded", {{"file", state_.config_file}});
}

void Server::start()
{
    for (const auto& listener : udp_)
        asio::co_spawn(context_, listener->run(), log_.exception_handler("udp listener"));
    for (const auto& listener : tcp_)
        asio::co_spawn(context_, listener->run(), log_.exception_handler("tcp listener"));
    for (const auto& listener : doh_)
        asio::co_spawn(context_, listener->run(), log_.exception_handler("doh listener"));
    status_.start();
    asio::co_spawn(context_, files_.run(), log_.exception_handler("file watch"));
    asio::co_spawn(context_, handle_signals(), log_.exception_handler("signals"));
    for (const auto& endpoint : state_.dns_listeners)
        log_.info("serving dns", {{"address", endpoint}});
    for (const auto& endpoint : state_.doh_listeners)
        log_.info("serving doh",
                  {{"address", endpoint}, {"certificate", tls_->alternative_names()}});
    for (const auto& endpoint : state_.status_listeners)
        log_.info("serving status", {{"address", endpoint}});
    release_program_pages();
}

asio::awaitable<void> Server::handle_signals()
{
    for (;;) {
        const auto [ec, signal] = co_await signals_.async_wait(as_result);
        if (ec) co_return;
        if (signal != SIGHUP) break;
        reload();
    }
    log_.info("stopping");
    // From here on a signal ends the process where it stands. As process 1 it has no default
    // action that would.
    signals_.clear();
    for (const int signal : {SIGTERM, SIGINT})
        static_cast<void>(std::signal(signal, [](int) { std::_Exit(EXIT_FAILURE); }));
    stop();
}

void Server::stop()
{
    for (const auto& listener : udp_) listener->stop();
    for (const auto& listener : tcp_) listener->stop();
    for (const auto& listener : doh_) listener->stop();
    status_.stop();
    relay_.stop();
    files_.stop();
    memory_.stop();
}

}  // namespace sidecar
