#pragma once

#include "shim/address.hpp"
#include "shim/name.hpp"
#include "shim/name_map.hpp"
#include "shim/record_run.hpp"
#include "shim/types.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace shim {

// A set of names: `example.com` is it and all below, `*.example.com` only what is below, `.` all.
struct Pattern {
    Name apex;
    bool only_below = false;

    [[nodiscard]] static Result<Pattern> from_text(std::string_view text);
    [[nodiscard]] std::string to_text() const;
};

// What the addresses of a faked name are.
struct PassThrough {};  // what the upstream says; only CAA is faked
struct FixedAddresses {
    std::vector<IpAddress> addresses;
};
struct Service {
    enum class Answer : std::uint8_t { flatten, cname };
    std::string name;  // presentation form, in which label_placeholder may stand
    Answer answer = Answer::flatten;
};
using Target = std::variant<PassThrough, FixedAddresses, Service>;

// In a service's name: the label of the asked name next to the rule's apex.
inline constexpr std::string_view label_placeholder = "{1}";

// TCP to port `listen` of the rule's relay address goes to port `target` of its target.
struct RelayPort {
    std::uint16_t listen = 0;
    std::uint16_t target = 0;

    [[nodiscard]] friend bool operator==(const RelayPort&, const RelayPort&) = default;
    [[nodiscard]] friend auto operator<=>(const RelayPort&, const RelayPort&) = default;
};

// What CAA queries for a faked name get: these records, or NODATA when there are none, or what
// the upstream says.
struct CaaAnswer {
    std::vector<Bytes> rdata;
    bool forward = false;
};

// Where the sidecar itself can be reached; told by SRV (RFC 2782) to Boulder's discovery.
struct Endpoint {
    IpAddress address;
    std::uint16_t port = 0;
};

// A rule made ready for answering.
struct Rule {
    Target target;
    RecordRun a;
    RecordRun aaaa;
    RecordRun caa;
    bool forward_caa = false;
    std::vector<RelayPort> relay_ports;  // not empty: names resolve to a relay address
};

// The configured records of one name.
struct StaticRecords {
    struct Set {
        RrType type;
        RecordRun records;
    };
    std::vector<Set> sets;
    std::optional<Name> cname;

    [[nodiscard]] const RecordRun* find(RrType type) const;
    [[nodiscard]] bool has_address() const;
};

// What the policy knows about one name.
struct Match {
    const Rule* rule = nullptr;              // set when the name is faked
    const StaticRecords* records = nullptr;  // of exactly this name
    bool discovery = false;                  // at or below discovery_apex()
    // Of the apex that owns a negative answer's SOA, in octets of wire form: the rule's, or
    // discovery_apex(), or else the name itself.
    std::size_t apex_size = 0;
};

// Everything that decides an answer; immutable once built. Finding the rule of a name costs the
// same for one rule as for 100,000.
class Policy {
public:
    // ttl in seconds, of every record made here; version is what CH TXT version.bind says.
    Policy(std::uint32_t ttl, std::string_view version);

    // The rule for the names of all patterns. Patterns of all rules must differ. With relay ports
    // the names resolve to an address that the caller gives the target.
    void add_rule(const std::vector<Pattern>& patterns,
                  const Target& target,
                  const CaaAnswer& caa,
                  const std::vector<RelayPort>& relay_ports = {});
    void add_exception(const Pattern& pattern);
    void add_record(const Name& owner, RrType type, BytesView rdata);

    // Where SRV discovery sends a client for plain DNS and for DoH. Call it once.
    void set_discovery(const std::vector<Endpoint>& dns, const std::vector<Endpoint>& doh);

    // Exceptions win over rules; of rules the most specific pattern wins.
    [[nodiscard]] Match match(const Name& name) const;

    // True for a name that CAA climbs through on its way up from a faked one.
    [[nodiscard]] bool is_above_faked(const Name& name) const { return above_faked_.has(name); }

    [[nodiscard]] std::uint32_t ttl() const noexcept { return ttl_; }
    [[nodiscard]] const RecordRun& soa() const noexcept { return soa_; }
    [[nodiscard]] const RecordRun& ns() const noexcept { return ns_; }
    [[nodiscard]] const RecordRun& hinfo() const noexcept { return hinfo_; }
    [[nodiscard]] const RecordRun& version() const noexcept { return version_; }
    [[nodiscard]] const RecordRun& dns_srv() const noexcept { return dns_srv_; }
    [[nodiscard]] const RecordRun& doh_srv() const noexcept { return doh_srv_; }

private:
    void announce(std::string_view label, const std::vector<Endpoint>& endpoints, RecordRun& srv);

    struct Node {
        const Rule* self = nullptr;
        const Rule* below = nullptr;
        StaticRecords* records = nullptr;
        bool except_self = false;
        bool except_below = false;
        bool discovery = false;
    };

    std::uint32_t ttl_;
    RecordRun soa_;
    RecordRun ns_;
    RecordRun hinfo_;
    RecordRun version_;
    RecordRun dns_srv_;
    RecordRun doh_srv_;
    NameMap<Node> nodes_;
    NameMap<std::monostate> above_faked_;  // apart: match() has nothing to learn of them
    std::vector<std::unique_ptr<Rule>> rules_;
    std::vector<std::unique_ptr<StaticRecords>> records_;
};

// boulder-dns-sidecar.internal: where Boulder's SRV discovery asks.
[[nodiscard]] const Name& discovery_apex();

}  // namespace shim
