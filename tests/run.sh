#!/bin/sh
# Builds the library's tests and runs them; on a fresh Debian or Ubuntu it installs what they need first.
#
#   sh tests/run.sh           all tests that run, built with g++: unit tests, transports, drivers, linking, examples, README
#   sh tests/run.sh --all     the single header, each public header alone, what must not compile, clang++, sanitizers,
#                             installed packages, the contract with the service, static analysis, fuzzing, the ceilings of
#                             the benchmarks, and the budgets of compile time and size too
#   sh tests/run.sh --slow    --all, the suite with Meson, coverage, each private header alone, everything with clang++ and
#                             with sanitizers, and tests/slow/*.sh
#
# CFDNS_BUILD_DIR is where it builds (build), CMAKE_BUILD_PARALLEL_LEVEL how many jobs it uses (one per processor, with
# little memory fewer), CFDNS_QUICK_PASSED=1 leaves out what "sh tests/run.sh" runs, CFDNS_FUZZ_SECONDS is how long it fuzzes
# each target (6; with --slow, 60).
set -eu
cd "$(dirname "$0")/.."
. tools/packages.sh

level=quick
case ${1:-} in
'') ;;
--all) level=all ;;
--slow) level=slow ;;
*)
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
fuzz_seconds=6
if [ "$level" = slow ]; then fuzz_seconds=60; fi
beyond_quick() { [ "$level" != quick ]; }

need_compiler
need_boost
need cmake has cmake
need ninja-build has ninja
need python3 has python3
need doctest-dev has_header doctest/doctest.h
need libcurl4-openssl-dev has_header curl/curl.h
need ca-certificates has_certificates
need libssl-dev has_header openssl/ssl.h
need libcpp-httplib-dev has_header httplib.h
if beyond_quick; then
    need clang has clang++
    need meson has meson
    need pkg-config has pkg-config
    need clang-tidy has clang-tidy
    need clang-format has clang-format
    need cppcheck has cppcheck
    need git has git
    need doxygen has doxygen
    need doxygen-awesome-css test -f /usr/share/doxygen-awesome-css/doxygen-awesome.css
    need valgrind has valgrind
    need nlohmann-json3-dev has_header nlohmann/json.hpp
    need rapidjson-dev has_header rapidjson/document.h
    need libsimdjson-dev has_header simdjson.h
    if [ -f tests/fuzz/run.sh ]; then need libclang-rt-dev has_fuzzer; fi
fi
install_needed

build=${CFDNS_BUILD_DIR:-$PWD/build}
mkdir -p "$build/logs"
build=$(cd "$build" && pwd)
# Half of the unit tests needs 4 GB to compile, an eighth 1.5 GB, as do other files: with little memory they are compiled in
# smaller parts, and fewer at a time.
memory=$(awk '$1 == "MemTotal:" { print int($2 / 1000000) }' /proc/meminfo 2>/dev/null) || memory=
parts=2
jobs=$(nproc)
if [ -n "$memory" ] && [ "$memory" -lt 10 ]; then
    parts=8
    if [ "$jobs" -gt $((memory / 2 + 1)) ]; then jobs=$((memory / 2 + 1)); fi
fi
CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$jobs}
# Tests of transports mostly wait.
CTEST_PARALLEL_LEVEL=${CTEST_PARALLEL_LEVEL:-$((2 * CMAKE_BUILD_PARALLEL_LEVEL))}
export CMAKE_BUILD_PARALLEL_LEVEL CTEST_PARALLEL_LEVEL
export CFDNS_BUILD_DIR="$build"

passed=0
failed=0
times=

# What a step's log says of its tests: of ctest, of Meson, or "N passed, N failed"; else the step is one test.
count() {
    awk -v status="$2" '
        / tests? failed out of [0-9]+/ { for (i = 1; i <= NF; ++i) if ($i ~ /^tests?$/ && $(i + 1) == "failed") f += $(i - 1)
                                         n += $NF; seen = 1 }
        /^(Ok|Expected Fail): +[0-9]+/ { n += $NF; seen = 1 }
        /^(Fail|Unexpected Pass|Timeout): +[0-9]+/ { f += $NF; n += $NF; seen = 1 }
        /^[0-9]+ passed, [0-9]+ failed/ { n += $1 + $3; f += $3; seen = 1 }
        END { if (!seen) { n = 1; f = 0 }
              if (status != 0 && f == 0) { f = 1; if (n == 0) n = 1 }
              print n - f, f }' "$1"
}

# Says that a step is still running when nothing was said for a while: a compiler needs minutes for some files.
still_running() {
    said=
    while sleep 20 >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
        before=$said
        said=$(cat "$build"/logs/*.log | wc -c)
        if [ "$said" = "$before" ]; then echo "---- $1: still running after $(($(date +%s) - began)) s"; fi
    done
}

# keep NAME COMMAND...: runs it and says what it says; the log of that name keeps that, and its exit status and time.
keep() {
    name=$1
    log=$build/logs/$1.log
    shift
    began=$(date +%s)
    : >"$log"
    { { "$@" 2>&1 && echo 0 >"$log.status" || echo $? >"$log.status"; } | tee "$log"; } || true
    echo "$(cat "$log.status") $(($(date +%s) - began))" >"$log.status"
}

# account NAME: counts its tests and its time.
account() {
    log=$build/logs/$1.log
    read -r status took <"$log.status"
    account_name=$1
    set -- $(count "$log" "$status")
    passed=$((passed + $1))
    failed=$((failed + $2))
    times="$times
$(printf '%5d s  %-16s %4d passed, %d failed' "$took" "$account_name" "$1" "$2")"
}

# step NAME COMMAND...: runs it, shows and keeps what it says, counts its tests and its time.
step() {
    echo "==== $1"
    began=$(date +%s)
    still_running "$1" &
    watch=$!
    keep "$@"
    kill "$watch" 2>/dev/null || true
    account "$1"
    echo "==== $1: $took s"
}

# Like step, for the functions that "beside" runs: it shows what was said at the end, and does not count.
beside_step() {
    keep "$@" >/dev/null
    read -r status took <"$build/logs/$1.log.status"
    { echo "==== $1" && cat "$build/logs/$1.log" && echo "==== $1: $took s"; } >"$build/logs/$1.log.shown"
    cat "$build/logs/$1.log.shown"
}

# beside FUNCTION FUNCTION NAME...: both at the same time, or with little memory one after the other; then counts these steps.
# Most of these steps keep one processor busy.
beside() {
    one=$1
    other=$2
    shift 2
    for name in "$@"; do echo "1 0" >"$build/logs/$name.log.status"; : >"$build/logs/$name.log"; done
    echo "==== $*"
    began=$(date +%s)
    still_running "$*" &
    watch=$!
    if [ "$parts" -eq 2 ]; then
        # A shell starts what runs in the background so that it ignores the signal of Ctrl-C.
        trap 'trap - INT; kill 0' INT
        "$one" &
        first=$!
        "$other"
        wait "$first"
        trap - INT
    else
        "$one"
        "$other"
    fi
    kill "$watch" 2>/dev/null || true
    for name in "$@"; do account "$name"; done
}

# gcc_build TARGET CTEST-ARGUMENT...: configures, builds a target and runs tests of it.
gcc_build() {
    target=$1
    shift
    cmake --preset gcc -B "$build/gcc" -DCFDNS_TEST_PARTS="$parts" || return
    cmake --build "$build/gcc" --target "$target" -- -k 0 || return
    ctest --test-dir "$build/gcc" --output-on-failure "$@"
}

# The rest: the suite on the single header, headers alone, what must not compile, and checks of the sources.
gcc_rest() { gcc_build all -L 'single|static'; }

# sanitized NAME LABELS TARGET...: a preset with sanitizers, without the tests of these labels.
sanitized() {
    preset=$1
    without=$2
    shift 2
    cmake --preset "$preset" -B "$build/$preset" -DCFDNS_TEST_PARTS="$parts" || return
    cmake --build "$build/$preset" --target "$@" -- -k 0 || return
    # The sanitizers do not cope with all the randomness that newer kernels put into addresses.
    fixed=
    if setarch "$(uname -m)" -R true 2>/dev/null; then fixed="setarch $(uname -m) -R"; fi
    $fixed ctest --test-dir "$build/$preset" --output-on-failure -LE "$without"
}

# The transports, drivers and examples are proved by the other builds. This one measures the coverage.
meson_build() {
    if [ -f "$build/meson/build.ninja" ]; then
        meson setup --reconfigure "$build/meson" || return
    else
        CXX=g++ meson setup --werror -Db_coverage=true -Dtransport_tests=false -Dexamples=false -Dtest_parts=2 "$build/meson" || return
    fi
    ninja -C "$build/meson" -j "$CMAKE_BUILD_PARALLEL_LEVEL" || return
    find "$build/meson" -name '*.gcda' -delete
    meson test -C "$build/meson" --no-rebuild --print-errorlogs
}

# What installs packages is in one function: two package managers at once do not work.
consumers() {
    beside_step consume sh tests/consume/run.sh
    beside_step contract sh tests/contract/run.sh
    beside_step name-servers sh tests/name_servers/run.sh --quick knot
}

analyses() {
    beside_step fuzz sh tests/fuzz/run.sh "${CFDNS_FUZZ_SECONDS:-$fuzz_seconds}"
    beside_step budgets sh tests/bench/budgets.sh gate
    beside_step static sh tests/static/run.sh
    beside_step ceilings sh tests/bench/ceilings.sh
    beside_step docs sh tools/docs.sh
}

if [ -z "${CFDNS_QUICK_PASSED:-}" ]; then step gcc gcc_build cfdns_programs -LE 'single|static'; fi
if beyond_quick; then
    step gcc-rest gcc_rest
    # Transports, drivers, examples and README's programs, and what clang++ must refuse, are compiled by --slow.
    step clang sanitized clang 'single|static|transport|drivers|programs|examples|readme' cfdns_quick_programs
    beside consumers analyses consume contract name-servers fuzz budgets static ceilings docs
fi
if [ "$level" = slow ]; then
    step meson meson_build
    step coverage sh tools/coverage.sh "$build/meson"
    step private-headers cmake --build "$build/gcc" --target cfdns_private_headers -- -k 0
    step clang-all sanitized clang single cfdns_programs cfdns_headers
    step asan sanitized asan 'single|static' cfdns_programs
    for script in tests/slow/*.sh; do
        if [ -f "$script" ]; then
            script_name=${script##*/}
            step "slow-${script_name%.sh}" sh "$script"
        else
            echo "There is nothing in tests/slow."
        fi
    done
fi

echo "$times"
echo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
