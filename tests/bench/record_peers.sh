#!/bin/sh
# Requests and times of programs that make the records of a zone as desired: the example zone_sync and, if build.sh's
# CFDNS_BENCH_OCTODNS says where it is, octodns-sync. They talk to an in-memory service on 127.0.0.1. Not part of the tests: it
# takes some minutes, and wants a quiet machine.
#
#   sh tests/bench/record_peers.sh [ROUNDS]      3 by default
set -eu
cd "$(dirname "$0")/../.."
. tests/bench/build.sh
need libcurl4-openssl-dev has_header curl/curl.h
install_needed

echo "Building the programs ..."
bench_program record_plan
bench_program record_server
${CXX:-g++} -std=c++20 -O2 -DNDEBUG -Iinclude examples/zone_sync.cpp -o "$build/zone_sync" -pthread -lboost_json -lcurl
echo "Running them ..."
exec python3 tests/bench/record_peers.py "$build" "$@"
