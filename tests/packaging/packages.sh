#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# What tools/packages.sh installs, or says, on systems that differ in their packages. Stand-ins answer for apt.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for name in cat sed grep sort env; do ln -s "$(command -v "$name")" "$work/$name"; done

# stand_in NAME LINE...: a program of these lines.
stand_in() {
    program=$work/$1
    shift
    { echo '#!/bin/sh' && printf '%s\n' "$@"; } >"$program"
    chmod +x "$program"
}
stand_in g++ 'echo 12'
stand_in id 'echo "$USER_ID"'
stand_in apt-get '[ "$1" = update ] || echo "apt-get $*"'
# PACKAGES are the versions of Boost.JSON, PREFERRED is that of libboost-json-dev, INSTALLED that of Boost's headers.
stand_in apt-cache 'case $1 in' \
    'search) for minor in $PACKAGES; do echo "libboost-json1.$minor-dev - JSON"; done ;;' \
    'policy) [ -z "$PREFERRED" ] || printf "%s:\n  Candidate: 1.%s.0\n" "$2" "$PREFERRED" ;;' \
    'esac'
stand_in dpkg-query '[ "$4" = "libboost1.$INSTALLED-dev" ] && echo "install ok installed"'

failed=0
# expect TEXT USER_ID PACKAGES PREFERRED INSTALLED: what is said of installing g++ and Boost.
expect() {
    said=$(USER_ID=$2 PACKAGES=$3 PREFERRED=$4 INSTALLED=$5 PATH=$work /bin/sh -eu -c '
        . tools/packages.sh
        wanted=" jq BOOST"
        install_needed' 2>&1) || true
    case $said in
    *"$1"*) ;;
    *)
        printf 'With the packages "%s", preferred "%s", installed "%s", user %s: expected\n%s\nbut got\n%s\n' \
            "$3" "$4" "$5" "$2" "$1" "$said" >&2
        failed=$((failed + 1))
        ;;
    esac
}

root='apt-get install -y --no-install-recommends --no-remove jq'
user='apt-get update && apt-get install --no-install-recommends jq'
expect "$root libboost-json1.81-dev" 0 '74 81' '' ''    # Debian 12
expect "$root libboost-json1.81-dev" 0 '74 81' 74 ''
expect "$root libboost-json-dev" 0 '83 88' 83 ''        # Debian 13
expect "$root libboost-json1.88-dev" 0 '83 88' 83 88
expect "$root libboost-json1.83-dev" 0 '83 88' 83 83
expect "$root libboost-json-dev" 0 83 83 ''             # Ubuntu 24.04
expect 'cfdns needs Boost 1.81 or later' 0 '71 74' 74 ''
expect "$user libboost-json1.81-dev" 1000 '74 81' 74 ''
expect "$user libboost-json1.NN-dev" 1000 '' '' ''      # no lists of packages yet
expect 'NN is 81 or more' 1000 '' '' ''
[ "$failed" -eq 0 ]
