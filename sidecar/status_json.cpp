#include "sidecar/status_json.hpp"

#include "sidecar/printable.hpp"
#include "sidecar/query_totals.hpp"
#include "sidecar/rule_text.hpp"
#include "sidecar/seen_query.hpp"
#include "sidecar/timestamp.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <map>
#include <vector>

namespace sidecar {
namespace {

namespace json = boost::json;

json::value text_or_null(std::string_view text)
{
    if (text.empty()) return nullptr;
    return json::string(printable(text));
}

json::array texts(const std::vector<std::string>& list)
{
    json::array out;
    for (const auto& text : list) out.emplace_back(printable(text));
    return out;
}

json::object upstream(const UpstreamStatus& status)
{
    return {{"servers", texts(status.servers)},
            {"healthy", status.healthy},
            {"last_error", text_or_null(status.last_error)}};
}

json::object relay(const StatusView& view)
{
    json::array targets;
    for (const auto& target : view.relay())
        targets.push_back(json::object{{"address", target.address},
                                       {"target", printable(target.target)},
                                       {"ports", texts(target.ports)},
                                       {"connections", target.connections},
                                       {"bytes", target.bytes},
                                       {"last_error", text_or_null(target.last_error)}});
    const auto& addresses = view.state.config.settings.relay_addresses;
    return {{"addresses", text_or_null(addresses ? addresses->to_text() : "")},
            {"targets", std::move(targets)}};
}

json::array services(const std::vector<ServiceStatus>& statuses)
{
    json::array out;
    for (const auto& service : statuses)
        out.push_back(json::object{{"name", printable(service.name)},
                                   {"resolved_as", text_or_null(service.resolved_as)},
                                   {"addresses", texts(service.addresses)},
                                   {"error", text_or_null(service.error)}});
    return out;
}

// Those that were seen, by name.
json::object seen_only(const std::map<std::string, std::uint64_t>& counts)
{
    json::object out;
    for (const auto& [name, count] : counts)
        if (count != 0) out.emplace(name, count);
    return out;
}

json::object queries(const Counters& counters)
{
    std::map<std::string, std::uint64_t> by_type;
    for (const auto& by_family : counters.requests)
        for (const auto& types : by_family)
            for (std::size_t i = 0; i < types.size(); ++i) by_type[counted_type(i)] += types[i];
    std::map<std::string, std::uint64_t> by_rcode;
    for (std::size_t i = 0; i < rcodes; ++i)
        for (const auto count : counters.responses[i]) by_rcode[counted_rcode(i)] += count;
    const auto totals = query_totals(counters);
    return {{"total", totals.total},         {"faked", totals.faked},
            {"forwarded", totals.forwarded}, {"failed", totals.failed},
            {"by_type", seen_only(by_type)}, {"by_rcode", seen_only(by_rcode)}};
}

json::object query(const SeenQuery& seen)
{
    return {{"time", rfc3339(seen.time)},
            {"client", seen.client},
            {"transport", seen.transport},
            {"name", seen.name},
            {"type", seen.type},
            {"rcode", seen.rcode},
            {"source", seen.source},
            {"answer", texts(seen.answer)},
            {"duration_us", seen.duration.count()},
            {"ede", text_or_null(seen.ede)}};
}

// `indent` is of the line that the value stands in.
void write_pretty(const json::value& value, std::size_t width, std::size_t indent, std::string& out)
{
    const auto compact = json::serialize(value);
    const auto* object = value.if_object();
    const auto* array = value.if_array();
    const bool empty =
        (object == nullptr || object->empty()) && (array == nullptr || array->empty());
    if (empty || (indent != 0 && compact.size() <= width)) {
        out += compact;
        return;
    }
    const std::string line = '\n' + std::string(indent + 2, ' ');
    std::string_view comma;
    out += object != nullptr ? '{' : '[';
    if (object != nullptr) {
        for (const auto& member : *object) {
            out.append(comma).append(line);
            out += json::serialize(json::string(member.key())) + ": ";
            write_pretty(member.value(), width, indent + 2, out);
            comma = ",";
        }
    } else {
        for (const auto& element : *array) {
            out.append(comma).append(line);
            write_pretty(element, width, indent + 2, out);
            comma = ",";
        }
    }
    out += '\n' + std::string(indent, ' ') + (object != nullptr ? '}' : ']');
}

}  // namespace

json::object status_json(const StatusView& view, Moment now)
{
    const auto& state = view.state;
    const auto& settings = state.config.settings;
    const auto& rule = settings.rules.at(0);
    const auto uptime =
        std::chrono::duration_cast<std::chrono::seconds>(now.steady - state.started);
    return {{"version", version},
            {"uptime_seconds", uptime.count()},
            {"mode", to_string(settings.mode)},
            {"target", text_or_null(target_text(rule))},
            {"domains", texts(domain_texts(rule))},
            {"caa", texts(caa_texts(rule))},
            {"listeners", json::object{{"dns", texts(state.dns_listeners)},
                                       {"doh", texts(state.doh_listeners)},
                                       {"status", texts(state.status_listeners)}}},
            {"upstream", upstream(view.upstream())},
            {"relay", relay(view)},
            {"services", services(view.services())},
            {"queries", queries(view.counters)},
            {"config", json::object{{"file", text_or_null(state.config_file)},
                                    {"loaded_at", rfc3339(state.loaded_at)},
                                    {"last_error", text_or_null(state.reload_error)}}},
            {"warnings", texts(state.warnings)}};
}

json::array queries_json(const StatusView& view, std::size_t limit, Moment now)
{
    json::array out;
    for (std::size_t age = 0; age < std::min(limit, view.recent.size()); ++age)
        out.push_back(query(read_seen(view.recent[age], now)));
    return out;
}

json::object config_json(const StatusView& view)
{
    json::object out;
    for (const auto& setting : view.state.config.effective)
        out[printable(setting.key)] = json::object{{"value", printable(setting.value)},
                                                   {"origin", printable(setting.origin)}};
    return out;
}

std::string pretty(const json::value& value, std::size_t width)
{
    std::string out;
    write_pretty(value, width, 0, out);
    return out + '\n';
}

}  // namespace sidecar
