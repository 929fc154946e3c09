#include "config/issuer.hpp"

#include <algorithm>

namespace config {
namespace {

// RFC 8659 section 4.2: WSP is a space or a tab.
std::string_view trim_wsp(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

bool is_alphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || is_upper(c) || (c >= '0' && c <= '9');
}

// label and tag: letters and digits, with hyphens in between.
bool is_label(std::string_view text)
{
    return !text.empty() && is_alphanumeric(text.front()) && is_alphanumeric(text.back()) &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return is_alphanumeric(c) || c == '-'; });
}

bool is_domain(std::string_view text)
{
    for (;;) {
        const auto dot = text.find('.');
        if (!is_label(text.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return true;
        text.remove_prefix(dot + 1);
    }
}

// value = *(%x21-3A / %x3C-7E)
bool is_parameter_value(std::string_view text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return c > ' ' && c < '\x7f' && c != ';'; });
}

bool is_parameter(std::string_view text)
{
    const auto equals = text.find('=');
    return equals != std::string_view::npos && is_label(trim_wsp(text.substr(0, equals))) &&
           is_parameter_value(trim_wsp(text.substr(equals + 1)));
}

std::string domain_error(std::string_view domain)
{
    if (domain.empty()) return "";  // permits nobody
    if (domain.back() == '.')
        return "remove the dot at the end: a CA compares the whole text, so this would keep every "
               "CA from issuing";
    if (std::any_of(domain.begin(), domain.end(), is_upper))
        return "write the issuer in lower case: Boulder compares byte for byte, so this would "
               "never match";
    if (!is_domain(domain))
        return "write an issuer's domain, such as letsencrypt.org, or none, deny or forward alone";
    return "";
}

}  // namespace

bool has_parameters(std::string_view value)
{
    const auto semicolon = value.find(';');
    return semicolon != std::string_view::npos && !trim_wsp(value.substr(semicolon + 1)).empty();
}

std::string issuer_error(std::string_view value)
{
    if (trim_wsp(value).empty()) return "an item of the list is empty: write deny to permit nobody";
    const auto semicolon = value.find(';');
    if (auto error = domain_error(trim_wsp(value.substr(0, semicolon))); !error.empty())
        return error;
    if (!has_parameters(value)) return "";
    auto parameters = value.substr(semicolon + 1);
    for (;;) {
        const auto end = parameters.find(';');
        const auto parameter = trim_wsp(parameters.substr(0, end));
        if (parameter.empty())
            return "remove the semicolon that is too many: Boulder passes over a record with an "
                   "empty parameter (RFC 8659 section 4.2)";
        if (!is_parameter(parameter))
            return "write each parameter as tag=value without spaces in the value, such as "
                   "letsencrypt.org; validationmethods=http-01 (RFC 8659 section 4.2)";
        if (end == std::string_view::npos) return "";
        parameters.remove_prefix(end + 1);
    }
}

}  // namespace config
