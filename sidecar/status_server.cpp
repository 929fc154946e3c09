#include "sidecar/status_server.hpp"

#include "sidecar/acceptor.hpp"
#include "sidecar/endpoint.hpp"

#include <boost/asio/co_spawn.hpp>

namespace sidecar {

using asio::ip::tcp;

StatusServer::StatusServer(asio::any_io_executor executor,
                           const config::LimitSettings& limits,
                           StatusView view,
                           Counters& counters,
                           Log& log)
    : executor_(std::move(executor)), limits_(limits), view_(std::move(view)), counters_(counters),
      log_(log)
{
}

tcp::endpoint StatusServer::add_listener(shim::Endpoint endpoint)
{
    acceptors_.push_back(make_acceptor(executor_, {to_asio(endpoint.address), endpoint.port}));
    return acceptors_.back().local_endpoint();
}

void StatusServer::start()
{
    for (auto& acceptor : acceptors_)
        asio::co_spawn(executor_, accept_from(acceptor), log_.exception_handler("status listener"));
}

asio::awaitable<void> StatusServer::accept_from(tcp::acceptor& acceptor)
{
    for (;;) {
        auto socket = co_await accept(acceptor, "status", log_);
        if (!socket.is_open()) co_return;
        if (connections_.size() >= limits_.status_connections) {
            ++counters_.rejected(Listener::status);
            StatusConnection::reject(std::move(socket));
            continue;
        }
        asio::co_spawn(executor_, serve(std::move(socket)),
                       log_.exception_handler("status connection"));
    }
}

asio::awaitable<void> StatusServer::serve(tcp::socket socket)
{
    const auto connection = std::make_shared<StatusConnection>(std::move(socket), limits_, view_);
    const auto place = connections_.insert(connections_.end(), connection);
    co_await connection->run();
    connections_.erase(place);
}

void StatusServer::stop()
{
    boost::system::error_code ignored;  // closing ends accept_from(); nothing else could fail
    for (auto& acceptor : acceptors_) acceptor.close(ignored);
    for (const auto& connection : connections_) connection->stop();
}

}  // namespace sidecar
