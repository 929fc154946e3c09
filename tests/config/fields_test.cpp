#include "config/fields.hpp"
#include "tests/config/settings_text.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace config {
namespace {

TEST(Fields, DeriveVariableAndFlagFromTheKey)
{
    const auto names = [](std::string_view key) {
        const auto* field = find_field(key);
        return field == nullptr ? "none" : field->variable() + ' ' + field->flag();
    };
    EXPECT_EQ(names("ttl"), "FAKE_DNS_TTL --ttl");
    EXPECT_EQ(names("upstream.timeout"), "FAKE_DNS_UPSTREAM_TIMEOUT --upstream-timeout");
    EXPECT_EQ(names("limits.tcp_pipeline"), "FAKE_DNS_LIMITS_TCP_PIPELINE --limits-tcp-pipeline");
    EXPECT_EQ(names("caa.issuewild"), "FAKE_DNS_CAA_ISSUEWILD --caa-issuewild");
    EXPECT_EQ(names("config"), "FAKE_DNS_CONFIG --config");
    EXPECT_EQ(names("target"), "FAKE_DNS --target");
    EXPECT_EQ(names("caa.issue"), "FAKE_DNS_CAA --caa");
    EXPECT_EQ(names("no.such"), "none");
}

TEST(Fields, HaveNamesOfTheirOwn)
{
    std::set<std::string> names;
    for (const auto& field : fields()) {
        EXPECT_TRUE(names.insert(std::string(field.key)).second) << field.key;
        EXPECT_TRUE(names.insert(field.variable()).second) << field.variable();
        EXPECT_TRUE(names.insert(field.flag()).second) << field.flag();
    }
}

TEST(Fields, TellAllThereIsToKnow)
{
    for (const auto& field : fields()) {
        EXPECT_NE(field.default_value.empty(), field.unset.empty()) << field.key;
        EXPECT_FALSE(field.shown_default().empty()) << field.key;
        EXPECT_LE(field.help.size(), 80U) << field.key;
        EXPECT_NE(field.help.back(), '.') << field.key;
        EXPECT_EQ(field.description.back(), '.') << field.key;
        EXPECT_NE(field.in_file(), field.example.empty()) << field.key;
    }
}

// What an example needs beside it.
std::string company(std::string_view key)
{
    if (key == "mode") return "target = 'web'\n";
    if (key == "doh.certificate") return "doh.key = '/etc/tls/tls.key'\n";
    if (key == "doh.key") return "doh.certificate = '/etc/tls/tls.crt'\n";
    return "";
}

TEST(Fields, HaveExamplesThatLoad)
{
    for (const auto& field : fields())
        if (field.in_file()) {
            const auto text =
                company(field.key) + std::string(field.key) + " = " + std::string(field.example);
            EXPECT_EQ(errors_of(file(text)), "");
        }
}

TEST(Fields, HaveDefaultsThatCanBeWritten)
{
    for (const auto& field : fields())
        if (field.in_file() && !field.default_value.empty()) {
            const Sources written =
                environment({{field.variable(), std::string(field.default_value)}});
            EXPECT_EQ(describe(settings_of(written)), describe(settings_of({}))) << field.key;
        }
}

}  // namespace
}  // namespace config
