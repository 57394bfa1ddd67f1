#!/bin/sh
# The full fault runs: 10,000 calls through each transport, against a server that misbehaves at random. They use the programs
# of sh tests/run.sh.
set -eu
cd "$(dirname "$0")/../.."
program=${CFDNS_BUILD_DIR:-build}/gcc/tests/cfdns_transport
CFDNS_FAULT_CALLS=${CFDNS_FAULT_CALLS:-10000} "$program" --source-file='*_faults.cpp' --test-case='calls through*'
