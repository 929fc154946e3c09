#pragma once

#include "sidecar/async.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstdint>
#include <list>

namespace sidecar {

// Pairs of connections between which octets are passed.
class Pump {
public:
    // Passes octets until both directions have ended: an end in one direction is passed on and
    // leaves the other open, what one side does not take holds the other back, and when nothing
    // moves for the idle time both are closed. `bytes` counts what was passed; it and the pump
    // outlive the call.
    [[nodiscard]] asio::awaitable<void> run(asio::ip::tcp::socket left,
                                            asio::ip::tcp::socket right,
                                            std::chrono::milliseconds idle,
                                            std::uint64_t& bytes);

    // Gives each pair, those yet to come included, drain_time to end, then closes it.
    void stop();

private:
    struct Pair;

    [[nodiscard]] static asio::awaitable<void> pass_both(Pair& pair, std::uint64_t& bytes);
    [[nodiscard]] static asio::awaitable<void>
    pass(asio::ip::tcp::socket& from, asio::ip::tcp::socket& to, Pair& pair, std::uint64_t& bytes);
    [[nodiscard]] static asio::awaitable<void> close_in_time(Pair& pair,
                                                             std::chrono::milliseconds idle);

    std::list<Pair*> pairs_;
    bool stopped_ = false;
};

}  // namespace sidecar
