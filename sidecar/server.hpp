#pragma once

#include "config/resolv_conf.hpp"
#include "sidecar/ares_upstream.hpp"
#include "sidecar/counters.hpp"
#include "sidecar/doh_listener.hpp"
#include "sidecar/file_watch.hpp"
#include "sidecar/handler.hpp"
#include "sidecar/inputs.hpp"
#include "sidecar/log.hpp"
#include "sidecar/recent_queries.hpp"
#include "sidecar/relay.hpp"
#include "sidecar/service_resolver.hpp"
#include "sidecar/state.hpp"
#include "sidecar/status_server.hpp"
#include "sidecar/surge_memory.hpp"
#include "sidecar/tcp_listener.hpp"
#include "sidecar/tls_context.hpp"
#include "sidecar/udp_listener.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sidecar {

// The whole program at work, in the order in which its parts need each other.
class Server {
public:
    // Binds all listeners. Throws std::runtime_error, with a sentence for the user, when one can
    // not be bound.
    Server(asio::io_context& context, Inputs inputs, config::Loaded loaded);

    // Starts everything; the context's run() returns after SIGTERM or SIGINT, when what was in
    // flight is answered. A second signal ends the process at once.
    void start();

private:
    [[nodiscard]] asio::awaitable<void> handle_signals();
    [[nodiscard]] ListenerContext listener_context();
    void bind_listeners();
    void bind_dns(shim::Endpoint& endpoint);
    void bind_doh();
    void reload();
    // Makes what state_.config and the pod's resolv.conf say true.
    void apply();
    void stop();

    asio::io_context& context_;
    Inputs inputs_;
    State state_;
    std::vector<config::Effective> effective_at_start_;
    config::LimitSettings limits_;
    Log log_;
    Counters counters_;
    RecentQueries recent_;
    SurgeMemory memory_;
    AresUpstream upstream_;
    ServiceResolver services_;
    Relay relay_;
    Handler handler_;
    std::vector<std::unique_ptr<UdpListener>> udp_;
    std::vector<std::unique_ptr<TcpListener>> tcp_;
    std::optional<TlsContext> tls_;  // when DoH is on
    std::vector<std::unique_ptr<DohListener>> doh_;
    std::vector<shim::Endpoint> dns_endpoints_;  // as bound
    std::vector<shim::Endpoint> doh_endpoints_;
    StatusServer status_;
    FileWatch files_;
    asio::signal_set signals_;
};

}  // namespace sidecar
