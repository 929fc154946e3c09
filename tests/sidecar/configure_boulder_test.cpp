#include "tests/sidecar/configure_boulder_fixture.hpp"
#include "tests/support/row_name.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <ostream>
#include <string>

namespace sidecar {
namespace {

namespace fs = std::filesystem;
using test_support::files_below;
using test_support::read;
using test_support::write;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Key;
using testing::UnorderedElementsAre;

const std::string va = R"({"va": {"dnsResolvers": ["192.0.2.1:8053"], "dnsTimeout": "1s"}})";
const std::string va_of_today =
    R"({"va": {"dnsStaticResolvers": ["192.0.2.1:443"], "dnsTimeout": "1s", "tls": {"caCertFile": "certs/minica.pem"}}})";

TEST_F(ConfigureBoulderTest, CopiesEverythingElseAsItIs)
{
    write(from / "va.json", va);
    write(from / "ca.json", "{ \"ca\" : 1e0 }");
    write(from / "observer.yml", "a: b\n");
    write(from / "secrets/password", "x");
    write(from / "secrets/va.json", va);
    fs::permissions(from / "va.json", fs::perms{0640});
    fs::permissions(from / "secrets/password", fs::perms{0600});
    fs::permissions(from / "secrets", fs::perms{0750});
    ASSERT_EQ(run(), 0) << err.str();
    auto expected = files_below(from);
    expected["va.json"] = read(to / "va.json");
    EXPECT_EQ(files_below(to), expected);
    EXPECT_EQ(fs::status(to / "va.json").permissions(), fs::perms{0640});
    EXPECT_EQ(fs::status(to / "secrets/password").permissions(), fs::perms{0600});
    EXPECT_EQ(fs::status(to / "secrets").permissions(), fs::perms{0750});
}

TEST_F(ConfigureBoulderTest, ReadsAConfigMapMount)
{
    write(from / "..2026_01_01/va.json", va);
    fs::create_directory_symlink("..2026_01_01", from / "..data");
    fs::create_symlink("..data/va.json", from / "va.json");
    ASSERT_EQ(run(), 0) << err.str();
    EXPECT_THAT(files_below(to), UnorderedElementsAre(Key("va.json")));
    EXPECT_FALSE(fs::is_symlink(to / "va.json"));
    EXPECT_THAT(read(to / "va.json"), HasSubstr("127.0.0.1:53"));
}

TEST_F(ConfigureBoulderTest, ReplacesWhatAnEarlierRunLeft)
{
    write(from / "va.json", va);
    write(to / "va.json", "stale");
    write(to / "kept", "kept");
    fs::create_directories(to / "sub");
    ASSERT_EQ(run(), 0) << err.str();
    EXPECT_THAT(read(to / "va.json"), HasSubstr("127.0.0.1:53"));
    EXPECT_EQ(read(to / "kept"), "kept");
}

TEST_F(ConfigureBoulderTest, SaysWhatItDidNotUnderstand)
{
    write(from / "va.json", va);
    write(from / "broken.json", "{\n  \"va\": {,}\n}");
    write(from / "rva.json", R"({"rva": {"dnsTries": 3}})");
    fs::create_symlink("nowhere", from / "admin.json");
    ASSERT_EQ(run(), 0) << err.str();
    EXPECT_THAT(out.str(),
                AllOf(HasSubstr("broken.json: 2:10: is no JSON: syntax error; copied as it is\n"),
                      HasSubstr("rva.json: \"rva\" names no resolver: "),
                      HasSubstr("admin.json: is no file and no folder; left out\n")));
    EXPECT_EQ(read(to / "broken.json"), read(from / "broken.json"));
    EXPECT_EQ(read(to / "rva.json"), read(from / "rva.json"));
    EXPECT_FALSE(fs::exists(fs::symlink_status(to / "admin.json")));
}

TEST_F(ConfigureBoulderTest, RefusesAFolderWithoutAVa)
{
    write(from / "ca.json", "{}");
    write(from / "ra.json", R"({"ra": {"dnsResolvers": ["192.0.2.1:53"]}})");
    EXPECT_EQ(run(), 1);
    EXPECT_THAT(err.str(),
                AllOf(HasSubstr(from.string()),
                      HasSubstr("none of its 2 *.json files has a top-level \"va\" or \"rva\"")));
    EXPECT_FALSE(fs::exists(to));
}

TEST_F(ConfigureBoulderTest, RefusesAFolderThatIsNotThere)
{
    EXPECT_EQ(run(), 1);
    EXPECT_THAT(err.str(), HasSubstr("can not read " + from.string()));
}

TEST_F(ConfigureBoulderTest, NeverWritesIntoItsSource)
{
    write(from / "va.json", va);
    write(from / "sub/file", "text");
    fs::create_directory_symlink(from, root / "link");
    fs::create_directories(root / "trap");
    fs::create_directory_symlink(from / "sub", root / "trap/sub");
    const auto before = files_below(from);
    for (const auto& [target, code] : {std::pair{from, 2},
                                       {from / "sub", 2},
                                       {from / "new/deep", 2},
                                       {root / "link", 2},
                                       {root / "link/new", 2},
                                       {from / "../config", 2},
                                       {root / "trap", 1}}) {
        options.to = target.string();
        EXPECT_EQ(run(), code) << target;
        EXPECT_THAT(err.str(), HasSubstr("never written to")) << target;
    }
    EXPECT_EQ(files_below(from), before);
}

TEST_F(ConfigureBoulderTest, MakesABundleForEachCaFile)
{
    const auto pem = read(boulder_fixtures / "certs/minica.pem");
    write(root / "certs/minica.pem", pem);
    write(root / "other/minica.pem", pem + pem);
    write(from / "a.json", va_of_today);
    write(from / "b.json", va_of_today);
    auto other = va_of_today;
    other.replace(other.find("certs/"), 6, (root / "other/").string());
    write(from / "c.json", other);
    options.trust = (boulder_fixtures / "sidecar-ca.pem").string();
    ASSERT_EQ(run(), 0) << err.str();
    EXPECT_THAT(read(to / "a.json"), HasSubstr(R"("config-sidecar/minica-and-sidecar.pem")"));
    EXPECT_THAT(read(to / "b.json"), HasSubstr(R"("config-sidecar/minica-and-sidecar.pem")"));
    EXPECT_THAT(read(to / "c.json"), HasSubstr(R"("config-sidecar/minica-and-sidecar-2.pem")"));
    EXPECT_EQ(read(to / "minica-and-sidecar.pem"), pem + read(options.trust));
}

TEST_F(ConfigureBoulderTest, NamesTheBundleInFullOutsideTheRoot)
{
    write(root / "certs/minica.pem", read(boulder_fixtures / "certs/minica.pem"));
    write(from / "va.json", va_of_today);
    const test_support::TemporaryFolder elsewhere;
    options.to = elsewhere.path().string();
    options.trust = (boulder_fixtures / "sidecar-ca.pem").string();
    ASSERT_EQ(run(), 0) << err.str();
    EXPECT_THAT(read(elsewhere.path() / "va.json"),
                HasSubstr((fs::canonical(elsewhere.path()) / "minica-and-sidecar.pem").string()));
}

TEST_F(ConfigureBoulderTest, TellsWhenTrustIsMissingOrUseless)
{
    write(from / "va.json", va_of_today);
    ASSERT_EQ(run(), 0) << err.str();
    EXPECT_THAT(out.str(), HasSubstr("give --trust"));
    write(from / "va.json", va);
    options.trust = (boulder_fixtures / "sidecar-ca.pem").string();
    ASSERT_EQ(run(), 0) << err.str();
    EXPECT_THAT(out.str(), HasSubstr("--trust is not used"));
}

TEST_F(ConfigureBoulderTest, StopsAtACertificateItCanNotRead)
{
    write(from / "va.json", va_of_today);
    options.trust = (root / "missing.pem").string();
    EXPECT_EQ(run(), 1);
    EXPECT_THAT(err.str(), HasSubstr("--trust " + options.trust + " can not be read"));

    options.trust = (from / "va.json").string();
    EXPECT_EQ(run(), 1);
    EXPECT_THAT(err.str(), HasSubstr("has no PEM certificate in it"));

    options.trust = (boulder_fixtures / "sidecar-ca.pem").string();
    EXPECT_EQ(run(), 1);
    EXPECT_THAT(err.str(), HasSubstr("va.json: caCertFile (below --root) "));
    EXPECT_FALSE(fs::exists(to));
}

TEST_F(ConfigureBoulderTest, StopsWhereItCanNotWrite)
{
    write(from / "va.json", va);
    write(root / "file", "");
    options.to = (root / "file").string();
    EXPECT_EQ(run(), 1);
    EXPECT_THAT(err.str(), HasSubstr("can not make the folder " + options.to));
    options.to = (root / "file/below").string();
    EXPECT_EQ(run(), 1);
}

struct Usage {
    const char* name;
    std::string ConfigureBoulder::*option;
    const char* value;
    const char* said;

    friend void PrintTo(const Usage& test, std::ostream* out) { *out << test.name; }
};

class WrongUsage : public ConfigureBoulderTest, public testing::WithParamInterface<Usage> {};

TEST_P(WrongUsage, IsExitTwoAndNamesTheFlag)
{
    write(from / "va.json", va);
    options.*GetParam().option = GetParam().value;
    EXPECT_EQ(run(), 2);
    EXPECT_THAT(err.str(), HasSubstr(GetParam().said));
    EXPECT_THAT(out.str(), IsEmpty());
}

const Usage usages[] = {
    {"NoSource", &ConfigureBoulder::from, "", "--from and --to are needed"},
    {"NoTarget", &ConfigureBoulder::to, "", "--from and --to are needed"},
    {"NoPort", &ConfigureBoulder::dns, "127.0.0.1", "--dns 127.0.0.1 is not"},
    {"PortZero", &ConfigureBoulder::dns, "127.0.0.1:0", "--dns 127.0.0.1:0 is not"},
    {"PortTooLarge", &ConfigureBoulder::doh, "127.0.0.1:65536", "--doh 127.0.0.1:65536 is not"},
    {"PortNoNumber", &ConfigureBoulder::doh, "localhost:https", "--doh localhost:https is not"},
    {"NoHost", &ConfigureBoulder::doh, ":8553", "--doh :8553 is not"},
    {"Ipv6", &ConfigureBoulder::doh, "[::1]:8553", "Boulder refuses IPv6 addresses"},
    {"Empty", &ConfigureBoulder::doh, "", "--doh  is not"},
};

INSTANTIATE_TEST_SUITE_P(ConfigureBoulder,
                         WrongUsage,
                         testing::ValuesIn(usages),
                         test_support::row_name);

}  // namespace
}  // namespace sidecar
