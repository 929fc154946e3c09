#include "shim/append.hpp"
#include "shim/escape.hpp"
#include "shim/rdata.hpp"
#include "shim/reader.hpp"
#include "shim/wire.hpp"

#include <charconv>
#include <optional>

namespace shim::rdata {
namespace {

// Takes fields off the front of a record's text. The first failure sticks.
class Fields {
public:
    explicit Fields(std::string_view text) : text_(text) { skip_space(); }

    [[nodiscard]] bool empty() const { return text_.empty(); }
    [[nodiscard]] bool quoted() const { return !empty() && text_.front() == '"'; }
    [[nodiscard]] std::optional<Errc> error() const
    {
        if (error_) return error_;
        if (!text_.empty()) return Errc::trailing_text;
        return std::nullopt;
    }

    std::string word()
    {
        if (quoted()) return quoted_string();
        const auto end = text_.find_first_of(" \t");
        std::string field(text_.substr(0, end));
        if (field.empty()) fail(Errc::missing_field);
        text_.remove_prefix(field.size());
        skip_space();
        return field;
    }

    template <typename T>
    T number()
    {
        const auto field = word();
        T value = 0;
        const auto [end, ec] = std::from_chars(field.data(), field.data() + field.size(), value);
        if (ec != std::errc{} || end != field.data() + field.size()) fail(Errc::bad_number);
        return value;
    }

    Name name()
    {
        const auto parsed = Name::from_text(word());
        if (parsed) return *parsed;
        fail(static_cast<Errc>(parsed.error().value()));
        return {};
    }

    // Errors that a record's own rules find.
    void fail(Errc error)
    {
        if (!error_) error_ = error;
    }

private:
    void skip_space()
    {
        const auto start = text_.find_first_not_of(" \t");
        text_.remove_prefix(start == std::string_view::npos ? text_.size() : start);
    }

    std::string quoted_string()
    {
        std::string out;
        text_.remove_prefix(1);
        while (!text_.empty() && text_.front() != '"') {
            const auto octet = take_octet(text_);
            if (!octet) {
                fail(Errc::bad_escape);
                text_ = {};
                return {};
            }
            out += static_cast<char>(*octet);
        }
        if (text_.empty())
            fail(Errc::string_too_long);
        else
            text_.remove_prefix(1);
        skip_space();
        return out;
    }

    std::string_view text_;
    std::optional<Errc> error_;
};

Bytes parse_address(Fields& fields, IpAddress::Family family)
{
    const auto address = IpAddress::from_text(fields.word());
    if (!address || address->family() != family) {
        fields.fail(Errc::bad_address);
        return {};
    }
    return from_address(*address);
}

Bytes parse_txt(Fields& fields)
{
    Bytes out;
    while (!fields.empty()) {
        const auto part = fields.word();
        if (part.size() > wire::max_character_string) fields.fail(Errc::string_too_long);
        out.push_back(static_cast<std::uint8_t>(part.size()));
        append(out, part);
    }
    return out;
}

Bytes parse_caa(Fields& fields)
{
    const auto flags = fields.number<std::uint8_t>();
    const auto tag = fields.word();
    const auto value = fields.word();
    const auto out = from_caa(flags, tag, value);
    if (out) return *out;
    fields.fail(Errc::bad_caa_tag);
    return {};
}

Bytes parse_mx(Fields& fields)
{
    const auto preference = fields.number<std::uint16_t>();
    const auto exchange = fields.name();
    Bytes out;
    append_u16(out, preference);
    append(out, exchange.wire());
    return out;
}

Bytes parse_srv(Fields& fields)
{
    const auto priority = fields.number<std::uint16_t>();
    const auto weight = fields.number<std::uint16_t>();
    const auto port = fields.number<std::uint16_t>();
    return from_srv(priority, weight, port, fields.name());
}

Bytes parse_soa(Fields& fields)
{
    const auto mname = fields.name();
    const auto rname = fields.name();
    SoaTimers timers;
    timers.serial = fields.number<std::uint32_t>();
    timers.refresh = fields.number<std::uint32_t>();
    timers.retry = fields.number<std::uint32_t>();
    timers.expire = fields.number<std::uint32_t>();
    timers.minimum = fields.number<std::uint32_t>();
    return from_soa(mname, rname, timers);
}

std::string quote(BytesView octets)
{
    std::string out = "\"";
    for (const auto octet : octets) {
        const char c = static_cast<char>(octet);
        if (octet < ' ' || octet >= 127) {
            append_decimal_escape(out, octet);
            continue;
        }
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

// RFC 3597 section 5
std::string unknown_to_text(BytesView rdata)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out = "\\# " + std::to_string(rdata.size());
    if (!rdata.empty()) out += ' ';
    for (const auto octet : rdata) out += {digits[octet >> 4], digits[octet & 0xF]};
    return out;
}

// What `reader` holds from its offset on, as text; empty, or false in ok(), when it is garbled.
std::string read_text(RrType type, WireReader& reader, std::size_t end)
{
    switch (type) {
    case RrType::a:
        return IpAddress(reader.read_bytes(4)).to_text();
    case RrType::aaaa:
        return IpAddress(reader.read_bytes(16)).to_text();
    case RrType::ns:
    case RrType::cname:
    case RrType::ptr:
        return reader.read_name().to_text();
    case RrType::mx: {
        const auto preference = std::to_string(reader.read_u16());
        return preference + ' ' + reader.read_name().to_text();
    }
    case RrType::srv: {
        std::string out;
        for (int i = 0; i < 3; ++i) out += std::to_string(reader.read_u16()) + ' ';
        return out + reader.read_name().to_text();
    }
    case RrType::soa: {
        std::string out = reader.read_name().to_text();
        out += ' ' + reader.read_name().to_text();
        for (int i = 0; i < 5; ++i) out += ' ' + std::to_string(reader.read_u32());
        return out;
    }
    case RrType::caa: {
        const auto flags = std::to_string(reader.read_u8());
        const auto octets = reader.read_bytes(reader.read_u8());
        const std::string tag(octets.begin(), octets.end());
        if (!is_caa_tag(tag) || reader.offset() > end) return {};
        return flags + ' ' + tag + ' ' + quote(reader.read_bytes(end - reader.offset()));
    }
    case RrType::hinfo: {
        const auto cpu = quote(reader.read_bytes(reader.read_u8()));
        return cpu + ' ' + quote(reader.read_bytes(reader.read_u8()));
    }
    case RrType::txt: {
        std::string out;
        while (reader.ok() && reader.offset() < end)
            out += (out.empty() ? "" : " ") + quote(reader.read_bytes(reader.read_u8()));
        return out;
    }
    default:
        return unknown_to_text(reader.read_bytes(end - reader.offset()));
    }
}

}  // namespace

Result<Bytes> parse(RrType type, std::string_view text)
{
    Fields fields(text);
    Bytes out;
    switch (type) {
    case RrType::a:
        out = parse_address(fields, IpAddress::Family::v4);
        break;
    case RrType::aaaa:
        out = parse_address(fields, IpAddress::Family::v6);
        break;
    case RrType::cname:
    case RrType::ns:
        out = from_name(fields.name());
        break;
    case RrType::mx:
        out = parse_mx(fields);
        break;
    case RrType::srv:
        out = parse_srv(fields);
        break;
    case RrType::soa:
        out = parse_soa(fields);
        break;
    case RrType::caa:
        out = parse_caa(fields);
        break;
    case RrType::txt:
        if (!fields.quoted()) return from_text(text);
        out = parse_txt(fields);
        break;
    default:
        return Errc::unsupported_type;
    }
    if (const auto error = fields.error()) return *error;
    return out;
}

std::string to_text(RrType type, BytesView rdata, BytesView message, std::size_t offset)
{
    WireReader reader(message, offset);
    const auto end = offset + rdata.size();
    if (!reader.ok() || end > message.size()) return unknown_to_text(rdata);
    if ((type == RrType::a && rdata.size() != 4) || (type == RrType::aaaa && rdata.size() != 16))
        return unknown_to_text(rdata);
    auto text = read_text(type, reader, end);
    // A TXT record has one string at least (RFC 1035 section 3.3.14).
    return reader.ok() && reader.offset() == end && !text.empty() ? text : unknown_to_text(rdata);
}

}  // namespace shim::rdata
