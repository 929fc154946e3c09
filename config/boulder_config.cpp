#include "config/boulder_config.hpp"

#include "shim/ascii.hpp"

#include <algorithm>
#include <array>

namespace config {
namespace {

using Kind = JsonValue::Kind;

constexpr std::array<std::string_view, 3> services = {"va", "rva", "ra"};

// Ports of resolvers over UDP: the standard one, its usual stand-in, and those of Boulder's own
// test servers.
constexpr std::array<std::string_view, 4> udp_ports = {"53", "5353", "8053", "8054"};

JsonObject child_in(const JsonObject& object, std::string_view key)
{
    const auto* member = member_in(object, key, Kind::object);
    return member == nullptr ? JsonObject{} : object.child(*member);
}

bool is_provider(const JsonObject& service)
{
    const auto lookup = child_in(child_in(service, "dnsProvider"), "srvLookup");
    return text_in(lookup, "domain") != nullptr;
}

}  // namespace

const std::string* text_in(const JsonObject& object, std::string_view key)
{
    const auto* member = member_in(object, key, Kind::string);
    return member == nullptr || member->value.string.empty() ? nullptr : &member->value.string;
}

const JsonMember* member_in(const JsonObject& object, std::string_view key, Kind kind)
{
    const auto* member = object.value == nullptr ? nullptr : object.value->find(key);
    return member == nullptr || member->value.kind != kind ? nullptr : member;
}

BoulderEra& BoulderEra::operator|=(const BoulderEra& other)
{
    knows_resolver_array |= other.knows_resolver_array;
    knows_static_resolvers |= other.knows_static_resolvers;
    knows_only_doh |= other.knows_only_doh;
    return *this;
}

BoulderConfig::BoulderConfig(std::string text, JsonValue root)
    : text_(std::move(text)), root_(std::move(root))
{
}

std::variant<BoulderConfig, BoulderConfig::Unrecognised> BoulderConfig::recognise(std::string text)
{
    auto parsed = parse_json(text);
    if (const auto* error = std::get_if<JsonError>(&parsed))
        return Unrecognised{std::to_string(error->line) + ":" + std::to_string(error->column) +
                            ": is no JSON: " + error->message};
    BoulderConfig config(std::move(text), std::get<JsonValue>(std::move(parsed)));
    if (config.service().value == nullptr) return Unrecognised{};
    if (config.names_resolver()) return config;
    if (!config.is_va()) return Unrecognised{};
    return Unrecognised{"\"" + config.service().path +
                        "\" names no resolver: there is no dnsResolver, dnsResolvers, "
                        "dnsProvider.srvLookup.domain, dnsStaticResolvers or common.dnsResolver"};
}

bool BoulderConfig::is_va() const
{
    return !shim::equals_ignoring_case(service().path, "ra");
}

JsonObject BoulderConfig::service() const
{
    for (const auto name : services)
        if (auto found = child_in({&root_, ""}, name); found.value != nullptr) return found;
    return {};
}

JsonObject BoulderConfig::common() const
{
    return child_in({&root_, ""}, "common");
}

JsonObject BoulderConfig::features() const
{
    return child_in(service(), "features");
}

JsonObject BoulderConfig::tls() const
{
    return child_in(service(), "tls");
}

bool BoulderConfig::names_resolver() const
{
    const auto settings = service();
    return text_in(common(), "dnsResolver") != nullptr ||
           text_in(settings, "dnsResolver") != nullptr ||
           member_in(settings, "dnsResolvers", Kind::array) != nullptr ||
           member_in(settings, "dnsStaticResolvers", Kind::array) != nullptr ||
           is_provider(settings);
}

BoulderEra BoulderConfig::era() const
{
    const auto settings = service();
    BoulderEra era;
    era.knows_resolver_array = member_in(settings, "dnsResolvers", Kind::array) != nullptr;

    // Keys that came with DNS over HTTPS alone: slowRemoteTimeout 2025-10-21, experimentalVA
    // 2026-03-26. A lookup of "doh" without the feature worked at no earlier time.
    const auto* label =
        text_in(child_in(child_in(settings, "dnsProvider"), "srvLookup"), "service");
    const bool has_doh_feature = features().value != nullptr && features().value->find("DOH");
    era.knows_only_doh = settings.value->find("slowRemoteTimeout") != nullptr ||
                         settings.value->find("experimentalVA") != nullptr ||
                         (label != nullptr && *label == "doh" && !has_doh_feature);

    // "rva" is of 2024-05-06, perspectives are of 2024-11-25.
    const auto* remotes = member_in(settings, "remoteVAs", Kind::array);
    const bool has_perspectives =
        remotes != nullptr &&
        std::any_of(remotes->value.items.begin(), remotes->value.items.end(),
                    [](const auto& remote) { return remote.find("perspective") != nullptr; });
    era.knows_static_resolvers = era.knows_only_doh || has_perspectives ||
                                 shim::equals_ignoring_case(settings.path, "rva") ||
                                 member_in(settings, "dnsStaticResolvers", Kind::array) != nullptr;
    return era;
}

bool BoulderConfig::asks_over_doh(const BoulderSidecar& sidecar, const BoulderEra& era) const
{
    if (lists(sidecar.doh)) return true;
    if (lists(sidecar.dns)) return false;
    if (const auto* feature = member_in(features(), "DOH", Kind::literal);
        feature != nullptr && literal(*feature) == "true")
        return true;
    if (era.knows_only_doh) return true;
    const auto port = guessed_from_port(sidecar, era);
    return !port.empty() && std::find(udp_ports.begin(), udp_ports.end(), port) == udp_ports.end();
}

std::string BoulderConfig::guessed_from_port(const BoulderSidecar& sidecar,
                                             const BoulderEra& era) const
{
    const auto* list = member_in(service(), "dnsStaticResolvers", Kind::array);
    const bool has_feature = features().value != nullptr && features().value->find("DOH");
    if (list == nullptr || list->value.items.empty() || has_feature || era.knows_only_doh ||
        lists(sidecar.doh) || lists(sidecar.dns))
        return {};
    const auto& address = list->value.items.front().string;
    return address.substr(address.rfind(':') + 1);
}

std::string_view BoulderConfig::literal(const JsonMember& member) const
{
    return std::string_view(text_).substr(member.value.begin,
                                          member.value.end - member.value.begin);
}

bool BoulderConfig::lists(std::string_view address) const
{
    const auto* list = member_in(service(), "dnsStaticResolvers", Kind::array);
    return list != nullptr && std::any_of(list->value.items.begin(), list->value.items.end(),
                                          [&](const auto& item) { return item.string == address; });
}

}  // namespace config
