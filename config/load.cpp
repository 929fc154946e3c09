#include "config/load.hpp"

#include "config/checks.hpp"
#include "config/document.hpp"
#include "config/draft.hpp"
#include "config/environment.hpp"
#include "config/fields.hpp"
#include "config/records.hpp"
#include "config/rules.hpp"
#include "config/suggest.hpp"

namespace config {
namespace {

// More would not be read, and a file may be wrong on every line.
constexpr std::size_t max_errors = 100;

// How much of a value an error shows.
constexpr std::size_t max_shown = 120;

// A value from a flag, a variable or the table's defaults.
Given from_text(const Field& field, std::string_view text, std::string origin, Problems& problems)
{
    text = trim(text);
    if (field.kind == Kind::list) return {cut_list(text, problems), std::move(origin)};
    return {{std::string(text), {}, false}, std::move(origin)};
}

// The text of a key in flags or environment; null when there is none that says anything.
const std::string* look_up(const std::map<std::string, std::string>& texts, const std::string& key)
{
    const auto found = texts.find(key);
    return found == texts.end() || trim(found->second).empty() ? nullptr : &found->second;
}

class Loader {
public:
    explicit Loader(const Sources& sources) : sources_(sources)
    {
        if (sources.file) document_ = read_document(*sources.file, errors_);
    }

    std::variant<Loaded, std::vector<Error>> load()
    {
        for (const auto& field : fields()) take(field);
        refuse_unknown_flags();
        refuse_unknown_variables(sources_.environment, errors_);

        const auto path = sources_.file ? sources_.file->path : std::string();
        read_rules(document_.rules, path, effective_, draft_, errors_);
        draft_.settings.records = read_records(document_.records, path, errors_);
        check_together(draft_, effective_, errors_);
        if (!errors_.empty()) return limited(std::move(errors_));

        draft_.settings.mode = mode_of(draft_);
        show_derived(path);
        return Loaded{std::move(draft_.settings), std::move(effective_)};
    }

private:
    // Finds the value of a setting where it has the most weight, and hands it over.
    void take(const Field& field)
    {
        const std::string key(field.key);
        if (const auto* flag = look_up(sources_.flags, key))
            return assign_text(field, *flag, field.flag());
        if (const auto* variable = look_up(sources_.environment, field.variable()))
            return assign_text(field, *variable, field.variable());
        const auto in_file = document_.settings.find(key);
        if (in_file != document_.settings.end() && !trim(in_file->second.value.text).empty()) {
            auto given = in_file->second;
            if (field.kind != Kind::list) given.value.text = trim(given.value.text);
            Problems problems(errors_, key, given.origin);
            return assign(field, given, problems);
        }
        if (!field.default_value.empty()) return assign_text(field, field.default_value, "default");
        effective_.push_back({key, std::string(field.unset), "default"});
    }

    void assign_text(const Field& field, std::string_view text, const std::string& origin)
    {
        Problems problems(errors_, std::string(field.key), origin);
        const auto given = from_text(field, text, origin, problems);
        if (problems.count() != 0)
            effective_.push_back({std::string(field.key), given.value.text, origin});
        else
            assign(field, given, problems);
    }

    void assign(const Field& field, const Given& given, Problems& problems)
    {
        effective_.push_back({std::string(field.key), given.value.text, given.origin});
        field.assign(given.value, draft_, problems);
    }

    void refuse_unknown_flags()
    {
        std::vector<std::string_view> known;
        for (const auto& field : fields()) known.push_back(field.key);
        for (const auto& [key, text] : sources_.flags) {
            if (find_field(key) != nullptr) continue;
            errors_.push_back({key, "--" + key, text,
                               "there is no such setting" + did_you_mean(nearest(key, known))});
        }
    }

    // What is in effect and no row of the table tells as it was given.
    void show_derived(const std::string& path)
    {
        for (auto& each : effective_) {
            if (each.key == "mode") each.value = to_text(draft_.settings.mode);
            if (each.key == "config" && each.origin == "default" && !path.empty())
                each.value = path;
        }
        for (const auto* tables : {&document_.rules, &document_.records})
            for (const auto& table : *tables) {
                std::string text;
                for (const auto& [key, line, node] : table.members)
                    text += (text.empty() ? "" : ", ") + key + " = " + shown(node);
                effective_.push_back({tables == &document_.rules ? "rule" : "record",
                                      std::move(text), origin_of(path, table.line)});
            }
    }

    static std::vector<Error> limited(std::vector<Error> errors)
    {
        if (errors.size() <= max_errors) return errors;
        const auto more = errors.size() - max_errors;
        errors.resize(max_errors);
        errors.push_back({"", "", "", "and " + std::to_string(more) + " more errors"});
        return errors;
    }

    const Sources& sources_;
    std::vector<Error> errors_;
    Document document_;
    Draft draft_;
    std::vector<Effective> effective_;
};

std::string shortened(std::string_view value)
{
    return on_one_line(value.substr(0, max_shown)) + (value.size() > max_shown ? "..." : "");
}

}  // namespace

std::variant<Loaded, std::vector<Error>> load(const Sources& sources)
{
    return Loader(sources).load();
}

std::string Error::to_text() const
{
    // A variable or flag names its setting; a line of a file does not.
    const bool in_file = origin.find(':') != std::string::npos;
    std::string text = on_one_line(origin);
    if ((in_file || origin == "default") && !key.empty()) text += ": " + shortened(key);
    if (!value.empty()) text += " = " + shortened(value);
    return text + (text.empty() ? "" : ": ") + on_one_line(message);
}

}  // namespace config
