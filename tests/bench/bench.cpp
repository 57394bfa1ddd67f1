// SPDX-License-Identifier: BSL-1.0
#include "works.hpp"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <new>

namespace {

std::size_t allocations = 0;

}  // namespace

void* operator new(std::size_t size) {
    ++allocations;
    if (void* const out = std::malloc(size)) return out;
    std::abort();
}
void operator delete(void* what) noexcept { std::free(what); }
void operator delete(void* what, std::size_t) noexcept { std::free(what); }

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    static std::vector<bench::contender> const works = bench::all_works(true);
    for (bench::contender const& each : works) {
        // The name is "work/who".
        benchmark::RegisterBenchmark((each.work + "/" + each.who).c_str(), [&each](benchmark::State& state) {
            each.run();
            std::size_t const before = allocations;
            each.run();
            state.counters["allocs"] = static_cast<double>(allocations - before);
            for (auto _ : state) each.run();
        })->Unit(each.bytes > 100'000 ? benchmark::kMillisecond : benchmark::kNanosecond);
    }
    benchmark::RunSpecifiedBenchmarks();
}
