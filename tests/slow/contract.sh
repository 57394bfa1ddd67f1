#!/bin/sh
# The contract with many more random responses and cases than tests/contract/run.sh makes by itself: some minutes.
#
#   sh tests/slow/contract.sh
set -eu
cd "$(dirname "$0")/../.."
CFDNS_CONTRACT_DYNAMIC=${CFDNS_CONTRACT_DYNAMIC:-1000}
CFDNS_DIFFERENTIAL_CASES=${CFDNS_DIFFERENTIAL_CASES:-300}
CFDNS_FAKE_CASES=${CFDNS_FAKE_CASES:-2000}
export CFDNS_CONTRACT_DYNAMIC CFDNS_DIFFERENTIAL_CASES CFDNS_FAKE_CASES
exec sh tests/contract/run.sh
