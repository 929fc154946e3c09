#include "sidecar/status_routes.hpp"

#include "sidecar/accept_field.hpp"
#include "sidecar/metrics.hpp"
#include "sidecar/readiness.hpp"
#include "sidecar/status_json.hpp"
#include "sidecar/status_page.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>

namespace sidecar {
namespace {

constexpr std::string_view json_type = "application/json";
// A line of JSON may be so long before it is broken up; a query or a setting is one line anyway.
constexpr std::size_t line_width = 100;
constexpr auto one_line = std::numeric_limits<std::size_t>::max();

std::string_view path_of(std::string_view target)
{
    // Absolute form, which every server must take (RFC 9112 section 3.2.2).
    constexpr std::string_view scheme = "http://";
    target = target.substr(0, target.find('?'));
    if (target.starts_with(scheme)) {
        const auto slash = target.find('/', scheme.size());
        target = slash == std::string_view::npos ? "/" : target.substr(slash);
    }
    return target;
}

// The value of a parameter in the query string; the last one of several.
std::optional<std::string_view> parameter(std::string_view target, std::string_view name)
{
    const auto mark = target.find('?');
    auto rest = mark == std::string_view::npos ? "" : target.substr(mark + 1);
    std::optional<std::string_view> found;
    while (!rest.empty()) {
        const auto field = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(rest.size(), field.size() + 1));
        const auto equals = field.find('=');
        if (field.substr(0, equals) != name) continue;
        found = equals == std::string_view::npos ? "" : field.substr(equals + 1);
    }
    return found;
}

StatusResponse page(const StatusView& view, const StatusRequest& request, Moment now)
{
    const auto page = make_page(view, now);
    if (prefers_html(request.accept)) return {200, "text/html; charset=utf-8", to_html(page)};
    return {200, plain_text, to_text(page)};
}

StatusResponse status(const StatusView& view, const StatusRequest&, Moment now)
{
    return {200, json_type, pretty(status_json(view, now), line_width)};
}

StatusResponse queries(const StatusView& view, const StatusRequest& request, Moment now)
{
    auto limit = std::numeric_limits<std::size_t>::max();
    if (const auto text = parameter(request.target, "limit")) {
        const auto* const end = text->data() + text->size();
        const auto [stop, ec] = std::from_chars(text->data(), end, limit);
        if (ec != std::errc{} || stop != end)
            return {400, plain_text,
                    "limit is a number of queries, such as /queries?limit=20; without it all that "
                    "are kept are shown.\n"};
    }
    return {200, json_type, pretty(queries_json(view, limit, now), one_line)};
}

StatusResponse config_settings(const StatusView& view, const StatusRequest&, Moment)
{
    return {200, json_type, pretty(config_json(view), one_line)};
}

StatusResponse healthz(const StatusView&, const StatusRequest&, Moment)
{
    return {200, plain_text, "OK"};
}

StatusResponse readyz(const StatusView& view, const StatusRequest&, Moment)
{
    std::string body;
    for (const auto& reason : not_ready_reasons(view.upstream())) body += reason + '\n';
    if (body.empty()) return {200, plain_text, "OK"};
    return {503, plain_text, body};
}

StatusResponse prometheus(const StatusView& view, const StatusRequest&, Moment now)
{
    return {200, "text/plain; version=0.0.4; charset=utf-8", metrics(view, now)};
}

constexpr std::array<Route, 7> table{{
    {"/", "this sidecar at a glance: HTML for a browser, else text", page},
    {"/status", "the same as JSON", status},
    {"/queries", "the last queries and their answers as JSON, newest first; ?limit=N", queries},
    {"/config", "the settings in effect and where each comes from, as JSON", config_settings},
    {"/healthz", "200 as long as the program runs", healthz},
    {"/readyz", "200 when queries can be forwarded, else 503 with the reasons", readyz},
    {"/metrics", "Prometheus metrics", prometheus},
}};

StatusResponse not_found()
{
    std::string body = "There is no such page. There are:\n";
    for (const auto& route : table) {
        body += "  " + std::string(route.path) + std::string(10 - route.path.size(), ' ');
        body += std::string(route.about) + '\n';
    }
    return {404, plain_text, body};
}

}  // namespace

std::span<const Route> routes()
{
    return table;
}

StatusResponse respond(const StatusView& view, const StatusRequest& request, Moment now)
{
    if (request.method != "GET" && request.method != "HEAD")
        return {405, plain_text, "Nothing can be changed here: use GET or HEAD.\n"};
    const auto path = path_of(request.target);
    const auto* const route = std::find_if(table.begin(), table.end(),
                                           [path](const auto& each) { return each.path == path; });
    return route == table.end() ? not_found() : route->respond(view, request, now);
}

}  // namespace sidecar
