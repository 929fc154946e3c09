#include "shim/name.hpp"

#include "shim/ascii.hpp"
#include "shim/escape.hpp"

namespace shim {

bool Name::append(BytesView run, std::size_t count) noexcept
{
    if (size_ + run.size() > wire::max_name) return false;
    // No length is a letter: it is at most 63, and 'A' is 65.
    std::transform(run.begin(), run.end(), octets_.begin() + size_, to_lower);
    size_ = static_cast<std::uint8_t>(size_ + run.size());
    labels_ = static_cast<std::uint8_t>(labels_ + count);
    return true;
}

Result<Name> Name::from_text(std::string_view text)
{
    Name name;
    if (text == ".") return name;
    name.clear();
    if (text.empty()) return Errc::empty_label;
    while (!text.empty()) {
        std::array<std::uint8_t, 1 + wire::max_label> label{};
        std::size_t length = 0;
        while (!text.empty() && text.front() != '.') {
            const auto octet = take_octet(text);
            if (!octet) return Errc::bad_escape;
            if (length == wire::max_label) return Errc::label_too_long;
            label[++length] = *octet;
        }
        if (length == 0) return Errc::empty_label;
        label[0] = static_cast<std::uint8_t>(length);
        if (!name.append(BytesView(label).first(1 + length), 1)) return Errc::name_too_long;
        if (!text.empty()) text.remove_prefix(1);
    }
    if (!name.append(Name().wire(), 0)) return Errc::name_too_long;
    return name;
}

std::string label_to_text(BytesView label)
{
    std::string text;
    for (const auto octet : label) {
        const char c = static_cast<char>(octet);
        if (octet <= ' ' || octet >= 127) {
            append_decimal_escape(text, octet);
        } else {
            if (c == '.' || c == '\\' || c == '"' || c == '(' || c == ')' || c == ';' || c == '@' ||
                c == '$')
                text += '\\';
            text += c;
        }
    }
    return text;
}

std::string Name::to_text() const
{
    if (is_root()) return ".";
    std::string text;
    for (std::size_t at = 0; octets_[at] != 0; at += octets_[at] + 1U) {
        if (at != 0) text += '.';
        text += label_to_text(wire().subspan(at + 1, octets_[at]));
    }
    return text;
}

Name Name::parent() const noexcept
{
    Name result;
    if (is_root()) return result;
    const std::size_t skipped = octets_[0] + 1U;
    result.size_ = static_cast<std::uint8_t>(size_ - skipped);
    result.labels_ = static_cast<std::uint8_t>(labels_ - 1);
    std::copy_n(octets_.begin() + static_cast<std::ptrdiff_t>(skipped), result.size_,
                result.octets_.begin());
    return result;
}

bool Name::is_at_or_below(const Name& apex) const noexcept
{
    if (apex.labels_ > labels_) return false;
    std::size_t at = 0;
    for (auto extra = labels_ - apex.labels_; extra > 0; --extra) at += octets_[at] + 1U;
    return std::equal(octets_.begin() + static_cast<std::ptrdiff_t>(at), octets_.begin() + size_,
                      apex.octets_.begin(), apex.octets_.begin() + apex.size_);
}

Result<Name> Name::below(const Name& apex) const
{
    if (size_ - 1U + apex.size_ > wire::max_name) return Errc::name_too_long;
    Name result = *this;
    std::copy_n(apex.octets_.begin(), apex.size_, result.octets_.begin() + (size_ - 1));
    result.size_ = static_cast<std::uint8_t>(size_ - 1 + apex.size_);
    result.labels_ = static_cast<std::uint8_t>(labels_ + apex.labels_);
    return result;
}

}  // namespace shim
