#include "config/document.hpp"

#include "config/caa.hpp"
#include "config/suggest.hpp"

#include <algorithm>

namespace config {
namespace {

using Type = TomlNode::Type;

bool is_section(std::string_view name)
{
    const auto all = fields();
    return std::any_of(all.begin(), all.end(), [name](const Field& field) {
        return field.key.size() > name.size() && field.key.starts_with(name) &&
               field.key[name.size()] == '.';
    });
}

// All keys of the file, to suggest from.
std::vector<std::string_view> known_keys()
{
    std::vector<std::string_view> keys{"rule", "record", "caa"};
    for (const auto& field : fields())
        if (field.in_file()) keys.push_back(field.key);
    return keys;
}

// A raw CAA record as a table, in the presentation form that raw_records understands.
std::optional<std::string> record_text(const TomlNode& table, Problems& problems)
{
    const auto* flags = table.find("flags");
    const auto* tag = table.find("tag");
    const auto* value = table.find("value");
    const std::size_t known = (flags != nullptr ? 1U : 0U) + 2U;
    if (tag == nullptr || value == nullptr || tag->type != Type::string ||
        value->type != Type::string || (flags != nullptr && flags->type != Type::integer) ||
        table.members.size() != known) {
        problems.add(shown(table), "write a record as { flags = 128, tag = \"tbs\", value = "
                                   "\"Unknown\" }; only flags can be left out");
        return std::nullopt;
    }
    std::string text = (flags != nullptr ? flags->text : "0") + ' ' + tag->text + " \"";
    for (const char c : value->text) {
        if (c == '"' || c == '\\') text += '\\';
        text += c;
    }
    return text + '"';
}

std::optional<Value> to_raw_records(const TomlNode& node, Problems& problems)
{
    if (node.type != Type::array) return to_value(node, Kind::list, "\"none\"", problems);
    std::vector<std::string> items;
    for (const auto& item : node.items) {
        if (item.type == Type::string) {
            items.push_back(item.text);
        } else if (!item.is_table()) {
            problems.add(shown(item), "write a table { flags, tag, value } or a string");
        } else if (auto text = record_text(item, problems)) {
            items.push_back(std::move(*text));
        }
    }
    if (problems.count() != 0) return std::nullopt;
    return join_list(std::move(items));
}

class Reader {
public:
    Reader(const std::string& path, std::vector<Error>& errors) : path_(path), errors_(errors) {}

    Document read(const TomlNode& root)
    {
        read_table(root, "");
        return std::move(document_);
    }

private:
    void read_table(const TomlNode& table, const std::string& prefix)
    {
        for (const auto& [name, line, node] : table.members) {
            const auto key = prefix + name;
            const auto origin = origin_of(path_, line);
            if (key == "caa") {
                document_.settings.merge(read_caa(node, path_, "caa.", errors_));
            } else if (key == "rule") {
                take_tables(node, key, origin, document_.rules);
            } else if (key == "record") {
                take_tables(node, key, origin, document_.records);
            } else if (const auto* field = find_field(key); field != nullptr && field->in_file()) {
                Problems problems(errors_, key, origin);
                if (auto value = to_value(node, field->kind, field->example, problems))
                    document_.settings.insert_or_assign(key, Given{std::move(*value), origin});
            } else if (is_section(key)) {
                if (node.is_table())
                    read_table(node, key + '.');
                else
                    errors_.push_back({key, origin, shown(node),
                                       "write a table, with its keys under [" + key + ']'});
            } else {
                errors_.push_back({key, origin, shown(node),
                                   "there is no such setting" + did_you_mean(nearest(key, keys_))});
            }
        }
    }

    void take_tables(const TomlNode& node,
                     const std::string& key,
                     const std::string& origin,
                     std::vector<TomlNode>& out)
    {
        if (node.type != Type::array) {
            errors_.push_back({key, origin, shown(node),
                               "write each as a table of its own under [[" + key + "]]"});
            return;
        }
        for (const auto& item : node.items) {
            if (item.is_table())
                out.push_back(item);
            else
                errors_.push_back({key, origin_of(path_, item.line), shown(item),
                                   "write a table under [[" + key + "]]"});
        }
    }

    const std::string& path_;
    std::vector<Error>& errors_;
    Document document_;
    std::vector<std::string_view> keys_ = known_keys();
};

}  // namespace

Document read_document(const Sources::File& file, std::vector<Error>& errors)
{
    auto parsed = parse_toml(file);
    if (auto* error = std::get_if<Error>(&parsed)) {
        errors.push_back(std::move(*error));
        return {};
    }
    return Reader(file.path, errors).read(std::get<TomlNode>(parsed));
}

std::optional<Value>
to_value(const TomlNode& node, Kind kind, std::string_view example, Problems& problems)
{
    const auto wrong_type = [&](std::string_view right) {
        problems.add(shown(node),
                     "write " + std::string(right) + ", such as " + std::string(example));
        return std::nullopt;
    };
    switch (kind) {
    case Kind::text:
        if (node.type != Type::string) return wrong_type("a string in quotes");
        return Value{node.text, {}, false};
    case Kind::integer:
        if (node.type != Type::integer) return wrong_type("a whole number without quotes");
        return Value{node.text, {}, false};
    case Kind::boolean:
        if (node.type != Type::boolean) return wrong_type("true or false without quotes");
        return Value{node.text, {}, false};
    case Kind::list:
        break;
    }
    if (node.type == Type::string && trim(node.text).empty()) return Value{};
    if (node.type == Type::string || node.type == Type::integer) {
        auto value = cut_list(node.text, problems);
        if (problems.count() != 0) return std::nullopt;
        return value;
    }
    if (node.type != Type::array) return wrong_type("a string or an array of strings");
    std::vector<std::string> items;
    for (const auto& item : node.items) {
        if (item.type != Type::string && item.type != Type::integer)
            return wrong_type("a string or an array of strings");
        items.push_back(item.text);
    }
    return join_list(std::move(items));
}

std::map<std::string, Given, std::less<>> read_caa(const TomlNode& node,
                                                   const std::string& path,
                                                   std::string_view prefix,
                                                   std::vector<Error>& errors)
{
    std::map<std::string, Given, std::less<>> out;
    const auto take = [&](const TomlNode& value_node, std::string_view name, std::size_t line) {
        const auto key = std::string(prefix) + std::string(name);
        const auto origin = origin_of(path, line);
        Problems problems(errors, key, origin);
        auto value = name == "raw" ? to_raw_records(value_node, problems)
                                   : to_value(value_node, Kind::list, "\"deny\"", problems);
        if (value) out.insert_or_assign(key, Given{std::move(*value), origin});
    };
    if (!node.is_table()) {
        take(node, "issue", node.line);
        return out;
    }
    std::vector<std::string_view> known;
    known.reserve(caa_keys.size());
    for (const auto& key : caa_keys) known.push_back(key.name);
    refuse_unknown(node, prefix, known, path, errors);
    for (const auto& [name, line, value] : node.members)
        if (std::find(known.begin(), known.end(), name) != known.end()) take(value, name, line);
    return out;
}

void refuse_unknown(const TomlNode& table,
                    std::string_view prefix,
                    std::span<const std::string_view> known,
                    const std::string& path,
                    std::vector<Error>& errors)
{
    for (const auto& [name, line, value] : table.members) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        errors.push_back({std::string(prefix) + name, origin_of(path, line), shown(value),
                          "there is no such key" + did_you_mean(nearest(name, known))});
    }
}

std::string origin_of(const std::string& path, std::size_t line)
{
    return path + ':' + std::to_string(line);
}

std::string shown(const TomlNode& node)
{
    if (node.is_scalar()) return node.text;
    std::string text;
    for (const auto& item : node.items) text += (text.empty() ? "" : ", ") + shown(item);
    for (const auto& [key, line, value] : node.members)
        text += (text.empty() ? "" : ", ") + key + " = " + shown(value);
    return node.is_table() ? "{ " + text + " }" : '[' + text + ']';
}

}  // namespace config
