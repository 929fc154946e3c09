#include "sidecar/process_usage.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sys/resource.h>
#include <system_error>
#include <unistd.h>

namespace sidecar {
namespace {

std::uint64_t resident_bytes()
{
    std::ifstream file("/proc/self/statm");  // proc(5): total and resident size, in pages
    std::uint64_t total = 0;
    std::uint64_t resident = 0;
    if (!(file >> total >> resident)) return 0;
    return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

std::uint64_t open_files()
{
    std::error_code ec;
    const std::filesystem::directory_iterator files("/proc/self/fd", ec);
    if (ec) return 0;
    // The one that lists the folder is there only for that.
    return static_cast<std::uint64_t>(std::distance(begin(files), end(files))) - 1;
}

std::chrono::microseconds cpu()
{
    rusage usage{};
    if (getrusage(RUSAGE_SELF, &usage) != 0) return {};
    const auto of = [](const timeval& time) {
        return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
    };
    return of(usage.ru_utime) + of(usage.ru_stime);
}

}  // namespace

ProcessUsage process_usage()
{
    return {resident_bytes(), open_files(), cpu()};
}

}  // namespace sidecar
