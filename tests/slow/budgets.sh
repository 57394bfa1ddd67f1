#!/bin/sh
# What the library costs to compile and in code, with every compiler that is there.
#
#   sh tests/slow/budgets.sh
set -eu
sh "$(dirname "$0")/../bench/budgets.sh"
