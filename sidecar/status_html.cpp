#include "sidecar/status_page.hpp"
#include "sidecar/status_routes.hpp"

namespace sidecar {
namespace {

constexpr std::string_view head = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="5">
<title>boulder-dns-sidecar</title>
<style>
:root { color-scheme: light dark; --fg: #1c2430; --soft: #5b6675; --bg: #f4f6f8; --card: #fff;
  --line: #e2e7ec; --good: #14733f; --bad: #b3261e; --warn: #7a4d00; --warn-bg: #fff4d6; }
@media (prefers-color-scheme: dark) { :root { --fg: #e4e9ef; --soft: #97a3b2; --bg: #12161b;
  --card: #1b2128; --line: #2c343d; --good: #5fd38d; --bad: #ff8a80; --warn: #ffd479;
  --warn-bg: #33290f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.25rem; background: var(--bg); color: var(--fg);
  font: 14px/1.45 system-ui, sans-serif; }
header, .numbers { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; }
h1 { font-size: 1.35rem; margin: 0; }
h2 { font-size: .95rem; margin: 0 0 .4rem; }
.soft { color: var(--soft); }
.pill { padding: .1rem .65rem; border: 1px solid currentColor; border-radius: 1rem;
  font-weight: 600; }
.good { color: var(--good); } .bad { color: var(--bad); }
.card, .number, .note { background: var(--card); border: 1px solid var(--line);
  border-radius: .5rem; padding: .75rem 1rem; margin-top: .9rem; overflow-x: auto; }
.number { flex: 1 1 8rem; } .number b { display: block; font-size: 1.6rem; line-height: 1.2; }
.note { background: var(--warn-bg); color: var(--warn); } .note.bad { color: var(--bad); }
table { border-collapse: collapse; width: 100%; }
th { color: var(--soft); font-weight: 500; text-align: left; }
th, td { padding: .25rem 1rem .25rem 0; border-top: 1px solid var(--line); vertical-align: top; }
tr:first-child th { border: 0; }
td { font: 12.5px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
td.whole { white-space: nowrap; }
nav { margin-top: 1rem; } nav a { color: inherit; margin-right: 1rem; }
</style>
</head>
<body>
)";

// Text as it may stand in an element or a quoted attribute.
std::string escape(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

std::string to_html(const StatusPage::Cell& cell)
{
    constexpr std::size_t short_enough = 24;  // to stand on one line; more may be broken anywhere
    std::string classes = cell.text.size() <= short_enough ? "whole" : "";
    if (cell.tone == StatusPage::Tone::good) classes += " good";
    if (cell.tone == StatusPage::Tone::bad) classes += " bad";
    return "<td class=\"" + classes + "\">" + escape(cell.text) + "</td>";
}

std::string to_html(const StatusPage::Table& table)
{
    auto out = "<section class=\"card\">\n<h2>" + escape(table.title) + "</h2>\n";
    if (table.rows.empty())
        return out + "<p class=\"soft\">" + escape(table.when_empty) + "</p>\n</section>\n";
    out += "<table>\n<tr>";
    for (const auto& column : table.columns) out += "<th>" + escape(column) + "</th>";
    out += "</tr>\n";
    for (const auto& row : table.rows) {
        out += "<tr>";
        for (const auto& cell : row) out += to_html(cell);
        out += "</tr>\n";
    }
    return out + "</table>\n</section>\n";
}

}  // namespace

std::string to_html(const StatusPage& page)
{
    std::string out(head);
    out += "<header>\n<h1>boulder-dns-sidecar</h1>\n";
    out += page.reasons.empty() ? "<span class=\"pill good\">ready</span>\n"
                                : "<span class=\"pill bad\">not ready</span>\n";
    out += "<span class=\"soft\">" + escape(page.version) + ", up " + escape(page.uptime) +
           "</span>\n</header>\n";
    for (const auto& reason : page.reasons)
        out += "<p class=\"note bad\">" + escape(reason) + "</p>\n";
    for (const auto& warning : page.warnings)
        out += "<p class=\"note\">" + escape(warning) + "</p>\n";
    out += "<div class=\"numbers\">\n";
    for (const auto& [label, value] : page.numbers)
        out += "<div class=\"number\"><b>" + escape(value) + "</b><span class=\"soft\">" +
               escape(label) + "</span></div>\n";
    out += "</div>\n";
    for (const auto& table : page.tables) out += to_html(table);
    out += "<nav>";
    for (const auto& route : routes())
        out += "<a href=\"" + escape(route.path) + "\" title=\"" + escape(route.about) + "\">" +
               escape(route.path) + "</a>";
    return out + "</nav>\n</body>\n</html>\n";
}

}  // namespace sidecar
