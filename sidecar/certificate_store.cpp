#include "sidecar/certificate_store.hpp"

#include "sidecar/certificate.hpp"
#include "sidecar/inputs.hpp"
#include "sidecar/start_error.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace sidecar {
namespace {

constexpr mode_t for_everybody = 0644;
constexpr mode_t for_this_user = 0600;

[[noreturn]] void fail(const std::string& path, const std::error_code& cause)
{
    throw StartError("can not keep the DoH certificate in " + path + ": " + cause.message() +
                     "; mount a volume there that this user may write (an emptyDir), set "
                     "doh.directory (FAKE_DNS_DOH_DIRECTORY) to one, or give doh.certificate and "
                     "doh.key");
}

std::error_code last_error()
{
    return {errno, std::generic_category()};
}

std::error_code write_all(int file, std::string_view text)
{
    while (!text.empty()) {
        const auto written = ::write(file, text.data(), text.size());
        if (written < 0) return last_error();
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

void replace_file(const std::string& path, std::string_view text, mode_t mode)
{
    auto temporary = path + ".XXXXXX";
    const int file = ::mkostemp(temporary.data(), O_CLOEXEC);  // readable by this user only
    if (file < 0) fail(path, last_error());
    auto cause = write_all(file, text);
    if (!cause && ::fchmod(file, mode) != 0) cause = last_error();
    ::close(file);
    if (!cause && ::rename(temporary.c_str(), path.c_str()) != 0) cause = last_error();
    if (!cause) return;
    ::unlink(temporary.c_str());
    fail(path, cause);
}

// Nothing where a file can not be read: then it is made anew.
std::string read_if_there(const std::string& path)
{
    try {
        return read_file(path);
    } catch (const std::system_error&) {
        return {};
    }
}

}  // namespace

void ensure_certificate(const config::DohSettings& settings,
                        std::chrono::system_clock::time_point now)
{
    std::vector<shim::IpAddress> addresses;
    for (const auto& endpoint : settings.listen) addresses.push_back(endpoint.address);
    const CertificatePaths paths(settings.directory);
    if (is_usable({read_if_there(paths.ca), read_if_there(paths.chain), read_if_there(paths.key)},
                  addresses, now))
        return;

    std::error_code ec;
    std::filesystem::create_directories(settings.directory, ec);
    if (ec) fail(settings.directory, ec);
    const auto minted = mint_certificate(addresses, now);
    replace_file(paths.key, minted.key, for_this_user);
    replace_file(paths.ca, minted.ca, for_everybody);
    // Last, because it is the one that a running process watches.
    replace_file(paths.chain, minted.chain, for_everybody);
}

}  // namespace sidecar
