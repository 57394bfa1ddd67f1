#!/bin/sh
# Uses the library from outside in every way that docs/packaging.md describes. Needs what tests/run.sh --all installs.
#
#   sh tests/consume/run.sh [TEXT]     only the ways whose name has this text
#   sh tests/consume/run.sh --slow     only those that take long to compile, which tests/slow/consume.sh runs
set -eu
cd "$(dirname "$0")/../.."
root=$PWD
work=${CFDNS_BUILD_DIR:-$root/build}/consume
rm -rf "$work"
mkdir -p "$work"
work=$(cd "$work" && pwd)
here=$root/tests/consume
version=$(sed -n 's/^#define CFDNS_VERSION "\(.*\)"$/\1/p' "$root/include/cfdns/version.hpp")
CXX=${CXX:-g++}
CMAKE_GENERATOR=Ninja
export CXX CMAKE_GENERATOR

only=${1:-}
slow=
if [ "$only" = --slow ]; then
    slow=yes
    only='(slow)'
fi
passed=0
failed=0
table=

# check WAY COMMAND...: shows what the command says only if it fails. WAY without its blanks names files.
check() {
    # What others use is made in any case.
    case $1 in *"$only"* | *': install' | *': move '* | 'git: '*) ;; *) return ;; esac
    case $1 in *'(slow)'*) [ -n "$slow" ] || return 0 ;; esac
    way=$1
    name=$(echo "$1" | tr -cs 'A-Za-z0-9\n' _)
    shift
    began=$(date +%s)
    if ("$@") >"$work/$name.log" 2>&1; then
        result=passed
        passed=$((passed + 1))
    else
        cat "$work/$name.log"
        result=FAILED
        failed=$((failed + 1))
    fi
    echo "$result: $way"
    table="$table
$(printf '%-62s %-7s %3d s' "$way" "$result" $(($(date +%s) - began)))"
}

# cmake_consumer FOLDER ARGUMENT...
cmake_consumer() {
    binary=$work/$name
    folder=$1
    shift
    cmake -S "$here/$folder" -B "$binary" "$@" && cmake --build "$binary" && "$binary/consumer"
}

compile() { "$CXX" -std=c++20 -Wall -Wextra -Werror "$@" -o "$work/$name" && "$work/$name"; }

# says TEXT COMMAND...: the command fails, and the reason that it gives has this text, however it is wrapped.
says() {
    text=$1
    shift
    if "$@" >"$work/$name.said" 2>&1; then
        echo 'This must fail, and does not.'
        return 1
    fi
    cat "$work/$name.said"
    tr -s ' \n' ' ' <"$work/$name.said" | grep -F "$text"
}

install_by_cmake() {
    cmake -S "$root" -B "$work/cmake" --install-prefix "$work/made" -DCFDNS_BUILD_TESTS=OFF -DCFDNS_BUILD_EXAMPLES=OFF &&
        cmake --install "$work/cmake" && diff -r "$root/include/cfdns" "$work/made/include/cfdns"
}

# The compiled libraries are installed as well, at another place.
install_compiled() {
    cmake -S "$root" -B "$work/cmake-compiled" --install-prefix "$work/made-compiled" -DCFDNS_BUILD_TESTS=OFF \
        -DCFDNS_BUILD_EXAMPLES=OFF -DCFDNS_INSTALL_TESTING=ON &&
        cmake --build "$work/cmake-compiled" && cmake --install "$work/cmake-compiled" &&
        mv "$work/made-compiled" "$work/compiled" && ! grep -rF --exclude='*.pc' "$work" "$work/compiled/lib/cmake" &&
        test -f "$work/compiled/lib/libcfdns.a"
}

# The shared library exports the library's functions, and the program, whose symbols are hidden, finds them.
compiled_shared() {
    cmake_consumer compiled -DCFDNS_ROOT="$root" -DBUILD_SHARED_LIBS=ON &&
        LC_ALL=C readelf -d "$binary/libcfdns.so" | grep -F "soname: [libcfdns.so.${version%.*}]" &&
        LC_ALL=C readelf -d "$binary/consumer" | grep -F "NEEDED" | grep -F "[libcfdns.so.${version%.*}]" &&
        nm -DC --defined-only "$binary/libcfdns.so" | grep -F 'cfdns::' >"$work/$name.symbols" &&
        ! grep -v -e ' T ' -e '<cfdns::.*detail::reader>' -e 'detail::make_creating_flow<' -e 'cfdns::.*call_failed' "$work/$name.symbols"
}

compiled_installed() {
    cmake_consumer compiled -DCMAKE_PREFIX_PATH="$work/compiled" -DCOMPONENTS='testing;curl' && "$binary/service" &&
        says 'cfdns::curl needs libraries that were not found: CURL::libcurl' cmake -S "$here/compiled" \
            -B "$work/$name-missing" -DCMAKE_PREFIX_PATH="$work/compiled" -DCOMPONENTS=curl \
            -DCMAKE_DISABLE_FIND_PACKAGE_CURL=ON
}

# A package without the compiled libraries says how they are installed.
compiled_missing() {
    says 'its option is CFDNS_INSTALL_COMPILED=ON' cmake -S "$here/compiled" -B "$work/$name" \
        -DCMAKE_PREFIX_PATH="$work/moved"
}

# transports NAME...: a program that is given what the headers of these transports need.
transports() {
    cmake_consumer transports -DCMAKE_PREFIX_PATH="$work/moved" -DTRANSPORTS="$(echo "$@" | tr ' ' ';')"
}

# Everything below that uses an installed tree uses it at another place than where it was installed. A .pc
# file has that place, which --define-prefix replaces.
move() { mv "$work/made" "$work/moved" && ! grep -rF --exclude='*.pc' "$work" "$work/moved"; }

# Imported targets are refused if a folder that they name is not there.
build_folder() { cmake -S "$here/find_package" -B "$work/$name" -Dcfdns_DIR="$work/cmake"; }

exporting() {
    cmake -S "$here/exporting" -B "$work/$name" -DCFDNS_ROOT="$root" &&
        cmake -S "$here/exporting" -B "$work/$name-boost" -DCFDNS_ROOT="$root" -DBOOST_IN_TREE=ON &&
        cmake --install "$work/$name-boost" --prefix "$work/$name-installed" &&
        test -f "$work/$name-installed/share/cmake/cfdns/cfdns-targets.cmake"
}

install_by_meson() {
    meson setup --prefix "$work/meson" -Dtests=false "$work/meson-build" "$root" && meson install -C "$work/meson-build" &&
        diff -r "$root/include/cfdns" "$work/meson/include/cfdns"
}

# The .pc file's folder depends on the system: lib or lib/x86_64-linux-gnu.
pkg_config_path() { dirname "$(find "$1" -name cfdns.pc)"; }

# by_pkg_config TREE OPTION...
by_pkg_config() {
    PKG_CONFIG_PATH=$(pkg_config_path "$1")
    export PKG_CONFIG_PATH
    shift
    compile "$here/alone.cpp" $(pkg-config "$@" --cflags --libs cfdns)
}

# by_pkg_config_compiled TREE OPTION...: the compiled libraries, and the transport with libcurl.
by_pkg_config_compiled() {
    PKG_CONFIG_PATH=$(pkg_config_path "$1")
    LD_LIBRARY_PATH=$(dirname "$PKG_CONFIG_PATH")
    export PKG_CONFIG_PATH LD_LIBRARY_PATH
    shift
    compile "$here/service.cpp" $(pkg-config "$@" --cflags --libs cfdns-testing) &&
        compile -DWITH_CURL "$root/packaging/conan/test_package/test_package.cpp" \
            $(pkg-config "$@" --cflags --libs cfdns-compiled cfdns-curl)
}

pkg_config_everywhere() {
    mkdir "$work/$name" &&
        sh "$root/tests/packaging/pkg_config.sh" "$version" "$work/cmake" "$work/meson-build" "$work/$name"
}

# A repository with what is here now, whether it is committed or not.
make_repository() {
    mkdir "$work/repository"
    cp -r "$root/CMakeLists.txt" "$root/cmake" "$root/include" "$root/src" "$root/meson.build" "$root/meson_options.txt" \
        "$work/repository"
    git -C "$work/repository" init -q && git -C "$work/repository" add . &&
        git -C "$work/repository" -c user.name=consumer -c user.email=consumer@localhost commit -q -m consumed &&
        git -C "$work/repository" tag "v$version"
}

# meson_project SOURCE...: a project of its own, in a folder without a path to ours.
meson_project() {
    mkdir "$work/$name" && cp "$here"/*.cpp "$here"/meson/* "$@" "$work/$name"
}

# meson_consumer OPTION...
meson_consumer() { meson setup "$@" "$work/$name-build" "$work/$name" && meson test -C "$work/$name-build"; }

meson_installed() {
    PKG_CONFIG_PATH=$(pkg_config_path "$work/meson")
    export PKG_CONFIG_PATH
    meson_project && meson_consumer && test ! -e "$work/$name-build/subprojects" &&
        cp "$root/tests/support/boost_json.cpp" "$work/$name" && meson setup "$work/$name-header-only" "$work/$name"
}

# meson_compiled PARTS OPTION...: a subproject's compiled libraries and transport.
meson_compiled() {
    parts=$1
    shift
    meson_project "$root/packaging/conan/test_package/test_package.cpp" && mkdir "$work/$name/subprojects" &&
        ln -s "$work/repository" "$work/$name/subprojects/cfdns" && meson_consumer "-Dparts=$parts" "$@"
}

# Installed by Meson, and found by pkg-config.
meson_compiled_installed() {
    meson setup --prefix "$work/$name-prefix" -Dtests=false -Dinstall_testing=true "$work/$name-library" "$root" &&
        meson install -C "$work/$name-library" || return
    PKG_CONFIG_PATH=$(pkg_config_path "$work/$name-prefix")
    LD_LIBRARY_PATH=$(dirname "$PKG_CONFIG_PATH")
    export PKG_CONFIG_PATH LD_LIBRARY_PATH
    meson_project "$root/packaging/conan/test_package/test_package.cpp" &&
        meson_consumer -Dparts=compiled,testing,curl && test ! -e "$work/$name-build/subprojects"
}

# Without a program of the name python3, which Meson itself does not need.
meson_subproject() {
    mkdir "$work/$name-path" && printf '#!/bin/sh\nexit 127\n' >"$work/$name-path/python3" &&
        chmod +x "$work/$name-path/python3" && PATH=$work/$name-path:$PATH &&
        meson_project && mkdir -p "$work/$name/subprojects/cfdns" &&
        cp -r "$root/meson.build" "$root/meson_options.txt" "$root/include" "$root/src" "$work/$name/subprojects/cfdns" &&
        meson_consumer
}

# The wrap is that of docs/packaging.md, except for the address.
meson_wrap() {
    meson_project "$root/tests/support/boost_json.cpp" && mkdir "$work/$name/subprojects" &&
        sed -n '/^\[wrap-git\]/,/^```/{/^```/!p}' "$root/docs/packaging.md" | sed "s|^url = .*|url = file://$work/repository|" \
            >"$work/$name/subprojects/cfdns.wrap" &&
        grep -q '^url = file:' "$work/$name/subprojects/cfdns.wrap" && meson_consumer
}

# A folder with the one header and nothing else of ours.
dropped_header() {
    mkdir -p "$work/$name-include/cfdns"
    cp "$root/single_include/cfdns/cfdns.hpp" "$work/$name-include/cfdns"
    compile "-I$work/$name-include" "$here/main.cpp" "$here/other.cpp" "$@"
}

# README's first program, with the headers that are one file each. Without credentials its exit status is 2.
quick_start() {
    sed -n '/^<!-- example: quick_start -->$/,/^```$/{/^[<`]/!p}' "$root/README.md" >"$work/$name.cpp" &&
        "$CXX" -std=c++20 -Wall -Wextra -Werror "-I$root/single_include" "$work/$name.cpp" -o "$work/$name" -lboost_json -lcurl ||
        return
    status=0
    env -i "$work/$name" || status=$?
    test "$status" -eq 2
}

without_boost_library() {
    dropped_header "$root/tests/support/boost_json.cpp" &&
        ! { LC_ALL=C readelf -d "$work/$name" | grep -F NEEDED | grep -F boost; }
}

# fake_boost VERSION COMMAND: a folder with a Boost package that has headers and no library.
fake_boost() {
    mkdir -p "$work/boost-$1"
    echo "set(PACKAGE_VERSION $1)
if(NOT PACKAGE_VERSION VERSION_LESS PACKAGE_FIND_VERSION)
  set(PACKAGE_VERSION_COMPATIBLE TRUE)
endif()" >"$work/boost-$1/BoostConfigVersion.cmake"
    echo 'if(NOT TARGET Boost::headers)
  add_library(Boost::headers INTERFACE IMPORTED)
endif()
foreach(component IN LISTS Boost_FIND_COMPONENTS)
  if(Boost_FIND_REQUIRED_${component})
    set(Boost_FOUND FALSE)
    set(Boost_NOT_FOUND_MESSAGE "There is no ${component} here.")
  endif()
endforeach()' >"$work/boost-$1/BoostConfig.cmake"
}

# Where Boost.JSON's library is missing, header_only works and the other target says what it misses.
header_only_boost() {
    fake_boost 1.81.0
    cmake_consumer find_package -DCMAKE_PREFIX_PATH="$work/moved" -DHEADER_ONLY=ON -DBoost_DIR="$work/boost-1.81.0" &&
        says 'There is no json here' cmake -S "$here/find_package" -B "$work/$name-linked" \
            -DCMAKE_PREFIX_PATH="$work/moved" -DBoost_DIR="$work/boost-1.81.0"
}

# without_tests MISSING OPTION...: what the tests need and is not there is named, and the rest is configured.
without_tests() {
    missing=$1
    shift
    rm -rf "$work/$name"
    if cmake -S "$root" -B "$work/$name" "$@" >"$work/$name.said" 2>&1; then
        grep -x -e "-- The tests of cfdns are left out: not found: $missing" "$work/$name.said"
    else
        cat "$work/$name.said"
        return 1
    fi
}

leave_tests_out() {
    without_tests doctest -DCMAKE_DISABLE_FIND_PACKAGE_doctest=ON &&
        without_tests 'doctest, Python 3' -DCMAKE_DISABLE_FIND_PACKAGE_doctest=ON \
            -DCMAKE_DISABLE_FIND_PACKAGE_Python3=ON -DCFDNS_BUILD_EXAMPLES=OFF
}

# Without the libraries of the transports, a checkout is configured as it is, with the programs that need none of them.
without_transport_libraries() {
    cmake -S "$root" -B "$work/$name" -DCMAKE_DISABLE_FIND_PACKAGE_CURL=ON -DCMAKE_DISABLE_FIND_PACKAGE_OpenSSL=ON \
        -DCMAKE_DISABLE_FIND_PACKAGE_httplib=ON >"$work/$name.said" 2>&1 || { cat "$work/$name.said" && return 1; }
    for missing in curl beast; do
        grep "^-- example_.* is left out: not found: $missing" "$work/$name.said" || return
    done
    cmake --build "$work/$name" --target help | grep '^example_own_operation:'
}

# Everything that the tests of the transport need is told the compiler, and Debian's library is not linked.
httplib_of_one_header() {
    header=$work/$name-include/httplib.h
    mkdir "$work/$name-include" && echo 'inline ClientImpl::ClientImpl() {}' >"$header" &&
        cmake -S "$root" -B "$work/$name" -DCFDNS_HTTPLIB_DIR="$work/$name-include" \
            -DCMAKE_EXPORT_COMPILE_COMMANDS=ON &&
        grep 'command.*transport/httplib.cpp' "$work/$name/compile_commands.json" >"$work/$name.command" ||
        return
    for word in -DCPPHTTPLIB_OPENSSL_SUPPORT -DCPPHTTPLIB_ZLIB_SUPPORT "-isystem $work/$name-include"; do
        grep -q -F -e "$word" "$work/$name.command" || return
    done
    ! grep -F libcpp-httplib "$work/$name/build.ninja"
}

# Where the only Boost is older than what the library needs, the message says so.
old_boost() {
    fake_boost 1.74.0
    says 'needs Boost 1.81 or later' cmake -S "$here/old_boost" -B "$work/$name" -DCFDNS_ROOT="$root" \
        -DBoost_DIR="$work/boost-1.74.0" && tr -s ' \n' ' ' <"$work/$name.said" | grep -F 'not suitable: Boost 1.74.0'
}

# vcpkg and Conan are not needed: stand-ins for what the port and the recipe call run them, and check what they are given.
# run_port PORT-FOLDER SOURCE WORK-FOLDER [FEATURES]
run_port() {
    cmake -DPORT_DIR="$1" -DSOURCE="$2" -DWORK="$3" -DFEATURES="${4:-}" -P "$root/tests/packaging/vcpkg.cmake"
}

# In the checkout the port downloads nothing. A copy does, even in a vcpkg below /usr, where a cfdns is
# installed.
vcpkg_port() {
    usr=$work/vcpkg-usr
    packages=$work/vcpkg/packages
    mkdir -p "$usr/include" "$usr/src/vcpkg/ports" && cp -r "$root/include/cfdns" "$usr/include" &&
        cp -r "$root/packaging/vcpkg/ports/cfdns" "$usr/src/vcpkg/ports" &&
        run_port "$usr/src/vcpkg/ports/cfdns" "$root" "$work/vcpkg-copy" &&
        run_port "$root/packaging/vcpkg/ports/cfdns" '' "$work/vcpkg" &&
        diff -r "$work/vcpkg-copy/packages" "$packages" &&
        diff -r "$root/include/cfdns" "$packages/include/cfdns" &&
        cmake_consumer find_package -DCMAKE_PREFIX_PATH="$packages" &&
        PKG_CONFIG_LIBDIR=$packages/lib/pkgconfig pkg-config --libs-only-L cfdns | grep -F "$packages"
}

vcpkg_features() {
    run_port "$root/packaging/vcpkg/ports/cfdns" '' "$work/$name-port" 'compiled;testing;curl' &&
        cmake_consumer compiled -DCMAKE_PREFIX_PATH="$work/$name-port/packages" -DCOMPONENTS='testing;curl' &&
        "$binary/service"
}

conan_recipe() {
    python3 "$root/tests/packaging/conan.py" "$work/conan" &&
        diff -r "$root/include/cfdns" "$work/conan/package/include/cfdns" &&
        test -f "$work/conan/package/licenses/LICENSE" &&
        cmake -S "$root/packaging/conan/test_package" -B "$work/$name" -Dcfdns_DIR="$work/conan/cmake" &&
        cmake --build "$work/$name" && "$work/$name/test_package" &&
        diff -r "$root/include" "$work/conan/center/include"
}

conan_compiled() {
    python3 "$root/tests/packaging/conan.py" "$work/$name-recipe" compiled testing &&
        cmake -S "$root/packaging/conan/test_package" -B "$work/$name" -Dcfdns_DIR="$work/$name-recipe/cmake" \
            -DWITH_COMPILED=ON -DWITH_TESTING=ON &&
        cmake --build "$work/$name" && "$work/$name/test_package"
}

check 'single header, two sources, linked to boost_json' dropped_header -lboost_json
check 'single headers, the first program of README' quick_start
check 'single header, two sources, src.hpp and no Boost library' without_boost_library
check 'single headers, the example for Compiler Explorer (slow)' compile "-I$root/single_include" \
    "$root/examples/compiler_explorer.cpp" -lboost_json
check 'CMake: install' install_by_cmake
check 'CMake: install, compiled and testing, moved prefix' install_compiled
check 'CMake: move the prefix, nothing knows where it was' move
check 'CMake: find_package, moved prefix' cmake_consumer find_package -DCMAKE_PREFIX_PATH="$work/moved"
check 'CMake: find_package, header_only, no Boost library' header_only_boost
check 'CMake: find_package, compiled, testing and curl, PCH and unity build' compiled_installed
check 'CMake: find_package, compiled is not installed' compiled_missing
check 'CMake: find_package, component curl' transports curl
check 'CMake: find_package, components beast and httplib (slow)' transports beast httplib
check 'CMake: wrong versions refused' cmake -S "$here/versions" -B "$work/versions" -DCMAKE_PREFIX_PATH="$work/moved" \
    -DCFDNS_VERSION="$version"
check 'CMake: too old a Boost refused' old_boost
check 'CMake: tests left out, without doctest or Python' leave_tests_out
check 'CMake: a checkout without the libraries of the transports' without_transport_libraries
check 'CMake: tests with cpp-httplib as one header' httplib_of_one_header
check 'CMake: find_package in a build folder' build_folder
check 'CMake: a parent project that installs and exports' exporting
check 'CMake: add_subdirectory' cmake_consumer add_subdirectory -DCFDNS_ROOT="$root"
check 'CMake: FetchContent from a folder' cmake_consumer fetch_content -DCFDNS_ROOT="$root" \
    -DFETCHCONTENT_FULLY_DISCONNECTED=ON
check 'CMake: separate compilation with PCH and unity build' cmake_consumer separate -DCFDNS_ROOT="$root"
check 'CMake: add_subdirectory, compiled, shared, hidden symbols' compiled_shared
check 'git: a repository with a tag' make_repository
check 'CMake: FetchContent from git file://' cmake_consumer fetch_content -DCFDNS_REPOSITORY="file://$work/repository" \
    -DCFDNS_TAG="v$version"
check 'pkg-config, installed by CMake, moved prefix' by_pkg_config "$work/moved" --define-prefix
check 'pkg-config, compiled, testing and curl, moved prefix' by_pkg_config_compiled "$work/compiled" --define-prefix
check 'Meson: install' install_by_meson
check 'pkg-config, installed by Meson' by_pkg_config "$work/meson"
check 'pkg-config: prefixes, sysroot, CMake and Meson alike' pkg_config_everywhere
check 'Meson: installed, both dependencies' meson_installed
check 'Meson: subproject, no python3' meson_subproject
check 'Meson: subproject, compiled and curl' meson_compiled compiled,curl
check 'Meson: subproject, compiled and testing, static (slow)' meson_compiled compiled,testing -Ddefault_library=static
check 'Meson: installed, compiled, testing and curl (slow)' meson_compiled_installed
check 'Meson: wrap-git file://, header-only' meson_wrap
check "vcpkg: the port, vcpkg's functions played" vcpkg_port
check "vcpkg: the port's features, vcpkg's functions played (slow)" vcpkg_features
check 'Conan: the recipes and their test_package, Conan played' conan_recipe
check 'Conan: the options compiled and testing, Conan played (slow)' conan_compiled
check 'docs/getting_started.md, command by command (slow)' timeout 540 python3 tests/readme/follow.py "$work/getting_started" \
    docs/getting_started.md

echo
echo "way in                                                         result   time$table"
echo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
