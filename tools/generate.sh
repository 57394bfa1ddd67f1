#!/bin/sh
# Writes all files that follow from the declarations of the operations: the lists of products and operations, the single
# header, docs/operations.md and docs/operations. Needs Python 3, a C++20 compiler (CXX, by default g++) and Boost.
#
# CFDNS_SPEC_DIR has the recorded requests that docs/operations/proofs.md counts (../shared/spec); without it, what the page
# says of them is kept.
#
#   sh tools/generate.sh
set -eu
cd "$(dirname "$0")/.."
python3 tools/operations.py
python3 tools/amalgamate.py
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
${CXX:-g++} -std=c++20 -Iinclude tools/operations_description.cpp -o "$folder/operations_description" -lboost_json
python3 tools/operation_pages.py "$folder/operations_description"
