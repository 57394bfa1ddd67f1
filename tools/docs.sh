#!/bin/sh
# Builds the reference with Doxygen, where warnings are errors: what is public must be documented.
# Needs what tests/run.sh --all installs. The result is docs/html/index.html in CFDNS_BUILD_DIR (build).
set -eu
cd "$(dirname "$0")/.."
build=${CFDNS_BUILD_DIR:-build}
mkdir -p "$build"
CFDNS_DOCS_DIR=$(cd "$build" && pwd)/docs
CFDNS_VERSION=$(sed -n 's/^#define CFDNS_VERSION "\(.*\)"$/\1/p' include/cfdns/version.hpp)
export CFDNS_DOCS_DIR CFDNS_VERSION
rm -rf "$CFDNS_DOCS_DIR"
mkdir -p "$CFDNS_DOCS_DIR"

doxygen Doxyfile

# A parser that loses its way stays silent: what must be there is looked for.
html=$CFDNS_DOCS_DIR/html
operations=$(sed -n '/^using operation_list/,/>;$/p' include/cfdns/operations.hpp |
    grep -o '[a-z_0-9]*::[a-z_0-9:]*' | wc -l)
pages=$(grep -lF 'What the service returns.' "$html"/structcfdns_1_1*.html | grep -vc -e '-members.html')
[ "$operations" -eq "$pages" ] || {
    echo "the library has $operations operations, the reference has $pages"
    exit 1
}
for name in error exchange secret__string http__request testing_1_1fake__cloudflare curl__transport \
    beast__transport; do
    ls "$html" | grep -qE "^(class|struct)cfdns_1_1$name\.html$" || { echo "no page of $name"; exit 1; }
done
for document in index doc_contributing doc_security doc_changelog $(
    find docs -name '*.md' | sed 's/\.md$//; s/[^A-Za-z0-9]/_/g; s/^/doc_/' | tr A-Z a-z
); do
    [ -f "$html/$document.html" ] || { echo "no page $document"; exit 1; }
done
charts=$(grep -c '^```mermaid' docs/architecture.md)
drawn=$(grep -o '<svg ' "$html/doc_docs_architecture.html" | wc -l)
[ "$charts" -eq "$drawn" ] || {
    echo "docs/architecture.md has $charts charts, its page has $drawn"
    exit 1
}
python3 tools/doxygen_markdown.py --self-test
if ls "$html" | grep -E '_1_1detail(_1_1|-members|\.html)'; then
    echo 'private names are in the reference'
    exit 1
fi

# ... and one that checks nothing is silent too.
lost=$CFDNS_DOCS_DIR/lost
mkdir "$lost"
printf '/// Documented.\nnamespace cfdns::inline v0_2 {\nint undocumented();\n}\n' >"$lost/lost.hpp"
if { cat Doxyfile; echo "INPUT = $lost"; echo 'USE_MDFILE_AS_MAINPAGE ='; echo "OUTPUT_DIRECTORY = $lost"; } |
    doxygen - >"$lost/said" 2>&1 || ! grep -q 'undocumented() (function) .* is not documented' "$lost/said"; then
    cat "$lost/said"
    echo 'a function without documentation is not noticed'
    exit 1
fi
echo "$(ls "$html" | grep -c '^\(struct\|class\|namespace\).*[^s]\.html$') pages, $operations operations"
