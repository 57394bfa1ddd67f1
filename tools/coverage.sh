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

# Few sources compile faster than many. The files are named, as the tests of the in-memory service are left out.
{
    python3 tests/support/one_source.py "$work/sources" "$jobs" $(find "$root/tests/core" "$root/tests/api" -name '*.cpp' | sort)
    echo tests/support/main.cpp
} | xargs -P "$jobs" -I FILE sh -c '
    g++ -std=c++20 -O0 --coverage -fno-inline -Iinclude "-DCFDNS_SPEC_DIR=\"$3\"" "-DCFDNS_SOURCE_DIR=\"$4\"" \
        -c "$2" -o "$1/$(basename "$2" .cpp).o"' sh "$work" FILE "$spec" "$root"
g++ --coverage "$work"/*.o -lboost_json -pthread -o "$work/unit"
(cd "$work" && ./unit >unit.log) || {
    tail -20 "$work/unit.log"
    echo "0 passed, 1 failed"
    exit 1
}
cd "$work"
gcov --json-format --branch-probabilities --stdout ./*.gcda >gcov.json 2>/dev/null
python3 "$root/tools/coverage.py" gcov.json "$root" "${CFDNS_COVERAGE_LINES:-95}"
