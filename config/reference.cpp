#include "config/reference.hpp"

#include "config/fields.hpp"
#include "config/reference_prose.hpp"

#include <string_view>

namespace config {
namespace {

std::string code(std::string_view text)
{
    return '`' + std::string(text) + '`';
}

// What follows `key = ` in the sample.
std::string toml_value(const Field& field)
{
    if (field.default_value.empty()) return std::string(field.example);
    const bool bare = field.kind == Kind::integer || field.kind == Kind::boolean;
    const std::string text(field.default_value);
    return bare ? text : '"' + text + '"';
}

std::string_view section_of(std::string_view key)
{
    const auto dot = key.find('.');
    return dot == std::string_view::npos ? std::string_view() : key.substr(0, dot);
}

// The anchor that Markdown renderers give the heading `key`.
std::string anchor_of(std::string_view key)
{
    std::string anchor = "#";
    for (const char c : key)
        if (c != '.') anchor += c;
    return anchor;
}

std::string render_overview()
{
    std::string text = "| setting | variable | default | what |\n|---|---|---|---|\n";
    for (const auto& field : fields()) {
        const std::string shown(field.shown_default());
        text += "| [" + code(field.key) + "](" + anchor_of(field.key) + ") | " +
                code(field.variable()) + " | " +
                (field.default_value.empty() ? shown : code(shown)) + " | " +
                std::string(field.help) + " |\n";
    }
    return text;
}

std::string render_setting(const Field& field)
{
    std::string text = "### " + std::string(field.key) + "\n\n" + std::string(field.help) + ". " +
                       std::string(field.description) + "\n\n";
    if (field.in_file())
        text +=
            "- TOML: " + code(std::string(field.key) + " = " + std::string(field.example)) + '\n';
    const std::string shown(field.shown_default());
    text += "- Variable: " + code(field.variable()) + "\n- Flag: " + code(field.flag()) +
            "\n- Default: " + (field.default_value.empty() ? shown : code(shown)) +
            "\n- A change counts " +
            (field.reload == Reload::applied ? "from the next reload" : "from the next start") +
            "\n\n";
    return text;
}

}  // namespace

std::string render_reference()
{
    std::string text(prose::introduction);
    text += render_overview();
    text += prose::settings;
    for (const auto& field : fields()) text += render_setting(field);
    text += prose::tables;
    text += "```toml\n" + render_sample() + "```\n";
    return text;
}

std::string render_sample()
{
    std::string text(prose::sample_head);
    const auto add = [&text](const Field& field, std::string_view name) {
        text += "# " + std::string(field.help) + "\n# " + std::string(name) + " = " +
                toml_value(field) + '\n';
    };
    // A key after a [section] would belong to it, so those without one come first.
    for (const auto& field : fields())
        if (field.in_file() && section_of(field.key).empty()) add(field, field.key);
    std::string_view section;
    for (const auto& field : fields()) {
        const auto own = section_of(field.key);
        if (own.empty()) continue;
        if (own != section) text += "\n[" + std::string(own) + "]\n";
        section = own;
        add(field, field.key.substr(own.size() + 1));
    }
    return text + std::string(prose::sample_tables);
}

}  // namespace config
