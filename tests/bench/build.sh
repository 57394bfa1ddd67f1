# Sourced by the scripts of this folder, from the top of the tree: builds their programs.
#
# CXX is the compiler (g++). Peers that Debian does not have: CFDNS_BENCH_GLAZE is glaze's include folder (it is compiled as
# C++23), CFDNS_BENCH_YYJSON the folder of yyjson.h and yyjson.c, CFDNS_BENCH_SDK a folder with node_modules/cloudflare, the
# official TypeScript SDK, CFDNS_BENCH_GO the folder of a Go module that requires github.com/cloudflare/cloudflare-go/v6,
# CFDNS_BENCH_OCTODNS a Python interpreter that has octodns and octodns-cloudflare, such as bin/python3 of a virtual environment.
# CFDNS_BUILD_DIR is where they build (build).
. tools/packages.sh
need_compiler
need_boost
need python3 has python3
need nlohmann-json3-dev has_header nlohmann/json.hpp
need rapidjson-dev has_header rapidjson/document.h
need libsimdjson-dev has_header simdjson.h

# bench_program NAME LIBRARY...: compiles NAME.cpp with the peers that there are into $build, all with the options of CMake's
# build type Release.
bench_program() {
    name=$1
    shift
    mkdir -p "$build"
    set -- "$@" -lsimdjson -pthread
    flags='-std=c++20 -O3 -DNDEBUG -Iinclude'
    if [ ! -e "$build/boost_json.o" ]; then ${CXX:-g++} $flags -c tests/support/boost_json.cpp -o "$build/boost_json.o"; fi
    objects=$build/boost_json.o
    if [ -n "${CFDNS_BENCH_GLAZE:-}" ]; then
        ${CXX:-g++} -std=c++23 -O3 -DNDEBUG -w -I"$CFDNS_BENCH_GLAZE" -c tests/bench/glaze_peer.cpp -o "$build/glaze_peer.o"
        flags="$flags -DCFDNS_BENCH_GLAZE"
        objects="$objects $build/glaze_peer.o"
    fi
    if [ -n "${CFDNS_BENCH_YYJSON:-}" ]; then
        ${CC:-gcc} -O3 -DNDEBUG -c "$CFDNS_BENCH_YYJSON/yyjson.c" -o "$build/yyjson.o"
        flags="$flags -I$CFDNS_BENCH_YYJSON"
        objects="$objects $build/yyjson.o"
    fi
    ${CXX:-g++} $flags tests/bench/"$name".cpp $objects "$@" -o "$build/$name"
}
build=${CFDNS_BUILD_DIR:-build}/bench
