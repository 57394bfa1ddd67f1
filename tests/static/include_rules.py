#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Which parts of the library may include which: includes point one way, and private headers stay private.

    include_rules.py                checks include/
    include_rules.py --self-test    checks that forbidden includes are found
    include_rules.py --table        prints the table as Markdown, for docs/architecture.md
"""
import pathlib
import re
import sys

INCLUDE = pathlib.Path(__file__).resolve().parents[2] / "include" / "cfdns"

# A part, what it may include of the library, and which libraries besides the standard one. "product" is every product;
# a product includes no other one. A product whose helpers need definitions has them in impl/PRODUCT/. detail/config.hpp is a part of its own, since every header needs it.
RULES = {
    "version": ("", ""),
    "config": ("version", "boost/version"),
    "core": ("core config version detail impl", "boost/config boost/system"),
    "detail": ("core config version detail impl", "boost/config boost/system boost/json"),
    "impl": ("core config detail", "boost/config boost/system boost/json boost/throw_exception"),
    "product": ("core config detail", ""),
    "operations": ("core product", ""),
    "cfdns": ("core product operations version", ""),
    "src": ("cfdns", ""),
    "flows": ("core config product flows", "boost/system"),
    "environment": ("core config environment", ""),
    "drivers": ("core config drivers", "boost/asio"),
    "transport": ("core config transport", "boost/system boost/asio curl httplib"),
    "testing": ("core config product operations transport testing detail",
                "boost/config boost/system boost/asio boost/beast openssl"),
    "impl/product": ("core config product impl/product detail", ""),
    "impl/flows": ("core config product flows impl/flows detail", "boost/system"),
    "impl/environment": ("environment detail", ""),
    "impl/drivers": ("core config drivers detail", "boost/asio"),
    "impl/transport": ("core config transport impl/transport detail",
                       "boost/config boost/core boost/system boost/asio boost/beast boost/version curl httplib openssl zlib"),
    "impl/testing": ("core config product testing impl/testing detail",
                     "boost/config boost/system boost/asio boost/beast openssl"),
}
# These belong to a public header as its definitions.
OWN_DEFINITIONS = {"environment", "drivers", "flows", "transport", "testing"}
SYSTEM = {"dirent.h", "emmintrin.h", "fcntl.h", "netdb.h", "poll.h", "pthread.h", "signal.h", "unistd.h", "windows.h", "winsock2.h"}


def part_of(path):
    """The part that a header belongs to, by its path below cfdns/, and the product if it is one."""
    if path == "detail/config.hpp":
        return "config", None
    nested = re.match(r"impl/(environment|drivers|flows|transport|testing)\b", path)
    if nested:
        return f"impl/{nested[1]}", None
    if definitions := re.match(r"impl/(\w+)/", path):
        return "impl/product", definitions[1]
    first = re.match(r"\w+", path)[0]
    return (first, None) if first in RULES else ("product", first)


def problem_of(path, included):
    """What is wrong with a header that includes another; None: nothing."""
    part, product = part_of(path)
    allowed, libraries = RULES[part]
    if included.startswith("cfdns/"):
        other, of = part_of(included.removeprefix("cfdns/"))
        if part in OWN_DEFINITIONS and other == f"impl/{part}":
            return None
        if part in ("product", "impl/product") and other in ("product", "impl/product"):
            return None if of == product else f"a product must not include another one ({of})"
        return None if other in allowed.split() else f"{part} must not include {other}"
    if "/" not in included and (not included.endswith(".h") or included in SYSTEM):
        return None if included != "httplib.h" else f"{part} must not include {included}"
    if included.startswith(("sys/", "netinet/", "arpa/")):
        return None
    name = included.split(".")[0]
    if any(name == library or name.startswith(library) for library in libraries.split()):
        return None
    return f"{part} must not include <{included}>"


def overloaded_templates(files):
    """Function templates of namespace detail whose name another header uses for a function: which of the two a template
    calls would depend on the order of includes, so that programs of several sources would violate the one-definition rule."""
    templates, functions = {}, {}
    for path, text in files:
        if "detail {" not in text or not path.endswith(".hpp"):
            continue
        for of in re.finditer(r"^(template <[^;{]*?>\n)?(?:\w[\w:<>,&* ]*[ &*])(\w+)\(", text, re.M):
            (templates if of[1] else functions).setdefault(of[2], set()).add(path)
    return [f"include/cfdns/{path}: {name} is the name of a template in {', '.join(sorted(templates[name]))}"
            for name in sorted(templates.keys() & functions.keys()) for path in sorted(functions[name] - templates[name])]


def problems(files):
    """files: path below cfdns/ and text."""
    files = list(files)
    found = overloaded_templates(files)
    for path, text in files:
        for number, line in enumerate(text.splitlines(), 1):
            include = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
            if not include or include[2] == "cfdns_needs_cxx20":
                continue
            problem = "include in angle brackets, by the full name" if include[1] == '"' else problem_of(path, include[2])
            if problem:
                found.append(f"include/cfdns/{path}:{number}: {problem}")
            if include[2] == f"cfdns/{path}" and path.endswith(".hpp"):
                found.append(f"include/cfdns/{path}:{number}: a header must not include itself")
        for number, line in enumerate(text.splitlines(), 1):
            if re.match(r"\s*using namespace\b", line):
                found.append(f"include/cfdns/{path}:{number}: no using-directives in headers")
    return found


def self_test():
    bad = {
        "core/http.hpp": "#include <cfdns/zone_transfers.hpp>",
        "core/error.hpp": "#include <boost/json.hpp>",
        "core/call.hpp": "#include <cfdns/drivers/blocking.hpp>",
        "detail/reader.hpp": "#include <cfdns/dnssec.hpp>",
        "impl/retry.ipp": "#include <cfdns/transport/curl.hpp>",
        "dnssec.hpp": "#include <cfdns/zone_transfers/peers.hpp>",
        "zone_transfers/peers.hpp": "#include <cfdns/impl/reader.ipp>",
        "zone_transfers/tsigs.hpp": "#include <cfdns/impl/records/data.ipp>",
        "impl/records/data.ipp": "#include <cfdns/dnssec.hpp>",
        "zone_transfers/acls.hpp": "#include <cfdns/testing/codec.hpp>",
        "transport/curl.hpp": "#include <cfdns/zone_transfers.hpp>",
        "zone_transfers/outgoing.hpp": "#include <cfdns/flows/plan.hpp>",
        "flows/plan.hpp": "#include <cfdns/detail/reader.hpp>",
        "impl/flows/plan.ipp": "#include <cfdns/testing/codec.hpp>",
        "transport/beast.hpp": "#include <cfdns/detail/reader.hpp>",
        "drivers/blocking.hpp": "#include <cfdns/impl/retry.ipp>",
        "environment.hpp": "#include <curl/curl.h>",
        "core/secret.hpp": '#include "cfdns/core/http.hpp"',
        "core/retry.hpp": "using namespace std::chrono_literals;",
    }
    good = {
        "core/operation.hpp": "#include <cfdns/detail/schema.hpp>\n#include <vector>\n#include <boost/system/result.hpp>",
        "dnssec.hpp": "#include <cfdns/core/operation.hpp>",
        "zone_transfers.hpp": "#include <cfdns/zone_transfers/peers.hpp>",
        "records/data.hpp": "#include <cfdns/detail/reader.hpp>\n#include <cfdns/impl/records/data.ipp>",
        "impl/records/data.ipp": "#include <cfdns/records/data.hpp>\n#include <cfdns/detail/schema.hpp>",
        "impl/reader.ipp": "#include <boost/json/basic_parser_impl.hpp>",
        "flows/observe.hpp": "#include <cfdns/impl/flows/observe.ipp>\n#include <cfdns/zone_transfers/peers.hpp>",
        "impl/flows/plan.ipp": "#include <cfdns/flows/plan.hpp>\n#include <cfdns/detail/reader.hpp>",
        "transport/curl.hpp": "#include <cfdns/impl/transport/curl.ipp>\n#include <curl/curl.h>",
    }
    missed = [path for path, text in bad.items() if len(problems([(path, text)])) != 1]
    template = "namespace cfdns::detail {\ntemplate <class Out>\nvoid append_it(Out& out, int value);\n"
    function = "namespace cfdns::detail {\nvoid append_it(std::string& out, int value);\n"
    if len(problems([("detail/a.hpp", template), ("records/b.hpp", function)])) != 1:
        missed.append("an overloaded template")
    refused = problems(good.items()) + problems([("detail/a.hpp", template), ("impl/a.ipp", template)])
    if missed or refused:
        print("not found:", missed, "found without reason:", refused)
        return 1
    print(f"{len(bad)} planted includes and an overloaded template were found")
    return 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    if sys.argv[1:] == ["--table"]:
        print("| part | may include | and of other libraries |\n| --- | --- | --- |")
        for part, (allowed, libraries) in RULES.items():
            print(f"| `{part}` | {', '.join(allowed.split()) or '-'} | {', '.join(libraries.split()) or '-'} |")
        return 0
    files = [(path.relative_to(INCLUDE).as_posix(), path.read_text(encoding="ascii"))
             for path in sorted(INCLUDE.rglob("*.[hi]pp"))]
    found = problems(files)
    print("\n".join(found) or f"the includes of {len(files)} files follow the rules")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
