#include "sidecar/metric_writer.hpp"

#include <charconv>

namespace sidecar {
namespace {

std::string escape(std::string_view value)
{
    std::string out;
    for (const char c : value) {
        if (c == '\\' || c == '"') out += '\\';
        if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    return out;
}

}  // namespace

MetricWriter::MetricWriter(std::string_view name,
                           std::string_view type,
                           std::string_view help,
                           std::string& out)
    : name_(name), out_(out)
{
    out_.append("# HELP ").append(name).append(" ").append(help).append("\n");
    out_.append("# TYPE ").append(name).append(" ").append(type).append("\n");
}

void MetricWriter::add(const Labels& labels, std::uint64_t value)
{
    add_sample("", labels, std::to_string(value));
}

void MetricWriter::add(const Labels& labels, double value)
{
    add_sample("", labels, number(value));
}

// The shortest text that reads back as the same number.
std::string MetricWriter::number(double value)
{
    std::array<char, 32> digits{};
    const auto [end, ec] = std::to_chars(digits.data(), digits.data() + digits.size(), value,
                                         std::chars_format::fixed);
    if (ec == std::errc{}) return {digits.data(), end};
    return std::to_string(value);
}

void MetricWriter::add_bucket(Labels labels, std::string bound, std::uint64_t count)
{
    labels.emplace_back("le", std::move(bound));
    add_sample("_bucket", labels, std::to_string(count));
}

void MetricWriter::add_sample(std::string_view suffix, const Labels& labels, std::string_view value)
{
    out_.append(name_).append(suffix);
    char separator = '{';
    for (const auto& [label, text] : labels) {
        out_ += separator;
        out_.append(label).append("=\"").append(escape(text)).append("\"");
        separator = ',';
    }
    if (!labels.empty()) out_ += '}';
    out_.append(" ").append(value).append("\n");
}

}  // namespace sidecar
