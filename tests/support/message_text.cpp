#include "tests/support/message_text.hpp"

#include "shim/rdata.hpp"
#include "shim/reader.hpp"
#include "shim/wire.hpp"

#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace test_support {
namespace {

using shim::BytesView;
using shim::RrClass;
using shim::RrType;
using shim::WireReader;

// What a message says, line by line; the first is the rcode.
struct Lines {
    std::string rcode;
    std::string id;
    std::vector<std::string_view> flags;
    std::vector<std::string> questions;
    std::vector<std::string> records;
};

constexpr std::array<std::pair<std::uint16_t, std::string_view>, 7> flag_names{{
    {shim::wire::qr_bit, "qr"},
    {shim::wire::aa_bit, "aa"},
    {shim::wire::tc_bit, "tc"},
    {shim::wire::rd_bit, "rd"},
    {shim::wire::ra_bit, "ra"},
    {shim::wire::ad_bit, "ad"},
    {shim::wire::cd_bit, "cd"},
}};

std::string class_text(RrClass rrclass)
{
    if (rrclass == RrClass::in) return "IN";
    if (rrclass == RrClass::ch) return "CH";
    return "CLASS" + std::to_string(static_cast<unsigned>(rrclass));
}

// A name with no pointer in it, in its own spelling.
std::string spelt_name(BytesView message, std::size_t start, std::size_t end)
{
    std::string text;
    WireReader reader(message.first(end), start);
    for (auto label = reader.read_bytes(reader.read_u8()); !label.empty();
         label = reader.read_bytes(reader.read_u8()))
        text += (text.empty() ? "" : ".") + shim::label_to_text(label);
    return text.empty() ? "." : text;
}

std::string question_text(BytesView message, WireReader& reader)
{
    const auto start = reader.offset();
    const auto name = reader.read_name();
    const bool compressed = reader.offset() - start != name.wire().size();
    auto text = compressed ? name.to_text() : spelt_name(message, start, reader.offset());
    const RrType type{reader.read_u16()};
    return text + ' ' + class_text(RrClass{reader.read_u16()}) + ' ' + to_string(type);
}

void add_opt(const shim::RecordHeader& record, Lines& lines)
{
    std::string text = "opt: version=" + std::to_string((record.ttl >> 16) & 0xFF) +
                       " size=" + std::to_string(static_cast<unsigned>(record.rrclass));
    if ((record.ttl & shim::wire::do_bit) != 0) text += " do";
    if ((record.ttl & 0x7FFF) != 0) text += " flags=" + std::to_string(record.ttl & 0x7FFF);
    lines.records.push_back(text);
    WireReader options(record.rdata);
    while (options.ok() && !options.at_end()) {
        const auto code = options.read_u16();
        const auto data = options.read_bytes(options.read_u16());
        if (!options.ok()) break;
        std::string option = "option: " + std::to_string(code);
        if (code == shim::wire::ede_option && data.size() >= 2) {
            option += ' ' + std::to_string((data[0] << 8) | data[1]) + ' ';
            option.append(data.begin() + 2, data.end());
        } else {
            option += " of " + std::to_string(data.size()) + " octets";
        }
        lines.records.push_back(option);
    }
    if (!options.ok()) lines.records.emplace_back("garbled options");
}

void add_record(std::string_view section, BytesView message, WireReader& reader, Lines& lines)
{
    const auto owner = reader.read_name();
    const auto record = read_record_header(reader);
    if (!reader.ok()) return;
    if (record.type == RrType::opt) {
        add_opt(record, lines);
        return;
    }
    lines.records.push_back(
        std::string(section) + ": " + owner.to_text() + ' ' + std::to_string(record.ttl) + ' ' +
        class_text(record.rrclass) + ' ' + to_string(record.type) + ' ' +
        shim::rdata::to_text(record.type, record.rdata, message, record.rdata_offset));
}

// RFC 6891 section 6.1.3: the OPT record has the upper bits.
unsigned extended_rcode(BytesView message, unsigned lower)
{
    WireReader reader(message, shim::wire::qdcount_offset);
    const unsigned questions = reader.read_u16();
    unsigned records = 0;
    for (int section = 0; section < 3; ++section) records += reader.read_u16();
    for (unsigned i = 0; i < questions; ++i) {
        reader.skip_name();
        reader.skip(shim::wire::question_fixed_size);
    }
    for (unsigned i = 0; i < records && reader.ok(); ++i) {
        reader.skip_name();
        const auto record = read_record_header(reader);
        if (record.type == RrType::opt) return ((record.ttl >> 24) << 4) | lower;
    }
    return lower;
}

Lines read_lines(BytesView message)
{
    Lines lines;
    WireReader reader(message);
    lines.id = std::to_string(reader.read_u16());
    const auto flags = reader.read_u16();
    const auto questions = reader.read_u16();
    std::array<std::uint16_t, 3> counts{};
    for (auto& count : counts) count = reader.read_u16();
    const auto rcode = extended_rcode(message, flags & shim::wire::rcode_mask);
    lines.rcode = to_string(shim::Rcode{static_cast<std::uint16_t>(rcode)});
    for (const auto& [bit, name] : flag_names)
        if ((flags & bit) != 0) lines.flags.push_back(name);
    if ((flags & 0x0040) != 0) lines.flags.emplace_back("z");

    for (unsigned i = 0; i < questions && reader.ok(); ++i)
        lines.questions.push_back("question: " + question_text(message, reader));
    constexpr std::array<std::string_view, 3> sections{"answer", "authority", "additional"};
    for (std::size_t section = 0; section < sections.size(); ++section)
        for (unsigned i = 0; i < counts[section] && reader.ok(); ++i)
            add_record(sections[section], message, reader, lines);
    if (!reader.ok())
        lines.records.push_back("garbled at offset " + std::to_string(reader.offset()));
    else if (!reader.at_end())
        lines.records.push_back(std::to_string(message.size() - reader.offset()) + " octets left");
    return lines;
}

}  // namespace

std::string message_text(BytesView message)
{
    const auto lines = read_lines(message);
    std::string text = lines.rcode + " id=" + lines.id;
    for (const auto flag : lines.flags) text.append(" ").append(flag);
    text += '\n';
    for (const auto& line : lines.questions) text += line + '\n';
    for (const auto& line : lines.records) text += line + '\n';
    return text;
}

std::string summary(BytesView message)
{
    const auto lines = read_lines(message);
    std::string text = lines.rcode;
    for (const auto flag : lines.flags)
        if (flag != "qr" && flag != "rd" && flag != "ra") text.append(" ").append(flag);
    if (lines.questions.empty()) text += "; no question";
    for (auto line : lines.records) {
        const auto rrclass = line.find(" IN ");
        if (rrclass != std::string::npos) line.erase(rrclass, 3);
        text += "; " + line;
    }
    return text;
}

}  // namespace test_support
