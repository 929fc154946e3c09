#include "config/fields.hpp"

#include "config/assign.hpp"

#include <algorithm>
#include <array>

namespace config {
namespace {

using Limits = LimitSettings;

// clang-format off
constexpr auto table = std::to_array<Field>({
    {"target", Kind::list, Reload::applied, "", "none",
     "Address of every faked name: IP addresses, or the name of a Service",
     "IP addresses separated by commas are given as they are (mode `fixed-ip`). One host name is looked up "
     "through the pod's own resolver at each query (mode `service-name`); a name with fewer dots than a full one "
     "is completed with the search list of resolv.conf, as for any program in the pod. `{1}` in it stands for the label "
     "that the `*` of the domain stands for. `none` fakes no address (mode `passthrough`).",
     R"("web.default.svc.cluster.local")", assign_target},
    {"mode", Kind::text, Reload::applied, "", "from target",
     "fixed-ip, service-name or passthrough",
     "Needs no setting, since `target` says it; when set, a target that does not fit is an error. `passthrough` with a "
     "target fakes no address, in rules neither, and keeps the target for later.",
     R"("service-name")", assign_mode},
    {"domains", Kind::list, Reload::applied, ".", "",
     "Faked names: . for all, example.com with all below, *.example.com only below",
     "The most specific domain wins, of these and of all `[[rule]]` tables. No two may be the same.",
     R"(["example.com", "*.apps.example.net"])", assign_domains},
    {"except", Kind::list, Reload::applied, "",
     "the cluster's domain as in resolv.conf, svc, localhost, in-addr.arpa, ip6.arpa",
     "Names never faked; none for no exception",
     "Patterns as in `domains`. What is set replaces the default list, and wins over every rule.",
     R"(["svc.cluster.local", "localhost"])", assign_except},
    {"ttl", Kind::integer, Reload::applied, "5", "",
     "Seconds that faked records may be cached",
     "From 0 to 2147483647 (RFC 2181 section 8).",
     "5", assign_ttl},
    {"answer", Kind::text, Reload::applied, "flatten", "",
     "Shape of a service-name answer: flatten or cname",
     "`flatten` gives the addresses to the name that was asked for; `cname` answers a CNAME to the service and its "
     "addresses.",
     R"("cname")", assign_answer},
    {"caa.issue", Kind::list, Reload::applied, "letsencrypt.org,happy-hacker-ca.invalid", "",
     "CAs that may issue for faked names, or none, deny, forward",
     "Issuer values (RFC 8659 section 4.2), a record each. `none` answers that there is no CAA record, which permits "
     R"(every CA; `deny` answers `0 issue ";"`, which permits no CA; `forward` asks the upstream. The default permits the )"
     "names that Boulder's own configurations go by. An issuer with parameters that have a comma goes in double quotes: "
     R"(`"letsencrypt.org; validationmethods=http-01,dns-01"`. In TOML, `caa = ...` is short for this key alone.)",
     R"(["letsencrypt.org; validationmethods=http-01"])", assign_caa<assign_issue>},
    {"caa.issuewild", Kind::list, Reload::applied, "none", "",
     "CAs that may issue wildcards of faked names, or none, deny",
     "With `none` the issue records count for wildcards too (RFC 8659 section 4.3).",
     R"(["letsencrypt.org"])", assign_caa<assign_issuewild>},
    {"caa.iodef", Kind::list, Reload::applied, "none", "",
     "URLs where a CA reports requests it refused, or none",
     "mailto:, http: or https: (RFC 8659 section 4.4).",
     R"(["mailto:security@example.com"])", assign_caa<assign_iodef>},
    {"caa.raw", Kind::list, Reload::applied, "none", "",
     "Further CAA records as flags, tag and value, or none",
     "For what the other keys would refuse: unknown tags, critical flags, values that are wrong on purpose. As text "
     R"(`128 tbs "Unknown"`; in TOML also a table, in which only `flags` can be left out. `caa.issue = "none"` leaves )"
     "these alone.",
     R"([{ flags = 128, tag = "tbs", value = "Unknown" }])", assign_caa<assign_raw>},
    {"relay.addresses", Kind::text, Reload::applied, "off", "",
     "IPv4 prefix, local to the pod, whose addresses stand for the targets; off",
     "For a Boulder that refuses to dial reserved addresses. Each target gets one address of the prefix at its first use; "
     "faked names resolve to that address, and TCP to it is relayed to the target. From 8 to 32 bits.",
     R"("64.112.117.122/32")", assign_relay_addresses},
    {"relay.ports", Kind::list, Reload::applied, "80,443", "",
     "Ports to relay: port, or port=targetport",
     "The target is looked up at each connection. Used when `relay.addresses` is set.",
     R"([80, "443=8443"])", assign_relay_ports},
    {"listen", Kind::list, Reload::next_start, "127.0.0.1:53", "",
     "Where DNS over UDP and TCP is served, or off",
     "Port 0 is one that the kernel picks; the status endpoint says which.",
     R"(["127.0.0.1:53", "[::1]:53"])", assign_listen},
    {"doh.listen", Kind::list, Reload::next_start, "off", "",
     "Where DNS over HTTPS is served, or off",
     "The path is `/dns-query` (RFC 8484).",
     R"("127.0.0.1:8553")", assign_doh_listen},
    {"doh.certificate", Kind::text, Reload::next_start, "auto", "",
     "PEM file with the certificate chain of DNS over HTTPS, or auto",
     "`auto` mints a CA and a certificate once into `doh.directory`. Files are read again when they change.",
     R"("/etc/tls/tls.crt")", assign_doh_path<&DohSettings::certificate>},
    {"doh.key", Kind::text, Reload::next_start, "auto", "",
     "PEM file with the private key of that certificate, or auto",
     "A file if and only if `doh.certificate` is one.",
     R"("/etc/tls/tls.key")", assign_doh_path<&DohSettings::key>},
    {"doh.directory", Kind::text, Reload::next_start, "/run/boulder-dns-sidecar", "",
     "Where auto keeps ca.pem, tls.pem and tls.key",
     "What is there is used again while it is valid. Clients trust `ca.pem`.",
     R"("/run/boulder-dns-sidecar")", assign_doh_path<&DohSettings::directory>},
    {"status.listen", Kind::list, Reload::next_start, "127.0.0.1:9153", "",
     "Where the status endpoint is served over HTTP, or off",
     "Pages `/`, `/status`, `/healthz`, `/readyz`, `/metrics`, `/queries` and `/config`.",
     R"("127.0.0.1:9153")", assign_status_listen},
    {"upstream.servers", Kind::list, Reload::applied, "/etc/resolv.conf", "",
     "Servers for what is not faked: ip or ip:port, or the path of a resolv.conf",
     "The file is read again when it changes. With servers listed, the search list still comes from `/etc/resolv.conf`.",
     R"(["10.96.0.10", "192.0.2.53:5353"])", assign_upstream_servers},
    {"upstream.timeout", Kind::text, Reload::next_start, "300ms", "",
     "How long one try of an upstream query may take",
     "Times `upstream.tries` it must be less than 1s, the time after which Boulder gives up.",
     R"("300ms")", assign_upstream_timeout},
    {"upstream.tries", Kind::integer, Reload::next_start, "2", "",
     "How often an upstream query is sent before it fails",
     "From 1 to 10.",
     "2", assign_upstream_tries},
    {"limits.tcp_connections", Kind::integer, Reload::next_start, "256", "",
     "DNS over TCP connections at a time", "From 1 to 65535.",
     "256", assign_limit<&Limits::tcp_connections, 1, 65535>},
    {"limits.tcp_pipeline", Kind::integer, Reload::next_start, "128", "",
     "Queries in flight on one TCP connection", "From 1 to 65535.",
     "128", assign_limit<&Limits::tcp_pipeline, 1, 65535>},
    {"limits.doh_connections", Kind::integer, Reload::next_start, "256", "",
     "DNS over HTTPS connections at a time", "From 1 to 65535.",
     "256", assign_limit<&Limits::doh_connections, 1, 65535>},
    {"limits.doh_streams", Kind::integer, Reload::next_start, "128", "",
     "HTTP/2 streams at a time on one connection", "From 1 to 65535.",
     "128", assign_limit<&Limits::doh_streams, 1, 65535>},
    {"limits.upstream_queries", Kind::integer, Reload::next_start, "10000", "",
     "Upstream queries in flight, of all clients", "From 1 to 60000. One more is answered SERVFAIL.",
     "10000", assign_limit<&Limits::upstream_queries, 1, 60000>},
    {"limits.relay_connections", Kind::integer, Reload::next_start, "1024", "",
     "Relayed connections at a time", "From 1 to 65535.",
     "1024", assign_limit<&Limits::relay_connections, 1, 65535>},
    {"limits.relay_targets", Kind::integer, Reload::next_start, "256", "",
     "Targets that get an address of relay.addresses", "From 1 to 65535.",
     "256", assign_limit<&Limits::relay_targets, 1, 65535>},
    {"limits.status_connections", Kind::integer, Reload::next_start, "32", "",
     "Connections to the status endpoint at a time", "From 1 to 1024.",
     "32", assign_limit<&Limits::status_connections, 1, 1024>},
    {"limits.recent_queries", Kind::integer, Reload::next_start, "256", "",
     "Queries kept for /queries", "From 0 (none) to 100000.",
     "256", assign_limit<&Limits::recent_queries, 0, 100000>},
    {"limits.body", Kind::integer, Reload::next_start, "65535", "",
     "Octets in the body of an HTTP request", "From 512 to 65535, the largest DNS message.",
     "65535", assign_limit<&Limits::body, 512, 65535>},
    {"limits.connect", Kind::text, Reload::next_start, "5s", "",
     "How long a relayed connection may take to reach its target", "From 10ms to 1m.",
     R"("5s")", assign_time_limit<&Limits::connect, 10, 60'000>},
    {"limits.idle", Kind::text, Reload::next_start, "30s", "",
     "How long a connection may have nothing in flight", "From 100ms to 60m.",
     R"("30s")", assign_time_limit<&Limits::idle, 100, 3'600'000>},
    {"log.level", Kind::text, Reload::applied, "info", "",
     "debug, info, warning or error", "What is less important is not logged.",
     R"("info")", assign_log_level},
    {"log.format", Kind::text, Reload::applied, "text", "",
     "text (key=value) or json", "One line an event, to standard error.",
     R"("json")", assign_log_format},
    {"log.queries", Kind::boolean, Reload::applied, "false", "",
     "Whether each query is logged", "One line a query, at level info.",
     "true", assign_log_queries},
    {"config", Kind::text, Reload::next_start, "", "/etc/boulder-dns-sidecar/config.toml if it is there",
     "The TOML file",
     "Can not be in the file itself. The file is read again when it changes and on SIGHUP; one that is wrong changes "
     "nothing, is logged and shows in the status endpoint.",
     "", assign_nothing},
});
// clang-format on

// The name that variable and flag are made of: `target` is short for all of the program, as it is
// to Boulder, and the issuers are what is meant by CAA.
std::string_view short_name(std::string_view key)
{
    return key == "caa.issue" ? "caa" : key;
}

}  // namespace

std::string Field::variable() const
{
    std::string name = "FAKE_DNS";
    if (key == "target") return name;
    name += '_';
    for (const char c : short_name(key))
        name += c == '.' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return name;
}

std::string Field::flag() const
{
    std::string name = "--";
    for (const char c : short_name(key)) name += c == '.' || c == '_' ? '-' : c;
    return name;
}

std::span<const Field> fields()
{
    return table;
}

const Field* find_field(std::string_view key)
{
    const auto* const found = std::find_if(table.begin(), table.end(),
                                           [key](const Field& field) { return field.key == key; });
    return found == table.end() ? nullptr : found;
}

}  // namespace config
