#!/bin/sh
# Ten million parse and build calls with mutated inputs, in memory that must not grow; the same under AddressSanitizer; and
# threads that use the library side by side under ThreadSanitizer.
#
#   sh tests/slow/soak.sh
#
# CFDNS_SOAK_CALLS is the number of calls (10000000), CFDNS_BUILD_DIR where it builds (build).
set -eu
cd "$(dirname "$0")/../.."
. tools/packages.sh
need_compiler
need_boost
install_needed
calls=${CFDNS_SOAK_CALLS:-10000000}
work=${CFDNS_BUILD_DIR:-$PWD/build}/soak
mkdir -p "$work"
# Newer kernels put more randomness into addresses than GCC 12's sanitizers cope with.
fixed=
if setarch "$(uname -m)" -R true 2>/dev/null; then fixed="setarch $(uname -m) -R"; fi

passed=0
failed=0
# soak NAME CALLS THREADS FLAG...
soak() {
    name=$1
    number=$2
    threads=$3
    shift 3
    if g++ -std=c++20 -O1 -g1 "$@" -Iinclude tests/slow/soak.cpp -lboost_json -pthread -o "$work/$name" &&
        ASAN_OPTIONS=quarantine_size_mb=16 $fixed "$work/$name" "$number" "$threads"; then
        passed=$((passed + 1))
    else
        echo "FAILED: $name"
        failed=$((failed + 1))
    fi
}
soak plain "$calls" 1
soak asan "$calls" 1 -fsanitize=address,undefined -fno-sanitize-recover=all
soak tsan "$((calls / 20))" 4 -fsanitize=thread
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
