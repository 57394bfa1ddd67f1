#!/bin/sh
# What the unit tests execute of the library, in lines and branches, by Meson, g++ and gcov; prints a table. A line of the
# core or a product that no test executes and coverage.py does not explain is a failure; of the workflows, a percentage of
# the lines is enough. The tests of the in-memory service do not count.
#
#   sh tools/coverage.sh            builds the unit tests and runs them
#   sh tools/coverage.sh FOLDER     a Meson build with -Db_coverage=true, whose tests were run
#
# CFDNS_BUILD_DIR is where it builds (build), CFDNS_COVERAGE_LINES the least percentage of lines that is enough (95).
set -eu
cd "$(dirname "$0")/.."
. tools/packages.sh
need_compiler
need_boost
need python3 has python3
need meson has meson
need doctest-dev has_header doctest/doctest.h
install_needed
root=$PWD
folder=${1:-}
if [ -z "$folder" ]; then
    folder=${CFDNS_BUILD_DIR:-$root/build}/coverage
    rm -rf "$folder"
    CXX=g++ meson setup -Db_coverage=true -Dtransport_tests=false -Dexamples=false -Dtest_parts=2 "$folder"
    ninja -C "$folder" tests/cfdns_unit
    meson test -C "$folder" --no-rebuild unit
fi
cd "$folder"
find . -name '*.gcda' ! -path './tests/not_counted/*' -exec \
    gcov --json-format --branch-probabilities --stdout {} + >gcov.json 2>gcov.log
python3 "$root/tools/coverage.py" gcov.json "$root" "${CFDNS_COVERAGE_LINES:-95}"
