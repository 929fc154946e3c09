#include "config/value.hpp"

#include <algorithm>

namespace config {
namespace {

constexpr std::string_view white_space = " \t\r\n";

// The size of the item at the front of `text`; past the end of it when a quote is not closed.
std::size_t item_size(std::string_view text)
{
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (quoted && text[at] == '\\') {
            ++at;
        } else if (text[at] == '"') {
            quoted = !quoted;
        } else if (text[at] == ',' && !quoted) {
            return at;
        }
    }
    return quoted ? std::string_view::npos : text.size();
}

// The position of the quote that ends the one at the front.
std::size_t closing_quote(std::string_view item)
{
    for (std::size_t at = 1; at < item.size(); ++at) {
        if (item[at] == '\\')
            ++at;
        else if (item[at] == '"')
            return at;
    }
    return std::string_view::npos;
}

std::string without_quotes(std::string_view item)
{
    if (item.empty() || item.front() != '"' || closing_quote(item) != item.size() - 1)
        return std::string(item);
    std::string out;
    for (std::size_t at = 1; at + 1 < item.size(); ++at) {
        if (item[at] == '\\' && at + 2 < item.size()) ++at;
        out += item[at];
    }
    return out;
}

}  // namespace

std::string on_one_line(std::string_view text)
{
    std::string out(text);
    std::replace_if(out.begin(), out.end(), is_control, ' ');
    return out;
}

std::string_view trim(std::string_view text)
{
    const auto first = text.find_first_not_of(white_space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

Value cut_list(std::string_view text, Problems& problems)
{
    Value value{std::string(text), {}, true};
    for (;;) {
        const auto size = item_size(text);
        if (size == std::string_view::npos) {
            problems.add(value.text, "a double quote is not closed");
            return value;
        }
        const auto item = trim(text.substr(0, size));
        if (item.empty()) {
            problems.add(value.text,
                         "an item of the list is empty: remove the comma that is too many");
            return value;
        }
        value.items.push_back(without_quotes(item));
        if (size == text.size()) return value;
        text.remove_prefix(size + 1);
    }
}

Value join_list(std::vector<std::string> items)
{
    Value value;
    for (const auto& item : items) {
        if (!value.text.empty()) value.text += ", ";
        const bool quotes = item.empty() || item.find(',') != std::string::npos;
        value.text += quotes ? '"' + item + '"' : item;
    }
    if (items.empty()) value.text = "[]";
    value.items = std::move(items);
    return value;
}

bool says(const Value& value, std::string_view word)
{
    return value.items.empty() || (value.items.size() == 1 && value.items.front() == word);
}

}  // namespace config
