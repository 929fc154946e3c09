#include "shim/escape.hpp"

namespace shim {
namespace {

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

}  // namespace

std::optional<std::uint8_t> take_octet(std::string_view& text)
{
    const char first = text.front();
    text.remove_prefix(1);
    if (first != '\\') return static_cast<std::uint8_t>(first);
    if (text.empty()) return std::nullopt;
    if (!is_digit(text.front())) {
        const auto escaped = static_cast<std::uint8_t>(text.front());
        text.remove_prefix(1);
        return escaped;
    }
    if (text.size() < 3 || !is_digit(text[1]) || !is_digit(text[2])) return std::nullopt;
    const int value = (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0');
    if (value > 255) return std::nullopt;
    text.remove_prefix(3);
    return static_cast<std::uint8_t>(value);
}

void append_decimal_escape(std::string& out, std::uint8_t octet)
{
    out += {'\\', static_cast<char>('0' + octet / 100), static_cast<char>('0' + octet / 10 % 10),
            static_cast<char>('0' + octet % 10)};
}

}  // namespace shim
