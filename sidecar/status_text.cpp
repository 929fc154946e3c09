#include "sidecar/status_page.hpp"
#include "sidecar/status_routes.hpp"

#include <algorithm>

namespace sidecar {
namespace {

// Columns on a terminal: one a character, as good as it gets without a table of wide ones.
std::size_t columns(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;  // not inside a UTF-8 sequence
    }));
}

std::string line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths)
{
    std::string out;
    for (std::size_t i = 0; i < cells.size(); ++i)
        out += "  " + cells[i] + std::string(widths[i] - columns(cells[i]), ' ');
    out.erase(out.find_last_not_of(' ') + 1);
    return out + '\n';
}

std::string to_text(const StatusPage::Table& table)
{
    auto out = '\n' + table.title + '\n';
    if (table.rows.empty()) return out + "  " + table.when_empty + '\n';
    std::vector<std::vector<std::string>> lines{table.columns};
    for (const auto& row : table.rows) {
        auto& cells = lines.emplace_back();
        for (const auto& cell : row) cells.push_back(cell.text);
    }
    std::vector<std::size_t> widths(table.columns.size());
    for (const auto& cells : lines)
        for (std::size_t i = 0; i < cells.size(); ++i)
            widths[i] = std::max(widths[i], columns(cells[i]));
    for (const auto& cells : lines) out += line(cells, widths);
    return out;
}

}  // namespace

std::string to_text(const StatusPage& page)
{
    std::string out = "boulder-dns-sidecar " + page.version + ", up " + page.uptime + ", ";
    out += page.reasons.empty() ? "ready\n" : "NOT READY\n";
    for (const auto& reason : page.reasons) out += "  not ready: " + reason + '\n';
    for (const auto& warning : page.warnings) out += "  warning: " + warning + '\n';
    out += '\n';
    for (const auto& [label, value] : page.numbers) out += "  " + label + ' ' + value;
    out += '\n';
    for (const auto& table : page.tables) out += to_text(table);
    out += "\nMore:";
    for (const auto& route : routes()) out += ' ' + std::string(route.path);
    return out + '\n';
}

}  // namespace sidecar
