#include "config/boulder_trust.hpp"

#include <algorithm>

namespace config {
namespace {

constexpr std::string_view begin_mark = "-----BEGIN CERTIFICATE-----";
constexpr std::string_view end_mark = "-----END CERTIFICATE-----";

// Lines may be broken anywhere, so two texts of one certificate are compared without line ends.
std::string unbroken(std::string_view block)
{
    std::string text;
    for (const char c : block)
        if (c != '\n' && c != '\r') text += c;
    return text;
}

bool has(const std::vector<std::string>& blocks, std::string_view block)
{
    return std::any_of(blocks.begin(), blocks.end(),
                       [&](const auto& other) { return unbroken(other) == unbroken(block); });
}

}  // namespace

std::vector<std::string> pem_certificates(std::string_view pem)
{
    std::vector<std::string> blocks;
    for (std::size_t at = pem.find(begin_mark); at != std::string_view::npos;
         at = pem.find(begin_mark, at)) {
        const auto end = pem.find(end_mark, at);
        if (end == std::string_view::npos) break;
        blocks.emplace_back(pem.substr(at, end + end_mark.size() - at));
        at = end;
    }
    return blocks;
}

std::optional<std::string> bundle(std::string_view own, std::string_view added)
{
    auto blocks = pem_certificates(own);
    const auto own_count = blocks.size();
    for (auto& block : pem_certificates(added))
        if (!has(blocks, block)) blocks.push_back(std::move(block));
    if (blocks.size() == own_count) return std::nullopt;

    std::string text;
    for (const auto& block : blocks) text += block + "\n";
    return text;
}

}  // namespace config
