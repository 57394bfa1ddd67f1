#!/bin/sh
# What the unit tests run of the library's core, in lines and branches, by g++ and gcov; prints a table. A line of the core that no
# test runs and coverage.py does not explain is a failure. The tests of the in-memory service are left out.
#
#   sh tools/coverage.sh
#
# CFDNS_BUILD_DIR is where it builds (build), CFDNS_COVERAGE_LINES the least percentage of lines that is enough (95).
set -eu
cd "$(dirname "$0")/.."
. tools/packages.sh
need_compiler
need_boost
need python3 has python3
need doctest-dev has_header doctest/doctest.h
install_needed
root=$PWD
work=${CFDNS_BUILD_DIR:-$PWD/build}/coverage
jobs=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}
rm -rf "$work"
mkdir -p "$work"
spec=${CFDNS_SPEC_DIR:-$PWD/../shared/spec}

find tests/core tests/api tests/support/main.cpp -name '*.cpp' | sort | xargs -P "$jobs" -I FILE sh -c '
    object=$1/$(echo "$2" | tr / _).o
    g++ -std=c++20 -O0 --coverage -fno-inline -Iinclude "-DCFDNS_SPEC_DIR=\"$3\"" "-DCFDNS_SOURCE_DIR=\"$4\"" \
        -c "$2" -o "$object"' sh "$work" FILE "$spec" "$root"
g++ --coverage "$work"/*.o -lboost_json -pthread -o "$work/unit"
(cd "$work" && ./unit >unit.log) || {
    tail -20 "$work/unit.log"
    echo "0 passed, 1 failed"
    exit 1
}
cd "$work"
gcov --json-format --branch-probabilities --stdout ./*.gcda >gcov.json 2>/dev/null
python3 "$root/tools/coverage.py" gcov.json "$root" "${CFDNS_COVERAGE_LINES:-95}"
