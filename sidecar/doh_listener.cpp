#include "sidecar/doh_listener.hpp"

#include "sidecar/acceptor.hpp"
#include "sidecar/resident_memory.hpp"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace sidecar {

using asio::ip::tcp;

DohListener::DohListener(const asio::any_io_executor& executor,
                         const tcp::endpoint& endpoint,
                         TlsContext& tls,
                         const DohContext& context)
    : acceptor_(make_acceptor(executor, endpoint)), tls_(tls), context_(context), quiet_(executor)
{
}

asio::awaitable<void> DohListener::run()
{
    for (;;) {
        auto socket = co_await accept(acceptor_, "dns over https", context_.log);
        if (!socket.is_open()) co_return;
        if (connections_.size() >= context_.limits.doh_connections) {
            ++context_.counters
                  .connections_rejected[static_cast<std::size_t>(shim::Transport::doh)];
            continue;  // closed here
        }
        asio::co_spawn(acceptor_.get_executor(), serve(std::move(socket)),
                       context_.log.exception_handler("doh connection"));
    }
}

asio::awaitable<void> DohListener::serve(tcp::socket socket)
{
    auto connection = std::make_shared<DohConnection>(std::move(socket), tls_.get(), context_);
    const auto place = connections_.insert(connections_.end(), connection);
    peak_ = std::max(peak_, connections_.size());
    co_await connection->run();
    connections_.erase(place);
    connection.reset();
    co_await release_memory();
}

// A connection takes some 100 KiB for TLS. When most of many have ended, and a moment has passed
// for the rest, it is given back; when each ends that would cost more than the connection.
asio::awaitable<void> DohListener::release_memory()
{
    constexpr std::size_t many = 8;
    if (peak_ < many || connections_.size() > peak_ / 4 || !acceptor_.is_open()) co_return;
    peak_ = connections_.size();
    quiet_.expires_after(std::chrono::seconds(1));  // who waits already is told to stop
    const auto [ec] = co_await quiet_.async_wait(as_result);
    if (ec) co_return;
    release_freed_memory();
    release_program_pages();
}

void DohListener::stop()
{
    boost::system::error_code ignored;  // closing ends run(); nothing else could fail
    acceptor_.close(ignored);
    quiet_.cancel();
    for (const auto& connection : connections_) connection->drain();
}

}  // namespace sidecar
