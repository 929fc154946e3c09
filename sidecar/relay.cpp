#include "sidecar/relay.hpp"

#include "sidecar/start_error.hpp"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <array>
#include <cstdint>

namespace sidecar {

void Relay::set_prefix(const std::optional<shim::IpPrefix>& prefix)
{
    prefix_ = prefix;
    for (auto& [key, entry] : targets_) entry.asked_for = false;
}

bool Relay::is_taken(const shim::IpAddress& address) const
{
    return std::any_of(targets_.begin(), targets_.end(), [&](const auto& target) {
        return target.second.target->address() == address;
    });
}

// The prefix's addresses in their order, one a target.
std::optional<shim::IpAddress> Relay::free_address() const
{
    if (!prefix_ || targets_.size() >= context_.limits.relay_targets) return std::nullopt;
    std::uint32_t base = 0;
    for (const auto octet : prefix_->base.octets()) base = (base << 8) | octet;
    const auto size = std::uint64_t{1} << (32 - prefix_->length);
    // Of one more than there are targets, one is free.
    const auto tries = std::min<std::uint64_t>(size, targets_.size() + 1);
    for (std::uint64_t i = 0; i < tries; ++i) {
        const auto number = base + static_cast<std::uint32_t>((targets_.size() + i) % size);
        const std::array<std::uint8_t, 4> octets{static_cast<std::uint8_t>(number >> 24),
                                                 static_cast<std::uint8_t>(number >> 16 & 0xFF),
                                                 static_cast<std::uint8_t>(number >> 8 & 0xFF),
                                                 static_cast<std::uint8_t>(number & 0xFF)};
        if (const shim::IpAddress address(octets); !is_taken(address)) return address;
    }
    return std::nullopt;
}

void Relay::retire(Targets::iterator place)
{
    const auto& target = *place->second.target;
    context_.log.info("relaying no more",
                      {{"address", target.address().to_text()}, {"target", place->first.first}});
    place->second.target->stop();
    targets_.erase(place);
}

Relay::Address Relay::address_of(const shim::RelayTo& wanted)
{
    Key key{wanted.target, *wanted.ports};
    if (const auto found = targets_.find(key); found != targets_.end()) {
        auto& entry = found->second;
        entry.asked_for = true;
        const auto& address = entry.target->address();
        if (prefix_ && prefix_->contains(address)) return address;
        retire(found);
    }
    auto address = free_address();
    if (!address) {
        const auto old = std::find_if(targets_.begin(), targets_.end(),
                                      [](const auto& target) { return !target.second.asked_for; });
        if (old != targets_.end()) retire(old);
        address = free_address();
    }

    const auto failed = [&](const std::string& cause) {
        context_.log.error("relay has no address for a target",
                           {{"target", wanted.target}, {"cause", cause}});
        return shim::Ede{shim::EdeCode::other, "relay to " + wanted.target + ": " + cause};
    };
    if (!address)
        return failed("no address is left, " + std::to_string(targets_.size()) +
                      " targets have one; give relay.addresses a larger prefix");
    try {
        auto target = std::make_shared<RelayTarget>(context_, *address, wanted.target, wanted.fixed,
                                                    *wanted.ports);
        target->start();
        targets_.emplace(std::move(key), Entry{std::move(target)});
    } catch (const StartError& error) {
        return failed(error.what());
    }
    context_.log.info("relaying", {{"address", address->to_text()}, {"target", wanted.target}});
    return *address;
}

std::vector<RelayStatus> Relay::statuses() const
{
    std::vector<RelayStatus> out;
    for (const auto& [key, entry] : targets_) out.push_back(entry.target->status());
    return out;
}

void Relay::stop()
{
    for (const auto& [key, entry] : targets_) entry.target->stop();
}

}  // namespace sidecar
