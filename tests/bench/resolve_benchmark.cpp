#include "shim/resolve.hpp"
#include "shim/wire.hpp"
#include "tests/bench/query_list.hpp"
#include "tests/bench/sample_policy.hpp"

#include <benchmark/benchmark.h>

namespace {

// The deciding function alone, for a query of one type, with so many rules.
void resolve(benchmark::State& state, const char* type)
{
    const auto policy = bench::sample_policy(static_cast<std::size_t>(state.range(0)));
    const auto query = bench::make_query("0123456789.dev.example.com", type);
    shim::Bytes room(shim::wire::loopback_udp_size);
    for (const auto _ : state) benchmark::DoNotOptimize(shim::resolve(query, {}, policy, room));
}

// A fixed number of calls, by which valgrind's count of instructions is divided.
constexpr benchmark::IterationCount calls = 10'000;

BENCHMARK_CAPTURE(resolve, A, "A")->Arg(1)->Arg(100'000)->Iterations(calls);
BENCHMARK_CAPTURE(resolve, AAAA, "AAAA")->Arg(1)->Arg(100'000)->Iterations(calls);
BENCHMARK_CAPTURE(resolve, CAA, "CAA")->Arg(1)->Arg(100'000)->Iterations(calls);

}  // namespace

BENCHMARK_MAIN();
