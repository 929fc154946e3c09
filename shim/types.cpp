#include "shim/types.hpp"

#include "shim/ascii.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace shim {
namespace {

using TypeName = std::pair<RrType, std::string_view>;

// Names from the IANA registry "Resource Record (RR) TYPEs", for logs and the status endpoint.
constexpr auto type_names = std::to_array<TypeName>({
    {RrType::a, "A"},         {RrType::ns, "NS"},     {RrType::cname, "CNAME"},
    {RrType::soa, "SOA"},     {RrType::ptr, "PTR"},   {RrType::hinfo, "HINFO"},
    {RrType::mx, "MX"},       {RrType::txt, "TXT"},   {RrType::aaaa, "AAAA"},
    {RrType::srv, "SRV"},     {RrType{35}, "NAPTR"},  {RrType{39}, "DNAME"},
    {RrType::opt, "OPT"},     {RrType{43}, "DS"},     {RrType{46}, "RRSIG"},
    {RrType{47}, "NSEC"},     {RrType{48}, "DNSKEY"}, {RrType{50}, "NSEC3"},
    {RrType{52}, "TLSA"},     {RrType{64}, "SVCB"},   {RrType{65}, "HTTPS"},
    {RrType::ixfr, "IXFR"},   {RrType::axfr, "AXFR"}, {RrType::mailb, "MAILB"},
    {RrType::maila, "MAILA"}, {RrType::any, "ANY"},   {RrType::caa, "CAA"},
});

}  // namespace

std::string to_string(RrType type)
{
    for (const auto& [value, name] : type_names)
        if (value == type) return std::string(name);
    return "TYPE" + std::to_string(static_cast<unsigned>(type));
}

std::string to_string(Rcode rcode)
{
    switch (rcode) {
    case Rcode::no_error:
        return "NOERROR";
    case Rcode::form_err:
        return "FORMERR";
    case Rcode::serv_fail:
        return "SERVFAIL";
    case Rcode::nx_domain:
        return "NXDOMAIN";
    case Rcode::not_imp:
        return "NOTIMP";
    case Rcode::refused:
        return "REFUSED";
    case Rcode::bad_vers:
        return "BADVERS";
    }
    return "RCODE" + std::to_string(static_cast<unsigned>(rcode));
}

std::string_view to_string(Transport transport)
{
    switch (transport) {
    case Transport::udp:
        return "udp";
    case Transport::tcp:
        return "tcp";
    case Transport::doh:
        return "doh";
    }
    return "";
}

std::optional<RrType> parse_type(std::string_view text)
{
    for (const auto& [value, name] : type_names)
        if (equals_ignoring_case(name, text)) return value;

    constexpr std::string_view prefix = "TYPE";
    if (text.size() <= prefix.size() ||
        !equals_ignoring_case(text.substr(0, prefix.size()), prefix))
        return std::nullopt;
    const auto digits = text.substr(prefix.size());
    std::uint16_t number = 0;
    const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (ec != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return RrType{number};
}

}  // namespace shim
