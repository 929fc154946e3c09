#pragma once

#include "shim/address.hpp"
#include "shim/policy.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace sidecar {

// A server's certificate and the CA to trust for it, as PEM.
struct MintedCertificate {
    std::string ca;
    std::string chain;  // the server's certificate, then the CA's
    std::string key;    // PKCS #8, secret
};

// A fresh ECDSA P-256 key with a certificate for 127.0.0.1, ::1, localhost and the addresses, by a
// CA that signs nothing else: its key is gone when this returns. Throws StartError when OpenSSL
// can not.
[[nodiscard]] MintedCertificate mint_certificate(const std::vector<shim::IpAddress>& addresses,
                                                 std::chrono::system_clock::time_point now);

// Do the three belong together, and do they serve these addresses for another month at least?
[[nodiscard]] bool is_usable(const MintedCertificate& minted,
                             const std::vector<shim::IpAddress>& addresses,
                             std::chrono::system_clock::time_point now);

// Why a client would refuse the certificate `chain` (PEM, of the file `path`) at these listeners,
// a sentence each with the cure.
[[nodiscard]] std::vector<std::string>
certificate_warnings(std::string_view chain,
                     const std::string& path,
                     const std::vector<shim::Endpoint>& listeners,
                     std::chrono::system_clock::time_point now);

// The names and addresses that the first certificate of `chain` is for: "IP:192.0.2.1,
// DNS:localhost".
[[nodiscard]] std::string subject_alternative_names(std::string_view chain);

}  // namespace sidecar
