#!/bin/sh
# Builds the benchmarks with the peers that Debian has and prints one table of ratios: times, allocations, instructions, and
# how both grow. Not part of the tests: it takes a quarter of an hour and wants a quiet machine. build.sh says which variables
# point to further peers.
#
#   sh tests/bench/run.sh [BENCHMARK-ARGUMENT...]      for instance --benchmark_filter='^A '
set -eu
cd "$(dirname "$0")/../.."
. tests/bench/build.sh
need libbenchmark-dev has_header benchmark/benchmark.h
need valgrind has valgrind
install_needed

echo "Building the benchmarks ..."
bench_program bench -lbenchmark
bench_program cost
if [ -n "${CFDNS_BENCH_GO:-}" ]; then
    made=$(cd "$build" && pwd)/sdk_go source=$PWD/tests/bench/sdk.go
    (cd "$CFDNS_BENCH_GO" && go build -o "$made" "$source")
fi
echo "Running them ..."
: >"$build/sdk"
"$build/bench" --benchmark_min_time=0.1 --benchmark_repetitions=9 --benchmark_enable_random_interleaving=true \
    --benchmark_report_aggregates_only=true --benchmark_out="$build/bench.json" --benchmark_out_format=json "$@" >"$build/log" 2>&1
if [ $# -eq 0 ]; then
    if [ -n "${CFDNS_BENCH_SDK:-}" ]; then node tests/bench/sdk.mjs "$CFDNS_BENCH_SDK" >>"$build/sdk"; fi
    if [ -n "${CFDNS_BENCH_GO:-}" ]; then "$build/sdk_go" >>"$build/sdk"; fi
fi
python3 tests/bench/table.py "$build/bench.json" "$build/sdk"
if [ $# -eq 0 ]; then
    if [ -n "${CFDNS_BENCH_SDK:-}" ]; then set -- "$@" 'official TypeScript SDK' "node tests/bench/sdk.mjs $CFDNS_BENCH_SDK D"; fi
    if [ -n "${CFDNS_BENCH_GO:-}" ]; then set -- "$@" 'official Go SDK' "$build/sdk_go D"; fi
    if [ $# -ne 0 ]; then
        echo
        python3 tests/bench/pairs.py 15 "$build/bench" "$@"
    fi
    echo
    python3 tests/bench/cost.py "$build/cost" instructions
    echo
    python3 tests/bench/cost.py "$build/cost" growth
fi
