#include "sidecar/certificate.hpp"
#include "sidecar/start_error.hpp"
#include "sidecar/tls_context.hpp"
#include "tests/support/policy_parts.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <fstream>

namespace sidecar {
namespace {

using std::chrono::system_clock;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class TlsContextFiles : public testing::Test {
protected:
    void write(const std::string& name, std::string_view text) const
    {
        std::ofstream(path(name), std::ios::trunc) << text;
    }
    [[nodiscard]] std::string path(const std::string& name) const
    {
        return folder_.path().string() + '/' + name;
    }
    [[nodiscard]] config::DohSettings settings(std::string_view listen = "127.0.0.1") const
    {
        return {.listen = {{test_support::address(listen), 8553}},
                .certificate = path("own.pem"),
                .key = path("own.key"),
                .directory = path("doh")};
    }
    [[nodiscard]] std::string failure()
    {
        try {
            const TlsContext context(settings(), counters_, log_);
        } catch (const StartError& error) {
            return error.what();
        }
        return "no failure";
    }

    test_support::TemporaryFolder folder_;
    Counters counters_;
    Log log_{{.level = config::LogLevel::error}};
    MintedCertificate one_ = mint_certificate({}, system_clock::now());
    MintedCertificate other_ = mint_certificate({}, system_clock::now());
};

TEST_F(TlsContextFiles, MakesAnAutomaticCertificateForTheListeners)
{
    auto automatic = settings("192.0.2.1");
    automatic.certificate = automatic.key = "auto";
    const TlsContext context(automatic, counters_, log_);
    EXPECT_EQ(context.certificate_path(), path("doh/tls.pem"));
    EXPECT_EQ(context.key_path(), path("doh/tls.key"));
    EXPECT_THAT(context.warnings(), IsEmpty());
    EXPECT_THAT(context.alternative_names(), HasSubstr("192.0.2.1"));
}

TEST_F(TlsContextFiles, UsesGivenFilesAndWarnsOfAListenerTheyDoNotCover)
{
    write("own.pem", one_.chain);
    write("own.key", one_.key);
    const TlsContext context(settings("192.0.2.1"), counters_, log_);
    EXPECT_THAT(context.warnings(), ElementsAre(HasSubstr("is not for 192.0.2.1")));
}

TEST_F(TlsContextFiles, NamesTheFileThatCanNotBeReadAndItsSetting)
{
    EXPECT_THAT(failure(), AllOf(HasSubstr(path("own.pem")), HasSubstr("doh.certificate"),
                                 HasSubstr("No such file")));
    write("own.pem", one_.chain);
    EXPECT_THAT(failure(),
                AllOf(HasSubstr(path("own.key")), HasSubstr("doh.key"), HasSubstr("No such file")));
}

TEST_F(TlsContextFiles, NamesTheFileThatIsNoPem)
{
    write("own.pem", "nonsense");
    write("own.key", one_.key);
    EXPECT_THAT(failure(), AllOf(HasSubstr(path("own.pem")), HasSubstr("PEM certificate")));
    write("own.pem", one_.chain);
    write("own.key", "nonsense");
    EXPECT_THAT(failure(), AllOf(HasSubstr(path("own.key")), HasSubstr("PEM key")));
}

TEST_F(TlsContextFiles, NamesTheKeyThatBelongsToAnotherCertificate)
{
    write("own.pem", one_.chain);
    write("own.key", other_.key);
    EXPECT_THAT(failure(), AllOf(HasSubstr(path("own.key")), HasSubstr("mismatch"),
                                 HasSubstr("of the certificate " + path("own.pem"))));
}

TEST_F(TlsContextFiles, NeverQuotesTheKey)
{
    write("own.pem", other_.key);
    write("own.key", one_.key);
    EXPECT_THAT(failure(), testing::Not(HasSubstr("PRIVATE KEY")));
}

TEST_F(TlsContextFiles, TakesChangedFilesForNewConnections)
{
    write("own.pem", one_.chain);
    write("own.key", one_.key);
    TlsContext context(settings(), counters_, log_);
    const auto* before = context.get().native_handle();
    write("own.pem", other_.chain);
    write("own.key", other_.key);
    context.reload();
    EXPECT_NE(context.get().native_handle(), before);
    EXPECT_EQ(counters_.certificate_failures, 0U);
}

TEST_F(TlsContextFiles, KeepsTheOldCertificateWhileTheNewFilesDoNotFit)
{
    write("own.pem", one_.chain);
    write("own.key", one_.key);
    TlsContext context(settings(), counters_, log_);
    const auto* before = context.get().native_handle();
    write("own.pem", other_.chain);
    context.reload();
    EXPECT_EQ(context.get().native_handle(), before);
    EXPECT_EQ(counters_.certificate_failures, 1U);
}

}  // namespace
}  // namespace sidecar
