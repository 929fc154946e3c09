#include "tests/support/query_builder.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>

namespace test_support {
namespace {

using shim::Bytes;
using shim::BytesView;

void append(Bytes& out, BytesView octets)
{
    out.insert(out.end(), octets.begin(), octets.end());
}

void append_u16(Bytes& out, std::size_t value)
{
    out.push_back(static_cast<std::uint8_t>(value >> 8));
    out.push_back(static_cast<std::uint8_t>(value & 0xFF));
}

int digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    std::cerr << "not a hexadecimal digit: " << c << '\n';
    std::abort();
}

}  // namespace

Bytes from_hex(std::string_view text)
{
    Bytes out;
    int high = -1;
    for (const char c : text) {
        if (c == ' ' || c == '\n') continue;
        if (high < 0) {
            high = digit(c);
            continue;
        }
        out.push_back(static_cast<std::uint8_t>(high * 16 + digit(c)));
        high = -1;
    }
    if (high >= 0) {
        std::cerr << "an odd number of hexadecimal digits\n";
        std::abort();
    }
    return out;
}

Bytes name_octets(std::string_view name)
{
    Bytes out;
    while (!name.empty() && name != ".") {
        const auto label = name.substr(0, name.find('.'));
        out.push_back(static_cast<std::uint8_t>(label.size()));
        out.insert(out.end(), label.begin(), label.end());
        name.remove_prefix(std::min(label.size() + 1, name.size()));
    }
    out.push_back(0);
    return out;
}

Bytes record_octets(std::string_view owner,
                    shim::RrType type,
                    std::uint32_t ttl,
                    BytesView rdata,
                    shim::RrClass rrclass)
{
    Bytes out = name_octets(owner);
    append_u16(out, static_cast<std::uint16_t>(type));
    append_u16(out, static_cast<std::uint16_t>(rrclass));
    append_u16(out, ttl >> 16);
    append_u16(out, ttl & 0xFFFF);
    append_u16(out, rdata.size());
    append(out, rdata);
    return out;
}

QueryBuilder::QueryBuilder(std::string_view qname, shim::RrType qtype)
    : qname_(name_octets(qname)), qtype_(qtype)
{
}

QueryBuilder& QueryBuilder::id(std::uint16_t value)
{
    id_ = value;
    return *this;
}

QueryBuilder& QueryBuilder::flags(std::uint16_t value)
{
    flags_ = value;
    return *this;
}

QueryBuilder& QueryBuilder::qclass(shim::RrClass value)
{
    qclass_ = value;
    return *this;
}

QueryBuilder& QueryBuilder::qname(BytesView octets)
{
    qname_.assign(octets.begin(), octets.end());
    return *this;
}

QueryBuilder& QueryBuilder::qdcount(std::uint16_t value)
{
    qdcount_ = value;
    return *this;
}

QueryBuilder& QueryBuilder::answer(BytesView record)
{
    append(records_, record);
    ++ancount_;
    return *this;
}

QueryBuilder& QueryBuilder::authority(BytesView record)
{
    append(records_, record);
    ++nscount_;
    return *this;
}

QueryBuilder& QueryBuilder::additional(BytesView record)
{
    append(records_, record);
    ++arcount_;
    return *this;
}

QueryBuilder& QueryBuilder::tail(BytesView octets)
{
    append(tail_, octets);
    return *this;
}

QueryBuilder& QueryBuilder::edns(std::uint16_t udp_size)
{
    opt_ = Opt{udp_size, 0, 0, {}};
    return *this;
}

QueryBuilder& QueryBuilder::version(std::uint8_t value)
{
    opt_.value().version = value;
    return *this;
}

QueryBuilder& QueryBuilder::edns_flags(std::uint16_t value)
{
    opt_.value().flags = value;
    return *this;
}

QueryBuilder& QueryBuilder::option(std::uint16_t code, BytesView data)
{
    auto& options = opt_.value().options;
    append_u16(options, code);
    append_u16(options, data.size());
    append(options, data);
    return *this;
}

Bytes QueryBuilder::build() const
{
    Bytes out;
    for (const std::size_t field : {id_, flags_, qdcount_, ancount_, nscount_,
                                    static_cast<std::uint16_t>(arcount_ + (opt_ ? 1 : 0))})
        append_u16(out, field);
    append(out, qname_);
    append_u16(out, static_cast<std::uint16_t>(qtype_));
    append_u16(out, static_cast<std::uint16_t>(qclass_));
    append(out, records_);
    if (opt_) {
        const auto ttl = (std::uint32_t{opt_->version} << 16) | opt_->flags;
        append(out, record_octets(".", shim::RrType::opt, ttl, opt_->options,
                                  shim::RrClass{opt_->udp_size}));
    }
    append(out, tail_);
    return out;
}

}  // namespace test_support
