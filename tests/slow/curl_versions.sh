#!/bin/sh
# The transport tests that need libcurl, with the libcurls of other Debian releases, which it unpacks into a folder of its own.
#
#   sh tests/slow/curl_versions.sh [TEXT]     only the releases that have this text in their names
set -eu
cd "$(dirname "$0")/../.."
only=${1:-}
. tools/packages.sh
need_compiler
need_boost
need doctest-dev has_header doctest/doctest.h
need libssl-dev has_header openssl/ssl.h
need libcurl4-openssl-dev has_header curl/curl.h
install_needed

work=${CFDNS_BUILD_DIR:-$PWD/build}/slow-curl
rm -rf "$work"
mkdir -p "$work"
work=$(cd "$work" && pwd)
flags='-std=c++20 -O0 -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast -Werror'
passed=0
failed=0
table=

row() { table="$table
$(printf '%-12s %s' "$1" "$2")"; echo "$1: $2"; }

# unpack SUITE: libcurl and all that it needs, down to the C library. Sets root.
unpack() {
    apt=$work/apt-$1
    root=$apt/root
    mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$root"
    uri=$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' | grep '/debian/*$' | head -1)
    [ -n "$uri" ] || return
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $uri $1 main" >"$apt/sources.list"
    : >"$apt/status"
    set -- -o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$apt/lists" \
        -o "Dir::Cache=$apt/cache" -o "Dir::State::status=$apt/status" -o APT::Sandbox::User=root
    apt-get "$@" update >"$apt/said" 2>&1 || return
    apt-get "$@" install -y --no-install-recommends --download-only libcurl4-openssl-dev libstdc++6 >>"$apt/said" 2>&1 || return
    for package in "$apt"/cache/archives/*.deb; do dpkg-deb -x "$package" "$root" || return; done
}

# The C and C++ libraries of whichever is newer, the system or the release. Sets runner.
choose_libraries() {
    libraries=$work/lib-$1
    mkdir -p "$libraries"
    find "$root" -name '*.so*' -path '*-linux-gnu/*' ! -path '*-linux-gnu/*/*' -exec ln -sf {} "$libraries" \;
    loader=$(find "$root" -name 'ld-linux-*.so.*' ! -type d | head -1)
    c_library=$(find "$root" -name libc.so.6 | head -1)
    own=$(getconf GNU_LIBC_VERSION | sed 's/.* //')
    theirs=$(strings -a "$c_library" 2>/dev/null | sed -n 's/^GNU C Library .* version \([0-9.]*[0-9]\).*/\1/p' | head -1)
    if [ -z "$theirs" ] || dpkg --compare-versions "$theirs" lt "$own"; then
        (cd "$libraries" && rm -f libc.so* libc-* libm.so* libm-* libmvec* libpthread* libdl* librt* libresolv* libutil* libanl* \
            libnss_* libnsl* libBroken* libthread* ld-* libstdc++* libgcc_s*)
        runner="env LD_LIBRARY_PATH=$libraries"
    else
        runner="$loader --library-path $libraries"
    fi
}

build_and_run() {
    mkdir -p "$work/$1" "$work/include-$1"
    cp -r "$(dirname "$(find "$root" -path '*/curl/curlver.h' | head -1)")" "$work/include-$1"
    library=$(find "$root" -name libcurl.so.4 | head -1)
    objects=
    for name in support/main_without_proxies transport/curl transport/curl_conformance transport/curl_http2 support/boost_json; do
        object=$work/$1/$(basename "$name").o
        g++ $flags -Iinclude -isystem "$work/include-$1" -c "tests/$name.cpp" -o "$object" || return
        objects="$objects $object"
    done
    g++ $objects "$library" -Wl,--allow-shlib-undefined -lssl -lcrypto -pthread -o "$work/$1/tests" || return
    $runner "$work/$1/tests"
}

for suite in bullseye bookworm trixie sid; do
    case $suite in *"$only"*) ;; *) continue ;; esac
    if ! unpack "$suite"; then
        row "$suite" 'not run: its packages cannot be reached'
        continue
    fi
    choose_libraries "$suite"
    said=$work/$suite.log
    if build_and_run "$suite" >"$said" 2>&1; then status=passed; else status=FAILED; fi
    version=$(sed -n 's/^#define LIBCURL_VERSION "\(.*\)"/\1/p' "$work/include-$suite/curl/curlver.h")
    cases=$(sed -n 's/.*test cases: *[0-9]* | *\([0-9]*\) passed | *\([0-9]*\) failed.*/\1 \2/p' "$said")
    [ "$status" = passed ] || { grep -E 'ERROR|error|values' "$said" | head -20; tail -3 "$said"; }
    set -- ${cases:-0 1}
    passed=$((passed + $1))
    failed=$((failed + $2))
    row "$suite" "libcurl $version: $status, $1 cases passed, $2 failed"
done

echo "$table"
echo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
