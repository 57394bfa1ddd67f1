#!/bin/sh
# The unit suite and the programs of tests/link on other machines, really run: 32-bit x86, big-endian s390x and 64-bit
# ARM under qemu-user, Windows under Wine with <windows.h> before everything else. It installs Debian's cross compilers
# and emulators.
#
#   sh tests/slow/machines.sh [i686] [s390x] [aarch64] [windows]
set -eu
cd "$(dirname "$0")/../.."
. tools/packages.sh
[ $# -gt 0 ] || set -- i686 s390x aarch64 windows

need_compiler
need_boost
need doctest-dev has_header doctest/doctest.h
need python3 has python3
for machine in "$@"; do
    case $machine in
    windows)
        need g++-mingw-w64-x86-64-posix has x86_64-w64-mingw32-g++-posix
        need wine has wine
        need wine64 test -x /usr/lib/wine/wine64
        ;;
    i686) need g++-i686-linux-gnu has i686-linux-gnu-g++ ;;
    *)
        need "g++-$machine-linux-gnu" has "$machine-linux-gnu-g++"
        need qemu-user has "qemu-$machine"
        ;;
    esac
done
install_needed

name=machines
. tests/slow/suite.inc

for machine in "$@"; do
    case $machine in
    windows)
        WINEPREFIX=$work/wine
        WINEDEBUG=-all
        # Nothing is asked for, neither Mono nor Gecko nor a desktop.
        WINEDLLOVERRIDES='mscoree,mshtml=;winemenubuilder.exe=d'
        export WINEPREFIX WINEDEBUG WINEDLLOVERRIDES
        suffix=.exe library_prefix= library_suffix=.dll compile_only='-include windows.h'
        static=-static shared='-shared -static' dynamic=-static
        suite 'Windows (Wine), <windows.h> first' wine x86_64-w64-mingw32-g++-posix -O1 -Wa,-mbig-obj
        unix_files
        ;;
    i686)
        # A 64-bit kernel runs these as they are, but the loader is where the cross compiler put it.
        libraries=/usr/i686-linux-gnu/lib
        static=-static dynamic="-Wl,--dynamic-linker=$libraries/ld-linux.so.2 -Wl,-rpath,$libraries"
        suite 'Linux i686 (32 bits)' env i686-linux-gnu-g++ -O1
        unix_files
        ;;
    *)
        suite "Linux $machine (qemu-user)" "qemu-$machine -L /usr/$machine-linux-gnu" "$machine-linux-gnu-g++" -O1
        ;;
    esac
done
finish
