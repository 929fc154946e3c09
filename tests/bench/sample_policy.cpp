#include "tests/bench/sample_policy.hpp"

#include "shim/rdata.hpp"

#include <array>
#include <string>

namespace bench {
namespace {

constexpr std::uint32_t ttl = 5;
constexpr std::array<std::uint8_t, 4> address{192, 0, 2, 50};

}  // namespace

shim::Policy sample_policy(std::size_t rules)
{
    const shim::FixedAddresses target{{shim::IpAddress(address)}};
    const shim::CaaAnswer caa{
        .rdata = {shim::rdata::from_caa(0, "issue", "letsencrypt.org").value(),
                  shim::rdata::from_caa(0, "issue", "happy-hacker-ca.invalid").value()}};
    shim::Policy policy(ttl, "");
    policy.add_rule({shim::Pattern::from_text("dev.example.com").value()}, target, caa);
    for (std::size_t i = 1; i < rules; ++i) {
        const auto name = "rule" + std::to_string(i) + ".example.net";
        policy.add_rule({shim::Pattern::from_text(name).value()}, target, caa);
    }
    return policy;
}

}  // namespace bench
