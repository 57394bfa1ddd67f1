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

# What cannot be written in the Doxyfile, because it depends on the version of Doxygen or on the theme.
theme=${CFDNS_DOCS_THEME:-/usr/share/doxygen-awesome-css}
python3 tools/doxygen_headers.py --groups >"$CFDNS_DOCS_DIR/groups.dox"
doxygen -l "$CFDNS_DOCS_DIR/layout.xml"
sed -i -e '/<tab type="pages"/s/title=""/title="Documents"/' \
    -e '/<tab type="\(modules\|topics\)"/s/title=""/title="Products and layers"/' "$CFDNS_DOCS_DIR/layout.xml"
{
    cat Doxyfile
    echo "INPUT += \"$CFDNS_DOCS_DIR/groups.dox\""
    echo "LAYOUT_FILE = \"$CFDNS_DOCS_DIR/layout.xml\""
} >"$CFDNS_DOCS_DIR/Doxyfile"
if [ -f "$theme/doxygen-awesome.css" ]; then
    doxygen -w html "$CFDNS_DOCS_DIR/header.html" "$CFDNS_DOCS_DIR/footer.html" "$CFDNS_DOCS_DIR/stylesheet.css" \
        "$CFDNS_DOCS_DIR/Doxyfile"
    scripts='darkmode-toggle fragment-copy-button paragraph-link'
    {
        sed '/<\/head>/,$d' "$CFDNS_DOCS_DIR/header.html"
        for script in $scripts; do
            echo "<script type=\"text/javascript\" src=\"\$relpath^doxygen-awesome-$script.js\"></script>"
        done
        echo '<script type="text/javascript">DoxygenAwesomeDarkModeToggle.init();'
        echo 'DoxygenAwesomeFragmentCopyButton.init(); DoxygenAwesomeParagraphLink.init();</script>'
        sed -n '/<\/head>/,$p' "$CFDNS_DOCS_DIR/header.html"
    } >"$CFDNS_DOCS_DIR/themed_header.html"
    {
        echo "HTML_HEADER = \"$CFDNS_DOCS_DIR/themed_header.html\""
        for style in doxygen-awesome doxygen-awesome-sidebar-only doxygen-awesome-sidebar-only-darkmode-toggle; do
            echo "HTML_EXTRA_STYLESHEET += \"$theme/$style.css\""
        done
        for script in $scripts; do echo "HTML_EXTRA_FILES += \"$theme/doxygen-awesome-$script.js\""; done
        # The theme has colours of its own for the dark mode.
        if doxygen -g - | grep -q '^HTML_COLORSTYLE '; then echo 'HTML_COLORSTYLE = LIGHT'; fi
    } >>"$CFDNS_DOCS_DIR/Doxyfile"
else
    echo 'without the theme: the package doxygen-awesome-css is not installed'
fi
doxygen "$CFDNS_DOCS_DIR/Doxyfile"

# A parser that loses its way stays silent: what must be there is looked for.
html=$CFDNS_DOCS_DIR/html
operations=$(sed -n '/^using operation_list/,/>;$/p' include/cfdns/operations.hpp |
    grep -o '[a-z_0-9]*::[a-z_0-9:]*' | wc -l)
pages=$(grep -lF '>Result type of the operation.' "$html"/structcfdns_1_1*.html | grep -vc -e '-members.html')
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
for document in README.md $(grep -lr '^```mermaid' docs); do
    page=$html/doc_$(echo "${document%.md}" | sed 's/[^A-Za-z0-9]/_/g' | tr A-Z a-z).html
    if [ "$document" = README.md ]; then page=$html/index.html; fi
    charts=$(grep -c '^```mermaid' "$document")
    drawn=$(grep -o '<svg ' "$page" | wc -l)
    [ "$charts" -eq "$drawn" ] || { echo "$document has $charts charts, its page has $drawn"; exit 1; }
done
for name in $(sed -n 's/.*\\defgroup \([a-z_]*\) .*/\1/p' "$CFDNS_DOCS_DIR/groups.dox"); do
    grep -q '"memname"\|class="mem\|class="memItem' "$html/group__$(echo "$name" | sed 's/_/__/g').html" ||
        { echo "the group $name is empty"; exit 1; }
done
python3 tools/doxygen_markdown.py --self-test
python3 tools/doxygen_headers.py --self-test
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
