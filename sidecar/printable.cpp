#include "sidecar/printable.hpp"

#include <cstddef>
#include <cstdint>

namespace sidecar {
namespace {

struct Shape {
    std::size_t size = 0;  // octets of a whole sequence; zero for an octet that starts none
    std::uint32_t first_bits = 0;
    std::uint32_t smallest = 0;  // a smaller code point has a shorter sequence
};

Shape shape(std::uint8_t first)
{
    if (first < 0x80) return {1, first, 0};
    if ((first & 0xE0) == 0xC0) return {2, first & 0x1FU, 0x80};
    if ((first & 0xF0) == 0xE0) return {3, first & 0x0FU, 0x800};
    if ((first & 0xF8) == 0xF0) return {4, first & 0x07U, 0x10000};
    return {};
}

bool is_shown(std::uint32_t code_point)
{
    const bool control = code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0);
    // They turn the reading order or break lines, and so can make a line look like another.
    const bool layout = (code_point >= 0x200E && code_point <= 0x200F) ||
                        (code_point >= 0x2028 && code_point <= 0x202E) ||
                        (code_point >= 0x2066 && code_point <= 0x2069);
    const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
    return !control && !layout && !surrogate && code_point <= 0x10FFFF;
}

// Octets of the character at the start of the text (RFC 3629 section 3), zero when there is none
// that may be shown.
std::size_t shown_size(std::string_view text)
{
    const auto [size, first_bits, smallest] = shape(static_cast<std::uint8_t>(text.front()));
    if (size == 0 || size > text.size()) return 0;
    auto code_point = first_bits;
    for (const char c : text.substr(1, size - 1)) {
        const auto octet = static_cast<std::uint8_t>(c);
        if ((octet & 0xC0) != 0x80) return 0;
        code_point = (code_point << 6) | (octet & 0x3FU);
    }
    return code_point >= smallest && is_shown(code_point) ? size : 0;
}

}  // namespace

std::string printable(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto size = shown_size(text);
        if (size == 0) {
            const auto octet = static_cast<std::uint8_t>(text.front());
            out += {'\\', static_cast<char>('0' + octet / 100),
                    static_cast<char>('0' + octet / 10 % 10), static_cast<char>('0' + octet % 10)};
            text.remove_prefix(1);
            continue;
        }
        out += text.substr(0, size);
        text.remove_prefix(size);
    }
    return out;
}

}  // namespace sidecar
