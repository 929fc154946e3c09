#include "shim/address.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

namespace shim {
namespace {

std::optional<unsigned> parse_number(std::string_view text, int base, unsigned max)
{
    unsigned value = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (text.empty() || ec != std::errc{} || end != text.data() + text.size() || value > max)
        return std::nullopt;
    return value;
}

// Four decimal fields into out[0..3].
bool parse_v4(std::string_view text, std::uint8_t* out)
{
    for (int field = 0; field < 4; ++field) {
        const auto dot = field < 3 ? text.find('.') : text.size();
        if (dot == std::string_view::npos) return false;
        const auto digits = text.substr(0, dot);
        const auto value = parse_number(digits, 10, 255);
        if (!value || digits.size() > 3 || (digits.size() > 1 && digits[0] == '0')) return false;
        out[field] = static_cast<std::uint8_t>(*value);
        text.remove_prefix(std::min(dot + 1, text.size()));
    }
    return true;
}

// Groups of `text` (no "::" in it) as octets; empty text is no group. The last may be an IPv4
// address.
bool parse_groups(std::string_view text, std::vector<std::uint8_t>& out)
{
    while (!text.empty()) {
        const auto colon = text.find(':');
        const auto group = text.substr(0, colon);
        if (colon == std::string_view::npos && group.find('.') != std::string_view::npos) {
            std::array<std::uint8_t, 4> quad{};
            if (!parse_v4(group, quad.data())) return false;
            out.insert(out.end(), quad.begin(), quad.end());
            return true;
        }
        const auto value = parse_number(group, 16, 0xFFFF);
        if (!value || group.size() > 4) return false;
        out.push_back(static_cast<std::uint8_t>(*value >> 8));
        out.push_back(static_cast<std::uint8_t>(*value & 0xFF));
        if (colon == std::string_view::npos) return true;
        text.remove_prefix(colon + 1);
        if (text.empty()) return false;
    }
    return true;
}

bool parse_v6(std::string_view text, std::array<std::uint8_t, 16>& out)
{
    std::vector<std::uint8_t> head;
    std::vector<std::uint8_t> tail;
    const auto gap = text.find("::");
    if (gap == std::string_view::npos)
        return parse_groups(text, head) && head.size() == 16 &&
               (std::copy(head.begin(), head.end(), out.begin()), true);
    const auto rest = text.substr(gap + 2);
    if (rest.find("::") != std::string_view::npos) return false;
    // Only the end of the whole address may be an IPv4 address (RFC 4291 section 2.2).
    if (text.substr(0, gap).find('.') != std::string_view::npos) return false;
    if (!parse_groups(text.substr(0, gap), head) || !parse_groups(rest, tail)) return false;
    if (head.size() + tail.size() > 14) return false;
    std::copy(head.begin(), head.end(), out.begin());
    std::copy_backward(tail.begin(), tail.end(), out.end());
    return true;
}

std::string v6_to_text(BytesView octets)
{
    std::array<unsigned, 8> groups{};
    for (std::size_t i = 0; i < groups.size(); ++i)
        groups[i] = static_cast<unsigned>((octets[2 * i] << 8) | octets[2 * i + 1]);

    // The longest run of zero groups, the first of equals, two at least (RFC 5952 section 4.2).
    std::size_t gap = groups.size();
    std::size_t gap_size = 1;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        std::size_t end = i;
        while (end < groups.size() && groups[end] == 0) ++end;
        if (end - i > gap_size) {
            gap = i;
            gap_size = end - i;
        }
    }

    std::string text;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (i == gap) {
            text += "::";
            i += gap_size - 1;
            continue;
        }
        if (!text.empty() && text.back() != ':') text += ':';
        std::array<char, 4> digits{};
        const auto [end, ec] =
            std::to_chars(digits.data(), digits.data() + digits.size(), groups[i], 16);
        text.append(digits.data(), end);
    }
    return text;
}

struct SpecialBlock {
    std::string_view prefix;
    std::string_view name;
};

// IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 section 2.2), as of 2025-10, the
// outermost blocks, reachable or not, for Boulder asks for no more; and multicast, which older
// Boulders refuse too.
constexpr SpecialBlock special_blocks[] = {
    {"0.0.0.0/8", "\"This network\""},
    {"10.0.0.0/8", "Private-Use"},
    {"100.64.0.0/10", "Shared Address Space"},
    {"127.0.0.0/8", "Loopback"},
    {"169.254.0.0/16", "Link Local"},
    {"172.16.0.0/12", "Private-Use"},
    {"192.0.0.0/24", "IETF Protocol Assignments"},
    {"192.0.2.0/24", "Documentation (TEST-NET-1)"},
    {"192.31.196.0/24", "AS112-v4"},
    {"192.52.193.0/24", "AMT"},
    {"192.88.99.0/24", "Deprecated (6to4 Relay Anycast)"},
    {"192.168.0.0/16", "Private-Use"},
    {"192.175.48.0/24", "Direct Delegation AS112 Service"},
    {"198.18.0.0/15", "Benchmarking"},
    {"198.51.100.0/24", "Documentation (TEST-NET-2)"},
    {"203.0.113.0/24", "Documentation (TEST-NET-3)"},
    {"224.0.0.0/4", "Multicast"},
    {"240.0.0.0/4", "Reserved"},
    {"::1/128", "Loopback Address"},
    {"::/128", "Unspecified Address"},
    {"::ffff:0:0/96", "IPv4-mapped Address"},
    {"64:ff9b::/96", "IPv4-IPv6 Translation"},
    {"64:ff9b:1::/48", "IPv4-IPv6 Translation"},
    {"100::/64", "Discard-Only Address Block"},
    {"100:0:0:1::/64", "Dummy IPv6 Prefix"},
    {"2001::/23", "IETF Protocol Assignments"},
    {"2001:db8::/32", "Documentation"},
    {"2002::/16", "6to4"},
    {"2620:4f:8000::/48", "Direct Delegation AS112 Service"},
    {"3fff::/20", "Documentation"},
    {"5f00::/16", "Segment Routing (SRv6) SIDs"},
    {"fc00::/7", "Unique-Local"},
    {"fe80::/10", "Link-Local Unicast"},
    {"ff00::/8", "Multicast"},
};

}  // namespace

IpAddress::IpAddress(BytesView octets) noexcept
    : family_(octets.size() == 4 ? Family::v4 : Family::v6)
{
    std::copy(octets.begin(), octets.end(), octets_.begin());
}

Result<IpAddress> IpAddress::from_text(std::string_view text)
{
    IpAddress address;
    if (text.find(':') == std::string_view::npos) {
        if (!parse_v4(text, address.octets_.data())) return Errc::bad_address;
        return address;
    }
    address.family_ = Family::v6;
    if (!parse_v6(text, address.octets_)) return Errc::bad_address;
    return address;
}

std::string IpAddress::to_text() const
{
    if (!is_v4()) return v6_to_text(octets());
    std::string text = std::to_string(octets_[0]);
    for (std::size_t i = 1; i < 4; ++i) text += '.' + std::to_string(octets_[i]);
    return text;
}

bool IpAddress::is_unspecified() const noexcept
{
    const auto all = octets();
    return std::all_of(all.begin(), all.end(), [](std::uint8_t octet) { return octet == 0; });
}

bool IpAddress::is_loopback() const noexcept
{
    if (is_v4()) return octets_[0] == 127;
    return std::all_of(octets_.begin(), octets_.end() - 1,
                       [](std::uint8_t octet) { return octet == 0; }) &&
           octets_.back() == 1;
}

Result<IpPrefix> IpPrefix::from_text(std::string_view text)
{
    const auto slash = text.find('/');
    const auto base = IpAddress::from_text(text.substr(0, slash));
    if (!base) return base.error();
    const auto bits = static_cast<unsigned>(base->octets().size() * 8);
    if (slash == std::string_view::npos) return IpPrefix{*base, bits};
    const auto length = parse_number(text.substr(slash + 1), 10, bits);
    if (!length) return Errc::bad_number;
    const auto octets = base->octets();
    for (unsigned bit = *length; bit < bits; ++bit)
        if ((octets[bit / 8] & (0x80U >> (bit % 8))) != 0) return Errc::bad_number;
    return IpPrefix{*base, *length};
}

std::string IpPrefix::to_text() const
{
    return base.to_text() + '/' + std::to_string(length);
}

bool IpPrefix::contains(const IpAddress& address) const noexcept
{
    if (address.family() != base.family()) return false;
    const auto mine = base.octets();
    const auto theirs = address.octets();
    for (unsigned bit = 0; bit < length; ++bit)
        if (((mine[bit / 8] ^ theirs[bit / 8]) & (0x80U >> (bit % 8))) != 0) return false;
    return true;
}

std::string_view special_purpose(const IpAddress& address) noexcept
{
    for (const auto& block : special_blocks) {
        const auto prefix = IpPrefix::from_text(block.prefix);
        if (prefix && prefix->contains(address)) return block.name;
    }
    return {};
}

}  // namespace shim
