#pragma once

#include "sidecar/status_server.hpp"
#include "tests/sidecar/status_sample.hpp"
#include "tests/support/policy_parts.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace sidecar {

// A test that waits longer has failed.
inline constexpr std::chrono::seconds patience{20};

inline constexpr std::string_view last_get =
    "GET /healthz HTTP/1.1\r\nHost: sidecar.example\r\nConnection: close\r\n\r\n";
inline constexpr std::string_view get_and_stay =
    "GET /healthz HTTP/1.1\r\nHost: sidecar.example\r\n\r\n";

// A status server on loopback, and clients that talk to it octet by octet.
class StatusServerFixture : public testing::Test {
protected:
    // A client that sends and reads octets, and lets the server run meanwhile.
    class Client {
    public:
        explicit Client(StatusServerFixture& test) : context_(test.context_), socket_(context_)
        {
            socket_.connect(test.address_);
        }

        void send(std::string_view octets) { asio::write(socket_, asio::buffer(octets)); }

        // What is to be read until `end` is, or until the server closes.
        std::string read_until(std::string_view end = "no such text")
        {
            const auto deadline = std::chrono::steady_clock::now() + patience;
            while (!seen_->closed && seen_->octets.find(end) == std::string::npos) {
                read();
                context_.run_one_until(deadline);
                if (std::chrono::steady_clock::now() > deadline) return "nothing in time";
            }
            return std::exchange(seen_->octets, {});
        }

        // Whether the server has closed, after it could run for a while.
        bool closed_after(std::chrono::milliseconds time)
        {
            read();
            context_.run_for(time);
            return seen_->closed;
        }

        asio::ip::tcp::socket& socket() { return socket_; }

    private:
        // Shared with the read that is under way, which may end after the client.
        struct Seen {
            std::array<char, 4096> room{};
            std::string octets;
            bool reading = false;
            bool closed = false;
        };

        void read()
        {
            if (std::exchange(seen_->reading, true) || seen_->closed) return;
            socket_.async_read_some(asio::buffer(seen_->room), [seen = seen_](auto ec, auto size) {
                seen->reading = false;
                seen->closed = static_cast<bool>(ec);
                seen->octets.append(seen->room.data(), size);
            });
        }

        asio::io_context& context_;
        asio::ip::tcp::socket socket_;
        std::shared_ptr<Seen> seen_ = std::make_shared<Seen>();
    };

    StatusServerFixture() { limits_.status_connections = 10; }

    // What comes back until the server closes.
    std::string exchange(std::string_view sent)
    {
        start();
        Client client(*this);
        client.send(sent);
        return client.read_until();
    }

    // Whether a new client gets an answer, at once or when another one is gone.
    bool is_served_in_time()
    {
        const auto deadline = std::chrono::steady_clock::now() + patience;
        while (std::chrono::steady_clock::now() < deadline)
            if (exchange(last_get).ends_with("OK")) return true;
        return false;
    }

    void start()
    {
        if (server_) return;
        server_.emplace(context_.get_executor(), limits_, sample_.view(), sample_.counters, log_);
        address_ = server_->add_listener({test_support::address("127.0.0.1"), 0});
        server_->start();
    }

    asio::io_context context_;
    StatusSample sample_;
    config::LimitSettings limits_{.body = 100, .idle = std::chrono::seconds(10)};
    Log log_{{.level = config::LogLevel::error}};
    asio::ip::tcp::endpoint address_;
    std::optional<StatusServer> server_;
};

}  // namespace sidecar
