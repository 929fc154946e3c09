#include "sidecar/doh_listener.hpp"

#include "sidecar/acceptor.hpp"

#include <boost/asio/co_spawn.hpp>

#include <cstddef>
#include <utility>

namespace sidecar {

namespace {

constexpr std::size_t connection_size = 100 * 1024;  // most of it for TLS

}  // namespace

using asio::ip::tcp;

DohListener::DohListener(const asio::any_io_executor& executor,
                         const tcp::endpoint& endpoint,
                         TlsContext& tls,
                         const ListenerContext& context)
    : acceptor_(make_acceptor(executor, endpoint)), tls_(tls), context_(context)
{
}

asio::awaitable<void> DohListener::run()
{
    for (;;) {
        auto socket = co_await accept(acceptor_, "dns over https", context_.log);
        if (!socket.is_open()) co_return;
        if (connections_.size() >= context_.limits.doh_connections) {
            ++context_.counters.rejected(Listener::doh);
            continue;  // closed here
        }
        asio::co_spawn(acceptor_.get_executor(), serve(std::move(socket)),
                       context_.log.exception_handler("doh connection"));
    }
}

asio::awaitable<void> DohListener::serve(tcp::socket socket)
{
    const auto connection =
        std::make_shared<DohConnection>(std::move(socket), tls_.get(), context_);
    const auto place = connections_.insert(connections_.end(), connection);
    const auto share = context_.memory.take(connection_size);
    co_await connection->run();
    connections_.erase(place);
}

void DohListener::stop()
{
    boost::system::error_code ignored;  // closing ends run(); nothing else could fail
    acceptor_.close(ignored);
    for (const auto& connection : connections_) connection->drain();
}

}  // namespace sidecar
