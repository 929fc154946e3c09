#include "config/rules.hpp"

#include "config/document.hpp"
#include "config/endpoints.hpp"
#include "config/targets.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace config {
namespace {

constexpr std::array<std::string_view, 4> rule_keys{"domains", "target", "caa", "relay"};
constexpr std::array<std::string_view, 1> relay_keys{"ports"};

// A table's member, but for an empty string: that counts as not set wherever it stands.
const TomlNode* find_set(const TomlNode& table, std::string_view key)
{
    const auto* node = table.find(key);
    const bool empty =
        node != nullptr && node->type == TomlNode::Type::string && trim(node->text).empty();
    return empty ? nullptr : node;
}

class RuleReader {
public:
    RuleReader(const std::string& path,
               const std::vector<Effective>& top_level,
               Draft& draft,
               std::vector<Error>& errors)
        : path_(path), top_level_(top_level), draft_(draft), errors_(errors)
    {
    }

    void add_top_level()
    {
        const auto& caa = find(top_level_, "caa.issue");
        Problems problems(errors_, caa.key, caa.origin);
        RuleSettings rule{draft_.domains, draft_.target, make_answer(draft_.caa, problems),
                          draft_.relay_ports};
        const auto& domains = find(top_level_, "domains");
        const auto& target = find(top_level_, "target");
        check_domains(rule.domains, {domains.key, domains.origin, domains.value});
        check_placeholder(rule, {target.key, target.origin, target.value});
        add(std::move(rule));
    }

    void add_table(const TomlNode& table)
    {
        refuse_unknown(table, "rule.", rule_keys, path_, errors_);
        RuleSettings rule{read_domains(table), draft_.target, draft_.settings.rules.front().caa,
                          draft_.relay_ports};
        if (const auto* node = find_set(table, "target"))
            if (const auto value = read(*node, Kind::list, "\"10.96.0.50\"", "rule.target")) {
                Problems problems(errors_, "rule.target", origin(*node));
                if (auto target = parse_target(*value, problems)) rule.target = std::move(*target);
            }
        if (const auto* node = find_set(table, "caa")) rule.caa = read_caa_table(*node);
        if (const auto* node = table.find("relay")) read_relay(*node, rule);

        const auto* target = find_set(table, "target");
        check_placeholder(rule,
                          {"rule.target", origin(target != nullptr ? *target : table),
                           target != nullptr ? shown(*target) : find(top_level_, "target").value});
        add(std::move(rule));
    }

private:
    // Where a value stands, for an error that comes up later.
    struct Place {
        std::string key;
        std::string origin;
        std::string value;
    };

    [[nodiscard]] std::string origin(const TomlNode& node) const
    {
        return origin_of(path_, node.line);
    }

    std::optional<Value>
    read(const TomlNode& node, Kind kind, std::string_view example, const std::string& key)
    {
        Problems problems(errors_, key, origin(node));
        return to_value(node, kind, example, problems);
    }

    std::vector<shim::Pattern> read_domains(const TomlNode& table)
    {
        const auto* node = find_set(table, "domains");
        if (node == nullptr) {
            errors_.push_back({"rule.domains", origin(table), "",
                               "a rule needs domains: write domains = [\"*.apps.example.com\"]"});
            return {};
        }
        const auto value = read(*node, Kind::list, "[\"*.apps.example.com\"]", "rule.domains");
        if (!value) return {};
        Problems problems(errors_, "rule.domains", origin(*node));
        auto domains = parse_patterns(*value, problems);
        if (value->items.empty()) problems.add(value->text, "write at least one domain");
        check_domains(domains, {"rule.domains", origin(*node), ""});
        return domains;
    }

    shim::CaaAnswer read_caa_table(const TomlNode& node)
    {
        CaaParts parts;
        for (const auto& [key, given] : read_caa(node, path_, "rule.caa.", errors_)) {
            Problems problems(errors_, key, given.origin);
            for (const auto& each : caa_keys)
                if (key == "rule.caa." + std::string(each.name))
                    each.assign(given.value, parts, problems);
        }
        Problems problems(errors_, "rule.caa", origin(node));
        return make_answer(parts, problems);
    }

    void read_relay(const TomlNode& node, RuleSettings& rule)
    {
        if (!node.is_table()) {
            errors_.push_back({"rule.relay", origin(node), shown(node),
                               "write a table, such as { ports = [\"80=8080\"] }"});
            return;
        }
        refuse_unknown(node, "rule.relay.", relay_keys, path_, errors_);
        const auto* ports = find_set(node, "ports");
        if (ports == nullptr) return;
        const auto value = read(*ports, Kind::list, "[\"80=8080\"]", "rule.relay.ports");
        if (!value) return;
        Problems problems(errors_, "rule.relay.ports", origin(*ports));
        rule.relay_ports = parse_relay_ports(*value, problems);
    }

    // No two rules may have the same pattern: which of them wins would be chance.
    void check_domains(const std::vector<shim::Pattern>& domains, const Place& place)
    {
        for (const auto& domain : domains) {
            const auto [first, is_new] = domains_.emplace(identity(domain), place.origin);
            if (!is_new)
                errors_.push_back({place.key, place.origin, domain.to_text(),
                                   "is a domain of another rule too (" + first->second +
                                       "): remove one, or put both into one rule"});
        }
    }

    void check_placeholder(const RuleSettings& rule, const Place& place)
    {
        if (!has_placeholder(rule.target)) return;
        for (const auto& domain : rule.domains)
            if (!domain.only_below)
                errors_.push_back({place.key, place.origin, place.value,
                                   "{1} stands for what * matches, and the domain " +
                                       domain.to_text() + " has no *: write " +
                                       shim::Pattern{domain.apex, true}.to_text()});
    }

    void add(RuleSettings rule)
    {
        if (draft_.mode == Mode::passthrough) rule.target = shim::PassThrough{};
        if (auto* service = std::get_if<shim::Service>(&rule.target))
            service->answer = draft_.answer;
        if (std::holds_alternative<shim::PassThrough>(rule.target)) rule.relay_ports.clear();
        draft_.settings.rules.push_back(std::move(rule));
    }

    const std::string& path_;
    const std::vector<Effective>& top_level_;
    Draft& draft_;
    std::vector<Error>& errors_;
    std::unordered_map<std::string, std::string> domains_;  // identity to origin
};

}  // namespace

void read_rules(const std::vector<TomlNode>& tables,
                const std::string& path,
                const std::vector<Effective>& top_level,
                Draft& draft,
                std::vector<Error>& errors)
{
    RuleReader reader(path, top_level, draft, errors);
    draft.settings.rules.reserve(tables.size() + 1);
    reader.add_top_level();
    for (const auto& table : tables) reader.add_table(table);
}

const Effective& find(const std::vector<Effective>& effective, std::string_view key)
{
    return *std::find_if(effective.begin(), effective.end(),
                         [key](const Effective& each) { return each.key == key; });
}

bool is_good(const std::vector<Error>& errors, std::string_view key)
{
    return std::none_of(errors.begin(), errors.end(),
                        [key](const Error& error) { return error.key == key; });
}

}  // namespace config
