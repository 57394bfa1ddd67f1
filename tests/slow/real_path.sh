#!/bin/sh
# The whole way with the name servers of tests/name_servers/run.sh, all of them, and a transcript of each: a minute or two.
#
#   sh tests/slow/real_path.sh
set -eu
cd "$(dirname "$0")/../.."
exec sh tests/name_servers/run.sh --real-path --required
