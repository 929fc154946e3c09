#include "sidecar/ares_channel.hpp"

#include "sidecar/ares_error.hpp"
#include "sidecar/endpoint.hpp"

#include <ares.h>
#include <boost/asio/append.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <iterator>
#include <mutex>
#include <stdexcept>

namespace sidecar {
namespace {

using Clock = std::chrono::steady_clock;

// How late a timeout may be noticed.
constexpr std::chrono::milliseconds tick{20};

void check(int status, const char* what)
{
    if (status != ARES_SUCCESS)
        throw std::runtime_error(std::string("c-ares: ") + what + ": " + ares_strerror(status));
}

void initialise_library()
{
    static std::once_flag once;
    std::call_once(once, [] { check(ares_library_init(ARES_LIB_INIT_ALL), "library"); });
}

}  // namespace

// A query that c-ares has. It lives until the library calls back, which it does exactly once.
struct AresChannel::Query {
    AresChannel* channel;
    Clock::time_point deadline;
    Done done;  // empty once the deadline has passed, and the query is among the late ones
    std::list<Query>::iterator place;
};

struct AresChannel::Socket {
    Socket(const asio::any_io_executor& executor, int fd) : descriptor(executor, fd) {}

    asio::posix::stream_descriptor descriptor;
    bool wants_read = false;
    bool wants_write = false;
    bool reads = false;  // a coroutine waits for it
    bool writes = false;
};

AresChannel::AresChannel(asio::any_io_executor executor,
                         const shim::Endpoint& server,
                         std::chrono::milliseconds timeout)
    : executor_(std::move(executor)), timeout_(timeout), clock_(executor_),
      channel_(nullptr, ares_destroy)
{
    initialise_library();
    ares_options options{};
    // NOCHECKRESP: SERVFAIL and REFUSED are answers that are passed on, not a reason for none.
    // Not EDNS: with ares_send its FORMERR fallback would cut the tail off a query that brings its
    // own OPT record.
    options.flags = ARES_FLAG_NOCHECKRESP | ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES;
    options.timeout = static_cast<int>(timeout.count());
    options.tries = 1;
    options.sock_state_cb = &AresChannel::on_socket;
    options.sock_state_cb_data = this;
    ares_channeldata* channel = nullptr;
    check(ares_init_options(&channel, &options,
                            ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES |
                                ARES_OPT_SOCK_STATE_CB),
          "channel");
    channel_.reset(channel);
    check(ares_set_servers_ports_csv(channel, to_text(server).c_str()), "server");
}

AresChannel::~AresChannel() = default;

void AresChannel::exchange(shim::BytesView query, Done done)
{
    auto& waiting =
        waiting_.emplace_back(Query{this, Clock::now() + timeout_, std::move(done), {}});
    waiting.place = std::prev(waiting_.end());
    // It may call back before it returns.
    ares_send(channel_.get(), query.data(), static_cast<int>(query.size()), &AresChannel::on_reply,
              &waiting);
    if (clock_runs_ || waiting_.empty()) return;
    clock_runs_ = true;
    asio::co_spawn(executor_, run_clock(shared_from_this()), rethrow);
}

void AresChannel::complete(Query& query, boost::system::error_code ec, shim::Bytes reply)
{
    // Posted, so that nothing of ours runs inside the library.
    asio::post(executor_, asio::append(std::move(query.done), ec, std::move(reply)));
}

void AresChannel::on_reply(void* argument, int status, int, unsigned char* reply, int size)
{
    auto& query = *static_cast<Query*>(argument);
    auto& channel = *query.channel;
    if (!query.done) {
        channel.late_.erase(query.place);
        return;
    }
    if (status == ARES_SUCCESS)
        channel.complete(query, {}, shim::Bytes(reply, reply + size));
    else if (status == ARES_ETIMEOUT)
        channel.complete(query, asio::error::timed_out, {});
    else
        channel.complete(query, make_ares_error(status), {});
    channel.waiting_.erase(query.place);
}

asio::awaitable<void> AresChannel::run_clock(std::shared_ptr<AresChannel>)
{
    while (!waiting_.empty()) {
        clock_.expires_after(tick);
        const auto [ec] = co_await clock_.async_wait(as_result);
        if (ec) break;
        auto expired = take_expired();
        // The library lets go of them before they are asked again.
        ares_process_fd(channel_.get(), ARES_SOCKET_BAD, ARES_SOCKET_BAD);
        for (auto& done : expired) std::move(done)(asio::error::timed_out, shim::Bytes{});
    }
    clock_runs_ = false;
}

std::vector<AresChannel::Done> AresChannel::take_expired()
{
    const auto now = Clock::now();
    std::vector<Done> expired;
    while (!waiting_.empty() && waiting_.front().deadline <= now) {
        expired.push_back(std::move(waiting_.front().done));
        late_.splice(late_.end(), waiting_, waiting_.begin());
    }
    return expired;
}

void AresChannel::on_socket(void* argument, int fd, int readable, int writable)
{
    static_cast<AresChannel*>(argument)->watch(fd, readable != 0, writable != 0);
}

void AresChannel::watch(int fd, bool readable, bool writable)
{
    auto found = sockets_.find(fd);
    if (!readable && !writable) {  // about to be closed by the library
        if (found == sockets_.end()) return;
        found->second->wants_read = found->second->wants_write = false;
        found->second->descriptor.release();
        sockets_.erase(found);
        return;
    }
    if (found == sockets_.end())
        found = sockets_.emplace(fd, std::make_shared<Socket>(executor_, fd)).first;
    const auto& socket = found->second;
    socket->wants_read = readable;
    socket->wants_write = writable;
    if (readable && !socket->reads) {
        socket->reads = true;
        asio::co_spawn(executor_, wait(socket, Wait::wait_read), rethrow);
    }
    if (writable && !socket->writes) {
        socket->writes = true;
        asio::co_spawn(executor_, wait(socket, Wait::wait_write), rethrow);
    }
}

asio::awaitable<void> AresChannel::wait(std::shared_ptr<Socket> socket, Wait direction)
{
    const bool read = direction == Wait::wait_read;
    const auto& wanted = read ? socket->wants_read : socket->wants_write;
    while (wanted) {
        const auto [ec] = co_await socket->descriptor.async_wait(direction, as_result);
        if (ec || !wanted) break;
        const int fd = socket->descriptor.native_handle();
        ares_process_fd(channel_.get(), read ? fd : ARES_SOCKET_BAD, read ? ARES_SOCKET_BAD : fd);
    }
    (read ? socket->reads : socket->writes) = false;
}

}  // namespace sidecar
