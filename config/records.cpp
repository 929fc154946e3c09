#include "config/records.hpp"

#include "config/document.hpp"
#include "config/record_room.hpp"
#include "shim/rdata.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

namespace config {
namespace {

using shim::RrType;

constexpr std::array<std::string_view, 3> record_keys{"name", "type", "data"};

// What `data` looks like, of each type there can be a record of.
constexpr auto forms = std::to_array<std::pair<RrType, std::string_view>>({
    {RrType::a, "an IPv4 address, such as 192.0.2.1"},
    {RrType::aaaa, "an IPv6 address, such as 2001:db8::1"},
    {RrType::cname, "a host name, such as web.example.com"},
    {RrType::txt, "a text, or several in double quotes"},
    {RrType::caa, "flags, tag and value, such as 0 issue \"letsencrypt.org\""},
    {RrType::srv, "priority, weight, port and target, such as 0 0 443 web.example.com"},
    {RrType::mx, "preference and host, such as 10 mail.example.com"},
    {RrType::ns, "a host name, such as ns1.example.com"},
    {RrType::soa, "primary server, contact, serial, refresh, retry, expire and minimum, such as "
                  "ns1.example.com hostmaster.example.com 1 3600 600 86400 60"},
});

class RecordReader {
public:
    RecordReader(const std::string& path, std::vector<Error>& errors) : path_(path), errors_(errors)
    {
    }

    void add(const TomlNode& table)
    {
        refuse_unknown(table, "record.", record_keys, path_, errors_);
        const auto name = read_name(table);
        const auto type = read_type(table);
        const auto rdata = read_data(table, type);
        if (!name || !type || !rdata) return;
        if (check_owner(table, *name, *type, *rdata)) records_.push_back({*name, *type, *rdata});
    }

    std::vector<RecordSettings> records() { return std::move(records_); }

private:
    // What there is of one owner name.
    struct Owner {
        std::set<std::pair<RrType, shim::Bytes>> records;
        std::size_t size = 0;
    };

    void complain(std::string key, const TomlNode& node, std::string message)
    {
        errors_.push_back({"record." + std::move(key), origin_of(path_, node.line),
                           node.is_table() ? "" : shown(node), std::move(message)});
    }

    const TomlNode* read_text(const TomlNode& table, const std::string& key)
    {
        const auto* node = table.find(key);
        if (node != nullptr && node->type == TomlNode::Type::string) return node;
        complain(key, node != nullptr ? *node : table,
                 "a record needs " + key + " as a string in quotes");
        return nullptr;
    }

    std::optional<shim::Name> read_name(const TomlNode& table)
    {
        const auto* node = read_text(table, "name");
        if (node == nullptr) return std::nullopt;
        if (node->text.find('*') != std::string::npos) {
            complain("name", *node, "write the whole name: a record has no wildcards");
            return std::nullopt;
        }
        const auto name = shim::Name::from_text(node->text);
        if (name) return *name;
        complain("name", *node,
                 "write a DNS name, such as _acme-challenge.example.com: " +
                     name.error().message());
        return std::nullopt;
    }

    std::optional<RrType> read_type(const TomlNode& table)
    {
        const auto* node = read_text(table, "type");
        if (node == nullptr) return std::nullopt;
        const auto type = shim::parse_type(node->text);
        std::string names;
        for (const auto& [known, form] : forms) {
            if (type == known) return type;
            names += (names.empty() ? "" : ", ") + to_string(known);
        }
        complain("type", *node, "write one of " + names);
        return std::nullopt;
    }

    std::optional<shim::Bytes> read_data(const TomlNode& table, std::optional<RrType> type)
    {
        const auto* node = read_text(table, "data");
        if (node == nullptr || !type) return std::nullopt;
        const auto rdata = shim::rdata::parse(*type, node->text);
        if (rdata) return *rdata;
        const auto* const form = std::find_if(forms.begin(), forms.end(),
                                              [&](auto& each) { return each.first == type; });
        complain("data", *node,
                 "write " + std::string(form->second) + ": " + rdata.error().message());
        return std::nullopt;
    }

    bool check_owner(const TomlNode& table,
                     const shim::Name& name,
                     RrType type,
                     const shim::Bytes& rdata)
    {
        const auto octets = name.wire();
        auto& owner = owners_[std::string(octets.begin(), octets.end())];
        const bool first = owner.records.empty();
        const bool after_cname = !first && owner.records.begin()->first == RrType::cname;
        const auto& type_node = *table.find("type");
        if (!owner.records.emplace(type, rdata).second) {
            complain("data", *table.find("data"),
                     "is a record of that name and type already: "
                     "remove one");
            return false;
        }
        if (!first && (type == RrType::cname || after_cname)) {
            complain("type", type_node,
                     "a name with a CNAME has no other record: remove the other "
                     "of " +
                         name.to_text() + " (RFC 2181 section 10.1)");
            return false;
        }
        owner.size += record_size(rdata.size());
        if (owner.size <= record_room) return true;
        complain("data", *table.find("data"),
                 "the records of " + name.to_text() +
                     " do not fit into a DNS message: remove some");
        return false;
    }

    const std::string& path_;
    std::vector<Error>& errors_;
    std::vector<RecordSettings> records_;
    std::unordered_map<std::string, Owner> owners_;
};

}  // namespace

std::vector<RecordSettings> read_records(const std::vector<TomlNode>& tables,
                                         const std::string& path,
                                         std::vector<Error>& errors)
{
    RecordReader reader(path, errors);
    for (const auto& table : tables) reader.add(table);
    return reader.records();
}

}  // namespace config
