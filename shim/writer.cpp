#include "shim/writer.hpp"

#include "shim/append.hpp"
#include "shim/reader.hpp"
#include "shim/wire.hpp"

#include <algorithm>

namespace shim {
namespace {

// What a reply keeps of the query's flags; AD is never claimed for what is made here.
constexpr std::uint16_t kept_flags = wire::opcode_mask | wire::rd_bit | wire::cd_bit;

void store_u16(BytesSpan out, std::size_t offset, std::size_t value) noexcept
{
    out[offset] = static_cast<std::uint8_t>(value >> 8);
    out[offset + 1] = static_cast<std::uint8_t>(value & 0xFF);
}

}  // namespace

std::size_t size_limit(const Query& query, Client client) noexcept
{
    if (client.transport != Transport::udp) return wire::max_message;
    if (!query.edns) return wire::classic_udp_size;
    const auto cap = client.loopback ? wire::loopback_udp_size : wire::safe_udp_size;
    return std::clamp<std::size_t>(query.edns->udp_size, wire::classic_udp_size, cap);
}

ReplyWriter::ReplyWriter(const Query& query, Client client, BytesSpan out) noexcept
    : query_(query), client_(client), out_(out),
      limit_(std::min(size_limit(query, client), out.size()) -
             (query.edns ? wire::opt_record_size : 0)),
      size_(query.question_end),
      flags_(static_cast<std::uint16_t>(wire::qr_bit | wire::ra_bit | (query.flags & kept_flags)))
{
    std::copy_n(query.message.begin(), size_, out_.begin());
}

bool ReplyWriter::fits(std::size_t size) noexcept
{
    if (!truncated_ && size <= limit_ - size_) return true;
    truncated_ = true;
    return false;
}

void ReplyWriter::put(BytesView octets) noexcept
{
    std::copy(octets.begin(), octets.end(), out_.begin() + static_cast<std::ptrdiff_t>(size_));
    size_ += octets.size();
}

void ReplyWriter::put_u16(std::size_t value) noexcept
{
    store_u16(out_, size_, value);
    size_ += 2;
}

void ReplyWriter::count(Section section, std::size_t records) noexcept
{
    auto& counter = section == Section::answer ? answers_ : authority_;
    counter = static_cast<std::uint16_t>(counter + records);
}

void ReplyWriter::add(Section section, const RecordRun& records, std::size_t owner) noexcept
{
    if (!fits(records.octets().size())) return;
    auto start = size_;
    put(records.octets());
    count(section, records.count());
    if (owner == wire::header_size) return;  // as the run has it
    while (start < size_) {
        store_u16(out_, start, wire::pointer_bits | owner);
        const auto length_offset = start + 2 + wire::record_fixed_size - 2;
        start =
            length_offset + 2 + ((std::size_t{out_[length_offset]} << 8) | out_[length_offset + 1]);
    }
}

std::size_t ReplyWriter::add(
    Section section, std::size_t owner, RrType type, std::uint32_t ttl, BytesView rdata) noexcept
{
    if (!fits(2 + wire::record_fixed_size + rdata.size())) return 0;
    put_u16(wire::pointer_bits | owner);
    put_u16(static_cast<std::uint16_t>(type));
    put_u16(static_cast<std::uint16_t>(RrClass::in));
    put_u16(ttl >> 16);
    put_u16(ttl & 0xFFFF);
    put_u16(rdata.size());
    const auto rdata_offset = size_;
    put(rdata);
    count(section, 1);
    return rdata_offset;
}

void ReplyWriter::add_foreign(BytesView records,
                              std::uint16_t answers,
                              std::uint16_t authority,
                              std::uint16_t additional) noexcept
{
    if (!fits(records.size())) return;
    put(records);
    answers_ = answers;
    authority_ = authority;
    additional_ = additional;
}

// RFC 8467 section 4.1: only on an encrypted transport, and only to a client that pads too.
void ReplyWriter::put_padding() noexcept
{
    const auto used = size_ + wire::option_header_size;
    if (used > out_.size()) return;
    const auto blocks = (used + wire::padding_block - 1) / wire::padding_block;
    const auto zeros = std::min(blocks * wire::padding_block, out_.size()) - used;
    put_u16(wire::padding_option);
    put_u16(zeros);
    std::fill_n(out_.begin() + static_cast<std::ptrdiff_t>(size_), zeros, std::uint8_t{0});
    size_ += zeros;
}

void ReplyWriter::put_opt(Rcode rcode, BytesView options) noexcept
{
    out_[size_++] = 0;
    put_u16(static_cast<std::uint16_t>(RrType::opt));
    put_u16(wire::safe_udp_size);
    put_u16((static_cast<std::size_t>(rcode) >> 4) << 8);  // upper bits of the rcode; version 0
    put_u16(query_.edns->dnssec_ok ? wire::do_bit : 0);
    const auto length_offset = size_;
    put_u16(0);
    if (options.size() <= limit_ + wire::opt_record_size - size_) put(options);
    if (query_.edns->padding && client_.transport == Transport::doh) put_padding();
    store_u16(out_, length_offset, size_ - length_offset - 2);
}

std::size_t ReplyWriter::finish(Rcode rcode, const Ede& ede)
{
    if (!query_.edns) return finish(rcode);
    constexpr auto fixed_size = wire::option_header_size + 2;
    const auto room = limit_ - size_;
    if (room < fixed_size) return finish(rcode);
    const auto text = std::string_view(ede.text).substr(0, room - fixed_size);
    Bytes option;
    append_u16(option, wire::ede_option);
    append_u16(option, static_cast<std::uint16_t>(2 + text.size()));
    append_u16(option, static_cast<std::uint16_t>(ede.code));
    append(option, text);
    return finish(rcode, option);
}

std::size_t ReplyWriter::finish(Rcode rcode, BytesView options) noexcept
{
    if (truncated_) {
        size_ = query_.question_end;
        answers_ = authority_ = additional_ = 0;
        // What is left of the reply is not what was validated (RFC 4035 section 3.2.3).
        flags_ = static_cast<std::uint16_t>((flags_ & ~wire::ad_bit) | wire::tc_bit);
    }
    store_u16(out_, wire::flags_offset,
              flags_ | (static_cast<std::size_t>(rcode) & wire::rcode_mask));
    store_u16(out_, wire::ancount_offset, answers_);
    store_u16(out_, wire::nscount_offset, authority_);
    store_u16(out_, wire::arcount_offset, additional_ + (query_.edns ? 1U : 0U));
    if (query_.edns) put_opt(rcode, options);
    return size_;
}

std::size_t write_header_only(BytesView message, Rcode rcode, BytesSpan out) noexcept
{
    std::copy_n(message.begin(), wire::flags_offset, out.begin());
    const std::size_t query_flags = WireReader(message, wire::flags_offset).read_u16();
    store_u16(out, wire::flags_offset,
              wire::qr_bit | wire::ra_bit | (query_flags & kept_flags) |
                  (static_cast<std::size_t>(rcode) & wire::rcode_mask));
    std::fill_n(out.begin() + wire::qdcount_offset, wire::header_size - wire::qdcount_offset,
                std::uint8_t{0});
    return wire::header_size;
}

}  // namespace shim
