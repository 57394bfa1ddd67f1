#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# What pkg-config says of cfdns in every place where it may be installed; no compiler is run.
#
#   sh tests/packaging/pkg_config.sh VERSION CMAKE_BUILD_FOLDER MESON_BUILD_FOLDER EMPTY_FOLDER
#
# PKG_CONFIG names the program, where several are there: pkgconf and pkg-config 0.29 differ.
set -eu
version=$1
cmake=$2
meson=$3
work=$4
program=${PKG_CONFIG:-pkg-config}
unset PKG_CONFIG_PATH
no_libraries='-DBOOST_JSON_NO_LIB -DBOOST_CONTAINER_NO_LIB'

# flags TREE ARGUMENT...: one a line and sorted, as the shell hands them to a compiler.
flags() {
    PKG_CONFIG_LIBDIR=$(dirname "$(find "$1" -name cfdns.pc)")
    export PKG_CONFIG_LIBDIR
    shift
    said=$("$program" --cflags --libs "$@")
    eval "printf '%s\n' $said" | sort
}

# expect TEXT COMMAND...: the command prints these lines, in whatever order.
expect() {
    printf '%s\n' "$1" | sort >"$work/expected"
    shift
    "$@" >"$work/printed" || true
    if ! diff "$work/expected" "$work/printed"; then
        echo "pkg_config.sh: the lines with > are what was printed by: $*" >&2
        exit 1
    fi
}

lines() { printf '%s\n' "$@"; }

# The prefix that is asked for when installing counts, whatever it was when configuring; blanks may be in it.
prefix="$work/some place"
cmake --install "$cmake" --prefix "$prefix" >/dev/null
expect "$(lines "-I$prefix/include" "-L$prefix/lib" -lboost_json)" flags "$prefix" cfdns
expect "$(lines "-I$prefix/include" $no_libraries)" flags "$prefix" cfdns-header-only
for package in cfdns cfdns-header-only; do
    "$program" --validate "$package"
    "$program" --exact-version="$version" "$package"
    if "$program" --atleast-version=99 "$package"; then exit 1; fi
done

# A tree that was moved.
moved=$work/moved
mv "$prefix" "$moved"
expect "$(lines "-I$moved/include" "-L$moved/lib" -lboost_json)" flags "$moved" --define-prefix cfdns
expect "$(lines "-I$moved/include" $no_libraries)" flags "$moved" --define-prefix cfdns-header-only

# The system's own folders need no flags.
sysroot=$work/sysroot
DESTDIR=$sysroot cmake --install "$cmake" --prefix /usr >/dev/null
expect -lboost_json flags "$sysroot/usr" cfdns
expect "$(lines $no_libraries)" flags "$sysroot/usr" cfdns-header-only

# A sysroot is put before them once. pkg-config 0.29 puts it before whatever is there, pkgconf knows its
# own: hence both of these, a path in the sysroot and a prefix that does not depend on where the .pc file
# lies.
DESTDIR=$sysroot cmake --install "$cmake" --prefix /opt/cfdns >/dev/null
expect /opt/cfdns env PKG_CONFIG_LIBDIR="$sysroot/opt/cfdns/lib/pkgconfig" "$program" --variable=prefix cfdns
PKG_CONFIG_SYSROOT_DIR=$sysroot
export PKG_CONFIG_SYSROOT_DIR
inside=$sysroot/opt/cfdns
expect "$(lines "-I$inside/include" "-L$inside/lib" -lboost_json)" flags "$inside" cfdns
expect "$(lines "-I$inside/include" $no_libraries)" flags "$inside" cfdns-header-only
unset PKG_CONFIG_SYSROOT_DIR

# What Meson makes means the same.
DESTDIR=$work/by-meson meson install -C "$meson" --no-rebuild >/dev/null
for package in cfdns cfdns-header-only; do
    set -- --define-variable=prefix=/there --define-variable=libdir=/there/lib "$package"
    expect "$(flags "$moved" "$@")" flags "$work/by-meson" "$@"
    expect "$version" "$program" --modversion "$package"
done
echo "$program $("$program" --version): all as it should be"
