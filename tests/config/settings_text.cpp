#include "tests/config/settings_text.hpp"

#include "shim/rdata.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace config {
namespace {

std::string text_of(const shim::Bytes& rdata, shim::RrType type)
{
    return shim::rdata::to_text(type, rdata, rdata, 0);
}

std::string text_of(const shim::Target& target)
{
    if (const auto* fixed = std::get_if<shim::FixedAddresses>(&target)) {
        std::string text = "addresses";
        for (const auto& address : fixed->addresses) text += ' ' + address.to_text();
        return text;
    }
    if (const auto* service = std::get_if<shim::Service>(&target))
        return (service->answer == shim::Service::Answer::cname ? "cname " : "service ") +
               service->name;
    return "none";
}

std::string text_of(const std::vector<shim::Pattern>& patterns)
{
    std::string text;
    for (const auto& pattern : patterns) text += (text.empty() ? "" : " ") + pattern.to_text();
    return text;
}

std::string text_of(const std::vector<shim::Endpoint>& endpoints)
{
    std::string text;
    for (const auto& endpoint : endpoints)
        text += (text.empty() ? "" : " ") + endpoint.address.to_text() + '#' +
                std::to_string(endpoint.port);
    return text;
}

std::string text_of(const shim::CaaAnswer& caa)
{
    if (caa.forward) return "forward";
    std::string text;
    for (const auto& rdata : caa.rdata)
        text += (text.empty() ? "" : " | ") + text_of(rdata, shim::RrType::caa);
    return text;
}

std::string text_of(const std::vector<shim::RelayPort>& ports)
{
    std::string text;
    for (const auto& port : ports)
        text += (text.empty() ? "" : " ") + std::to_string(port.listen) + ">" +
                std::to_string(port.target);
    return text;
}

void describe_limits(const LimitSettings& limits, std::ostream& out)
{
    out << "limits.tcp_connections: " << limits.tcp_connections
        << "\nlimits.tcp_pipeline: " << limits.tcp_pipeline
        << "\nlimits.doh_connections: " << limits.doh_connections
        << "\nlimits.doh_streams: " << limits.doh_streams
        << "\nlimits.upstream_queries: " << limits.upstream_queries
        << "\nlimits.relay_connections: " << limits.relay_connections
        << "\nlimits.relay_targets: " << limits.relay_targets
        << "\nlimits.status_connections: " << limits.status_connections
        << "\nlimits.recent_queries: " << limits.recent_queries << "\nlimits.body: " << limits.body
        << "\nlimits.connect: " << limits.connect.count()
        << "\nlimits.idle: " << limits.idle.count() << '\n';
}

}  // namespace

std::string describe(const Settings& settings)
{
    std::ostringstream out;
    out << "mode: " << static_cast<int>(settings.mode) << '\n';
    std::size_t number = 0;
    for (const auto& rule : settings.rules) {
        const auto prefix = "rule" + std::to_string(number++) + '.';
        out << prefix << "domains: " << text_of(rule.domains) << '\n'
            << prefix << "target: " << text_of(rule.target) << '\n'
            << prefix << "caa: " << text_of(rule.caa) << '\n'
            << prefix << "ports: " << text_of(rule.relay_ports) << '\n';
    }
    for (const auto& record : settings.records)
        out << "record: " << record.owner.to_text() << ' ' << to_string(record.type) << ' '
            << text_of(record.rdata, record.type) << '\n';
    out << "except: " << (settings.except ? text_of(*settings.except) : "not set")
        << "\nttl: " << settings.ttl << "\nrelay.addresses: "
        << (settings.relay_addresses ? settings.relay_addresses->to_text() : "off")
        << "\nlisten: " << text_of(settings.listen)
        << "\ndoh.listen: " << text_of(settings.doh.listen)
        << "\ndoh.certificate: " << settings.doh.certificate << "\ndoh.key: " << settings.doh.key
        << "\ndoh.directory: " << settings.doh.directory
        << "\nstatus.listen: " << text_of(settings.status_listen)
        << "\nupstream.servers: " << text_of(settings.upstream.servers)
        << "\nupstream.resolv_conf: " << settings.upstream.resolv_conf
        << "\nupstream.timeout: " << settings.upstream.timeout.count()
        << "\nupstream.tries: " << settings.upstream.tries << '\n';
    describe_limits(settings.limits, out);
    out << "log.level: " << static_cast<int>(settings.log.level)
        << "\nlog.format: " << static_cast<int>(settings.log.format)
        << "\nlog.queries: " << settings.log.queries << '\n';
    return out.str();
}

std::string line_of(const Settings& settings, std::string_view name)
{
    std::istringstream lines(describe(settings));
    const auto start = std::string(name) + ": ";
    for (std::string line; std::getline(lines, line);)
        if (line.compare(0, start.size(), start) == 0) return line;
    return "no line begins with " + start;
}

Sources file(std::string_view text)
{
    Sources sources;
    sources.file = Sources::File{"x.toml", std::string(text)};
    return sources;
}

Sources environment(std::map<std::string, std::string> variables)
{
    Sources sources;
    sources.environment = std::move(variables);
    return sources;
}

Sources flags(std::map<std::string, std::string> texts)
{
    Sources sources;
    sources.flags = std::move(texts);
    return sources;
}

Settings settings_of(const Sources& sources)
{
    auto loaded = load(sources);
    if (auto* good = std::get_if<Loaded>(&loaded)) return std::move(good->settings);
    ADD_FAILURE() << errors_of(sources);
    return {};
}

std::string errors_of(const Sources& sources)
{
    std::string text;
    const auto loaded = load(sources);
    if (const auto* errors = std::get_if<std::vector<Error>>(&loaded))
        for (const auto& error : *errors) text += (text.empty() ? "" : "\n") + error.to_text();
    return text;
}

}  // namespace config
