#include "tests/sidecar/status_sample.hpp"

#include "sidecar/status_routes.hpp"
#include "tests/support/policy_parts.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>

namespace sidecar {
namespace {

constexpr std::chrono::system_clock::time_point start_of_2026{std::chrono::seconds(1767225600)};

}  // namespace

StatusSample::StatusSample()
{
    config::RuleSettings rule;
    rule.domains = test_support::patterns({"*.apps.example.com"});
    rule.target = shim::Service{"{1}.default.svc.cluster.local"};
    rule.caa = test_support::issuers({"ca.example"});
    state.config.settings.mode = config::Mode::service_name;
    state.config.settings.rules.push_back(rule);
    state.config.effective = {{"ttl", "5", "default"}};
    state.loaded_at = start_of_2026;
    state.dns_listeners = {"127.0.0.1:53"};
    state.status_listeners = {"127.0.0.1:9153"};
    upstream.servers = {"192.0.2.53:53"};
    now = {state.started + std::chrono::seconds(3725), start_of_2026 + std::chrono::hours(2)};
}

void StatusSample::keep(shim::BytesView reply, shim::Source source, std::chrono::milliseconds ago)
{
    auto& entry = *recent.next();
    entry.arrived = now.steady - ago;
    entry.duration = std::chrono::microseconds(1234);
    entry.client = boost::asio::ip::make_address("192.0.2.7");
    entry.transport = shim::Transport::tcp;
    entry.source = source;
    entry.cut = reply.size() > entry.reply.size();
    entry.size = static_cast<std::uint16_t>(std::min(reply.size(), entry.reply.size()));
    std::copy_n(reply.begin(), entry.size, entry.reply.begin());
}

StatusView StatusSample::view() const
{
    return {state,
            counters,
            recent,
            [this] { return upstream; },
            [this] { return services; },
            [this] { return relay; },
            [] {
                return ProcessUsage{6'000'000, 12, std::chrono::milliseconds(2500)};
            }};
}

std::string get(const StatusSample& sample, std::string_view target, std::string_view accept)
{
    return respond(sample.view(), {"GET", target, accept}, sample.now).body;
}

}  // namespace sidecar
