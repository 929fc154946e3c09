#include "config/toml.hpp"

// The library as Debian builds it is shared and throws; this program is one static file, and a
// text that is no TOML is nothing exceptional.
#undef TOML_HEADER_ONLY
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
// 3.3 asserts that what follows the dot of a key is a key, before it says that it is none.
#define TOML_ASSERT(expression) static_assert(true)
#include <toml++/toml.h>

#include <algorithm>

namespace config {
namespace {

TomlNode convert(const toml::node& node)
{
    TomlNode out;
    out.line = node.source().begin.line;
    if (const auto* string = node.as_string()) {
        out.type = TomlNode::Type::string;
        out.text = string->get();
    } else if (const auto* integer = node.as_integer()) {
        out.type = TomlNode::Type::integer;
        out.text = std::to_string(integer->get());
    } else if (const auto* boolean = node.as_boolean()) {
        out.type = TomlNode::Type::boolean;
        out.text = boolean->get() ? "true" : "false";
    } else if (const auto* array = node.as_array()) {
        out.type = TomlNode::Type::array;
        out.items.reserve(array->size());
        for (const auto& item : *array) out.items.push_back(convert(item));
    } else if (const auto* table = node.as_table()) {
        out.type = TomlNode::Type::table;
        out.members.reserve(table->size());
        for (const auto& [key, value] : *table)
            out.members.push_back(
                {std::string(key.str()), key.source().begin.line, convert(value)});
    } else {
        out.text = node.is_floating_point() ? "a number with a point" : "a date or time";
    }
    return out;
}

}  // namespace

const TomlNode* TomlNode::find(std::string_view key) const
{
    const auto member = std::find_if(members.begin(), members.end(),
                                     [key](const TomlMember& each) { return each.key == key; });
    return member == members.end() ? nullptr : &member->value;
}

std::variant<TomlNode, Error> parse_toml(const Sources::File& file)
{
    const auto result = toml::parse(file.text, file.path);
    if (result) return convert(result.table());
    const auto& error = result.error();
    return Error{"", file.path + ':' + std::to_string(error.source().begin.line), "",
                 "this is not TOML: " + std::string(error.description())};
}

}  // namespace config
