#include "shim/types.hpp"

#include <gtest/gtest.h>

namespace shim {
namespace {

TEST(RrTypeText, IsTheMnemonicOrTheNumber)
{
    EXPECT_EQ(to_string(RrType::a), "A");
    EXPECT_EQ(to_string(RrType::caa), "CAA");
    EXPECT_EQ(to_string(RrType{65}), "HTTPS");
    EXPECT_EQ(to_string(RrType{1000}), "TYPE1000");
    EXPECT_EQ(to_string(RrType{0}), "TYPE0");
}

TEST(RrTypeText, IsReadBlindToCase)
{
    EXPECT_EQ(parse_type("aaaa"), RrType::aaaa);
    EXPECT_EQ(parse_type("Caa"), RrType::caa);
    EXPECT_EQ(parse_type("TYPE257"), RrType::caa);
    EXPECT_EQ(parse_type("type65535"), RrType{65535});
}

TEST(RrTypeText, IsRefusedWhenItNamesNoType)
{
    for (const auto* text : {"", "AA", "TYPE", "TYPE65536", "TYPE-1", "TYPE1x", "257"})
        EXPECT_EQ(parse_type(text), std::nullopt) << text;
}

TEST(RrTypeText, IsReadAsItIsWritten)
{
    for (unsigned value = 0; value <= 0xFFFF; ++value) {
        const RrType type{static_cast<std::uint16_t>(value)};
        ASSERT_EQ(parse_type(to_string(type)), type);
    }
}

TEST(RcodeText, IsTheMnemonicOrTheNumber)
{
    EXPECT_EQ(to_string(Rcode::no_error), "NOERROR");
    EXPECT_EQ(to_string(Rcode::form_err), "FORMERR");
    EXPECT_EQ(to_string(Rcode::serv_fail), "SERVFAIL");
    EXPECT_EQ(to_string(Rcode::nx_domain), "NXDOMAIN");
    EXPECT_EQ(to_string(Rcode::not_imp), "NOTIMP");
    EXPECT_EQ(to_string(Rcode::refused), "REFUSED");
    EXPECT_EQ(to_string(Rcode::bad_vers), "BADVERS");
    EXPECT_EQ(to_string(Rcode{23}), "RCODE23");
}

TEST(TransportText, IsLowerCase)
{
    EXPECT_EQ(to_string(Transport::udp), "udp");
    EXPECT_EQ(to_string(Transport::tcp), "tcp");
    EXPECT_EQ(to_string(Transport::doh), "doh");
}

}  // namespace
}  // namespace shim
