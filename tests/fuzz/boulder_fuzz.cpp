#include "config/boulder_rewrite.hpp"
#include "tests/fuzz/target.hpp"

#include <string>
#include <variant>

// Any octets as a configuration file of Boulder. The first octet chooses what the folder's other
// files show of the era, and whether there is a bundle to name.
namespace {

using config::BoulderConfig;
using fuzz::require;

config::BoulderEra era_of(std::uint8_t choice)
{
    return {(choice & 1U) != 0, (choice & 2U) != 0, (choice & 4U) != 0};
}

// What the outcome must be whatever the text: JSON again, and nothing left to do.
void check(const BoulderConfig& config, const config::BoulderEra& era, std::string_view ca_bundle)
{
    const auto once = rewrite(config, {}, era, ca_bundle);
    require(once.changes.empty() == (once.text == config.text()), "a change that is not told");
    const auto again = BoulderConfig::recognise(once.text);
    require(std::holds_alternative<BoulderConfig>(again), "the result is not recognised");
    const auto twice = rewrite(std::get<BoulderConfig>(again), {}, era, ca_bundle);
    require(twice.changes.empty(), "a second pass changes something: " + once.text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return 0;
    const auto choice = data[0];
    const auto recognised = BoulderConfig::recognise(std::string(data + 1, data + size));
    if (const auto* config = std::get_if<BoulderConfig>(&recognised))
        check(*config, era_of(choice), (choice & 8U) != 0 ? "both.pem" : "");
    return 0;
}
