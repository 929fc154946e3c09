#include "config/boulder_edits.hpp"

#include <algorithm>

namespace config {

std::string JsonObject::path_of(std::string_view key) const
{
    return path.empty() ? std::string(key) : path + "." + std::string(key);
}

JsonObject JsonObject::child(const JsonMember& member) const
{
    return {&member.value, path_of(member.key)};
}

void JsonEdits::set(const JsonObject& object, const JsonMember& member, std::string json)
{
    if (text_of(member.value) == json) return;
    changes_.push_back({object.path_of(member.key), one_line(member.value), json});
    edits_.push_back({member.value.begin, member.value.end, std::move(json)});
}

void JsonEdits::set_only_item(const JsonObject& object,
                              const JsonMember& member,
                              std::string_view item)
{
    const auto json = quoted(item);
    const auto& items = member.value.items;
    if (items.empty()) return set(object, member, "[" + json + "]");
    if (items.size() == 1 && text_of(items.front()) == json) return;
    changes_.push_back({object.path_of(member.key), one_line(member.value), "[" + json + "]"});
    edits_.push_back({items.front().begin, items.back().end, json});
}

void JsonEdits::insert(const JsonObject& object,
                       const JsonMember& behind,
                       std::string_view key,
                       std::string_view json)
{
    const auto gap = text_.substr(behind.gap_begin, behind.key_begin - behind.gap_begin);
    const auto colon = text_.substr(behind.key_end, behind.value.begin - behind.key_end);
    changes_.push_back({object.path_of(key), "(absent)", std::string(json)});
    edits_.push_back(
        {behind.value.end, behind.value.end,
         "," + std::string(gap) + quoted(key) + std::string(colon) + std::string(json)});
}

std::string JsonEdits::apply() const
{
    auto sorted = edits_;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const Edit& left, const Edit& right) { return left.begin < right.begin; });
    std::string result;
    std::size_t copied = 0;
    for (const auto& edit : sorted) {
        result += text_.substr(copied, edit.begin - copied);
        result += edit.text;
        copied = edit.end;
    }
    result += text_.substr(copied);
    return result;
}

std::string_view JsonEdits::text_of(const JsonValue& value) const
{
    return text_.substr(value.begin, value.end - value.begin);
}

std::string JsonEdits::one_line(const JsonValue& value) const
{
    if (value.kind != JsonValue::Kind::array) return std::string(text_of(value));
    std::string list;
    for (const auto& item : value.items) {
        if (!list.empty()) list += ", ";
        list += text_of(item);
    }
    return "[" + list + "]";
}

}  // namespace config
