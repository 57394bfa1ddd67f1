#!/bin/sh
# The ways into the library that take long to compile.
set -eu
exec sh "$(dirname "$0")/../consume/run.sh" --slow
