#include "config/scalars.hpp"

#include <algorithm>
#include <charconv>

namespace config {
namespace {

using std::chrono::milliseconds;

constexpr Choices<std::int64_t, 3> units{{{"ms", 1}, {"s", 1000}, {"m", 60'000}}};

// All of the text as digits; the greatest number there is when it is greater than that.
std::optional<std::uint64_t> read_digits(std::string_view text)
{
    std::uint64_t number = 0;
    const auto* const last = text.data() + text.size();
    const auto [end, ec] = std::from_chars(text.data(), last, number);
    if (text.empty() || end != last || ec == std::errc::invalid_argument) return std::nullopt;
    return ec == std::errc{} ? number : UINT64_MAX;
}

}  // namespace

std::optional<std::uint64_t>
parse_integer(std::string_view text, std::uint64_t min, std::uint64_t max, Problems& problems)
{
    const auto number = read_digits(text);
    if (number && *number >= min && *number <= max) return number;
    problems.add(text,
                 "write a whole number from " + std::to_string(min) + " to " + std::to_string(max));
    return std::nullopt;
}

std::optional<milliseconds>
parse_duration(std::string_view text, milliseconds min, milliseconds max, Problems& problems)
{
    const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto number = read_digits(text.substr(0, digits));
    for (const auto& [name, size] : units) {
        if (!number || text.substr(digits) != name) continue;
        // No more than max is needed, and more could not be multiplied.
        const auto limit = static_cast<std::uint64_t>(max.count()) + 1;
        const milliseconds duration{static_cast<std::int64_t>(std::min(*number, limit)) * size};
        if (duration >= min && duration <= max) return duration;
    }
    problems.add(text, "write a whole number and a unit (ms, s or m) from " + to_text(min) +
                           " to " + to_text(max) + ", such as 300ms");
    return std::nullopt;
}

std::string to_text(milliseconds duration)
{
    const auto count = duration.count();
    const auto* unit = &units.front();
    for (const auto& each : units)
        if (count != 0 && count % each.second == 0) unit = &each;
    return std::to_string(count / unit->second) + std::string(unit->first);
}

std::optional<bool> parse_boolean(std::string_view text, Problems& problems)
{
    if (text == "true") return true;
    if (text == "false") return false;
    problems.add(text, "write true or false");
    return std::nullopt;
}

std::optional<std::string> parse_path(std::string_view text, Problems& problems)
{
    if (!text.empty() && std::none_of(text.begin(), text.end(), is_control))
        return std::string(text);
    problems.add(text, "write the path of a file or folder");
    return std::nullopt;
}

}  // namespace config
