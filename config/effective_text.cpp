#include "config/effective_text.hpp"

#include "config/value.hpp"

#include <algorithm>

namespace config {
namespace {

// A longer line does not move the origins of all others.
constexpr std::size_t max_width = 60;

std::string line_of(const Effective& setting)
{
    return on_one_line(setting.key + " = " + setting.value);
}

}  // namespace

std::string to_text(const std::vector<Effective>& effective)
{
    std::size_t width = 0;
    for (const auto& setting : effective) {
        const auto size = line_of(setting).size();
        if (size <= max_width) width = std::max(width, size);
    }
    std::string text;
    for (const auto& setting : effective) {
        auto line = line_of(setting);
        line.resize(std::max(width, line.size()), ' ');
        text += line + "  # " + setting.origin + '\n';
    }
    return text;
}

}  // namespace config
