#include "config/caa.hpp"

#include "config/issuer.hpp"
#include "config/record_room.hpp"
#include "shim/rdata.hpp"

#include <string>

namespace config {
namespace {

// RFC 8659 section 4.2: an issue property with no domain permits nobody.
constexpr std::string_view nobody = ";";

void add_record(std::vector<shim::Bytes>& records, std::string_view tag, std::string_view value)
{
    if (const auto rdata = shim::rdata::from_caa(0, tag, value)) records.push_back(*rdata);
}

// An item that is rather the second half of the parameter before it, cut off at its comma.
bool is_comma_slip(const Value& value, std::size_t index)
{
    return value.cut && index > 0 && has_parameters(value.items[index - 1]) &&
           value.items[index].find_first_of(".;") == std::string::npos;
}

std::vector<shim::Bytes>
parse_issuers(const Value& value, std::string_view tag, std::string_view words, Problems& problems)
{
    std::vector<shim::Bytes> records;
    if (says(value, "none")) return records;
    if (says(value, "deny")) {
        add_record(records, tag, nobody);
        return records;
    }
    for (std::size_t i = 0; i < value.items.size(); ++i) {
        const auto& item = value.items[i];
        if (item == "none" || item == "deny" || item == "forward") {
            problems.add(value.text, "write a list of issuers, or one of " + std::string(words) +
                                         " alone, not " + item + " among others");
        } else if (is_comma_slip(value, i)) {
            problems.add(item, "put an issuer whose parameters have a comma in double quotes: \"" +
                                   value.items[i - 1] + ',' + item + '"');
        } else if (auto error = issuer_error(item); !error.empty()) {
            problems.add(item, std::move(error));
        } else {
            add_record(records, tag, trim(item));
        }
    }
    return records;
}

std::size_t size_of(const std::vector<shim::Bytes>& records)
{
    std::size_t size = 0;
    for (const auto& rdata : records) size += record_size(rdata.size());
    return size;
}

}  // namespace

void assign_issue(const Value& value, CaaParts& parts, Problems& problems)
{
    parts.forward = value.items.size() == 1 && value.items.front() == "forward";
    if (!parts.forward)
        parts.issue = parse_issuers(value, "issue", "none, deny, forward", problems);
}

void assign_issuewild(const Value& value, CaaParts& parts, Problems& problems)
{
    if (value.items.size() == 1 && value.items.front() == "forward")
        problems.add(value.text,
                     "write caa.issue = \"forward\": it sends the whole query upstream");
    else
        parts.issuewild = parse_issuers(value, "issuewild", "none, deny", problems);
}

void assign_iodef(const Value& value, CaaParts& parts, Problems& problems)
{
    if (says(value, "none")) return;
    for (const auto& item : value.items) {
        const std::string_view url = item;
        const auto scheme = url.substr(0, url.find(':'));
        const bool known = scheme == "mailto" || scheme == "http" || scheme == "https";
        if (known && scheme.size() + 1 < url.size())
            add_record(parts.iodef, "iodef", url);
        else
            problems.add(item, "write a mailto:, http: or https: URL, such as "
                               "mailto:security@example.com, or none");
    }
}

void assign_raw(const Value& value, CaaParts& parts, Problems& problems)
{
    if (says(value, "none")) return;
    for (const auto& item : value.items) {
        const auto rdata = shim::rdata::parse(shim::RrType::caa, item);
        if (rdata)
            parts.raw.push_back(*rdata);
        else
            problems.add(item, "write flags, tag and value, such as 128 tbs \"Unknown\": " +
                                   rdata.error().message());
    }
}

shim::CaaAnswer make_answer(const CaaParts& parts, Problems& problems)
{
    shim::CaaAnswer answer{{}, parts.forward};
    std::size_t size = 0;
    for (const auto* records : {&parts.issue, &parts.issuewild, &parts.iodef, &parts.raw}) {
        size += size_of(*records);
        answer.rdata.insert(answer.rdata.end(), records->begin(), records->end());
    }
    if (size > record_room)
        problems.add("", "the CAA records take " + std::to_string(size) +
                             " octets: remove some, no more than " + std::to_string(record_room) +
                             " fit into a DNS message");
    if (parts.forward && !answer.rdata.empty())
        problems.add("forward", "the upstream answers CAA queries, so nothing can be added: remove "
                                "the other caa keys, or forward");
    return answer;
}

}  // namespace config
