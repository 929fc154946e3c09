#include "tests/bench/datagrams.hpp"
#include "tests/bench/posix.hpp"
#include "tests/bench/query_list.hpp"

#include <csignal>
#include <cstdio>
#include <exception>
#include <memory>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>

namespace bench {
namespace {

constexpr std::chrono::microseconds between_queries{200};
constexpr std::chrono::seconds limit{20};

// A new process with the command, which must name a file.
pid_t start(char** command)
{
    const pid_t child = check(fork(), "fork");
    if (child != 0) return child;
    execv(command[0], command);
    std::perror(command[0]);
    _exit(127);
}

// True when an answer with rcode NOERROR and an answer record arrives in time.
bool is_answered(const Descriptor& socket, const shim::Bytes& query, Clock::time_point deadline)
{
    Datagrams answers;
    for (auto now = Clock::now(); now < deadline; now = Clock::now()) {
        // Refused while nothing listens there.
        static_cast<void>(send(socket.get(), query.data(), query.size(), 0));
        for (const auto next = now + between_queries; now < next; now = Clock::now()) {
            if (answers.receive(socket.get()) == 0) continue;
            const auto answer = answers.received(0);
            if (answer.size() > query.size() && (answer[3] & 0x0F) == 0 && answer[7] != 0)
                return true;
        }
    }
    return false;
}

double milliseconds(const timeval& time)
{
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
}

}  // namespace
}  // namespace bench

// start_probe PORT NAME COMMAND...: starts a server, prints the milliseconds until it answers A for
// the name and how many of CPU time that took it, and ends it.
int main(int argc, char** argv)
{
    if (argc < 4) {
        std::fputs("usage: start_probe PORT NAME COMMAND...\n", stderr);
        return 2;
    }
    try {
        const auto socket = bench::udp_socket();
        bench::connect_loopback(socket, static_cast<std::uint16_t>(std::stoul(argv[1])));
        const auto query = bench::make_query(argv[2], "A");
        const auto begin = bench::Clock::now();
        const pid_t server = bench::start(argv + 3);
        const bool answered = bench::is_answered(socket, query, begin + bench::limit);
        const std::chrono::duration<double, std::milli> taken = bench::Clock::now() - begin;
        kill(server, SIGKILL);
        rusage used{};
        wait4(server, nullptr, 0, &used);
        if (!answered) throw std::runtime_error("no answer from " + std::string(argv[3]));
        std::printf("%.2f %.2f\n", taken.count(),
                    bench::milliseconds(used.ru_utime) + bench::milliseconds(used.ru_stime));
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "start_probe: %s\n", error.what());
        return 1;
    }
}
