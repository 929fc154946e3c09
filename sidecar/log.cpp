#include "sidecar/log.hpp"

#include <boost/json/serialize.hpp>

#include <array>
#include <exception>
#include <iostream>

namespace sidecar {
namespace {

std::string_view to_string(config::LogLevel level)
{
    constexpr std::array<std::string_view, 4> names{"debug", "info", "warning", "error"};
    return names[static_cast<std::size_t>(level)];
}

// Bare where that is unambiguous, else quoted with everything that is not printable escaped.
std::string quote(std::string_view value)
{
    const auto plain = [](char c) {
        return c > ' ' && c < 127 && c != '"' && c != '=' && c != '\\';
    };
    bool bare = !value.empty();
    for (const char c : value) bare = bare && plain(c);
    if (bare) return std::string(value);

    constexpr std::string_view digits = "0123456789abcdef";
    std::string out = "\"";
    for (const char c : value) {
        const auto octet = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') out += '\\';
        if (octet < ' ' || octet == 127)
            out += {'\\', 'x', digits[octet >> 4], digits[octet & 0xF]};
        else
            out += c;
    }
    return out + '"';
}

}  // namespace

std::string format_line(config::LogLevel level,
                        config::LogFormat format,
                        std::string_view event,
                        Log::Fields fields)
{
    if (format == config::LogFormat::json) {
        boost::json::object line{{"level", to_string(level)}, {"event", event}};
        for (const auto& [key, value] : fields) line[key] = value;
        return boost::json::serialize(line);
    }
    std::string line = "level=" + std::string(to_string(level)) + " event=" + quote(event);
    for (const auto& [key, value] : fields) line += ' ' + std::string(key) + '=' + quote(value);
    return line;
}

void Log::write(config::LogLevel level, std::string_view event, Fields fields) const
{
    if (level < settings_.level) return;
    // One write a line, so that lines of several processes do not mix.
    std::cerr << format_line(level, settings_.format, event, fields) + '\n' << std::flush;
}

std::function<void(std::exception_ptr)> Log::exception_handler(std::string_view what) const
{
    return [this, what = std::string(what)](const std::exception_ptr& exception) {
        if (!exception) return;
        try {
            std::rethrow_exception(exception);
        } catch (const std::exception& error) {
            this->error("task ended by an exception", {{"task", what}, {"cause", error.what()}});
        }
    };
}

}  // namespace sidecar
