#pragma once

#include "sidecar/configure_boulder.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <variant>

namespace sidecar {

enum class Subcommand : std::uint8_t {
    serve,
    healthcheck,
    config,
    install,
    mint,
    assign_address,
    configure_boulder
};

// What the user asked for.
struct CommandLine {
    Subcommand subcommand = Subcommand::serve;
    std::map<std::string, std::string> flags;  // by key of the setting: "upstream.timeout"
    std::string install_path;
    ConfigureBoulder configure_boulder;
};

// The exit code, when there is nothing to run: after --help and --version, or after a mistake,
// about which the user has been told.
struct Exit {
    int code = 0;
};

// Reads the arguments, the program's name first.
[[nodiscard]] std::variant<CommandLine, Exit> parse_command_line(int argc, const char* const* argv);

}  // namespace sidecar
