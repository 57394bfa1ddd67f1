#!/bin/sh
# The unit tests, optimised, with many more random cases of every property.
#
#   sh tests/slow/properties.sh
#
# CFDNS_PROPERTY_FACTOR is how many times as many cases (10).
set -eu
cd "$(dirname "$0")/../.."
. tools/packages.sh
need_compiler
need_boost
need python3 has python3
need cmake has cmake
need ninja-build has ninja
need doctest-dev has_header doctest/doctest.h
install_needed
build=${CFDNS_BUILD_DIR:-$PWD/build}/slow-properties
cmake --preset release -B "$build"
cmake --build "$build" --target cfdns_unit
CFDNS_PROPERTY_FACTOR=${CFDNS_PROPERTY_FACTOR:-10} "$build/tests/cfdns_unit" >"$build/unit.log" && status=0 || status=$?
grep MESSAGE "$build/unit.log" || true
[ "$status" -eq 0 ] || grep -v MESSAGE "$build/unit.log" | head -100
tail -4 "$build/unit.log"
exit "$status"
