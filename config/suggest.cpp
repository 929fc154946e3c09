#include "config/suggest.hpp"

#include <algorithm>
#include <vector>

namespace config {
namespace {

// No setting's name is longer, so nothing longer is near to one.
constexpr std::size_t max_length = 64;

// The least number of letters to insert, delete, replace or swap with the next one.
std::size_t edit_distance(std::string_view left, std::string_view right)
{
    std::vector<std::size_t> before_last;
    std::vector<std::size_t> last(right.size() + 1);
    for (std::size_t j = 0; j <= right.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= left.size(); ++i) {
        std::vector<std::size_t> row(right.size() + 1);
        row[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const std::size_t replaced = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
        before_last = std::move(last);
        last = std::move(row);
    }
    return last.back();
}

// True when the unknown name is the end of the known one, as `timeout` is of `upstream.timeout` and
// FAKE_DNS_TIMEOUT, but for the prefix of all variables, of FAKE_DNS_UPSTREAM_TIMEOUT.
bool is_last_part(std::string_view unknown, std::string_view known)
{
    constexpr std::string_view variable_prefix = "FAKE_DNS_";
    if (unknown.starts_with(variable_prefix)) unknown.remove_prefix(variable_prefix.size());
    if (unknown.empty() || known.size() == unknown.size() || !known.ends_with(unknown))
        return false;
    const auto before = known[known.size() - unknown.size() - 1];
    return before == '.' || before == '_';
}

}  // namespace

std::string_view nearest(std::string_view unknown, std::span<const std::string_view> known)
{
    if (unknown.empty() || unknown.size() > max_length) return {};
    std::string_view best;
    std::size_t best_distance = std::max<std::size_t>(2, unknown.size() / 4) + 1;
    for (const auto name : known) {
        const auto distance = edit_distance(unknown, name);
        if (distance < best_distance && distance < name.size()) {
            best = name;
            best_distance = distance;
        }
    }
    if (!best.empty()) return best;
    const auto whole = std::find_if(known.begin(), known.end(),
                                    [&](auto name) { return is_last_part(unknown, name); });
    return whole == known.end() ? std::string_view() : *whole;
}

std::string did_you_mean(std::string_view name)
{
    return name.empty() ? "" : "; did you mean " + std::string(name) + '?';
}

}  // namespace config
