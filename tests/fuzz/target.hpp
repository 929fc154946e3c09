#pragma once

#include "shim/types.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string_view>

// What libFuzzer, or replay.cpp, calls with one input.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace fuzz {

// Ends the program, which the engine takes for a finding.
inline void require(bool holds, std::string_view what)
{
    if (holds) return;
    std::cerr << "broken: " << what << '\n';
    std::abort();
}

// Takes the first octet of an input, which chooses among the target's variants.
inline unsigned take_choice(shim::BytesView& input)
{
    if (input.empty()) return 0;
    const unsigned choice = input.front();
    input = input.subspan(1);
    return choice;
}

}  // namespace fuzz
