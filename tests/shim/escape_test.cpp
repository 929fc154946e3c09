#include "shim/escape.hpp"

#include <gtest/gtest.h>

namespace shim {
namespace {

TEST(TakeOctet, TakesPlainAndEscapedOctetsOffTheFront)
{
    std::string_view text = R"(a\.\065\255z)";
    EXPECT_EQ(take_octet(text), 'a');
    EXPECT_EQ(take_octet(text), '.');
    EXPECT_EQ(take_octet(text), 'A');
    EXPECT_EQ(take_octet(text), 255);
    EXPECT_EQ(text, "z");
}

TEST(TakeOctet, RefusesAnIncompleteEscape)
{
    for (std::string_view text : {"\\", "\\1", "\\12", "\\1a2", "\\256"})
        EXPECT_EQ(take_octet(text), std::nullopt) << text;
}

TEST(DecimalEscape, IsReadAsItIsWritten)
{
    for (unsigned value = 0; value <= 255; ++value) {
        const auto octet = static_cast<std::uint8_t>(value);
        std::string written;
        append_decimal_escape(written, octet);
        EXPECT_EQ(written.size(), 4U);
        std::string_view text = written;
        EXPECT_EQ(take_octet(text), octet);
        EXPECT_TRUE(text.empty());
    }
}

}  // namespace
}  // namespace shim
