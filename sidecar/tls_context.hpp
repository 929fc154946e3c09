#pragma once

#include "config/settings.hpp"
#include "sidecar/counters.hpp"
#include "sidecar/log.hpp"

#include <boost/asio/ssl/context.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sidecar {

// What a client of this server speaks, as ALPN says (RFC 7301): h2 or http/1.1.
inline constexpr std::string_view alpn_h2 = "h2";

// The certificate, and how TLS is spoken: 1.2 and 1.3, no session cache, no tickets, so that
// connections leave nothing behind.
class TlsContext {
public:
    // Makes the certificate for settings.listen first if it is `auto`. Throws StartError that names
    // the file when certificate and key can not be used.
    TlsContext(config::DohSettings settings, Counters& counters, Log& log);

    // For the next connection; those there are keep what they began with.
    [[nodiscard]] boost::asio::ssl::context& get() { return *context_; }

    // Reads the files again. What can not be used changes nothing, and is logged and counted.
    void reload();

    [[nodiscard]] const std::string& certificate_path() const { return settings_.certificate; }
    [[nodiscard]] const std::string& key_path() const { return settings_.key; }

    // What clients may trust or refuse about the certificate at settings.listen.
    [[nodiscard]] std::vector<std::string> warnings() const;
    [[nodiscard]] std::string alternative_names() const;

private:
    void load();

    config::DohSettings settings_;  // with paths in place of `auto`
    Counters& counters_;
    Log& log_;
    std::string chain_;
    std::optional<boost::asio::ssl::context> context_;
};

}  // namespace sidecar
