#include "tests/bench/floor.hpp"

#include <cstdio>
#include <exception>
#include <string>

namespace {

std::uint16_t to_port(const char* text)
{
    return static_cast<std::uint16_t>(std::stoul(text));
}

}  // namespace

// floor udp PORT | floor tcp PORT | floor forward PORT UPSTREAM_PORT
int main(int argc, char** argv)
{
    try {
        const std::string what = argc > 2 ? argv[1] : "";
        if (what == "udp") bench::serve_udp(to_port(argv[2]));
        if (what == "tcp") bench::serve_tcp(to_port(argv[2]));
        if (what == "forward" && argc > 3) bench::forward_udp(to_port(argv[2]), to_port(argv[3]));
        std::fputs("usage: floor udp PORT | tcp PORT | forward PORT UPSTREAM_PORT\n", stderr);
        return 2;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "floor: %s\n", error.what());
        return 1;
    }
}
