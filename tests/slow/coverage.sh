#!/bin/sh
# Prints what the unit tests run of the core.
set -eu
exec sh "$(dirname "$0")/../coverage.sh"
