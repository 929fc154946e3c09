#pragma once

#include "config/boulder_edits.hpp"
#include "config/boulder_json.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace config {

// Where the sidecar listens, as "host:port".
struct BoulderSidecar {
    std::string dns = "127.0.0.1:53";
    std::string doh = "127.0.0.1:8553";
};

// Which settings the Boulder that reads a file knows, as far as files of one folder show. Boulder
// refuses to start on a key it does not know, so a new one is written only when this says it may.
// docs/boulder-versions.md has the table of versions.
struct BoulderEra {
    bool knows_resolver_array = false;    // va.dnsResolvers, until 2022-11-07
    bool knows_static_resolvers = false;  // dnsStaticResolvers, since 2024-02-23
    bool knows_only_doh = false;          // no DNS over UDP, since 2025-06-17

    BoulderEra& operator|=(const BoulderEra& other);
};

// A configuration file of the VA family: top level "va", "rva", or the "ra" of 2018, which looked
// up the domains of contact addresses.
class BoulderConfig {
public:
    // The file has no resolver in it; `why` is a sentence for the user, empty for the file of
    // another service.
    struct Unrecognised {
        std::string why;
    };

    [[nodiscard]] static std::variant<BoulderConfig, Unrecognised> recognise(std::string text);

    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] bool is_va() const;
    [[nodiscard]] BoulderEra era() const;

    // The objects that hold settings; `value` is null where the file has none.
    [[nodiscard]] JsonObject service() const;
    [[nodiscard]] JsonObject common() const;
    [[nodiscard]] JsonObject features() const;
    [[nodiscard]] JsonObject tls() const;

    // Whether the VA asks over HTTPS, the whole folder being of `era`.
    [[nodiscard]] bool asks_over_doh(const BoulderSidecar& sidecar, const BoulderEra& era) const;
    // The port by which asks_over_doh() had to guess; empty when the file says it.
    [[nodiscard]] std::string guessed_from_port(const BoulderSidecar& sidecar,
                                                const BoulderEra& era) const;

private:
    BoulderConfig(std::string text, JsonValue root);

    [[nodiscard]] std::string_view literal(const JsonMember& member) const;
    [[nodiscard]] bool names_resolver() const;
    [[nodiscard]] bool lists(std::string_view address) const;

    std::string text_;
    JsonValue root_;
};

// The member's text when it is a string that is not empty.
[[nodiscard]] const std::string* text_in(const JsonObject& object, std::string_view key);
// The member when it is an object or an array, as asked.
[[nodiscard]] const JsonMember*
member_in(const JsonObject& object, std::string_view key, JsonValue::Kind kind);

}  // namespace config
