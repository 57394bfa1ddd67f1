#!/bin/sh
# Writes all files that follow from the declarations of the operations: the lists of products and operations, the single
# header and docs/operations.md. Needs Python 3, a C++20 compiler (CXX, by default g++) and Boost's headers.
#
#   sh tools/generate.sh
set -eu
cd "$(dirname "$0")/.."
python3 tools/operations.py
python3 tools/amalgamate.py
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
${CXX:-g++} -std=c++20 -Iinclude -DCFDNS_SEPARATE_COMPILATION tools/operations_table.cpp -o "$folder/operations_table"
mkdir -p docs
"$folder/operations_table" >"$folder/operations.md"
if ! cmp -s "$folder/operations.md" docs/operations.md; then
    cp "$folder/operations.md" docs/operations.md
    echo "wrote docs/operations.md"
fi
