#!/bin/sh
# What the library costs to compile and in code, against limits.
#
#   sh tests/bench/budgets.sh [gate]
#
# With "gate", only with g++, and only what does not depend on the machine's load.
set -eu
cd "$(dirname "$0")/../.."
. tools/packages.sh
need_compiler
need_boost
need python3 has python3
install_needed
work=${CFDNS_BUILD_DIR:-$PWD/build}/budgets
rm -rf "$work"
mkdir -p "$work"
python3 tests/bench/budgets.py "$work" "$@"
