#include "config/assign.hpp"

#include "config/endpoints.hpp"
#include "config/targets.hpp"
#include "shim/wire.hpp"

namespace config {
namespace {

constexpr std::string_view default_resolv_conf = "/etc/resolv.conf";

constexpr Choices<Mode, 3> modes{{{"fixed-ip", Mode::fixed_ip},
                                  {"service-name", Mode::service_name},
                                  {"passthrough", Mode::passthrough}}};
constexpr Choices<shim::Service::Answer, 2> answers{
    {{"flatten", shim::Service::Answer::flatten}, {"cname", shim::Service::Answer::cname}}};
constexpr Choices<LogLevel, 4> levels{{{"debug", LogLevel::debug},
                                       {"info", LogLevel::info},
                                       {"warning", LogLevel::warning},
                                       {"error", LogLevel::error}}};
constexpr Choices<LogFormat, 2> formats{{{"text", LogFormat::text}, {"json", LogFormat::json}}};

}  // namespace

void assign_nothing(const Value& /*value*/, Draft& /*draft*/, Problems& /*problems*/) {}

void assign_target(const Value& value, Draft& draft, Problems& problems)
{
    if (auto target = parse_target(value, problems)) draft.target = std::move(*target);
}

void assign_mode(const Value& value, Draft& draft, Problems& problems)
{
    draft.mode = parse_choice(value.text, modes, problems);
}

void assign_domains(const Value& value, Draft& draft, Problems& problems)
{
    draft.domains = parse_patterns(value, problems);
    if (value.items.empty()) problems.add(value.text, "write at least one domain; . is all names");
}

void assign_except(const Value& value, Draft& draft, Problems& problems)
{
    draft.settings.except =
        says(value, "none") ? std::vector<shim::Pattern>{} : parse_patterns(value, problems);
}

void assign_ttl(const Value& value, Draft& draft, Problems& problems)
{
    if (const auto ttl = parse_integer(value.text, 0, shim::wire::max_ttl, problems))
        draft.settings.ttl = static_cast<std::uint32_t>(*ttl);
}

void assign_answer(const Value& value, Draft& draft, Problems& problems)
{
    if (const auto answer = parse_choice(value.text, answers, problems)) draft.answer = *answer;
}

void assign_relay_addresses(const Value& value, Draft& draft, Problems& problems)
{
    draft.settings.relay_addresses = parse_relay_prefix(value.text, problems);
}

void assign_relay_ports(const Value& value, Draft& draft, Problems& problems)
{
    draft.relay_ports = parse_relay_ports(value, problems);
}

void assign_listen(const Value& value, Draft& draft, Problems& problems)
{
    draft.settings.listen = parse_listen(value, problems);
}

void assign_doh_listen(const Value& value, Draft& draft, Problems& problems)
{
    draft.settings.doh.listen = parse_listen(value, problems);
}

void assign_status_listen(const Value& value, Draft& draft, Problems& problems)
{
    draft.settings.status_listen = parse_listen(value, problems);
}

void assign_upstream_servers(const Value& value, Draft& draft, Problems& problems)
{
    auto& upstream = draft.settings.upstream;
    upstream.resolv_conf = default_resolv_conf;
    const auto is_path = [](const std::string& item) {
        return item.find('/') != std::string::npos;
    };
    if (value.items.size() == 1 && is_path(value.items.front())) {
        if (auto path = parse_path(value.items.front(), problems))
            upstream.resolv_conf = std::move(*path);
        return;
    }
    upstream.servers = parse_servers(value, problems);
    if (value.items.empty())
        problems.add(value.text, "write at least one server, or the path of a resolv.conf");
}

void assign_upstream_timeout(const Value& value, Draft& draft, Problems& problems)
{
    using std::chrono::milliseconds;
    if (const auto timeout =
            parse_duration(value.text, milliseconds(1), milliseconds(999), problems))
        draft.settings.upstream.timeout = *timeout;
}

void assign_upstream_tries(const Value& value, Draft& draft, Problems& problems)
{
    if (const auto tries = parse_integer(value.text, 1, 10, problems))
        draft.settings.upstream.tries = static_cast<unsigned>(*tries);
}

void assign_log_level(const Value& value, Draft& draft, Problems& problems)
{
    if (const auto level = parse_choice(value.text, levels, problems))
        draft.settings.log.level = *level;
}

void assign_log_format(const Value& value, Draft& draft, Problems& problems)
{
    if (const auto format = parse_choice(value.text, formats, problems))
        draft.settings.log.format = *format;
}

void assign_log_queries(const Value& value, Draft& draft, Problems& problems)
{
    if (const auto queries = parse_boolean(value.text, problems))
        draft.settings.log.queries = *queries;
}

}  // namespace config
