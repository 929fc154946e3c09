#include "sidecar/relay_target.hpp"

#include "sidecar/acceptor.hpp"
#include "sidecar/connect.hpp"
#include "sidecar/counted_up.hpp"
#include "sidecar/endpoint.hpp"
#include "sidecar/start_error.hpp"

#include <boost/asio/co_spawn.hpp>

namespace sidecar {
namespace {

using asio::ip::tcp;

std::string to_text(const shim::RelayPort& port)
{
    if (port.listen == port.target) return std::to_string(port.listen);
    return std::to_string(port.listen) + '=' + std::to_string(port.target);
}

std::vector<shim::IpAddress> parse_addresses(std::string_view list)
{
    std::vector<shim::IpAddress> addresses;
    while (!list.empty()) {
        const auto comma = list.find(',');
        if (const auto address = shim::IpAddress::from_text(list.substr(0, comma)))
            addresses.push_back(*address);
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    }
    return addresses;
}

}  // namespace

RelayTarget::RelayTarget(const RelayContext& context,
                         const shim::IpAddress& address,
                         std::string target,
                         bool fixed,
                         const std::vector<shim::RelayPort>& ports)
    : context_(context), address_(address), target_(std::move(target)), fixed_(fixed)
{
    status_.address = address.to_text();
    status_.target = target_;
    for (const auto& port : ports) {
        const shim::Endpoint endpoint{address, port.listen};
        try {
            auto acceptor = make_acceptor(context.executor, {to_asio(address), port.listen});
            listeners_.push_back(
                std::make_shared<Listener>(Listener{std::move(acceptor), port.target}));
        } catch (const boost::system::system_error& error) {
            throw bind_error(endpoint, "relay.addresses", "FAKE_DNS_RELAY_ADDRESSES", error.code());
        }
        status_.ports.push_back(to_text(port));
    }
}

void RelayTarget::start()
{
    for (const auto& listener : listeners_)
        asio::co_spawn(context_.executor, accept_from(shared_from_this(), listener),
                       context_.log.exception_handler("relay listener"));
}

void RelayTarget::stop()
{
    boost::system::error_code ignored;  // closing ends accept_from(); nothing else could fail
    for (const auto& listener : listeners_) listener->acceptor.close(ignored);
    pump_.stop();
}

asio::awaitable<void> RelayTarget::accept_from(Self self, std::shared_ptr<Listener> listener)
{
    for (;;) {
        auto client = co_await accept(listener->acceptor, "relay", context_.log);
        if (!client.is_open()) co_return;
        if (context_.counters.relay_connections >= context_.limits.relay_connections) {
            ++context_.counters.relay_rejected;
            fail(client, "limits.relay_connections is reached");
            continue;
        }
        ++status_.connections;
        asio::co_spawn(context_.executor, serve(self, std::move(client), listener->target_port),
                       context_.log.exception_handler("relay connection"));
    }
}

asio::awaitable<void> RelayTarget::serve(Self, tcp::socket client, std::uint16_t port)
{
    const CountedUp counted(context_.counters.relay_connections);
    const auto addresses = co_await look_up();
    if (!addresses) {
        fail(client, addresses.error().text);
        co_return;
    }
    auto [cause, server] =
        co_await connect_any(context_.executor, *addresses, port, context_.limits.connect);
    if (!cause.empty()) {
        fail(client, cause);
        co_return;
    }
    status_.last_error.clear();
    co_await pump_.run(std::move(client), std::move(server), context_.limits.idle, status_.bytes);
}

asio::awaitable<RelayTarget::Addresses> RelayTarget::look_up()
{
    if (fixed_) co_return parse_addresses(target_);
    auto v4 =
        co_await context_.services.async_look_up(target_, shim::RrType::a, asio::use_awaitable);
    if (!v4) co_return v4.error();
    if (!v4->addresses.empty()) co_return v4->addresses;
    auto v6 =
        co_await context_.services.async_look_up(target_, shim::RrType::aaaa, asio::use_awaitable);
    if (!v6) co_return v6.error();
    if (v6->addresses.empty())
        co_return shim::Ede{shim::EdeCode::other, "service " + target_ + " has no address"};
    co_return v6->addresses;
}

// The client learns at once, by a reset, that nobody is there.
void RelayTarget::fail(tcp::socket& client, const std::string& cause)
{
    status_.last_error = cause;
    context_.log.warning("relay can not connect",
                         {{"address", status_.address}, {"target", target_}, {"cause", cause}});
    boost::system::error_code ignored;  // it is gone either way
    client.set_option(tcp::socket::linger(true, 0), ignored);
    client.close(ignored);
}

}  // namespace sidecar
