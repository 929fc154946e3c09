#pragma once

#include "config/settings.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace sidecar {

// The files of an `auto` certificate.
struct CertificatePaths {
    explicit CertificatePaths(const std::string& directory)
        : ca(directory + "/ca.pem"), chain(directory + "/tls.pem"), key(directory + "/tls.key")
    {
    }

    std::string ca;     // what clients have to trust
    std::string chain;  // of the server
    std::string key;    // for this user's eyes only
};

// How the settings ask for a certificate that is made here.
inline constexpr std::string_view automatic_certificate = "auto";

// Makes sure that settings.directory holds a certificate for the addresses of settings.listen: the
// one there is while it does, else a new one. Each file is replaced in one step, so that nobody
// reads half of it. Throws StartError when the directory can not be written.
void ensure_certificate(const config::DohSettings& settings,
                        std::chrono::system_clock::time_point now);

}  // namespace sidecar
