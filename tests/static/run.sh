#!/bin/sh
# Proves without running: clang-tidy with the checks of .clang-tidy and cppcheck over the public headers, with no finding at
# all; and that each header includes what it names.
#
#   sh tests/static/run.sh
set -eu
cd "$(dirname "$0")/../.."
. tools/packages.sh
need_compiler
need_boost
need python3 has python3
need clang-tidy has clang-tidy
need cppcheck has cppcheck
install_needed

passed=0
failed=0
# proof NAME COMMAND...
proof() {
    name=$1
    shift
    if "$@"; then
        echo "$name: nothing found"
        passed=$((passed + 1))
    else
        echo "FAILED: $name"
        failed=$((failed + 1))
    fi
}

proof clang-tidy clang-tidy --quiet tests/static/operations.cpp -- -std=c++20 -Iinclude
proof cppcheck cppcheck --quiet --std=c++20 --language=c++ --enable=warning,performance,portability --inline-suppr \
    --error-exitcode=1 --suppress=missingIncludeSystem --suppress=passedByValue -UCFDNS_SOURCE -Iinclude \
    tests/static/operations.cpp
proof includes python3 tests/static/includes.py
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
