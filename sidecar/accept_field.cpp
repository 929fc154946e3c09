#include "sidecar/accept_field.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <string>

namespace sidecar {
namespace {

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Takes the part before the next separator off the front.
std::string_view take(std::string_view& text, char separator)
{
    const auto part = text.substr(0, text.find(separator));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    return trimmed(part);
}

// The weight in "text/html;level=1;q=0.5", in thousandths (RFC 9110 section 12.4.2).
unsigned weight_of(std::string_view parameters)
{
    while (!parameters.empty()) {
        const auto parameter = take(parameters, ';');
        if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) continue;
        const auto value = parameter.substr(2);
        if (value.starts_with('1')) return 1000;
        auto digits = std::string(value.substr(std::min<std::size_t>(2, value.size()), 3));
        digits.resize(3, '0');
        unsigned weight = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), weight);
        return weight;
    }
    return 1000;
}

struct Preference {
    unsigned weight = 0;
    bool named = false;  // not only by a wildcard
};

// What an Accept field says of a type: the most specific range that has it counts
// (RFC 9110 section 12.5.1).
Preference preference(std::string_view accept, std::string_view type)
{
    const auto any_subtype = std::string(type.substr(0, type.find('/'))) + "/*";
    Preference found;
    std::size_t specific = 0;
    while (!accept.empty()) {
        auto parameters = take(accept, ',');
        const auto range = take(parameters, ';');
        const std::size_t precision = range == type ? 3 : range == any_subtype ? 2 : range == "*/*";
        if (precision == 0 || precision < specific) continue;
        specific = precision;
        found = {weight_of(parameters), range == type};
    }
    return found;
}

}  // namespace

bool prefers_html(std::string_view accept)
{
    const Preference html = preference(accept, "text/html");
    const Preference plain = preference(accept, "text/plain");
    if (html.weight != plain.weight) return html.weight > plain.weight;
    return html.weight > 0 && html.named && !plain.named;
}

}  // namespace sidecar
