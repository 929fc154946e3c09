#include "sidecar/metrics.hpp"

#include "sidecar/metric_writer.hpp"
#include "sidecar/query_totals.hpp"

#include <array>

namespace sidecar {
namespace {

using Labels = MetricWriter::Labels;

// CoreDNS tells server blocks, zones and views apart; there is one of each here.
Labels dns_labels()
{
    return {{"server", "dns://"}, {"zone", "."}, {"view", ""}};
}

Labels dns_labels(std::size_t transport)
{
    auto labels = dns_labels();
    const shim::Transport proto{static_cast<std::uint8_t>(transport)};
    labels.emplace_back("proto", shim::to_string(proto));
    return labels;
}

void add_requests(MetricWriter& out, const Counters& counters)
{
    constexpr std::array families{"1", "2"};  // as CoreDNS and IANA number IPv4 and IPv6
    for (std::size_t transport = 0; transport < transports; ++transport)
        for (std::size_t family = 0; family < families.size(); ++family)
            for (std::size_t type = 0; type <= counted_types.size(); ++type) {
                auto labels = dns_labels(transport);
                labels.emplace_back("family", families[family]);
                labels.emplace_back("type", counted_type(type));
                out.add(labels, counters.requests[transport][family][type]);
            }
}

void add_responses(MetricWriter& out, const Counters& counters)
{
    for (std::size_t rcode = 0; rcode < rcodes; ++rcode)
        for (std::size_t i = 0; i < sources; ++i) {
            const auto count = counters.responses[rcode][i];
            const auto name = counted_rcode(rcode);
            // The rcodes without a mnemonic are upstreams' oddities: there once they are seen.
            if (count == 0 && name.starts_with("RCODE")) continue;
            const shim::Source source{static_cast<std::uint8_t>(i)};
            auto labels = dns_labels();
            labels.emplace_back("rcode", name);
            labels.emplace_back("source", shim::to_string(source));
            out.add(labels, count);
        }
}

void add_rejected_connections(MetricWriter& out, const Counters& counters)
{
    for (std::size_t i = 0; i < listener_names.size(); ++i)
        out.add({{"listener", listener_names[i]}}, counters.connections_rejected[i]);
}

using Sizes = std::array<Histogram<size_bounds.size()>, transports>;

void add_sizes(MetricWriter& out, const Sizes& sizes)
{
    for (std::size_t i = 0; i < sizes.size(); ++i) out.add(dns_labels(i), sizes[i], 1);
}

struct Metric {
    std::string_view name;
    std::string_view type;
    std::string_view help;
    void (*collect)(MetricWriter& out, const StatusView& view, Moment now);
};

using View = const StatusView&;

constexpr auto table = std::to_array<Metric>({
    {"boulder_dns_sidecar_build_info", "gauge", "Always 1; the label is the version.",
     [](MetricWriter& out, View, Moment) {
         out.add({{"version", std::string(version)}}, 1UL);
     }},
    {"boulder_dns_sidecar_uptime_seconds", "gauge", "Time since the start.",
     [](MetricWriter& out, View view, Moment now) {
         out.add({}, std::chrono::duration<double>(now.steady - view.state.started).count());
     }},
    {"boulder_dns_sidecar_dns_requests_total", "counter", "Queries answered.",
     [](MetricWriter& out, View view, Moment) { add_requests(out, view.counters); }},
    {"boulder_dns_sidecar_dns_request_duration_seconds", "histogram",
     "Time from a query's arrival to its reply.",
     [](MetricWriter& out, View view, Moment) {
         constexpr double microseconds = 1e6;  // in the unit of the metric
         out.add(dns_labels(), view.counters.duration, microseconds);
     }},
    {"boulder_dns_sidecar_dns_request_size_bytes", "histogram", "Size of queries.",
     [](MetricWriter& out, View view, Moment) { add_sizes(out, view.counters.request_size); }},
    {"boulder_dns_sidecar_dns_response_size_bytes", "histogram", "Size of replies.",
     [](MetricWriter& out, View view, Moment) { add_sizes(out, view.counters.response_size); }},
    {"boulder_dns_sidecar_dns_responses_total", "counter",
     "Replies by response code and by where the answer came from.",
     [](MetricWriter& out, View view, Moment) { add_responses(out, view.counters); }},
    {"boulder_dns_sidecar_dns_dropped_total", "counter",
     "Messages without a reply: responses, and what has no readable header.",
     [](MetricWriter& out, View view, Moment) { out.add({}, view.counters.dropped); }},
    {"boulder_dns_sidecar_dns_replies_lost_total", "counter",
     "Replies over UDP that the kernel did not take.",
     [](MetricWriter& out, View view, Moment) { out.add({}, view.counters.replies_lost); }},
    {"boulder_dns_sidecar_connections_rejected_total", "counter",
     "Connections closed at once because the listener had as many as its limit allows.",
     [](MetricWriter& out, View view, Moment) { add_rejected_connections(out, view.counters); }},
    {"boulder_dns_sidecar_doh_handshakes_failed_total", "counter",
     "TLS handshakes that failed or took too long.",
     [](MetricWriter& out, View view, Moment) { out.add({}, view.counters.tls_failures); }},
    {"boulder_dns_sidecar_doh_requests_refused_total", "counter",
     "DoH requests answered with another HTTP status than 200.",
     [](MetricWriter& out, View view, Moment) { out.add({}, view.counters.http_errors); }},
    {"boulder_dns_sidecar_doh_violations_total", "counter",
     "DoH connections ended because the client broke HTTP/2, floods included.",
     [](MetricWriter& out, View view, Moment) { out.add({}, view.counters.http_violations); }},
    {"boulder_dns_sidecar_doh_certificate_reload_failed_total", "counter",
     "Changed certificates that could not be used.",
     [](MetricWriter& out, View view, Moment) { out.add({}, view.counters.certificate_failures); }},
    {"boulder_dns_sidecar_forward_max_concurrent_rejects_total", "counter",
     "Queries not sent to the upstream because of limits.upstream_queries.",
     [](MetricWriter& out, View view, Moment) { out.add({}, view.counters.upstream_rejected); }},
    {"boulder_dns_sidecar_upstream_healthy", "gauge",
     "1 when the last query to the upstream was answered, else 0.",
     [](MetricWriter& out, View view, Moment) {
         out.add({}, view.upstream().healthy ? 1UL : 0UL);
     }},
    {"boulder_dns_sidecar_upstream_servers", "gauge", "Upstream servers in use.",
     [](MetricWriter& out, View view, Moment) { out.add({}, view.upstream().servers.size()); }},
    {"boulder_dns_sidecar_relay_connections", "gauge", "Relayed connections open now.",
     [](MetricWriter& out, View view, Moment) { out.add({}, view.counters.relay_connections); }},
    {"boulder_dns_sidecar_relay_connections_rejected_total", "counter",
     "Connections not relayed because of limits.relay_connections.",
     [](MetricWriter& out, View view, Moment) { out.add({}, view.counters.relay_rejected); }},
    {"boulder_dns_sidecar_relay_connections_total", "counter",
     "Connections accepted for relaying, by relay address.",
     [](MetricWriter& out, View view, Moment) {
         for (const auto& target : view.relay())
             out.add({{"address", target.address}}, target.connections);
     }},
    {"boulder_dns_sidecar_relay_bytes_total", "counter",
     "Octets relayed both ways, by relay address.",
     [](MetricWriter& out, View view, Moment) {
         for (const auto& target : view.relay())
             out.add({{"address", target.address}}, target.bytes);
     }},
    {"boulder_dns_sidecar_reload_total", "counter", "Configurations loaded after the start.",
     [](MetricWriter& out, View view, Moment) { out.add({}, view.counters.reloads); }},
    {"boulder_dns_sidecar_reload_failed_total", "counter",
     "Configurations not loaded because they were wrong.",
     [](MetricWriter& out, View view, Moment) { out.add({}, view.counters.reload_failures); }},
    {"boulder_dns_sidecar_warnings", "gauge", "Doubtful settings; /status has them as sentences.",
     [](MetricWriter& out, View view, Moment) { out.add({}, view.state.warnings.size()); }},
    // As every Prometheus client library has them.
    {"process_cpu_seconds_total", "counter", "User and system time spent.",
     [](MetricWriter& out, View view, Moment) {
         out.add({}, std::chrono::duration<double>(view.process().cpu).count());
     }},
    {"process_open_fds", "gauge", "Open file descriptors.",
     [](MetricWriter& out, View view, Moment) { out.add({}, view.process().open_files); }},
    {"process_resident_memory_bytes", "gauge", "Resident memory.",
     [](MetricWriter& out, View view, Moment) { out.add({}, view.process().resident_bytes); }},
    {"process_start_time_seconds", "gauge", "Start of the process, in seconds since 1970.",
     [](MetricWriter& out, View view, Moment now) {
         const auto started = now.system.time_since_epoch() - (now.steady - view.state.started);
         out.add({}, std::chrono::duration<double>(started).count());
     }},
});

}  // namespace

std::string metrics(const StatusView& view, Moment now)
{
    std::string out;
    for (const auto& [name, type, help, collect] : table) {
        MetricWriter writer(name, type, help, out);
        collect(writer, view, now);
    }
    return out;
}

}  // namespace sidecar
