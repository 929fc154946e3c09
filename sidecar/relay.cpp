#include "sidecar/relay.hpp"

#include "sidecar/start_error.hpp"

#include <boost/asio/co_spawn.hpp>

#include <array>

namespace sidecar {

// The prefix's addresses in their order, one a target.
std::optional<shim::IpAddress> Relay::next_address() const
{
    const auto used = targets_.size();
    if (!prefix_ || used >= context_.limits.relay_targets) return std::nullopt;
    if (prefix_->length > 0 && used >> (32 - prefix_->length) != 0) return std::nullopt;
    const auto base = prefix_->base.octets();
    std::uint32_t number = 0;
    for (const auto octet : base) number = (number << 8) | octet;
    number += static_cast<std::uint32_t>(used);
    const std::array<std::uint8_t, 4> octets{
        static_cast<std::uint8_t>(number >> 24), static_cast<std::uint8_t>(number >> 16 & 0xFF),
        static_cast<std::uint8_t>(number >> 8 & 0xFF), static_cast<std::uint8_t>(number & 0xFF)};
    return shim::IpAddress(octets);
}

Relay::Address Relay::address_of(const shim::RelayTo& wanted)
{
    Key key{wanted.target, *wanted.ports};
    if (const auto found = targets_.find(key); found != targets_.end())
        return found->second->address();

    const auto failed = [&](const std::string& cause) {
        context_.log.error("relay has no address for a target",
                           {{"target", wanted.target}, {"cause", cause}});
        return shim::Ede{shim::EdeCode::other, "relay to " + wanted.target + ": " + cause};
    };
    const auto address = next_address();
    if (!address)
        return failed("no address is left, " + std::to_string(targets_.size()) +
                      " targets have one; give relay.addresses a larger prefix");
    try {
        auto target = std::make_shared<RelayTarget>(context_, *address, wanted.target, wanted.fixed,
                                                    *wanted.ports);
        target->start();
        targets_.emplace(std::move(key), std::move(target));
    } catch (const StartError& error) {
        return failed(error.what());
    }
    context_.log.info("relaying", {{"address", address->to_text()}, {"target", wanted.target}});
    return *address;
}

std::vector<RelayStatus> Relay::statuses() const
{
    std::vector<RelayStatus> out;
    for (const auto& [key, target] : targets_) out.push_back(target->status());
    return out;
}

void Relay::stop()
{
    for (const auto& [key, target] : targets_) target->stop();
}

}  // namespace sidecar
