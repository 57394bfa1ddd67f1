#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""What Doxygen reads instead of a public header; it calls this as an input filter.

    doxygen_headers.py FILE     prints the header as Doxygen understands it, with as many lines
    doxygen_headers.py --groups prints the groups: a layer, a section of core.hpp or a product each
    doxygen_headers.py --self-test

Doxygen (1.9.4) takes `cfdns::inline v0_2` for two namespaces. What every operation says of itself is
documented once, in cfdns/core/operation.hpp. The comment before a namespace that several headers open
describes the header.
"""
import functools
import pathlib
import re
import sys

import doxygen_markdown

HEADERS = pathlib.Path(__file__).resolve().parent.parent / "include/cfdns"
OPEN = re.compile(r"^namespace cfdns::inline v\w+((?:::\w+)*) \{$", re.MULTILINE)

LAYERS = {  # title, text, documents
    "core": ("Core", "HTTP as values, errors, credentials, operations, calls and machines.",
             ("errors_and_retries", "machines", "own_operations")),
    "products": ("Products", "The operations of the API with their parameters and results.", ("operations",)),
    "flows": ("Workflows", "Desired states, plans, and machines over several operations. Opt-in.",
              ("workflows", "record_sets", "fleets", "waiting_and_diagnosis", "name_servers", "key_rotation")),
    "transport": ("Transports", "HTTP clients on libcurl, Boost.Beast and cpp-httplib. Opt-in.",
                  ("transports",)),
    "drivers": ("Drivers", "Ways to run machines: threads, Asio, callbacks, coroutines. Opt-in.",
                ("event_loops",)),
    "testing": ("Testing", "An in-memory service, faults, and a kit that tests transports. Opt-in.",
                ("testing",)),
    "environment": ("Environment", "Settings from environment variables. Opt-in.", ()),
}

# Members of every operation that are documented in one place, and what is said of them instead.
OF_OPERATIONS = {
    "using response_type = ": "Result type of the operation.",
    "static constexpr auto route": "Method, path and idempotency.{example}",
    "static constexpr bound bounds[]": "Bounds that are checked before the request is sent.",
    "static constexpr std::string_view exactly_one[]": "Members exactly one of which must be set.",
    "static constexpr element_limit": "Maximum number of elements that these lists may have in total.",
    "static constexpr std::string_view in_query[]": "Members that are sent in the query instead of the body.",
    "static constexpr std::string_view outside[]": "Members that are sent outside the object named by the tag.",
    "static constexpr alternative_tag alternative": "The tag that denotes this alternative.",
    "static constexpr api_reference reference": "The entry in the official API reference.",
}


def sections():
    """Section of core.hpp to its headers."""
    found, title = {}, None
    for line in (HEADERS / "core.hpp").read_text(encoding="utf-8").split("\n"):
        if line.startswith("// ") and "clang-format" not in line:
            title = line[3:]
        elif include := re.match(r"#include <cfdns/(core/.*)>", line):
            found.setdefault(title, []).append(include[1])
    return found


def identifier(title):
    return "group_" + re.sub(r"\W+", "_", title).lower()


def group(path):
    """Of a header, by its path in HEADERS."""
    for title, headers in sections().items():
        if path in headers:
            return identifier("core " + title)
    folder = path.removesuffix(".hpp").split("/")[0]
    return identifier({"version": "core", "operations": "products"}.get(folder, folder))


def public_headers():
    for path in sorted(HEADERS.rglob("*.hpp")):
        name = path.relative_to(HEADERS).as_posix()
        if name.split("/")[0] not in ("detail", "impl"):
            yield name, path.read_text(encoding="utf-8")


def products():
    return {name.removesuffix(".hpp").split("/")[0] for name, _ in public_headers()} - {
        *LAYERS, "cfdns", "operations", "src", "version"}


@functools.cache
def shared_namespaces():
    """Those that several headers open, to the groups of these headers."""
    spaces = {}
    for name, text in public_headers():
        for space in set(OPEN.findall(text)):
            if "::detail" not in space:
                spaces.setdefault(space, []).append(group(name))
    return {space: groups for space, groups in spaces.items() if len(groups) > 1}


def groups():
    out = []
    for folder, (title, text, documents) in LAYERS.items():
        see = ", ".join(f"\\ref doc_docs_{document}" for document in documents)
        out.append(f"/** \\defgroup {identifier(folder)} {title}\n{text}" + (f"\n\\see {see}" if see else "") + " */")
    for title in sections():
        out.append(f"/** \\defgroup {identifier('core ' + title)} {title}\n\\ingroup {identifier('core')} */")
    for product in sorted(products()):
        page = f"doc_docs_operations_{product}"
        out.append(f"/** \\defgroup {identifier(product)} {product}\n\\ingroup {identifier('products')}\n"
                   f'\\ref {page} "Operations of {product}" has the requests, bounds and examples. */')
    for space, found in shared_namespaces().items():
        names = ", ".join(f"\\ref {name}" for name in dict.fromkeys(found))
        out.append(f"/** \\namespace cfdns{space}\nBy topic: {names}. */")
    return "\n".join(out)


def example(path, space, struct):
    """Where the reference of operations shows it."""
    product = path.removesuffix(".hpp").split("/")[0]
    page = HEADERS.parent.parent / f"docs/operations/{product}.md"
    if product not in products():
        return ""
    anchor = doxygen_markdown.identifier(page, doxygen_markdown.ROOT,
                                         doxygen_markdown.slug(f"{space}::{struct}".removeprefix("::")))
    return f' \\ref {anchor} "An example with its request and response".'


def converted(path, text, shared):
    lines = text.split("\n")
    in_comment, space, struct = None, "", ""
    for number, line in enumerate(lines):
        if named := re.match(r"struct (\w+)", line):
            struct = named[1]
        for code, said in OF_OPERATIONS.items():
            if line.lstrip().startswith(code):
                said = said.format(example=example(path, space, struct))
                lines[number] = line.replace(code, f"/** {said} */ {code}")
        if line.startswith("///"):
            in_comment = number if in_comment is None else in_comment
            continue
        if opened := OPEN.match(line):
            space = opened[1]
            if in_comment and space in shared and not lines[in_comment - 1]:
                lines[in_comment - 1] = "/// \\file"
            if not space.endswith("::detail"):
                lines[number] += f" /** \\addtogroup {group(path)} *//** \\{{ */"
        elif re.match(r"\}  // namespace cfdns::", line) and not line.endswith("::detail"):
            lines[number] = "/** \\} */ }"
        in_comment = None
    if "/// \\file" not in lines:
        lines[0] = lines[0].replace("// SPDX-License-Identifier: BSL-1.0", "/// \\file")
    text = re.sub(r"^namespace cfdns::inline v\w+", "namespace cfdns", "\n".join(lines), flags=re.MULTILINE)
    # Where a parameter is sent is no sentence, which would end the brief description.
    text = re.sub(r"(///<? )(Path|Query|Body|Form)\. ", r"\1<b>\2:</b> ", text)
    # Empty initialisers say nothing to a reader.
    text = re.sub(r"^( +[\w:<>, ]*\w)\{\};", r"\1;", text, flags=re.MULTILINE)
    # A specialisation in a namespace that is not ours.
    text = re.sub(r"^template <>\nstruct boost::system::is_error_code_enum.*$", "\n", text, flags=re.MULTILINE)
    text = re.sub(r"^#define CFDNS_VERSION_HPP$", "", text, flags=re.MULTILINE)
    return re.sub(r"^#define CFDNS_DETAIL_(.*\\\n)*.*$", lambda match: "\n" * match[0].count("\n"), text,
                  flags=re.MULTILINE)


def self_test():
    good = True

    def expect(wanted, path, text):
        nonlocal good
        got = converted(path, text, {"": [], "::flows": []})
        if wanted != got:
            print(f"expected {wanted!r}, got {got!r}")
            good = False

    licence = "// SPDX-License-Identifier: BSL-1.0\n"
    expect("/// \\file\n\n/// DNSSEC.\nnamespace cfdns::dnssec { /** \\addtogroup group_dnssec *//** \\{ */\n"
           "/** \\} */ }\n", "dnssec.hpp",
           licence + "\n/// DNSSEC.\nnamespace cfdns::inline v0_2::dnssec {\n"
           "}  // namespace cfdns::inline v0_2::dnssec\n")
    expect(licence + "/// \\file\n/// Plans.\nnamespace cfdns::flows { /** \\addtogroup group_flows *//** \\{ */\n",
           "flows/plan.hpp", licence + "\n/// Plans.\nnamespace cfdns::inline v0_2::flows {\n")
    expect("/// \\file\nnamespace cfdns::detail {\n", "core/http.hpp",
           licence + "namespace cfdns::inline v0_2::detail {\n")
    expect("/// \\file\n    /** Result type of the operation. */ using response_type = x;\n", "zones/operations.hpp",
           licence + "    using response_type = x;\n")
    expect("/// \\file\nnamespace cfdns::dnssec::zsk { /** \\addtogroup group_dnssec *//** \\{ */\nstruct list {\n"
           "    /** Method, path and idempotency."
           ' \\ref doc_docs_operations_dnssec__dnsseczsklist "An example with its request and response". */'
           " static constexpr auto route = 1;\n", "dnssec.hpp",
           licence + "namespace cfdns::inline v0_2::dnssec::zsk {\nstruct list {\n"
           "    static constexpr auto route = 1;\n")
    expect("/// \\file\n    std::optional<bool> a;  ///< <b>Body:</b> A.\n", "zones/operations.hpp",
           licence + "    std::optional<bool> a{};  ///< Body. A.\n")
    expect("/// \\file\n\n\nint a;\n", "core/fields.hpp",
           licence + "#define CFDNS_DETAIL_X(a) \\\n    a\nint a;\n")
    for path, wanted in {"core/http.hpp": "group_core_http_and_the_types_of_parameters_and_results",
                         "flows/plan.hpp": "group_flows", "zones/operations.hpp": "group_zones",
                         "environment.hpp": "group_environment"}.items():
        if group(path) != wanted or f"\\defgroup {wanted} " not in groups():
            print(f"{path}: {group(path)}, which must be defined as {wanted}")
            good = False
    return good


def main():
    if sys.argv[1:] == ["--self-test"]:
        return 0 if self_test() else 1
    if sys.argv[1:] == ["--groups"]:
        print(groups())
        return 0
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    path = pathlib.Path(sys.argv[1]).resolve()
    name = path.relative_to(HEADERS).as_posix() if HEADERS in path.parents else path.name
    print(converted(name, path.read_text(encoding="utf-8"), shared_namespaces()), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
