#include "shim/error.hpp"

#include <gtest/gtest.h>

#include <set>

namespace shim {
namespace {

TEST(Errc, HasASentenceOfItsOwnForEachValue)
{
    std::set<std::string> sentences;
    constexpr auto last = static_cast<int>(Errc::unsupported_type);
    for (int value = 1; value <= last; ++value)
        sentences.insert(make_error_code(static_cast<Errc>(value)).message());
    EXPECT_EQ(sentences.size(), static_cast<std::size_t>(last));
    EXPECT_EQ(sentences.count("unknown error"), 0U);
}

TEST(Errc, IsAnErrorCodeOfTheShim)
{
    const boost::system::error_code error = Errc::bad_address;
    EXPECT_TRUE(error.failed());
    EXPECT_STREQ(error.category().name(), "shim");
    EXPECT_EQ(error, Errc::bad_address);
}

}  // namespace
}  // namespace shim
