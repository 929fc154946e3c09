#include "sidecar/metrics.hpp"
#include "tests/sidecar/status_sample.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace sidecar {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

std::string text(const StatusSample& sample)
{
    return metrics(sample.view(), sample.now);
}

// A reader of the text format that takes nothing but what it allows, and what promlint asks for.
class Exposition {
public:
    explicit Exposition(const std::string& text)
    {
        if (text.empty() || text.back() != '\n') fault("does not end with a line feed");
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);) read(line);
    }

    std::map<std::string, double> samples;  // by name and labels as they stand
    std::map<std::string, std::string> types;
    std::vector<std::string> faults;

private:
    void read(const std::string& line)
    {
        static const std::regex help("# HELP ([a-z][a-z0-9_]*) (\\S.*\\.)");
        static const std::regex type("# TYPE ([a-z][a-z0-9_]*) (counter|gauge|histogram)");
        static const std::regex sample(
            "([a-z][a-z0-9_]*)(\\{[a-z]+=\"(?:[^\"\\\\\\n]|\\\\[\"\\\\n])*\""
            "(?:,[a-z]+=\"(?:[^\"\\\\\\n]|\\\\[\"\\\\n])*\")*\\})? ([0-9]+(?:\\.[0-9]+)?)");
        std::smatch match;
        if (std::regex_match(line, match, help)) {
            if (!helped_.insert(match[1]).second) fault("second HELP: " + line);
        } else if (std::regex_match(line, match, type)) {
            if (!types.emplace(match[1], match[2]).second) fault("second TYPE: " + line);
            family_ = match[1];
            if (helped_.count(family_) == 0) fault("TYPE before HELP: " + line);
            if ((match[2] == "counter") != family_.ends_with("_total"))
                fault("counters, and only they, end in _total: " + line);
        } else if (std::regex_match(line, match, sample)) {
            check_family(match[1], line);
            if (!samples.emplace(match[1].str() + match[2].str(), std::stod(match[3])).second)
                fault("second sample: " + line);
        } else {
            fault("not of the format: " + line);
        }
    }

    void check_family(const std::string& name, const std::string& line)
    {
        static const std::set<std::string> suffixes{"_bucket", "_sum", "_count"};
        const bool right =
            types[family_] == "histogram"
                ? name.starts_with(family_) && suffixes.count(name.substr(family_.size())) == 1
                : name == family_;
        if (!right) fault("outside of its family: " + line);
    }

    void fault(std::string what) { faults.push_back(std::move(what)); }

    std::set<std::string> helped_;
    std::string family_;
};

StatusSample busy()
{
    StatusSample sample;
    sample.counters.requests[0][1][0] = 7;
    sample.counters.responses[2][5] = 3;
    sample.counters.responses[9][4] = 1;
    sample.counters.request_size[2].add(100);
    sample.counters.duration.add(250);
    sample.counters.duration.add(251);
    sample.counters.duration.add(100'000'000);
    sample.counters.connections_rejected = {1, 2, 3};
    sample.relay.push_back({"192.0.2.80", "web.default.svc", {"80"}, 4, 5000, ""});
    return sample;
}

TEST(Metrics, AreTheTextFormat)
{
    EXPECT_THAT(Exposition(text(busy())).faults, IsEmpty());
    EXPECT_THAT(Exposition(text({})).faults, IsEmpty());
}

TEST(Metrics, HaveTheNamesLabelsAndBucketsOfCoreDns)
{
    const auto out = text(busy());
    const std::string server = "{server=\"dns://\",zone=\".\",view=\"\",";
    const std::string prefix = "boulder_dns_sidecar_dns_";
    const auto& samples = Exposition(out).samples;
    EXPECT_EQ(
        samples.at(prefix + "requests_total" + server + "proto=\"udp\",family=\"2\",type=\"A\"}"),
        7);
    EXPECT_EQ(samples.at(prefix + "requests_total" + server +
                         "proto=\"doh\",family=\"1\",type=\"other\"}"),
              0);
    EXPECT_EQ(
        samples.at(prefix + "responses_total" + server + "rcode=\"SERVFAIL\",source=\"error\"}"),
        3);
    EXPECT_EQ(
        samples.at(prefix + "responses_total" + server + "rcode=\"RCODE9\",source=\"forward\"}"),
        1);
    EXPECT_EQ(samples.at(prefix + "request_duration_seconds_bucket" + server + "le=\"0.00025\"}"),
              1);
    EXPECT_EQ(samples.at(prefix + "request_duration_seconds_bucket" + server + "le=\"8.192\"}"), 2);
    EXPECT_EQ(samples.at(prefix + "request_duration_seconds_bucket" + server + "le=\"+Inf\"}"), 3);
    EXPECT_EQ(samples.at(prefix + "request_duration_seconds_sum" +
                         server.substr(0, server.size() - 1) + "}"),
              100.000501);
    EXPECT_EQ(
        samples.at(prefix + "request_size_bytes_bucket" + server + "proto=\"doh\",le=\"100\"}"), 1);
    EXPECT_EQ(
        samples.at(prefix + "response_size_bytes_bucket" + server + "proto=\"tcp\",le=\"64000\"}"),
        0);
}

TEST(Metrics, TellWhatIsTheSidecarsOwn)
{
    auto sample = busy();
    sample.upstream = {{"192.0.2.53:53", "192.0.2.54:53"}, false, "refused"};
    sample.counters.dropped = 11;
    sample.counters.replies_lost = 41;
    sample.counters.upstream_rejected = 12;
    sample.counters.tls_failures = 17;
    sample.counters.http_errors = 18;
    sample.counters.http_violations = 19;
    sample.counters.certificate_failures = 20;
    sample.counters.relay_connections = 13;
    sample.counters.relay_rejected = 14;
    sample.counters.reloads = 15;
    sample.counters.reload_failures = 16;
    sample.state.warnings = {"one"};
    const auto samples = Exposition(text(sample)).samples;
    const auto value = [&](const std::string& name) {
        return samples.at("boulder_dns_sidecar_" + name);
    };
    EXPECT_EQ(value("build_info{version=\"" + std::string(version) + "\"}"), 1);
    EXPECT_EQ(value("uptime_seconds"), 3725);
    EXPECT_EQ(value("dns_dropped_total"), 11);
    EXPECT_EQ(value("dns_replies_lost_total"), 41);
    EXPECT_EQ(value("forward_max_concurrent_rejects_total"), 12);
    EXPECT_EQ(value("connections_rejected_total{listener=\"status\"}"), 1);
    EXPECT_EQ(value("connections_rejected_total{listener=\"tcp\"}"), 2);
    EXPECT_EQ(value("connections_rejected_total{listener=\"doh\"}"), 3);
    EXPECT_EQ(value("upstream_servers"), 2);
    EXPECT_EQ(value("upstream_healthy"), 0);
    EXPECT_EQ(value("doh_handshakes_failed_total"), 17);
    EXPECT_EQ(value("doh_requests_refused_total"), 18);
    EXPECT_EQ(value("doh_violations_total"), 19);
    EXPECT_EQ(value("doh_certificate_reload_failed_total"), 20);
    EXPECT_EQ(value("relay_connections"), 13);
    EXPECT_EQ(value("relay_connections_rejected_total"), 14);
    EXPECT_EQ(value("relay_connections_total{address=\"192.0.2.80\"}"), 4);
    EXPECT_EQ(value("relay_bytes_total{address=\"192.0.2.80\"}"), 5000);
    EXPECT_EQ(value("reload_total"), 15);
    EXPECT_EQ(value("reload_failed_total"), 16);
    EXPECT_EQ(value("warnings"), 1);
}

TEST(Metrics, TellWhatTheProcessTakes)
{
    const auto samples = Exposition(text({})).samples;
    EXPECT_EQ(samples.at("process_cpu_seconds_total"), 2.5);
    EXPECT_EQ(samples.at("process_open_fds"), 12);
    EXPECT_EQ(samples.at("process_resident_memory_bytes"), 6'000'000);
    EXPECT_EQ(samples.at("process_start_time_seconds"), 1767225600 + 2 * 3600 - 3725);
}

TEST(Metrics, HaveBucketsThatNeverFallAndEndAtTheCount)
{
    const auto out = text(busy());
    const std::regex sample("(\\S+)_(bucket|count)(?:\\{(.*?),?(?:le=\"([^\"]*)\")?\\})? (\\d+)");
    std::istringstream lines(out);
    std::string series;
    unsigned long last = 0;
    std::string bound;
    std::size_t checked = 0;
    for (std::string line; std::getline(lines, line);) {
        std::smatch match;
        if (line.starts_with('#') || !std::regex_match(line, match, sample)) continue;
        const auto count = std::stoul(match[5]);
        if (match[2] == "count") {
            EXPECT_EQ(bound, "+Inf") << line;
            EXPECT_EQ(count, last) << line;
            ++checked;
            continue;
        }
        const auto now = match[1].str() + match[3].str();
        if (now == series) {
            EXPECT_GE(count, last) << line;
        }
        series = now;
        last = count;
        bound = match[4];
    }
    EXPECT_EQ(checked, 7U);
}

TEST(Metrics, HaveNoNameOfAClientOrATarget)
{
    auto sample = busy();
    sample.services.push_back({"secret.example", "secret.example", {}, ""});
    EXPECT_THAT(text(sample), testing::Not(HasSubstr("secret")));
    EXPECT_THAT(text(sample), testing::Not(HasSubstr("web.default")));
}

TEST(Metrics, AreThoseThatTheDocumentationLists)
{
    std::ifstream page(SOURCE_DIR "/docs/status-http.md");
    std::set<std::string> documented;
    const std::regex row("\\| `(boulder_dns_sidecar_[a-z_]+|process_[a-z_]+)` .*");
    for (std::string line; std::getline(page, line);) {
        std::smatch match;
        if (std::regex_match(line, match, row)) documented.insert(match[1]);
    }
    std::set<std::string> written;
    for (const auto& [name, type] : Exposition(text({})).types) written.insert(name);
    EXPECT_EQ(documented, written);
}

}  // namespace
}  // namespace sidecar
