#pragma once

#include "shim/policy.hpp"
#include "shim/types.hpp"
#include "sidecar/async.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <unordered_map>
#include <vector>

struct ares_channeldata;

namespace sidecar {

// One upstream server as c-ares speaks to it: UDP, and TCP when a reply is truncated. The library
// is driven by Asio: its sockets are waited for here, and its clock is a tick while there is work.
//
// c-ares 1.18 has one timeout for a whole channel and its ares_timeout() walks all queries, so each
// query's deadline is kept here instead, in the order of sending, which is the order of deadlines.
class AresChannel : public std::enable_shared_from_this<AresChannel> {
public:
    using Done = asio::any_completion_handler<void(boost::system::error_code, shim::Bytes)>;

    // Made with std::make_shared: its clock holds it while queries wait.
    // Throws std::runtime_error when the library can not be set up.
    AresChannel(asio::any_io_executor executor,
                const shim::Endpoint& server,
                std::chrono::milliseconds timeout);
    AresChannel(const AresChannel&) = delete;
    AresChannel& operator=(const AresChannel&) = delete;
    ~AresChannel();

    // Sends a query and hands over its reply, or the error: asio::error::timed_out after the
    // timeout, anything else as it comes; later, never before it returns. The reply has the query's
    // question.
    void exchange(shim::BytesView query, Done done);

private:
    struct Query;
    struct Socket;
    using Wait = asio::posix::stream_descriptor::wait_type;

    void complete(Query& query, boost::system::error_code ec, shim::Bytes reply);
    asio::awaitable<void> run_clock(std::shared_ptr<AresChannel> self);
    [[nodiscard]] std::vector<Done> take_expired();
    void watch(int fd, bool readable, bool writable);
    asio::awaitable<void> wait(std::shared_ptr<Socket> socket, Wait direction);

    static void on_reply(void* argument, int status, int timeouts, unsigned char* reply, int size);
    static void on_socket(void* argument, int fd, int readable, int writable);

    asio::any_io_executor executor_;
    std::chrono::milliseconds timeout_;
    asio::steady_timer clock_;
    bool clock_runs_ = false;
    std::list<Query> waiting_;
    std::list<Query> late_;  // whose time is up; c-ares has still to let go of them
    std::unordered_map<int, std::shared_ptr<Socket>> sockets_;
    std::unique_ptr<ares_channeldata, void (*)(ares_channeldata*)> channel_;
};

}  // namespace sidecar
