#!/bin/sh
# The name servers of tests/name_servers/run.sh, all of them, with no, one and two keys: some minutes.
#
#   sh tests/slow/name_servers.sh
set -eu
cd "$(dirname "$0")/../.."
exec sh tests/name_servers/run.sh --required
