#include "sidecar/status_page.hpp"

#include "sidecar/printable.hpp"
#include "sidecar/query_totals.hpp"
#include "sidecar/readiness.hpp"
#include "sidecar/rule_text.hpp"
#include "sidecar/seen_query.hpp"
#include "sidecar/timestamp.hpp"

#include <algorithm>

namespace sidecar {
namespace {

using Page = StatusPage;
using Tone = Page::Tone;

constexpr std::size_t shown_queries = 25;

std::string duration_text(std::chrono::seconds time)
{
    using std::chrono::duration_cast;
    const auto days = duration_cast<std::chrono::days>(time);
    const auto hours = duration_cast<std::chrono::hours>(time - days);
    const auto minutes = duration_cast<std::chrono::minutes>(time - days - hours);
    const auto seconds = time - days - hours - minutes;
    if (days.count() != 0)
        return std::to_string(days.count()) + "d " + std::to_string(hours.count()) + 'h';
    if (hours.count() != 0)
        return std::to_string(hours.count()) + "h " + std::to_string(minutes.count()) + 'm';
    if (minutes.count() != 0)
        return std::to_string(minutes.count()) + "m " + std::to_string(seconds.count()) + 's';
    return std::to_string(seconds.count()) + 's';
}

std::string duration_text(std::chrono::microseconds time)
{
    if (time.count() < 1000) return std::to_string(time.count()) + " µs";
    const auto tenths = (time.count() + 50) / 100;
    return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " ms";
}

std::string join(const std::vector<std::string>& parts, std::string_view when_empty)
{
    std::string out;
    for (const auto& part : parts) {
        if (!out.empty()) out += ", ";
        out += printable(part);
    }
    return out.empty() ? std::string(when_empty) : out;
}

std::string or_dash(std::string text)
{
    return text.empty() ? "–" : std::move(text);
}

Page::Cell error_cell(const std::string& error)
{
    if (error.empty()) return {"ok", Tone::good};
    return {printable(error), Tone::bad};
}

Page::Table rules(const config::Settings& settings)
{
    Page::Table table{"Faked names", {"domains", "address", "CAA"}, {}, "none"};
    for (const auto& rule : settings.rules) {
        const auto target = target_text(rule);
        table.rows.push_back({{join(domain_texts(rule), "none")},
                              {target.empty() ? "as the upstream says" : target},
                              {join(caa_texts(rule), "none (NODATA)")}});
    }
    return table;
}

Page::Table endpoints(const StatusView& view)
{
    const auto& state = view.state;
    const auto upstream = view.upstream();
    const auto& relay = state.config.settings.relay_addresses;
    return {"Endpoints",
            {"what", "where", "state"},
            {{{"DNS over UDP and TCP"}, {join(state.dns_listeners, "off")}, {""}},
             {{"DNS over HTTPS"}, {join(state.doh_listeners, "off")}, {""}},
             {{"relay"}, {relay ? relay->to_text() : "off"}, {""}},
             {{"upstream"}, {join(upstream.servers, "none")}, error_cell(upstream.last_error)}},
            ""};
}

Page::Table configuration(const State& state)
{
    return {"Configuration",
            {"mode", "file", "loaded", "last reload"},
            {{{std::string(to_string(state.config.settings.mode))},
              {state.config_file.empty() ? "none" : printable(state.config_file)},
              {rfc3339(state.loaded_at)},
              error_cell(state.reload_error)}},
            ""};
}

Page::Table services(const std::vector<ServiceStatus>& statuses)
{
    Page::Table table{"Services", {"service", "resolved as", "addresses", "state"}, {}, ""};
    for (const auto& service : statuses)
        table.rows.push_back({{printable(service.name)},
                              {or_dash(printable(service.resolved_as))},
                              {join(service.addresses, "–")},
                              error_cell(service.error)});
    return table;
}

Page::Table relayed(const std::vector<RelayStatus>& statuses)
{
    Page::Table table{
        "Relay", {"address", "target", "ports", "connections", "octets", "state"}, {}, ""};
    for (const auto& target : statuses)
        table.rows.push_back({{target.address},
                              {printable(target.target)},
                              {join(target.ports, "–")},
                              {std::to_string(target.connections)},
                              {std::to_string(target.bytes)},
                              error_cell(target.last_error)});
    return table;
}

Tone tone_of(const SeenQuery& seen)
{
    if (seen.rcode == "NOERROR") return Tone::good;
    return seen.rcode == "NXDOMAIN" ? Tone::plain : Tone::bad;
}

Page::Table queries(const StatusView& view, Moment now)
{
    Page::Table table{"Last queries",
                      {"time", "from", "name", "type", "rcode", "source", "took", "answer"},
                      {},
                      "Nothing was asked yet."};
    for (std::size_t age = 0; age < std::min(shown_queries, view.recent.size()); ++age) {
        const auto seen = read_seen(view.recent[age], now);
        auto answer = join(seen.answer, "–");
        if (!seen.ede.empty()) answer = seen.ede;
        table.rows.push_back({{rfc3339(seen.time).substr(11, 12)},
                              {seen.client + ' ' + std::string(seen.transport)},
                              {or_dash(seen.name)},
                              {or_dash(seen.type)},
                              {seen.rcode, tone_of(seen)},
                              {std::string(seen.source)},
                              {duration_text(seen.duration)},
                              {answer}});
    }
    return table;
}

}  // namespace

StatusPage make_page(const StatusView& view, Moment now)
{
    const auto& state = view.state;
    Page page;
    page.version = version;
    page.uptime =
        duration_text(std::chrono::duration_cast<std::chrono::seconds>(now.steady - state.started));
    for (const auto& reason : not_ready_reasons(view.upstream()))
        page.reasons.push_back(printable(reason));
    for (const auto& warning : state.warnings) page.warnings.push_back(printable(warning));
    const auto totals = query_totals(view.counters);
    page.numbers = {{"queries", std::to_string(totals.total)},
                    {"faked", std::to_string(totals.faked)},
                    {"forwarded", std::to_string(totals.forwarded)},
                    {"failed", std::to_string(totals.failed)}};
    page.tables.push_back(rules(state.config.settings));
    page.tables.push_back(endpoints(view));
    page.tables.push_back(services(view.services()));
    page.tables.push_back(relayed(view.relay()));
    page.tables.push_back(queries(view, now));
    page.tables.push_back(configuration(state));
    // A table that is empty and has nothing to say about it is not shown.
    std::erase_if(page.tables, [](const Page::Table& table) {
        return table.rows.empty() && table.when_empty.empty();
    });
    return page;
}

}  // namespace sidecar
