#!/bin/sh
# Proves without running: clang-tidy with the checks of .clang-tidy and cppcheck over the public headers, with no finding at
# all; that each header includes what it names; and that the C++ sources are formatted by .clang-format.
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
need clang-format has clang-format
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
list=$(mktemp)
trap 'rm -f "$list"' EXIT
# Other versions of clang-format format some lines in another way.
formatted() {
    if ! clang-format --version | grep -q 'version 14\.'; then
        echo "Skipped: the sources are formatted with clang-format 14."
        return
    fi
    # It reports the comments after namespaces even where it changes nothing, so what it would write is compared.
    find include src tests examples tools packaging -name '*.[hi]pp' -o -name '*.cpp' | sort >"$list"
    changed=0
    while read -r file; do
        clang-format "$file" | cmp -s - "$file" || { echo "$file is not formatted"; changed=1; }
    done <"$list"
    [ "$changed" -eq 0 ]
}
proof format formatted
proof includes python3 tests/static/includes.py
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
