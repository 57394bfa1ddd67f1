#!/bin/sh
# What a newcomer runs, on systems that have nothing but git: examples/run.sh and tests/run.sh of the last commit. Needs root;
# installs debootstrap. Packages come from the archive of this system; the other distribution's is CFDNS_DEBIAN_ARCHIVE or
# CFDNS_UBUNTU_ARCHIVE.
#
#   sh tests/slow/fresh.sh [bookworm] [trixie] [noble]
set -eu
cd "$(dirname "$0")/../.."
. tools/packages.sh
[ $# -gt 0 ] || set -- bookworm trixie noble

need git has git
need debootstrap has debootstrap
install_needed
if [ "$(id -u)" -ne 0 ]; then
    echo 'Skipped: only root can make a system.'
    exit 0
fi

work=${CFDNS_BUILD_DIR:-$PWD/build}/slow-fresh
mkdir -p "$work"
work=$(cd "$work" && pwd)
passed=0
failed=0
table=

# archive_of DISTRIBUTION: where this system's packages come from, if it is that distribution.
archive_of() { apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' | sed -n "s,/$1/*\$,/$1,p" | head -1; }

# make_system NAME: a folder with a minimal system, which has this system's settings for packages and names.
make_system() {
    case $1 in
    noble)
        archive=${CFDNS_UBUNTU_ARCHIVE:-$(archive_of ubuntu)}
        components='main universe'
        security="deb $archive $1-security $components"
        keyring=/usr/share/keyrings/ubuntu-archive-keyring.gpg
        ;;
    *)
        archive=${CFDNS_DEBIAN_ARCHIVE:-$(archive_of debian)}
        components=main
        security="deb $archive-security $1-security $components"
        keyring=/usr/share/keyrings/debian-archive-keyring.gpg
        ;;
    esac
    if [ -z "$archive" ]; then
        echo "The address of the archive of $1 is not known."
        return 1
    fi
    # Debian 12 has no keyring of Ubuntu.
    signed=--keyring=$keyring
    if [ ! -e "$keyring" ]; then
        echo "$1 is not verified: there is no $keyring."
        signed=--no-check-gpg
    fi
    script=
    [ -e "/usr/share/debootstrap/scripts/$1" ] || script=/usr/share/debootstrap/scripts/sid
    debootstrap --variant=minbase "$signed" --components="$(echo "$components" | tr ' ' ,)" --include=git \
        "$1" "$work/$1" "$archive" $script || return
    printf '%s\n' "deb $archive $1 $components" "deb $archive $1-updates $components" "$security" \
        >"$work/$1/etc/apt/sources.list"
    apt-config dump Acquire >"$work/$1/etc/apt/apt.conf.d/99host"
    cp /etc/resolv.conf /etc/hosts "$work/$1/etc"
    git clone -q --no-hardlinks . "$work/$1/cfdns"
}

# in_system NAME COMMAND...: runs it in cfdns' folder. What is mounted for it disappears with the process.
in_system() {
    system=$work/$1
    shift
    unshare -m sh -eu -c 'mount -t proc proc "$0/proc"
        mount --rbind /dev "$0/dev"
        cd "$0" && exec chroot . sh -c "cd /cfdns && exec \"\$@\"" - "$@"' "$system" "$@"
}

# try NAME WHAT COMMAND...
try() {
    system_name=$1
    what=$2
    shift 2
    log=$work/$system_name-$(echo "$what" | tr -cs 'a-z\n' _).log
    began=$(date +%s)
    if "$@" >"$log" 2>&1; then
        result=passed
        passed=$((passed + 1))
    else
        result=FAILED
        failed=$((failed + 1))
        grep -nE 'error|FAILED|undefined' "$log" | head -20
    fi
    tail -3 "$log"
    table="$table
$(printf '%-10s %-16s %-7s %5d s  %s' "$system_name" "$what" "$result" $(($(date +%s) - began)) \
        "$(sed -n 's/^[0-9]* passed, [0-9]* failed$/&/p' "$log" | tail -1)")"
    [ "$result" = passed ]
}

for name in "$@"; do
    if [ "$name" = noble ] && [ -z "${CFDNS_UBUNTU_ARCHIVE:-$(archive_of ubuntu)}" ]; then
        echo 'Skipped: noble, because CFDNS_UBUNTU_ARCHIVE is not set.'
        continue
    fi
    rm -rf --one-file-system "${work:?}/$name"
    if try "$name" debootstrap make_system "$name"; then
        try "$name" examples/run.sh in_system "$name" sh examples/run.sh || true
        try "$name" tests/run.sh in_system "$name" sh tests/run.sh || true
    fi
    rm -rf --one-file-system "${work:?}/$name"
done

echo "$table"
echo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
