#include "config/boulder_trust.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace config {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string block(const std::string& body)
{
    return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----";
}

TEST(PemCertificates, AreTheCertificateBlocksOnly)
{
    EXPECT_THAT(pem_certificates("# of a test\n" + block("AA") +
                                 "\n-----BEGIN PRIVATE KEY-----\nKK\n-----END PRIVATE KEY-----\n" +
                                 block("BB")),
                ElementsAre(block("AA"), block("BB")));
}

TEST(PemCertificates, AreNoneInOtherText)
{
    EXPECT_THAT(pem_certificates(""), IsEmpty());
    EXPECT_THAT(pem_certificates("-----BEGIN CERTIFICATE-----\ncut off"), IsEmpty());
    EXPECT_THAT(pem_certificates("-----END CERTIFICATE-----"), IsEmpty());
}

TEST(Bundle, HasBothOneALine)
{
    EXPECT_EQ(bundle(block("AA"), block("BB") + "\n"), block("AA") + "\n" + block("BB") + "\n");
}

TEST(Bundle, LeavesOutWhatIsThereAlready)
{
    EXPECT_EQ(bundle(block("AA"), block("AA") + "\n" + block("BB")),
              block("AA") + "\n" + block("BB") + "\n");
    EXPECT_EQ(bundle(block("AA"), block("BB") + "\n" + block("BB")),
              block("AA") + "\n" + block("BB") + "\n");
}

TEST(Bundle, IsNotNeededWhenAllIsThere)
{
    EXPECT_EQ(bundle(block("AA") + "\n" + block("BB"), block("BB")), std::nullopt);
    EXPECT_EQ(bundle(block("AABB"), block("AA\r\nBB")), std::nullopt);
}

TEST(Bundle, NeverHasAPrivateKey)
{
    EXPECT_EQ(bundle(block("AA"),
                     "-----BEGIN PRIVATE KEY-----\nKK\n-----END PRIVATE KEY-----\n" + block("BB")),
              block("AA") + "\n" + block("BB") + "\n");
}

}  // namespace
}  // namespace config
