#pragma once

#include "shim/policy.hpp"
#include "shim/rdata.hpp"

#include <initializer_list>
#include <string_view>
#include <vector>

namespace test_support {

// Parts of policies from text that is right by construction; a mistake ends the test program.

[[nodiscard]] inline shim::Name name(std::string_view text)
{
    return shim::Name::from_text(text).value();
}

[[nodiscard]] inline shim::IpAddress address(std::string_view text)
{
    return shim::IpAddress::from_text(text).value();
}

[[nodiscard]] inline std::vector<shim::Pattern>
patterns(std::initializer_list<std::string_view> texts)
{
    std::vector<shim::Pattern> all;
    for (const auto text : texts) all.push_back(shim::Pattern::from_text(text).value());
    return all;
}

[[nodiscard]] inline shim::FixedAddresses fixed(std::initializer_list<std::string_view> texts)
{
    shim::FixedAddresses target;
    for (const auto text : texts) target.addresses.push_back(address(text));
    return target;
}

// CAA records that let these issuers issue; none is NODATA.
[[nodiscard]] inline shim::CaaAnswer issuers(std::initializer_list<std::string_view> values)
{
    shim::CaaAnswer answer;
    for (const auto value : values)
        answer.rdata.push_back(shim::rdata::from_caa(0, "issue", value).value());
    return answer;
}

[[nodiscard]] inline shim::CaaAnswer forwarded_caa()
{
    return {.rdata = {}, .forward = true};
}

inline void
add_record(shim::Policy& policy, std::string_view owner, shim::RrType type, std::string_view text)
{
    policy.add_record(name(owner), type, shim::rdata::parse(type, text).value());
}

}  // namespace test_support
