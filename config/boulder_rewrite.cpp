#include "config/boulder_rewrite.hpp"

#include "shim/policy.hpp"

#include <initializer_list>
#include <utility>

namespace config {
namespace {

using Kind = JsonValue::Kind;

class Rewriter {
public:
    Rewriter(const BoulderConfig& config, const BoulderSidecar& sidecar, const BoulderEra& era)
        : config_(config), sidecar_(sidecar), era_(era), edits_(config.text())
    {
        era_ |= config.era();
    }

    BoulderRewrite run(std::string_view ca_bundle)
    {
        const auto service = config_.service();
        name_in_common();
        name_in_array(service);
        name_by_static_list_or_provider(service);
        if (const auto* other = member_in(service, "experimentalVA", Kind::object))
            discover(service.child(*other));
        allow_reserved_addresses(service);
        trust(ca_bundle);
        return {edits_.apply(), edits_.changes(), std::move(notes_)};
    }

private:
    // common.dnsResolver, which Boulder of 2018 to 2021 adds to va.dnsResolvers.
    void name_in_common()
    {
        if (text_in(config_.common(), "dnsResolver") == nullptr) return;
        edits_.set(config_.common(), *config_.common().value->find("dnsResolver"),
                   quoted(sidecar_.dns));
    }

    // va.dnsResolvers and the SRV name va.dnsResolver, which wins over it where both are known.
    void name_in_array(const JsonObject& service)
    {
        const auto* list = service.value->find("dnsResolvers");
        const auto* name = member_in(service, "dnsResolver", Kind::string);
        const bool has_list = list != nullptr && list->value.kind == Kind::array;
        const bool has_name = name != nullptr && !name->value.string.empty();
        if (list != nullptr && (has_list || era_.knows_resolver_array))
            edits_.set_only_item(service, *list, sidecar_.dns);
        if (!has_name) return;
        if (era_.knows_resolver_array) {
            edits_.set(service, *name, R"("")");
            if (list == nullptr)
                edits_.insert(service, *name, "dnsResolvers", "[" + quoted(sidecar_.dns) + "]");
            return;
        }
        edits_.set(service, *name, quoted(shim::discovery_apex().to_text()));
        notes_.push_back(
            service.path_of(name->key) +
            " is looked up (SRV) through the pod's /etc/resolv.conf, once before Boulder starts: "
            "the pod's dnsConfig must name 127.0.0.1, the sidecar must listen on port 53 there, "
            "be up first, and have FAKE_DNS_UPSTREAM_SERVERS set to the cluster's DNS");
    }

    void name_by_static_list_or_provider(const JsonObject& service)
    {
        const auto* list = service.value->find("dnsStaticResolvers");
        const auto* provider = member_in(service, "dnsProvider", Kind::object);
        const bool uses_list =
            list != nullptr && list->value.kind == Kind::array && !list->value.items.empty();
        if (!uses_list && provider == nullptr) return;
        if (!uses_list && !era_.knows_static_resolvers) return discover(service);

        const auto& address = config_.asks_over_doh(sidecar_, era_) ? sidecar_.doh : sidecar_.dns;
        if (list != nullptr)
            edits_.set_only_item(service, *list, address);
        else
            edits_.insert(service, *provider, "dnsStaticResolvers", "[" + quoted(address) + "]");
        if (const auto port = config_.guessed_from_port(sidecar_, era_); !port.empty())
            notes_.push_back(
                service.path + " does not say whether it asks over UDP or HTTPS; by port " + port +
                " it is taken to be " + (config_.asks_over_doh(sidecar_, era_) ? "HTTPS" : "UDP"));
    }

    // dnsProvider: the SRV name is the sidecar's, asked of the sidecar; its service label stays.
    void discover(const JsonObject& owner)
    {
        const auto* provider = member_in(owner, "dnsProvider", Kind::object);
        if (provider == nullptr) return;
        const auto object = owner.child(*provider);
        const auto* lookup = member_in(object, "srvLookup", Kind::object);
        if (lookup == nullptr || text_in(object.child(*lookup), "domain") == nullptr) return;

        if (const auto* authority = object.value->find("dnsAuthority"))
            edits_.set(object, *authority, quoted(sidecar_.dns));
        else
            edits_.insert(object, *lookup, "dnsAuthority", quoted(sidecar_.dns));
        // The last dot keeps the search list of resolv.conf out.
        const auto domains = object.child(*lookup);
        edits_.set(domains, *domains.value->find("domain"),
                   quoted(shim::discovery_apex().to_text() + '.'));
        notes_.push_back(object.path + " is looked up (SRV) at " + sidecar_.dns +
                         " before Boulder starts: the sidecar must be up first and listen there");
    }

    // dnsAllowLoopbackAddresses stands where the file's era has dnsTimeout: in "common" at first.
    void allow_reserved_addresses(const JsonObject& service)
    {
        constexpr std::string_view key = "dnsAllowLoopbackAddresses";
        const auto common = config_.common();
        for (const auto& object : {service, common}) {
            if (object.value == nullptr) continue;
            if (const auto* member = object.value->find(key))
                return edits_.set(object, *member, "true");
        }
        for (const auto& object : {service, common}) {
            if (object.value == nullptr) continue;
            if (const auto* timeout = object.value->find("dnsTimeout"))
                return edits_.insert(object, *timeout, key, "true");
        }
        const auto& last = service.value->members.empty() ? common : service;
        edits_.insert(last, last.value->members.back(), key, "true");
    }

    // One pool of certificates is used for gRPC and for the resolver, so the bundle has both.
    void trust(std::string_view ca_bundle)
    {
        if (ca_bundle.empty()) return;
        const auto tls = config_.tls();
        if (text_in(tls, "caCertFile") != nullptr)
            edits_.set(tls, *tls.value->find("caCertFile"), quoted(ca_bundle));
    }

    const BoulderConfig& config_;
    const BoulderSidecar& sidecar_;
    BoulderEra era_;
    JsonEdits edits_;
    std::vector<std::string> notes_;
};

}  // namespace

BoulderRewrite rewrite(const BoulderConfig& config,
                       const BoulderSidecar& sidecar,
                       const BoulderEra& era,
                       std::string_view ca_bundle)
{
    return Rewriter(config, sidecar, era).run(ca_bundle);
}

}  // namespace config
