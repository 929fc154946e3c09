#include "sidecar/surge_memory.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <vector>

namespace sidecar {
namespace {

constexpr std::size_t kibibyte = 1024;

class Surge : public testing::Test {
protected:
    // As many shares of one KiB; `kept` of them are there when the rest has gone.
    void surge(std::size_t shares, std::size_t kept)
    {
        for (std::size_t i = 0; i < shares; ++i) shares_.push_back(memory_.take(kibibyte));
        while (shares_.size() > kept) shares_.pop_back();
    }

    boost::asio::io_context context_{1};
    unsigned released_ = 0;
    SurgeMemory memory_{context_.get_executor(), [this] { ++released_; }};
    std::vector<SurgeMemory::Share> shares_;
};

TEST_F(Surge, IsGivenBackOnceAfterItIsOver)
{
    surge(10'000, 0);
    EXPECT_EQ(released_, 0U);
    context_.run();
    EXPECT_EQ(released_, 1U);
}

TEST_F(Surge, IsGivenBackWhileAFewGoOn)
{
    surge(10'000, 100);
    context_.run();
    EXPECT_EQ(released_, 1U);
}

TEST_F(Surge, IsNotOverWhileMostGoOn)
{
    surge(10'000, 9'000);
    context_.run();
    EXPECT_EQ(released_, 0U);
}

TEST_F(Surge, OfLittleIsNone)
{
    surge(100, 0);
    context_.run();
    EXPECT_EQ(released_, 0U);
}

TEST_F(Surge, IsFollowedByAnother)
{
    for (unsigned i = 1; i <= 2; ++i) {
        surge(10'000, 0);
        context_.restart();
        context_.run();
        EXPECT_EQ(released_, i);
    }
}

TEST_F(Surge, IsCountedOnceWhenItsShareMoves)
{
    for (std::size_t i = 0; i < 10'000; ++i) {
        auto share = memory_.take(kibibyte);
        const auto moved = std::move(share);
    }
    context_.run();
    EXPECT_EQ(released_, 0U);
}

TEST_F(Surge, HoldsNothingUpAfterStop)
{
    surge(10'000, 5'000);
    memory_.stop();
    shares_.clear();
    EXPECT_EQ(context_.run(), 0U);
    EXPECT_EQ(released_, 0U);
}

}  // namespace
}  // namespace sidecar
