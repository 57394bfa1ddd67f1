#!/bin/sh
# Builds and runs an example; on a fresh Debian or Ubuntu it installs the compiler and Boost first.
#
#   sh examples/run.sh                        examples/create_secondary_zone.cpp, without an account or a network
#   sh examples/run.sh NAME [ARGUMENT...]     examples/NAME.cpp
set -eu
cd "$(dirname "$0")/.."
. tools/packages.sh

# Of the comment at the beginning of a source file.
first_sentence() {
    awk 'NR > 1 && !/^\/\/ / { exit }
         NR > 1 { text = text substr($0, 3) }
         END { sub(/\. .*|\.$/, "", text); print substr(text, 2) }' "$1"
}

# Without arguments, it needs no account and uses none.
if [ $# -eq 0 ]; then
    unset CLOUDFLARE_API_TOKEN CLOUDFLARE_API_KEY CLOUDFLARE_EMAIL CLOUDFLARE_API_USER_SERVICE_KEY CLOUDFLARE_BASE_URL
fi
name=${1:-create_secondary_zone}
name=${name##*/}
name=${name%.cpp}
[ $# -eq 0 ] || shift
source=examples/$name.cpp
if [ ! -f "$source" ]; then
    { [ "$name" = --help ] || echo "There is no $source."; } >&2
    echo 'sh examples/run.sh NAME [ARGUMENT...] builds and runs one of these:' >&2
    for one in examples/*.cpp; do
        printf '  %-22s %s\n' "$(basename "$one" .cpp)" "$(first_sentence "$one")" >&2
    done
    exit 2
fi

needs=" $(sed -n "s,^$source  *,,p" cmake/libraries.txt) "
uses() { case $needs in *" $1 "*) return 0 ;; *) return 1 ;; esac; }

need_compiler
need_boost
libraries='-lboost_json'
if uses curl; then
    need libcurl4-openssl-dev has_header curl/curl.h
    libraries="$libraries -lcurl"
fi
if uses beast || uses httplib; then
    need libssl-dev has_header openssl/ssl.h
    libraries="$libraries -lssl -lcrypto"
fi
if uses httplib; then
    need libcpp-httplib-dev has_header httplib.h
fi
if uses curl || uses beast || uses httplib; then
    need ca-certificates has_certificates
fi
install_needed
# Debian has cpp-httplib as a library, whose header must be told what it was built with. Elsewhere it is one header.
if uses httplib && printf 'int main() {}\n' | g++ -x c++ -o /dev/null - -lcpp-httplib 2>/dev/null; then
    libraries="-DCPPHTTPLIB_OPENSSL_SUPPORT -DCPPHTTPLIB_ZLIB_SUPPORT -DCPPHTTPLIB_BROTLI_SUPPORT $libraries -lcpp-httplib"
fi

program=${CFDNS_BUILD_DIR:-build}/examples/$name
mkdir -p "${program%/*}"
command="g++ -std=c++20 -Iinclude $source -o $program -pthread $libraries"
echo "$command"
echo 'Compiling; this may take half a minute.'
$command
echo "$program $*"
exec "$program" "$@"
