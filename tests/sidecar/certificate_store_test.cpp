#include "sidecar/certificate_store.hpp"
#include "sidecar/inputs.hpp"
#include "sidecar/mint.hpp"
#include "sidecar/start_error.hpp"
#include "tests/support/policy_parts.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace sidecar {
namespace {

namespace fs = std::filesystem;
using std::chrono::system_clock;
using testing::AllOf;
using testing::HasSubstr;
using testing::UnorderedElementsAre;
using namespace std::chrono_literals;

const system_clock::time_point now = system_clock::from_time_t(1'800'000'000);

class CertificateStore : public testing::Test {
protected:
    [[nodiscard]] config::DohSettings settings(std::string_view listen = "127.0.0.1") const
    {
        return {.listen = {{test_support::address(listen), 8553}},
                .certificate = "auto",
                .key = "auto",
                .directory = folder_.path().string() + "/doh"};
    }
    [[nodiscard]] std::string chain() const
    {
        return read_file(CertificatePaths(settings().directory).chain);
    }
    [[nodiscard]] unsigned mode(const std::string& name) const
    {
        return static_cast<unsigned>(fs::status(settings().directory + '/' + name).permissions());
    }

    test_support::TemporaryFolder folder_;
};

TEST_F(CertificateStore, HoldsCaChainAndASecretKeyAndNothingElse)
{
    ensure_certificate(settings(), now);
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(settings().directory))
        names.push_back(entry.path().filename());
    EXPECT_THAT(names, UnorderedElementsAre("ca.pem", "tls.pem", "tls.key"));
    EXPECT_EQ(mode("ca.pem"), 0644U);
    EXPECT_EQ(mode("tls.pem"), 0644U);
    EXPECT_EQ(mode("tls.key"), 0600U);
}

TEST_F(CertificateStore, HasOnePrivateKeyOnlySoTheCaCanSignNothingElse)
{
    ensure_certificate(settings(), now);
    const CertificatePaths paths(settings().directory);
    for (const auto& path : {paths.ca, paths.chain})
        EXPECT_THAT(read_file(path), testing::Not(HasSubstr("PRIVATE KEY"))) << path;
    const auto key = read_file(paths.key);
    EXPECT_EQ(key.find("BEGIN PRIVATE KEY"), key.rfind("BEGIN PRIVATE KEY"));
}

TEST_F(CertificateStore, KeepsACertificateThatIsStillGood)
{
    ensure_certificate(settings(), now);
    const auto first = chain();
    ensure_certificate(settings(), now + 24h * 30);
    EXPECT_EQ(chain(), first);
}

TEST_F(CertificateStore, MakesANewOneForAnotherAddress)
{
    ensure_certificate(settings(), now);
    const auto first = chain();
    ensure_certificate(settings("192.0.2.1"), now);
    EXPECT_NE(chain(), first);
}

TEST_F(CertificateStore, MakesANewOneBeforeTheOldOneEnds)
{
    ensure_certificate(settings(), now);
    const auto first = chain();
    ensure_certificate(settings(), now + 24h * 820);
    EXPECT_NE(chain(), first);
}

TEST_F(CertificateStore, MakesANewOneWhenAFileIsMissingOrBroken)
{
    for (const auto* name : {"ca.pem", "tls.pem", "tls.key"}) {
        ensure_certificate(settings(), now);
        const auto first = chain();
        std::ofstream(settings().directory + '/' + name) << "broken";
        ensure_certificate(settings(), now);
        EXPECT_NE(chain(), first) << name << " broken";
        const auto second = chain();
        fs::remove(settings().directory + '/' + name);
        ensure_certificate(settings(), now);
        EXPECT_NE(chain(), second) << name << " missing";
    }
}

TEST_F(CertificateStore, SaysWhereItCanNotWriteAndWhatToDo)
{
    auto impossible = settings();
    impossible.directory = folder_.path().string() + "/file/doh";
    std::ofstream(folder_.path().string() + "/file") << "not a directory";
    try {
        ensure_certificate(impossible, now);
        FAIL() << "no StartError";
    } catch (const StartError& error) {
        EXPECT_THAT(error.what(), AllOf(HasSubstr(impossible.directory), HasSubstr("emptyDir"),
                                        HasSubstr("FAKE_DNS_DOH_DIRECTORY")));
    }
}

TEST_F(CertificateStore, LeavesNoTemporaryFileWhenItFails)
{
    const auto directory = settings().directory;
    fs::create_directories(directory + "/tls.key/occupied");
    EXPECT_THROW(ensure_certificate(settings(), now), StartError);
    EXPECT_EQ(std::distance(fs::directory_iterator(directory), fs::directory_iterator()), 1);
}

TEST_F(CertificateStore, IsFilledByMint)
{
    config::Settings all;
    all.doh = settings();
    mint(all);
    EXPECT_THAT(chain(), HasSubstr("BEGIN CERTIFICATE"));
}

TEST_F(CertificateStore, IsNotTouchedByMintWhenTheSettingsNameFiles)
{
    config::Settings all;
    all.doh = settings();
    all.doh.certificate = "/etc/doh/tls.pem";
    try {
        mint(all);
        FAIL() << "no StartError";
    } catch (const StartError& error) {
        EXPECT_THAT(error.what(), HasSubstr("/etc/doh/tls.pem"));
    }
    EXPECT_FALSE(fs::exists(settings().directory));
}

}  // namespace
}  // namespace sidecar
