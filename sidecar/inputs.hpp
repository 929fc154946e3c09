#pragma once

#include "config/load.hpp"
#include "config/resolv_conf.hpp"

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sidecar {

// The text of a file; std::system_error naming it when it can not be read.
[[nodiscard]] std::string read_file(const std::string& path);

// Where the settings come from, kept so that they can be read again.
struct Inputs {
    std::map<std::string, std::string> flags;
    std::map<std::string, std::string> environment;

    // The TOML file that flag or environment names, or the default one, which need not be there.
    [[nodiscard]] std::string config_path() const;
    // The same; empty for a default one that is not there.
    [[nodiscard]] std::string config_file() const;

    // Reads the file and loads. Throws std::system_error when the file can not be read.
    [[nodiscard]] std::variant<config::Loaded, std::vector<config::Error>> load() const;
};

// This process's environment.
[[nodiscard]] std::map<std::string, std::string> environment();

// The pod's resolv.conf as it is now; empty when it can not be read, which `error` then says.
[[nodiscard]] config::ResolvConf read_resolv_conf(const std::string& path, std::string& error);

}  // namespace sidecar
