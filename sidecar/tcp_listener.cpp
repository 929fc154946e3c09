#include "sidecar/tcp_listener.hpp"

#include "sidecar/acceptor.hpp"

#include <boost/asio/co_spawn.hpp>

namespace sidecar {

using asio::ip::tcp;

TcpListener::TcpListener(const asio::any_io_executor& executor,
                         const tcp::endpoint& endpoint,
                         Handler& handler,
                         const config::LimitSettings& limits,
                         Counters& counters,
                         Log& log)
    : acceptor_(make_acceptor(executor, endpoint)), handler_(handler), limits_(limits),
      counters_(counters), log_(log)
{
}

asio::awaitable<void> TcpListener::run()
{
    for (;;) {
        auto socket = co_await accept(acceptor_, "dns over tcp", log_);
        if (!socket.is_open()) co_return;
        if (connections_.size() >= limits_.tcp_connections) {
            ++counters_.connections_rejected[static_cast<std::size_t>(shim::Transport::tcp)];
            continue;  // closed here
        }
        asio::co_spawn(acceptor_.get_executor(), serve(std::move(socket)),
                       log_.exception_handler("tcp connection"));
    }
}

asio::awaitable<void> TcpListener::serve(tcp::socket socket)
{
    const auto connection =
        std::make_shared<TcpConnection>(std::move(socket), handler_, limits_, log_);
    const auto place = connections_.insert(connections_.end(), connection);
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
