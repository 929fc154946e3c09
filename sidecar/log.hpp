#pragma once

#include "config/settings.hpp"

#include <boost/system/error_code.hpp>

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace sidecar {

// One line an event on standard error: `level=info event="…" key=value …`, or the same as a JSON
// object. Values are escaped, so bytes from the network can not forge a line.
class Log {
public:
    using Fields = std::initializer_list<std::pair<std::string_view, std::string_view>>;

    explicit Log(config::LogSettings settings) : settings_(settings) {}

    void configure(config::LogSettings settings) { settings_ = settings; }
    [[nodiscard]] bool queries() const { return settings_.queries; }

    void debug(std::string_view event, Fields fields = {}) const
    {
        write(config::LogLevel::debug, event, fields);
    }
    void info(std::string_view event, Fields fields = {}) const
    {
        write(config::LogLevel::info, event, fields);
    }
    void warning(std::string_view event, Fields fields = {}) const
    {
        write(config::LogLevel::warning, event, fields);
    }
    void error(std::string_view event, Fields fields = {}) const
    {
        write(config::LogLevel::error, event, fields);
    }

    // For co_spawn: reports an exception that ended `what`, which nothing else would.
    [[nodiscard]] std::function<void(std::exception_ptr)>
    exception_handler(std::string_view what) const;

private:
    void write(config::LogLevel level, std::string_view event, Fields fields) const;

    config::LogSettings settings_;
};

// The line that write() prints, without its end. Pure.
[[nodiscard]] std::string format_line(config::LogLevel level,
                                      config::LogFormat format,
                                      std::string_view event,
                                      Log::Fields fields);

}  // namespace sidecar
