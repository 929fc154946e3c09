#include "config/effective_text.hpp"

#include <algorithm>

namespace config {
namespace {

// A longer line does not move the origins of all others.
constexpr std::size_t max_width = 60;

// On one line, whatever the value.
std::string one_line(const Effective& setting)
{
    std::string line = setting.key + " = " + setting.value;
    std::replace_if(
        line.begin(), line.end(), [](char c) { return (c >= '\0' && c < ' ') || c == '\x7f'; },
        ' ');
    return line;
}

}  // namespace

std::string to_text(const std::vector<Effective>& effective)
{
    std::size_t width = 0;
    for (const auto& setting : effective) {
        const auto size = one_line(setting).size();
        if (size <= max_width) width = std::max(width, size);
    }
    std::string text;
    for (const auto& setting : effective) {
        auto line = one_line(setting);
        line.resize(std::max(width, line.size()), ' ');
        text += line + "  # " + setting.origin + '\n';
    }
    return text;
}

}  // namespace config
