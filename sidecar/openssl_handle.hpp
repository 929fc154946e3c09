#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>

namespace sidecar {

// Gives what OpenSSL made back to it.
template <auto Free>
struct OpensslDeleter {
    template <typename T>
    void operator()(T* handle) const noexcept
    {
        Free(handle);
    }
};

using BioHandle = std::unique_ptr<BIO, OpensslDeleter<BIO_free_all>>;
using KeyHandle = std::unique_ptr<EVP_PKEY, OpensslDeleter<EVP_PKEY_free>>;
using CertificateHandle = std::unique_ptr<X509, OpensslDeleter<X509_free>>;

}  // namespace sidecar
