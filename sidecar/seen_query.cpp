#include "sidecar/seen_query.hpp"

#include "shim/rdata.hpp"
#include "shim/reader.hpp"
#include "shim/wire.hpp"
#include "sidecar/printable.hpp"

#include <array>

namespace sidecar {
namespace {

// RFC 8914 section 5.2
constexpr std::array<std::string_view, 25> ede_names{"Other Error",
                                                     "Unsupported DNSKEY Algorithm",
                                                     "Unsupported DS Digest Type",
                                                     "Stale Answer",
                                                     "Forged Answer",
                                                     "DNSSEC Indeterminate",
                                                     "DNSSEC Bogus",
                                                     "Signature Expired",
                                                     "Signature Not Yet Valid",
                                                     "DNSKEY Missing",
                                                     "RRSIGs Missing",
                                                     "No Zone Key Bit Set",
                                                     "NSEC Missing",
                                                     "Cached Error",
                                                     "Not Ready",
                                                     "Blocked",
                                                     "Censored",
                                                     "Filtered",
                                                     "Prohibited",
                                                     "Stale NXDOMAIN Answer",
                                                     "Not Authoritative",
                                                     "Not Supported",
                                                     "No Reachable Authority",
                                                     "Network Error",
                                                     "Invalid Data"};

std::string ede_text(std::uint16_t code, shim::BytesView extra)
{
    auto text = std::to_string(code);
    if (code < ede_names.size()) text += " (" + std::string(ede_names[code]) + ')';
    const std::string words(extra.begin(), extra.end());
    return words.empty() ? text : text + ": " + printable(words);
}

// The first Extended DNS Error among the options of an OPT record.
std::string read_ede(shim::BytesView options)
{
    shim::WireReader reader(options);
    while (!reader.at_end()) {
        const auto code = reader.read_u16();
        const auto data = reader.read_bytes(reader.read_u16());
        if (!reader.ok()) return {};
        if (code != shim::wire::ede_option) continue;
        shim::WireReader option(data);
        const auto info_code = option.read_u16();
        return option.ok() ? ede_text(info_code, data.subspan(option.offset())) : "";
    }
    return {};
}

struct Header {
    std::uint16_t flags = 0;
    std::array<std::uint16_t, 4> counts{};  // of questions, answers, authority, additional
};

Header read_header(shim::WireReader& reader)
{
    reader.skip(shim::wire::flags_offset);
    Header header;
    header.flags = reader.read_u16();
    for (auto& count : header.counts) count = reader.read_u16();
    return header;
}

// One record of the answer section; false when it is not all there.
bool read_answer(shim::WireReader& reader, shim::BytesView message, SeenQuery& seen)
{
    reader.skip_name();
    const auto record = shim::read_record_header(reader);
    if (!reader.ok()) return false;
    const auto text =
        printable(shim::rdata::to_text(record.type, record.rdata, message, record.rdata_offset));
    const auto type = shim::to_string(record.type);
    seen.answer.push_back(type == seen.type ? text : type + ' ' + text);
    return true;
}

// The sections after the answer, for their OPT record (RFC 6891 section 6.1.3), which has the
// upper bits of the rcode.
void read_opt(shim::WireReader& reader, std::size_t records, std::uint16_t& rcode, SeenQuery& seen)
{
    for (; records != 0; --records) {
        reader.skip_name();
        const auto record = shim::read_record_header(reader);
        if (!reader.ok()) return;
        if (record.type != shim::RrType::opt) continue;
        rcode |= static_cast<std::uint16_t>((record.ttl >> 24) << 4);
        seen.ede = read_ede(record.rdata);
        return;
    }
}

void read_reply(shim::BytesView message, SeenQuery& seen)
{
    shim::WireReader reader(message);
    const auto header = read_header(reader);
    auto rcode = static_cast<std::uint16_t>(header.flags & shim::wire::rcode_mask);
    const auto [questions, answers, authority, additional] = header.counts;
    if (questions == 1) {
        const auto name = reader.read_name();
        const auto type = shim::RrType{reader.read_u16()};
        reader.skip(2);  // class
        if (reader.ok()) {
            seen.name = name.to_text();
            seen.type = shim::to_string(type);
        }
    }
    for (std::size_t i = 0; i < answers && read_answer(reader, message, seen);) ++i;
    read_opt(reader, std::size_t{authority} + additional, rcode, seen);
    seen.rcode = shim::to_string(shim::Rcode{rcode});
}

}  // namespace

SeenQuery read_seen(const RecentQueries::Entry& entry, Moment now)
{
    SeenQuery seen;
    seen.time = now.system - std::chrono::duration_cast<std::chrono::system_clock::duration>(
                                 now.steady - entry.arrived);
    seen.duration = entry.duration;
    seen.client = entry.client.to_string();
    seen.transport = shim::to_string(entry.transport);
    seen.source = shim::to_string(entry.source);
    read_reply(shim::BytesView(entry.reply).first(entry.size), seen);
    if (entry.cut) seen.answer.emplace_back("…");
    return seen;
}

}  // namespace sidecar
