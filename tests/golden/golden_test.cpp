#include "tests/support/message_text.hpp"
#include "tests/support/policy_parts.hpp"
#include "tests/support/query_builder.hpp"
#include "tests/support/verdict_text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <string>
#include <variant>
#include <vector>

// Runs every CASE.query.hex of this folder against one policy. CASE.reply.txt is the whole reply,
// or the verdict where there is none yet. README.md tells how a case is made.
namespace {

using namespace test_support;
using shim::RrType;

shim::Policy policy()
{
    shim::Policy made(5, "1.2.3");
    made.add_rule(patterns({"dev.example.com"}), fixed({"192.0.2.10", "2001:db8::10"}),
                  issuers({"letsencrypt.org", "happy-hacker-ca.invalid"}));
    made.add_rule(patterns({"*.apps.example.com"}), shim::Service{"{1}.default", {}},
                  issuers({";"}));
    made.add_rule(patterns({"relayed.example.com"}), shim::Service{"web.dev", {}}, issuers({}),
                  {{80, 80}, {443, 8443}});
    add_record(made, "_acme-challenge.dev.example.com", RrType::txt, "token");
    add_record(made, "alias.dev.example.com", RrType::cname, "www.dev.example.com");
    for (int i = 1; i <= 60; ++i)
        add_record(made, "many.dev.example.com", RrType::a, "192.0.2." + std::to_string(i));
    made.add_exception(patterns({"svc"})[0]);
    made.set_discovery({{address("127.0.0.1"), 53}}, {{address("127.0.0.1"), 8553}});
    return made;
}

struct GoldenCase {
    std::string name;

    friend void PrintTo(const GoldenCase& test, std::ostream* out) { *out << test.name; }
};

std::vector<GoldenCase> cases()
{
    const std::string ending = ".query.hex";
    std::vector<GoldenCase> found;
    for (const auto& entry : std::filesystem::directory_iterator(GOLDEN_FOLDER)) {
        const auto name = entry.path().filename().string();
        if (name.ends_with(ending)) found.push_back({name.substr(0, name.size() - ending.size())});
    }
    std::sort(found.begin(), found.end(),
              [](const auto& left, const auto& right) { return left.name < right.name; });
    return found;
}

// The whole file, or nothing.
std::string read_file(const std::string& name)
{
    std::ifstream file(std::string(GOLDEN_FOLDER "/") + name);
    return {std::istreambuf_iterator<char>(file), {}};
}

class Golden : public testing::TestWithParam<GoldenCase> {};

TEST_P(Golden, ReplyIsAsWritten)
{
    const auto query = from_hex(read_file(GetParam().name + ".query.hex"));
    auto out = room_for(remote_udp);
    const auto verdict = resolve(query, remote_udp, policy(), out);
    const auto* reply = std::get_if<shim::Reply>(&verdict);
    const auto text = reply != nullptr ? message_text(shim::BytesView(out).first(reply->size))
                                       : ask(policy(), query) + '\n';
    EXPECT_EQ(text, read_file(GetParam().name + ".reply.txt"));
}

INSTANTIATE_TEST_SUITE_P(Udp, Golden, testing::ValuesIn(cases()), [](const auto& test) {
    auto name = test.param.name;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

}  // namespace
