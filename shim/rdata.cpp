#include "shim/rdata.hpp"

#include "shim/append.hpp"
#include "shim/wire.hpp"

#include <algorithm>

namespace shim::rdata {
namespace {

bool is_tag_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

Bytes from_address(const IpAddress& address)
{
    const auto octets = address.octets();
    return {octets.begin(), octets.end()};
}

Bytes from_name(const Name& name)
{
    const auto octets = name.wire();
    return {octets.begin(), octets.end()};
}

bool is_caa_tag(std::string_view tag)
{
    return !tag.empty() && tag.size() <= wire::max_character_string &&
           std::all_of(tag.begin(), tag.end(), is_tag_character);
}

Result<Bytes> from_caa(std::uint8_t flags, std::string_view tag, std::string_view value)
{
    if (!is_caa_tag(tag)) return Errc::bad_caa_tag;
    Bytes out{flags, static_cast<std::uint8_t>(tag.size())};
    append(out, tag);
    append(out, value);
    return out;
}

Bytes from_srv(std::uint16_t priority, std::uint16_t weight, std::uint16_t port, const Name& target)
{
    Bytes out;
    append_u16(out, priority);
    append_u16(out, weight);
    append_u16(out, port);
    append(out, target.wire());
    return out;
}

Bytes from_text(std::string_view text)
{
    Bytes out;
    do {
        const auto part = text.substr(0, wire::max_character_string);
        out.push_back(static_cast<std::uint8_t>(part.size()));
        append(out, part);
        text.remove_prefix(part.size());
    } while (!text.empty());
    return out;
}

Bytes from_soa(const Name& mname, const Name& rname, const SoaTimers& timers)
{
    Bytes out;
    append(out, mname.wire());
    append(out, rname.wire());
    for (const auto value :
         {timers.serial, timers.refresh, timers.retry, timers.expire, timers.minimum})
        append_u32(out, value);
    return out;
}

}  // namespace shim::rdata
