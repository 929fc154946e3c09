#include "sidecar/inputs.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <unistd.h>

namespace sidecar {
namespace {

constexpr const char* default_config_file = "/etc/boulder-dns-sidecar/config.toml";

}  // namespace

std::string read_file(const std::string& path)
{
    // To a stream a folder looks like an empty file.
    std::error_code ignored;  // opening says what is wrong with the path
    if (std::filesystem::is_directory(path, ignored))
        throw std::system_error(EISDIR, std::generic_category(), path);
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (file) text << file.rdbuf();
    // An empty file leaves failbit on the string, not on the file.
    if (!file || file.bad())
        throw std::system_error(errno != 0 ? errno : EIO, std::generic_category(), path);
    return text.str();
}

std::string Inputs::config_path() const
{
    if (const auto flag = flags.find("config"); flag != flags.end()) return flag->second;
    if (const auto variable = environment.find("FAKE_DNS_CONFIG");
        variable != environment.end() && !variable->second.empty())
        return variable->second;
    return default_config_file;
}

std::string Inputs::config_file() const
{
    auto path = config_path();
    std::error_code ignored;  // a folder that can not be entered holds no file for us
    if (path == default_config_file && !std::filesystem::exists(path, ignored)) path.clear();
    return path;
}

std::variant<config::Loaded, std::vector<config::Error>> Inputs::load() const
{
    config::Sources sources{flags, environment, std::nullopt};
    if (const auto path = config_file(); !path.empty()) sources.file = {path, read_file(path)};
    return config::load(sources);
}

std::map<std::string, std::string> environment()
{
    std::map<std::string, std::string> variables;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        const auto equals = text.find('=');
        if (equals != std::string_view::npos)
            variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return variables;
}

config::ResolvConf read_resolv_conf(const std::string& path, std::string& error)
{
    try {
        return config::parse_resolv_conf(read_file(path));
    } catch (const std::system_error& failure) {
        error = failure.what();
        return {};
    }
}

}  // namespace sidecar
