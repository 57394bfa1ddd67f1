#!/bin/sh
# The unit suite and the programs of tests/link with the compilers, standards, standard libraries and Boosts that people
# have; with each Boost also the transports, the drivers and the examples. It installs the newest clang++ that the system's
# packages offer, and unpacks newer Boosts into a folder of its own.
#
#   sh tests/slow/platforms.sh [TEXT]     only what has this text in its name
set -eu
cd "$(dirname "$0")/../.."
only=${1:-}
. tools/packages.sh

# The newest clang++ of the packages: their names have its version.
newest_clang=$(apt-cache search --names-only '^clang-[0-9]+$' 2>/dev/null | sed 's/^clang-\([0-9]*\) .*/\1/' |
    sort -n | tail -1)

need_compiler
need_boost
need doctest-dev has_header doctest/doctest.h
need python3 has python3
need cmake has cmake
need clang has clang++
need pkg-config has pkg-config
need libcurl4-openssl-dev has_header curl/curl.h
need libssl-dev has_header openssl/ssl.h
need libcpp-httplib-dev has_header httplib.h
if [ -n "$newest_clang" ]; then need "clang-$newest_clang" has "clang++-$newest_clang"; fi
own=$(clang++ --version 2>/dev/null | sed -n 's/.*version \([0-9]*\).*/\1/p')
has_libcxx() { printf '#include <version>\n' | clang++ -stdlib=libc++ -std=c++20 -E -x c++ -o /dev/null -; }
if [ -n "$own" ]; then
    need "libc++-$own-dev" has_libcxx
    need "libc++abi-$own-dev" has_libcxx
fi
install_needed

name=platforms
. tests/slow/suite.inc

try() { case $1 in *"$only"*) suite "$@" ;; esac; }

# opt_in PLATFORM: the tests of the transports and of the drivers, and the examples, with the Boost of $boost_headers.
opt_in() {
    platform="$1, opt-in headers"
    folder=$work/$(echo "$platform" | tr -cs 'A-Za-z0-9\n' _)
    mkdir -p "$folder/transport" "$folder/drivers" "$folder/examples"
    said=$folder/said
    began=$(date +%s)
    if build_opt_in >"$said" 2>&1; then
        outcome=passed
    else
        grep -nE 'error|FAILED|ERROR|undefined|warning' "$said" | head -40
        tail -5 "$said"
        outcome='and a FAILURE'
        failed=$((failed + 1))
    fi
    set -- $(sed -n 's/.*test cases: *[0-9]* | *\([0-9]*\) passed | *\([0-9]*\) failed.*/\1 \2/p' "$said" |
        awk '{ p += $1; f += $2 } END { print p + 0, f + 0 }')
    passed=$((passed + $1))
    failed=$((failed + $2))
    row "$platform" 'g++' "$1 cases passed, $2 failed, examples: $outcome ($(($(date +%s) - began)) s)"
}

build_opt_in() {
    set -- -std=c++20 -O0 $warnings -Iinclude -isystem "$boost_headers" $(pkg-config --cflags cpp-httplib)
    libraries="$(pkg-config --libs cpp-httplib) -lcurl -lssl -lcrypto -lz -pthread"
    for name in boost_json main_without_proxies; do
        g++ "$@" -c "tests/support/$name.cpp" -o "$folder/$name.o" || return
    done
    for kind in transport drivers examples; do
        objects=
        for source in $kind tests/$kind; do
            for file in "$source"/*.cpp; do
                [ -f "$file" ] || continue
                object=$folder/$kind/$(basename "$file" .cpp).o
                g++ "$@" -c "$file" -o "$object" || return
                objects="$objects $object"
            done
        done
        if [ "$kind" = examples ]; then
            for object in $objects; do g++ "$object" "$folder/boost_json.o" $libraries -o "${object%.o}" || return; done
            continue
        fi
        g++ $objects "$folder/main_without_proxies.o" "$folder/boost_json.o" $libraries -o "$folder/$kind/tests" || return
        "$folder/$kind/tests" || return
    done
}

# unpack_boost SUITE [oldest]: the newest Boost of another Debian release, or its oldest; its headers only. Sets boost_headers
# and boost_version.
unpack_boost() {
    apt=$work/apt-$1${2:-}
    case ${2:-} in oldest) pick='head -1' ;; *) pick='tail -1' ;; esac
    mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
    uri=$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' | grep '/debian/*$' | head -1)
    [ -n "$uri" ] || return
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $uri $1 main" >"$apt/sources.list"
    set -- -o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$apt/lists" \
        -o "Dir::Cache=$apt/cache" -o "Dir::State::status=$apt/status" -o APT::Sandbox::User=root
    : >"$apt/status"
    apt-get "$@" update >"$apt/said" 2>&1 || return
    boost_version=$(apt-cache "$@" search --names-only '^libboost1\.[0-9]+-dev$' |
        sed -n 's/^libboost1\.\([0-9]*\)-dev .*/\1/p' | sort -n | $pick)
    [ -n "$boost_version" ] || return
    (cd "$apt" && apt-get "$@" download "libboost1.$boost_version-dev" >>said 2>&1) || return
    dpkg-deb -x "$apt"/libboost1.*.deb "$apt/unpacked" || return
    boost_headers=$apt/headers
    mkdir -p "$boost_headers"
    ln -s "$apt/unpacked/usr/include/boost" /usr/include/doctest "$boost_headers"
}

boost_of() {
    case "Boost of $1" in *"$only"*) ;; *) return ;; esac
    system_headers=$boost_headers
    from=$1
    if unpack_boost "$@"; then
        opt_in "Boost 1.$boost_version of $from"
        [ "${2:-}" = oldest ] || suite "Boost 1.$boost_version of $from" env g++ -O0
        # ... and the newest compiler with the newest Boost.
        if [ "$*" = sid ] && [ -n "$newest_clang" ]; then
            suite "Boost 1.$boost_version of $from, C++23" env "clang++-$newest_clang" -std=c++2b -O0
        fi
    else
        row "Boost of $from" - 'not run: its packages cannot be reached'
    fi
    boost_headers=$system_headers
}

# Where Boost.JSON's library really is absent: in a view of the file system without it, which only this process has.
without_boost_library() {
    json=$(g++ -print-file-name=libboost_json.so)
    libraries=$(dirname "$(readlink -f "$json")")
    unshare -m sh -eu -c '
        layers=$1/layers
        mkdir -p "$layers"
        mount -t tmpfs none "$layers"
        mkdir "$layers/upper" "$layers/work"
        mount -t overlay none -o "lowerdir=$2,upperdir=$layers/upper,workdir=$layers/work" "$2"
        rm -rf "$2"/libboost_json.* "$2"/cmake/boost_json-*
        CFDNS_BUILD_DIR=$1 sh tests/consume/run.sh "no Boost library"
        cmake -S . -B "$1/build" -DCFDNS_BUILD_EXAMPLES=OFF -DCFDNS_WERROR=ON
        cmake --build "$1/build" --target link_odr
        "$1/build/tests/link/link_odr"
    ' sh "$work/absent" "$libraries" >"$work/absent.log" 2>&1
}

# clang++ 14 knows C++23 by the older name alone.
boost=1.$(printf '#include <boost/version.hpp>\nBOOST_VERSION\n' | g++ -E -P -x c++ - | tail -1 | cut -c2-4 | sed 's/^0*//')
try "Boost $boost, C++20, -O1" env g++ -O1
try "Boost $boost, C++23, -O2" env g++ -std=c++2b -O2
try "Boost $boost, C++20, -O3" env g++ -O3
try "Boost $boost, C++23, -O0" env clang++ -std=c++2b -O0
try "Boost $boost, C++20, libc++" env clang++ -stdlib=libc++ -O0
if [ -n "$newest_clang" ]; then
    try "Boost $boost, C++20, -O3" env "clang++-$newest_clang" -O3
fi
case "Boost $boost, opt-in headers" in *"$only"*) opt_in "Boost $boost" ;; esac
boost_of bookworm-backports
boost_of stable oldest
boost_of stable
boost_of sid oldest
boost_of sid

case 'no Boost library' in
*"$only"*)
    if ! unshare -m true 2>/dev/null; then
        row 'no Boost library on the machine' - 'not run: only root can hide it'
    elif without_boost_library; then
        passed=$((passed + 1))
        with=$(g++ --version | sed -n 's/ (.*) / /;1p')
        row 'no Boost library on the machine' "$with" 'single header, CMake, our own tests: passed'
    else
        tail -30 "$work/absent.log"
        failed=$((failed + 1))
        row 'no Boost library on the machine' - FAILED
    fi
    ;;
esac
finish
