#include "config/resolv_conf.hpp"

#include <algorithm>
#include <charconv>

namespace config {
namespace {

constexpr std::uint16_t dns_port = 53;
constexpr unsigned max_ndots = 15;  // resolv.conf(5)
constexpr std::string_view blank = " \t\r";

// The words of a line, without what follows a comment sign.
std::vector<std::string_view> words_of(std::string_view line)
{
    line = line.substr(0, line.find_first_of("#;"));
    std::vector<std::string_view> words;
    for (;;) {
        const auto begin = line.find_first_not_of(blank);
        if (begin == std::string_view::npos) return words;
        line.remove_prefix(begin);
        const auto end = std::min(line.find_first_of(blank), line.size());
        words.push_back(line.substr(0, end));
        line.remove_prefix(end);
    }
}

void read_search(const std::vector<std::string_view>& words, ResolvConf& out)
{
    out.search.domains.clear();  // the last line of its kind counts
    for (std::size_t i = 1; i < words.size(); ++i)
        if (const auto domain = shim::Name::from_text(words[i]); domain && !domain->is_root())
            out.search.domains.push_back(*domain);
}

void read_options(const std::vector<std::string_view>& words, ResolvConf& out)
{
    constexpr std::string_view key = "ndots:";
    for (const auto word : words) {
        if (word.substr(0, key.size()) != key) continue;
        const auto number = word.substr(key.size());
        unsigned ndots = 0;
        const auto [end, error] =
            std::from_chars(number.data(), number.data() + number.size(), ndots);
        if (error == std::errc() && end == number.data() + number.size())
            out.search.ndots = std::min(ndots, max_ndots);
    }
}

}  // namespace

ResolvConf parse_resolv_conf(std::string_view text)
{
    ResolvConf out;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto words = words_of(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (words.size() < 2) continue;

        if (words[0] == "nameserver") {
            if (const auto address = shim::IpAddress::from_text(words[1]))
                out.servers.push_back({*address, dns_port});
        } else if (words[0] == "search" || words[0] == "domain") {
            read_search(words, out);
        } else if (words[0] == "options") {
            read_options(words, out);
        }
    }
    return out;
}

}  // namespace config
