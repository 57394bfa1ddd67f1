#!/bin/sh
# Uses the library from outside in every way that README promises. Needs what tests/run.sh --all installs.
set -eu
cd "$(dirname "$0")/../.."
root=$PWD
work=${CFDNS_BUILD_DIR:-$root/build}/consume
rm -rf "$work"
mkdir -p "$work"
work=$(cd "$work" && pwd)
here=$root/tests/consume
CXX=${CXX:-g++}
CMAKE_GENERATOR=Ninja
export CXX CMAKE_GENERATOR

passed=0
failed=0

# check NAME COMMAND...: shows what the command says only if it fails.
check() {
    name=$1
    shift
    if ("$@") >"$work/$name.log" 2>&1; then
        echo "passed: $name"
        passed=$((passed + 1))
    else
        cat "$work/$name.log"
        echo "FAILED: $name"
        failed=$((failed + 1))
    fi
}

# cmake_consumer FOLDER ARGUMENT...
cmake_consumer() {
    binary=$work/$name
    folder=$1
    shift
    cmake -S "$here/$folder" -B "$binary" "$@" && cmake --build "$binary" && "$binary/consumer"
}

compile() { "$CXX" -std=c++20 -Wall -Wextra -Werror "$@" -o "$work/$name" && "$work/$name"; }

install_by_cmake() {
    cmake -S "$root" -B "$work/cmake" --install-prefix "$work/made" -DCFDNS_BUILD_TESTS=OFF -DCFDNS_BUILD_EXAMPLES=OFF &&
        cmake --install "$work/cmake" && mv "$work/made" "$work/moved" &&
        diff -r "$root/include/cfdns" "$work/moved/include/cfdns" &&
        ! grep -rF "$work" "$work/moved/share" "$work/moved/lib"
}

install_by_meson() {
    meson setup --prefix "$work/meson" "$work/meson-build" "$root" && meson install -C "$work/meson-build" --no-rebuild &&
        diff -r "$root/include/cfdns" "$work/meson/include/cfdns"
}

# The .pc file's folder depends on the system: lib or lib/x86_64-linux-gnu.
pkg_config_path() { dirname "$(find "$1" -name cfdns.pc)"; }

by_pkg_config() {
    PKG_CONFIG_PATH=$(pkg_config_path "$1")
    export PKG_CONFIG_PATH
    pkg-config --validate cfdns && compile "$here/main.cpp" "$here/other.cpp" $(pkg-config --cflags --libs cfdns)
}

meson_consumer() {
    meson setup "$work/$name-build" "$work/$name" && meson test -C "$work/$name-build"
}

meson_installed() {
    mkdir "$work/$name" && cp "$here"/*.cpp "$here/meson/meson.build" "$work/$name"
    PKG_CONFIG_PATH=$(pkg_config_path "$work/moved")
    export PKG_CONFIG_PATH
    meson_consumer
}

meson_subproject() {
    mkdir -p "$work/$name/subprojects/cfdns" && cp "$here"/*.cpp "$here/meson/meson.build" "$work/$name"
    cp -r "$root/meson.build" "$root/include" "$work/$name/subprojects/cfdns"
    meson_consumer
}

# A folder with the one header and nothing else of ours.
dropped_header() {
    mkdir -p "$work/$name-include/cfdns"
    cp "$root/single_include/cfdns/cfdns.hpp" "$work/$name-include/cfdns"
    compile "-I$work/$name-include" "$here/main.cpp" "$here/other.cpp" "$@"
}

# Where the only Boost is older than what the library needs, the message says so.
old_boost() {
    mkdir -p "$work/old"
    echo 'set(PACKAGE_VERSION 1.74.0)' >"$work/old/BoostConfigVersion.cmake"
    echo >"$work/old/BoostConfig.cmake"
    if cmake -S "$here/old_boost" -B "$work/$name" -DCFDNS_ROOT="$root" -DBoost_DIR="$work/old" >"$work/old/said" 2>&1; then
        echo 'Boost 1.74 is accepted'
        return 1
    fi
    cat "$work/old/said"
    tr -s ' \n' ' ' <"$work/old/said" | grep -F 'needs Boost 1.81 or later' | grep -F 'not suitable: Boost 1.74.0'
}

check install_by_cmake install_by_cmake
check find_package cmake_consumer find_package -DCMAKE_PREFIX_PATH="$work/moved"
check find_package_header_only cmake_consumer find_package -DCMAKE_PREFIX_PATH="$work/moved" -DHEADER_ONLY=ON
check add_subdirectory cmake_consumer add_subdirectory -DCFDNS_ROOT="$root"
check fetch_content cmake_consumer fetch_content -DCFDNS_ROOT="$root" -DFETCHCONTENT_FULLY_DISCONNECTED=ON
check pkg_config by_pkg_config "$work/moved"
check install_by_meson install_by_meson
check pkg_config_of_meson by_pkg_config "$work/meson"
check meson_installed meson_installed
check meson_subproject meson_subproject
check single_header_linked dropped_header -lboost_json
check single_header_alone dropped_header "$root/tests/boost_json.cpp"
check old_boost old_boost

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
