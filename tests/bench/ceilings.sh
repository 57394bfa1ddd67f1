#!/bin/sh
# Counts the instructions of reading and writing and compares their ratios to Boost.JSON's and simdjson's with what was
# reached, and checks that reading takes linear time: the part of the benchmarks that a busy machine does not disturb.
#
#   sh tests/bench/ceilings.sh
set -eu
cd "$(dirname "$0")/../.."
. tests/bench/build.sh
need valgrind has valgrind
install_needed
unset CFDNS_BENCH_GLAZE CFDNS_BENCH_YYJSON
bench_program cost
bench_program shapes
python3 tests/bench/cost.py "$build/cost" ceilings
python3 tests/bench/cost.py "$build/shapes" linear
