#pragma once

#include <string>

namespace test_support {

// Names each test of a table by its row's `name`, for INSTANTIATE_TEST_SUITE_P.
inline constexpr auto row_name = [](const auto& test) { return std::string(test.param.name); };

}  // namespace test_support
