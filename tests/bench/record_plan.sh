#!/bin/sh
# How long plans for records take, how much memory they need, and how many requests they become. Not part of the tests.
#
#   sh tests/bench/record_plan.sh
set -eu
cd "$(dirname "$0")/../.."
. tests/bench/build.sh
install_needed
bench_program record_plan
"$build/record_plan"
