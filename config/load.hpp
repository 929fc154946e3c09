#pragma once

#include "config/settings.hpp"

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace config {

// Everything that settings can come from, as text; load() itself reads nothing.
struct Sources {
    struct File {
        std::string path;
        std::string text;
    };
    std::map<std::string, std::string> flags;        // by key: "upstream.timeout"
    std::map<std::string, std::string> environment;  // whole; only FAKE_DNS* is looked at
    std::optional<File> file;
};

// A setting as it came out, for `config` and the status endpoint.
struct Effective {
    std::string key;
    std::string value;
    std::string origin;  // "default", "FAKE_DNS_TTL", "--ttl", "/etc/x.toml:7"
};

// What is wrong with one value. to_text() is the whole sentence for a person.
struct Error {
    std::string key;
    std::string origin;
    std::string value;
    std::string message;  // what would be right, and the nearest known name for an unknown one

    [[nodiscard]] std::string to_text() const;
};

struct Loaded {
    Settings settings;
    std::vector<Effective> effective;
};

// Flags over environment over file over defaults. Either settings that can be used or every error
// there is, not only the first.
[[nodiscard]] std::variant<Loaded, std::vector<Error>> load(const Sources& sources);

}  // namespace config
