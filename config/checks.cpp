#include "config/checks.hpp"

#include "config/rules.hpp"
#include "config/scalars.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace config {
namespace {

Mode mode_of(const shim::Target& target)
{
    if (std::holds_alternative<shim::FixedAddresses>(target)) return Mode::fixed_ip;
    if (std::holds_alternative<shim::Service>(target)) return Mode::service_name;
    return Mode::passthrough;
}

// Boulder gives up on a query after this (its dnsTimeout is 1s in every era).
constexpr std::chrono::milliseconds boulder_patience{1000};

class Checker {
public:
    Checker(const Draft& draft, const std::vector<Effective>& effective, std::vector<Error>& errors)
        : draft_(draft), settings_(draft.settings), effective_(effective), errors_(errors)
    {
    }

    void mode()
    {
        if (!draft_.mode || !are_good({"mode", "target"})) return;
        const auto mode_of_target = mode_of(draft_.target);
        if (*draft_.mode == Mode::passthrough || *draft_.mode == mode_of_target) return;
        const bool none = mode_of_target == Mode::passthrough;
        complain("mode", none ? "there is no target: set target (FAKE_DNS) too"
                              : "the target " + describe("target") + " makes the mode " +
                                    std::string(to_text(mode_of_target)) +
                                    ": remove mode, or change the target");
    }

    void budget()
    {
        const auto& upstream = settings_.upstream;
        if (!are_good({"upstream.timeout", "upstream.tries"})) return;
        const auto budget = upstream.timeout * upstream.tries;
        if (budget < boulder_patience) return;
        complain("upstream.timeout", "with upstream.tries " + describe("upstream.tries") +
                                         " a query may take " + to_text(budget) +
                                         ", and Boulder gives up after 1s: lower one of them");
    }

    void listeners()
    {
        if (!are_good({"listen", "doh.listen", "status.listen"})) return;
        if (settings_.listen.empty() && settings_.doh.listen.empty())
            complain("listen", "doh.listen is off too, so nothing could be asked: set one of them");
        std::map<std::pair<shim::IpAddress, std::uint16_t>, std::string_view> known;
        const auto add = [&](const char* key, const std::vector<shim::Endpoint>& endpoints) {
            for (const auto& endpoint : endpoints) {
                if (endpoint.port == 0) continue;
                const auto [first, is_new] =
                    known.emplace(std::pair(endpoint.address, endpoint.port), key);
                if (!is_new)
                    complain(key, std::string(first->second) + " has that address and port too: "
                                                               "give one another port");
            }
        };
        add("listen", settings_.listen);
        add("doh.listen", settings_.doh.listen);
        add("status.listen", settings_.status_listen);
    }

    void certificate()
    {
        if (!are_good({"doh.certificate", "doh.key"})) return;
        const bool auto_certificate = settings_.doh.certificate == "auto";
        if (auto_certificate == (settings_.doh.key == "auto")) return;
        complain(auto_certificate ? "doh.key" : "doh.certificate",
                 auto_certificate ? "doh.certificate is auto: set it to the PEM file that belongs "
                                    "to the key"
                                  : "doh.key is auto: set it to the PEM file that belongs to the "
                                    "certificate");
    }

private:
    [[nodiscard]] bool are_good(std::initializer_list<std::string_view> keys) const
    {
        return std::all_of(keys.begin(), keys.end(),
                           [this](std::string_view key) { return is_good(errors_, key); });
    }

    // "10.96.0.50 (FAKE_DNS)"
    [[nodiscard]] std::string describe(std::string_view key) const
    {
        const auto& setting = find(effective_, key);
        return setting.value + " (" + setting.origin + ')';
    }

    void complain(std::string_view key, std::string message)
    {
        const auto& setting = find(effective_, key);
        errors_.push_back({setting.key, setting.origin, setting.value, std::move(message)});
    }

    const Draft& draft_;
    const Settings& settings_;
    const std::vector<Effective>& effective_;
    std::vector<Error>& errors_;
};

}  // namespace

void check_together(const Draft& draft,
                    const std::vector<Effective>& effective,
                    std::vector<Error>& errors)
{
    Checker checker(draft, effective, errors);
    checker.mode();
    checker.budget();
    checker.listeners();
    checker.certificate();
}

Mode mode_of(const Draft& draft)
{
    return draft.mode.value_or(mode_of(draft.target));
}

std::string_view to_text(Mode mode)
{
    switch (mode) {
    case Mode::fixed_ip:
        return "fixed-ip";
    case Mode::service_name:
        return "service-name";
    case Mode::passthrough:
        return "passthrough";
    }
    return "";
}

}  // namespace config
