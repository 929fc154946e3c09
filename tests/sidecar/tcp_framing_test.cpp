#include "sidecar/tcp_framing.hpp"

#include <gmock/gmock.h>

namespace sidecar {
namespace {

using testing::ElementsAre;

TEST(TcpFraming, FindsTheFirstMessageOfAStream)
{
    const shim::Bytes stream{0, 2, 7, 8, 0, 1, 9};
    const auto message = first_message(stream);
    ASSERT_TRUE(message);
    EXPECT_THAT(*message, ElementsAre(7, 8));
}

TEST(TcpFraming, FindsNothingInEveryProperPrefixOfAFrame)
{
    const shim::Bytes frame{0, 3, 1, 2, 3};
    for (std::size_t size = 0; size < frame.size(); ++size)
        EXPECT_FALSE(first_message(shim::BytesView(frame).first(size))) << size;
}

TEST(TcpFraming, WritesTheLengthThatItReads)
{
    shim::Bytes frame(2 + 0x0102);
    put_frame_header(frame, 0x0102);
    const auto message = first_message(frame);
    ASSERT_TRUE(message);
    EXPECT_EQ(message->size(), 0x0102U);
}

}  // namespace
}  // namespace sidecar
