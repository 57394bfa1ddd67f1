#!/bin/sh
# Fuzzes the library with libFuzzer, AddressSanitizer and UndefinedBehaviorSanitizer: each target for that many seconds, after
# all inputs that were kept as regressions.
#
#   sh tests/fuzz/run.sh [SECONDS]     10 by default
#
# CFDNS_BUILD_DIR is where it builds and keeps what it finds (build), CFDNS_FUZZ_TARGETS which targets it runs (all),
# CMAKE_BUILD_PARALLEL_LEVEL how many run at a time (one per processor). To keep a crash as a regression, copy its file from
# the build's fuzz/crashes/TARGET to tests/fuzz/regressions/TARGET.
set -eu
cd "$(dirname "$0")/../.."
. tools/packages.sh
need_compiler
need_boost
need clang has clang++
need libclang-rt-dev has_fuzzer
install_needed

seconds=${1:-10}
targets=${CFDNS_FUZZ_TARGETS:-responses mutated reading headers times requests bodies service text}
jobs=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}
work=${CFDNS_BUILD_DIR:-$PWD/build}/fuzz
program=$work/cfdns_fuzz
mkdir -p "$work"

if [ ! -x "$program" ] || [ -n "$(find include tests/fuzz tests/api tests/support -newer "$program" -type f)" ]; then
    clang++ -std=c++20 -O1 -g1 -fno-omit-frame-pointer -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
        -Wall -Wextra -Wconversion -Wshadow -Werror -Iinclude tests/fuzz/main.cpp -lboost_json -o "$program"
fi

# Everything below that TARGET needs: its seeds, its regressions, its time; the outcome goes to TARGET.result.
fuzz_one() {
    target=$1
    corpus=$work/corpus/$target
    crashes=$work/crashes/$target
    log=$work/$target.log
    mkdir -p "$corpus" "$crashes"
    CFDNS_FUZZ_TARGET=$target
    export CFDNS_FUZZ_TARGET
    CFDNS_FUZZ_SEEDS="$corpus" "$program"
    good=0
    bad=0
    set -- tests/fuzz/regressions/"$target"/*
    kept=0
    if [ -f "$1" ]; then
        kept=$#
        if "$program" "$@" >"$log.kept" 2>&1; then good=$((good + 1)); else bad=$((bad + 1)); cat "$log.kept"; fi
    fi
    if timeout --foreground $((seconds + 60)) "$program" -max_total_time="$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$crashes/" "$corpus" >"$log" 2>&1; then good=$((good + 1)); else bad=$((bad + 1)); tail -40 "$log"; fi
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    echo "fuzz $target: ${runs:-0} executions in $seconds s, corpus $(ls "$corpus" | wc -l), regressions $kept"
    echo "$good $bad" >"$work/$target.result"
}

running=0
for target in $targets; do
    rm -f "$work/$target.result"
    fuzz_one "$target" &
    running=$((running + 1))
    if [ "$running" -ge "$jobs" ]; then
        wait
        running=0
    fi
done
wait

passed=0
failed=0
for target in $targets; do
    set -- $(cat "$work/$target.result" 2>/dev/null || echo 0 1)
    passed=$((passed + $1))
    failed=$((failed + $2))
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
