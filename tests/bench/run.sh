#!/bin/sh
# Builds the benchmarks with the peers that Debian has and prints one table of ratios. Not part of the tests: it takes minutes
# and wants a quiet machine.
#
#   sh tests/bench/run.sh [BENCHMARK-ARGUMENT...]      for instance --benchmark_filter='^A '
#
# CXX is the compiler (g++). CFDNS_BENCH_INCLUDE is a folder with further headers (yyjson.h), CFDNS_BENCH_SOURCES what is to be
# compiled with them (yyjson.c).
set -eu
cd "$(dirname "$0")/../.."
. tools/packages.sh
need_compiler
need_boost
need python3 has python3
need libbenchmark-dev has_header benchmark/benchmark.h
need nlohmann-json3-dev has_header nlohmann/json.hpp
need rapidjson-dev has_header rapidjson/document.h
need libsimdjson-dev has_header simdjson.h
install_needed

build=${CFDNS_BUILD_DIR:-build}/bench
mkdir -p "$build"
echo "Building the benchmarks ..."
${CXX:-g++} -std=c++20 -O2 -DNDEBUG -Iinclude ${CFDNS_BENCH_INCLUDE:+-I"$CFDNS_BENCH_INCLUDE"} tests/bench/bench.cpp \
    tests/boost_json.cpp ${CFDNS_BENCH_SOURCES:-} -lbenchmark -lsimdjson -pthread -o "$build/bench"
echo "Running them ..."
"$build/bench" --benchmark_min_time=0.1 --benchmark_repetitions=9 --benchmark_enable_random_interleaving=true \
    --benchmark_report_aggregates_only=true --benchmark_out="$build/bench.json" --benchmark_out_format=json "$@" >"$build/log" 2>&1
python3 tests/bench/table.py "$build/bench.json"
