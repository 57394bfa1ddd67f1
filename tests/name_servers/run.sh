#!/bin/sh
# Runs name servers with the configurations that the library writes: their own checks of the text, and zone transfers and
# NOTIFY between daemons on loopback addresses, of which one plays Cloudflare. The daemons are Debian's, unpacked into a
# folder of their own; nothing is installed, and nothing runs afterwards.
#
#   sh tests/name_servers/run.sh [--quick] [--real-path] [--required] [bind9] [knot] [nsd] [powerdns]   all by default
#
# With --quick, the daemons run with two keys only. With --real-path, the whole way is tested instead: the program
# secondary_dns with the in-memory service over HTTP, the daemon, zone transfers into the service, and a rotation of the
# key; see real_path.py. Software that cannot be obtained is skipped, or with --required a failure. CFDNS_BUILD_DIR is
# where it builds (build).
set -eu
cd "$(dirname "$0")/../.."
. tools/packages.sh
quick=
real_path=
required=
while :; do
    case ${1:-} in
    --quick) quick=$1 ;;
    --real-path) real_path=$1 ;;
    --required) required=$1 ;;
    *) break ;;
    esac
    shift
done
if [ $# -eq 0 ]; then set -- bind9 knot nsd powerdns; fi
need_compiler
need_boost
need python3 has python3
if [ -n "$real_path" ]; then need libcurl4-openssl-dev has_header curl/curl.h; fi
install_needed
mkdir -p "${CFDNS_BUILD_DIR:-$PWD/build}/name-servers"
work=$(cd "${CFDNS_BUILD_DIR:-$PWD/build}/name-servers" && pwd)
root=$work/root

# The last of them is the daemon.
packages_of() {
    case $1 in
    bind9) echo bind9-libs bind9-utils bind9 ;;
    knot) echo knot-dnsutils knot ;;
    nsd) echo nsd ;;
    powerdns) echo pdns-backend-sqlite3 pdns-server ;;
    *) return 1 ;;
    esac
}

# download PACKAGE...: these, installed or not, and what they need and the system lacks.
download() {
    rm -rf "$work/packages"
    mkdir -p "$work/packages/partial"
    (cd "$work/packages" && apt-get download "$@") &&
        apt-get -y --no-install-recommends -o Debug::NoLocking=1 -o Dir::Cache::archives="$work/packages" \
            --download-only install "$@"
}

# obtain SOFTWARE: unpacks it unless it is there.
obtain() {
    [ ! -f "$root/$1.complete" ] || return 0
    packages=$(packages_of "$1") || {
        echo "Unknown: $1" >&2
        exit 2
    }
    has apt-get && has dpkg-deb || return 1
    # shellcheck disable=SC2086
    if ! download $packages >"$work/apt.log" 2>&1; then
        if [ "$(id -u)" -eq 0 ]; then
            apt-get update >>"$work/apt.log" 2>&1 || true
        fi
        # shellcheck disable=SC2086
        download $packages >>"$work/apt.log" 2>&1 || return 1
    fi
    mkdir -p "$root"
    for package in "$work"/packages/*.deb; do dpkg-deb -x "$package" "$root" || return 1; done
    rm -rf "$work/packages"
    : >"$root/$1.complete"
}

# Knot DNS plays Cloudflare, and kdig asks.
found=
for software in knot "$@"; do
    if obtain "$software"; then
        case " $found " in
        *" $software "*) ;;
        *) found="$found $software" ;;
        esac
    else
        echo "Skipped: $software cannot be obtained from Debian's packages; see $work/apt.log."
        if [ -n "$required" ]; then
            echo "0 passed, 1 failed"
            exit 1
        fi
        if [ "$software" = knot ]; then
            echo "0 passed, 0 failed"
            exit 0
        fi
    fi
done
wanted=
for software; do
    case " $found " in *" $software "*) wanted="$wanted $software" ;; esac
done

# build SOURCE LIBRARY...: unless that was done before.
build() {
    source=$1
    program=$work/$(basename "$1" .cpp)
    shift
    if [ ! -x "$program" ] || [ -n "$(find include examples/support "$source" -newer "$program")" ]; then
        g++ -std=c++20 -O0 -Iinclude "$source" -lboost_json "$@" -o "$program"
    fi
}

if [ -n "$real_path" ]; then
    build tests/name_servers/real_path.cpp -lcurl -lpthread
    build examples/secondary_dns.cpp -lcurl -lpthread
else
    build tests/name_servers/write.cpp
fi
PATH=$root/usr/sbin:$root/usr/bin:$PATH
LD_LIBRARY_PATH=$(find "$root/usr/lib" -maxdepth 1 -type d -name '*-linux-gnu*' | head -1):$root/usr/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
export PATH LD_LIBRARY_PATH
if [ -n "$real_path" ]; then
    # shellcheck disable=SC2086
    exec python3 tests/name_servers/real_path.py "$work/real_path" "$work/secondary_dns" "$root" "$work/real-path" $wanted
fi
# shellcheck disable=SC2086
exec python3 tests/name_servers/prove.py $quick "$work/write" "$root" "$work/run" $wanted
