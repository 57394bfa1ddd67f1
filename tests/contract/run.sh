#!/bin/sh
# Runs the library against Prism, which checks every request against the service's OpenAPI descriptions, and compares what
# it sends with what the official TypeScript SDK sends. The in-memory service of cfdns/testing is compared with Prism, and
# takes the SDK through every operation.
#
#   sh tests/contract/run.sh
#
# CFDNS_SPEC_DIR has the descriptions (../shared/spec; without it there is nothing to do), CFDNS_BUILD_DIR is where it builds
# (build), CFDNS_NPM_CACHE_DIR where npm installs Prism and the SDK (npm in the former), CFDNS_PRISM_PORT is Prism's port
# (4010). How much is done per operation: CFDNS_CONTRACT_DYNAMIC random responses of Prism (20), CFDNS_DIFFERENTIAL_CASES cases
# for the SDK (20), made from CFDNS_DIFFERENTIAL_SEED (1); CFDNS_FAKE_CASES requests to Prism and the in-memory service (150),
# made from CFDNS_FAKE_SEED (1).
set -eu
cd "$(dirname "$0")/../.."
. tools/packages.sh

specs=${CFDNS_SPEC_DIR:-$PWD/../shared/spec}
if [ ! -f "$specs/secondary_dns.openapi.json" ]; then
    echo "Skipped: CFDNS_SPEC_DIR has no descriptions, *.openapi.json."
    echo "0 passed, 0 failed"
    exit 0
fi

need_compiler
need_boost
need cmake has cmake
need ninja-build has ninja
need python3 has python3
need doctest-dev has_header doctest/doctest.h
need libcurl4-openssl-dev has_header curl/curl.h
need nodejs has node
need npm has npm
need curl has curl
install_needed

build=${CFDNS_BUILD_DIR:-$PWD/build}
modules=${CFDNS_NPM_CACHE_DIR:-$build/npm}
port=${CFDNS_PRISM_PORT:-4010}
CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}
export CMAKE_BUILD_PARALLEL_LEVEL
mkdir -p "$build/logs" "$modules"
modules=$(cd "$modules" && pwd)
log=$build/logs/prism.log

# The lock file fixes every version and checksum, and leaves it to npm where packages come from.
if ! cmp -s tests/contract/package-lock.json "$modules/package-lock.json" || [ ! -x "$modules/node_modules/.bin/prism" ]; then
    echo "Installing Prism and the SDK ..."
    cp tests/contract/package.json tests/contract/package-lock.json "$modules/"
    if ! (cd "$modules" && npm ci --prefer-offline --ignore-scripts --no-audit --no-fund --loglevel=error); then
        rm -f "$modules/package-lock.json"
        echo "They could not be installed: npm says why above." >&2
        exit 1
    fi
fi

targets="cfdns_prism cfdns_differential cfdns_fake example_fake_server"
if [ -f examples/create_secondary_zone.cpp ]; then targets="$targets example_create_secondary_zone"; fi
cmake --preset gcc -B "$build/gcc" >"$build/logs/contract-cmake.log" 2>&1 || {
    cat "$build/logs/contract-cmake.log"
    exit 1
}
cmake --build "$build/gcc" --target $targets

passed=0
failed=0
prism=
stop() { if [ -n "$prism" ]; then kill "$prism" 2>/dev/null || true; wait "$prism" 2>/dev/null || true; prism=; fi; }
trap stop EXIT
trap 'exit 1' HUP INT TERM

origin=http://127.0.0.1:$port
answers() { curl --silent --noproxy '*' --output /dev/null --max-time 2 "$origin/"; }
if answers; then
    echo "Something answers at $origin already: set CFDNS_PRISM_PORT to a free port." >&2
    exit 1
fi
spec=$build/logs/description.json
node tests/contract/description.mjs "$spec" "$modules/node_modules/cloudflare/resources/dns/records.d.ts" "$specs"/*.openapi.json
node "$modules/node_modules/.bin/prism" mock --verboseLevel warn --host 127.0.0.1 --port "$port" "$spec" >"$log" 2>&1 &
prism=$!
tries=0
until answers; do
    tries=$((tries + 1))
    if [ "$tries" -gt 120 ] || ! kill -0 "$prism" 2>/dev/null; then
        echo "Prism did not start:" >&2
        cat "$log" >&2
        exit 1
    fi
    sleep 0.5
done
echo "Prism $("$modules/node_modules/.bin/prism" --version) answers at $origin."

# run NAME COMMAND...: without the settings of whoever runs this.
run() {
    name=$1
    shift
    if timeout --foreground 1800 env -u CLOUDFLARE_API_TOKEN -u CLOUDFLARE_API_KEY -u CLOUDFLARE_EMAIL \
        -u CLOUDFLARE_API_USER_SERVICE_KEY -u CLOUDFLARE_ACCOUNT_ID -u CLOUDFLARE_ZONE_ID no_proxy=127.0.0.1 "$@"; then
        passed=$((passed + 1))
    else
        echo "FAILED: $name"
        failed=$((failed + 1))
    fi
}

if [ -f examples/create_secondary_zone.cpp ]; then
    example=$(find "$build/gcc" -name example_create_secondary_zone -type f)
    run create_secondary_zone CLOUDFLARE_BASE_URL="$origin" CLOUDFLARE_API_TOKEN=not-a-real-token "$example"
fi
run prism CFDNS_PRISM_ORIGIN="$origin" CFDNS_SPEC_DIR="$specs" "$(find "$build/gcc" -name cfdns_prism -type f)"
run fake CFDNS_PRISM_ORIGIN="$origin" CFDNS_SPEC_DIR="$specs" "$(find "$build/gcc" -name cfdns_fake -type f)"
stop
# An exception of prism.cpp that a program on Prism cannot check, as it would end Prism.
run file_without_type sh -c 'if node -e "$1" 2>/dev/null; then echo "Prism reads it now: remove it from prism.cpp"; false; fi' \
    sh "require('$modules/node_modules/parse-multipart-data').parse(Buffer.from(
        '--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\nx\r\n--b--\r\n'), 'b')"
run fake_sdk node tests/contract/fake_sdk.mjs "$modules" docs/operations.md "$(find "$build/gcc" -name example_fake_server -type f)"
run sdk_behaviour node tests/contract/sdk_behaviour.mjs "$modules"
run differential node tests/contract/differential.mjs "$modules" "$build/logs/differential.jsonl" \
    "$(find "$build/gcc" -name cfdns_differential -type f)"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
