#include "config/boulder_json.hpp"

#include "shim/ascii.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace config {
namespace {

constexpr std::size_t max_depth = 64;  // Boulder's own files nest 6 deep
constexpr std::string_view whitespace = " \t\r\n";

boost::json::parse_options as_go_does()
{
    boost::json::parse_options options;
    options.max_depth = max_depth;
    options.allow_invalid_utf8 = true;  // Go replaces it, Boulder starts
    return options;
}

// Walks text that Boost.JSON has accepted and notes where each value stands, which its own tree
// does not keep.
class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}

    JsonValue value()
    {
        skip_whitespace();
        JsonValue made;
        made.begin = at_;
        switch (text_[at_]) {
        case '{':
            made.kind = JsonValue::Kind::object;
            object(made);
            break;
        case '[':
            made.kind = JsonValue::Kind::array;
            array(made);
            break;
        case '"':
            made.kind = JsonValue::Kind::string;
            made.string = string();
            break;
        default:
            at_ = std::min(text_.find_first_of(",]} \t\r\n", at_), text_.size());
        }
        made.end = at_;
        return made;
    }

private:
    void object(JsonValue& made)
    {
        while (next_element('}')) {
            JsonMember member;
            member.gap_begin = at_;
            skip_whitespace();
            member.key_begin = at_;
            member.key = string();
            member.key_end = at_;
            skip_whitespace();
            ++at_;  // the colon
            member.value = value();
            made.members.push_back(std::move(member));
        }
    }

    void array(JsonValue& made)
    {
        while (next_element(']')) made.items.push_back(value());
    }

    // Steps over the opening bracket or a comma. At the closing one, over that, and says so.
    bool next_element(char closing)
    {
        skip_whitespace();
        const bool is_opening = text_[at_] == '{' || text_[at_] == '[';
        const bool is_closing = text_[at_] == closing;
        ++at_;
        if (!is_opening) return !is_closing;
        const auto next = text_.find_first_not_of(whitespace, at_);
        if (text_[next] != closing) return true;
        at_ = next + 1;
        return false;
    }

    std::string string()
    {
        const auto begin = at_;
        for (++at_; text_[at_] != '"'; ++at_)
            if (text_[at_] == '\\') ++at_;
        ++at_;
        const auto token = text_.substr(begin, at_ - begin);
        if (token.find('\\') == std::string_view::npos)
            return std::string(token.substr(1, token.size() - 2));
        return std::string(boost::json::parse(token, {}, as_go_does()).as_string());
    }

    void skip_whitespace()
    {
        at_ = std::min(text_.find_first_not_of(whitespace, at_), text_.size());
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

JsonError error_at(std::string_view text, std::size_t offset, std::string message)
{
    const auto before = text.substr(0, offset);
    const auto line_begin = before.rfind('\n') + 1;  // 0 when there is no line end before
    const auto lines = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
    return {lines + 1, offset - line_begin + 1, std::move(message)};
}

}  // namespace

const JsonMember* JsonValue::find(std::string_view key) const
{
    const auto found = std::find_if(members.rbegin(), members.rend(), [&](const auto& member) {
        return shim::equals_ignoring_case(member.key, key);
    });
    return found == members.rend() ? nullptr : &*found;
}

std::variant<JsonValue, JsonError> parse_json(std::string_view text)
{
    boost::json::parser parser({}, as_go_does());
    boost::system::error_code ec;
    const auto parsed = parser.write_some(text.data(), text.size(), ec);
    if (ec) return error_at(text, parsed, ec.message());
    return Scanner(text).value();
}

std::string quoted(std::string_view text)
{
    return boost::json::serialize(boost::json::string(text));
}

}  // namespace config
