#include "sidecar/tcp_listener.hpp"

#include "sidecar/acceptor.hpp"

#include <boost/asio/co_spawn.hpp>

#include <cstddef>

namespace sidecar {

namespace {

constexpr std::size_t connection_size = 4096;

}  // namespace

using asio::ip::tcp;

TcpListener::TcpListener(const asio::any_io_executor& executor,
                         const tcp::endpoint& endpoint,
                         const ListenerContext& context)
    : acceptor_(make_acceptor(executor, endpoint)), context_(context)
{
}

asio::awaitable<void> TcpListener::run()
{
    for (;;) {
        auto socket = co_await accept(acceptor_, "dns over tcp", context_.log);
        if (!socket.is_open()) co_return;
        if (connections_.size() >= context_.limits.tcp_connections) {
            ++context_.counters.rejected(Listener::tcp);
            continue;  // closed here
        }
        asio::co_spawn(acceptor_.get_executor(),
                       serve(std::make_shared<TcpConnection>(std::move(socket), context_)),
                       context_.log.exception_handler("tcp connection"));
    }
}

asio::awaitable<void> TcpListener::serve(std::shared_ptr<TcpConnection> connection)
{
    const auto place = connections_.insert(connections_.end(), connection);
    const auto share = context_.memory.take(connection_size);
    co_await connection->run();
    connections_.erase(place);
}

void TcpListener::stop()
{
    boost::system::error_code ignored;  // closing ends run(); nothing else could fail
    acceptor_.close(ignored);
    for (const auto& connection : connections_) connection->drain();
}

}  // namespace sidecar
