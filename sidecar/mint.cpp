#include "sidecar/mint.hpp"

#include "sidecar/certificate_store.hpp"
#include "sidecar/start_error.hpp"

#include <chrono>

namespace sidecar {

void mint(const config::Settings& settings)
{
    if (settings.doh.certificate != automatic_certificate)
        throw StartError("nothing to mint: doh.certificate (FAKE_DNS_DOH_CERTIFICATE) names the "
                         "file " +
                         settings.doh.certificate + "; set it and doh.key to auto");
    ensure_certificate(settings.doh, std::chrono::system_clock::now());
}

}  // namespace sidecar
