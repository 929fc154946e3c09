#include "config/targets.hpp"

#include <algorithm>
#include <set>

namespace config {
namespace {

using shim::label_placeholder;

// As many as surely fit into one DNS message, 28 octets each (RFC 3596 section 2.1).
constexpr std::size_t max_addresses = 1000;

bool is_host_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

std::string not_a_domain(std::string_view text)
{
    if (text == "*") return "write . for all names";
    if (!text.empty() && text.front() == '.')
        return "write *" + std::string(text) +
               " for the names below it, or leave the first dot "
               "out for it and the names below it";
    if (text.find_first_of(":/ \t") != std::string_view::npos)
        return "write the domain alone, such as example.com: no scheme, port, path or space";
    if (std::any_of(text.begin(), text.end(), [](char c) { return (c & '\x80') != 0; }))
        return "write the domain in ASCII, with xn-- labels, as DNS asks for it";
    return "write a domain, such as example.com (it and all below) or *.example.com (only below)";
}

std::optional<shim::Pattern> parse_pattern(std::string_view text, Problems& problems)
{
    const bool only_below = text.starts_with("*.");
    const auto rest = only_below ? text.substr(2) : text;
    const bool plain = std::all_of(rest.begin(), rest.end(), is_host_character);
    const auto pattern = shim::Pattern::from_text(text);
    if (plain && pattern) return *pattern;
    auto message = not_a_domain(text);
    if (plain && !text.empty() && text.front() != '.')
        message += "; here " + pattern.error().message();
    problems.add(text, std::move(message));
    return std::nullopt;
}

// The text with a label in place of each placeholder.
std::string with_label(std::string_view text)
{
    std::string name(text);
    for (auto at = name.find(label_placeholder); at != std::string::npos;
         at = name.find(label_placeholder, at))
        name.replace(at, label_placeholder.size(), "x");
    return name;
}

// Only digits after the last dot: an address that is no address, since no TLD is a number.
bool looks_like_address(std::string_view text)
{
    if (!text.empty() && text.back() == '.') text.remove_suffix(1);
    const auto last = text.substr(text.rfind('.') + 1);
    return text.find(':') != std::string_view::npos ||
           (!last.empty() && last.find_first_not_of("0123456789") == std::string_view::npos);
}

bool is_host(std::string_view text)
{
    const auto name = with_label(text);
    return std::all_of(name.begin(), name.end(), is_host_character) && !looks_like_address(name) &&
           name != "." && shim::Name::from_text(name).has_value();
}

std::string not_a_host(std::string_view text)
{
    if (text.find_first_of("{}") != std::string_view::npos)
        return "write {1} for the label that the * of the domain stands for; there is no other "
               "placeholder";
    if (text.find("//") != std::string_view::npos) return "write the host name alone, not a URL";
    if (looks_like_address(text))
        return "write an IP address without a port, such as 10.96.0.50 or fd00::50; relay.ports "
               "can send a port to another one";
    return "write IP addresses, such as 10.96.0.50,fd00::50, or one host name, such as "
           "web.default.svc.cluster.local";
}

}  // namespace

std::vector<shim::Pattern> parse_patterns(const Value& value, Problems& problems)
{
    std::vector<shim::Pattern> patterns;
    std::set<std::string> known;
    for (const auto& item : value.items) {
        const auto pattern = parse_pattern(item, problems);
        if (!pattern) continue;
        if (known.insert(identity(*pattern)).second)
            patterns.push_back(*pattern);
        else
            problems.add(item, "is in the list twice: remove one");
    }
    return patterns;
}

std::optional<shim::Target> parse_target(const Value& value, Problems& problems)
{
    if (value.items.size() == 1 && value.items.front() == "none") return shim::PassThrough{};
    if (value.items.empty() || value.items.size() > max_addresses) {
        problems.add(value.text, "write 1 to 1000 IP addresses, one host name, or none");
        return std::nullopt;
    }
    shim::FixedAddresses fixed;
    std::optional<std::string> host;
    std::set<shim::IpAddress> known;
    const auto before = problems.count();
    for (const auto& item : value.items) {
        if (const auto address = shim::IpAddress::from_text(item)) {
            if (known.insert(*address).second)
                fixed.addresses.push_back(*address);
            else
                problems.add(item, "is in the list twice: remove one");
        } else if (!is_host(item)) {
            problems.add(item, not_a_host(item));
        } else {
            host = item;
        }
    }
    if (problems.count() != before) return std::nullopt;
    if (!host) return fixed;
    if (value.items.size() == 1) return shim::Service{*host, {}};
    problems.add(value.text, "write IP addresses or one host name, not both and not several names");
    return std::nullopt;
}

std::string identity(const shim::Pattern& pattern)
{
    const auto octets = pattern.apex.wire();
    std::string key(octets.begin(), octets.end());
    key += pattern.only_below ? '*' : '.';
    return key;
}

bool has_placeholder(const shim::Target& target)
{
    const auto* service = std::get_if<shim::Service>(&target);
    return service != nullptr && service->name.find(label_placeholder) != std::string::npos;
}

}  // namespace config
