# SPDX-License-Identifier: BSL-1.0
"""Which tests cover which operation, read from the tests themselves. For tools/operation_pages.py."""
import json
import os
import pathlib
import re

RECORDINGS = (("ts-sdk-requests.json", "dns.zone_transfers."), ("ts-sdk-requests-dns.json", ""))
ROWS = re.compile(r"^\| \[`([\w:]+)`\]\([^)]*\) \| (.*) \|$", re.M)


class Problem(Exception):
    pass


def found(pattern, text, what):
    match = re.search(pattern, text, re.M | re.S)
    if not match:
        raise Problem(f"{what} is not found: adapt tools/operation_proofs.py")
    return match[1]


def literals(text):
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text))


def unqualified(text, short):
    first, _, rest = text.partition("::")
    if first in short:
        text = f"{short[first]}::{rest}"
    return text.removeprefix("cfdns::")


def named_in(text):
    """The names of operations that a C++ source has, which may be those of other things too."""
    short = dict(re.findall(r"namespace (\w+) = ([\w:]+);", text)) | {"zt": "cfdns::zone_transfers"}
    return {unqualified(name, short) for name in re.findall(r"\b[a-z]\w*(?:::\w+)+", text)}


def matches(pattern, name):
    return re.fullmatch(re.escape(pattern).replace(r"\*", "[^/]*"), name)


def prism_exceptions(text):
    """(kind, operation, pointer, reason) of the rows in prism.cpp."""
    reasons = {name: literals(value) for name, value in
               re.findall(r"constexpr std::string_view (\w+) =\s+((?:\"[^\"]*\"\s*)+);", text)}
    kinds = {name: comment.strip() for name, comment in
             re.findall(r"^    (\w+),?\s+// (.*)$", found(r"^enum class exception \{(.*?)^\};", text, "exception"), re.M)}
    table = found(r"^constexpr exception_row exceptions\[\] = \{(.*?)^\};", text, "the table of exceptions")
    rows = re.findall(r'\{exception::(\w+), "([^"]+)", "([^"]*)",\s+([^{}]+)\}', table)
    if len(rows) != table.count("{exception::"):
        raise Problem("a row of the table of exceptions in prism.cpp is not understood")
    return [(kinds[kind], operation, at, reasons[reason] if reason in reasons else literals(reason))
            for kind, operation, at, reason in rows]


class Proofs:
    def __init__(self, root, operations, page):
        self.root, self.operations = root, operations
        self.columns = []  # title, file, text, cell of each operation
        by_type = {operation["name"]: operation for operation in operations}
        # ---- tests of all operations, in every build ----
        for title, file, text in (
                ("request", "requests", "the request of the example, byte for byte, and its response"),
                ("responses", "responses", "bad, truncated, reordered and ill-typed responses"),
                ("drift", "drift", "random values in place of optional members, unknown members"),
                ("codec", "codec", "the request is read back, and by no other operation"),
                ("injection", "injection", "hostile text in every text of the parameters")):
            path = f"tests/api/{file}.cpp"
            covered = self.iterated(self.source(path), path)
            if file == "injection":
                covered = {name: cell if self.has_text(by_type[name]) else "no text" for name, cell in covered.items()}
            self.add(title, path, text, covered)
        path = "tests/api/canary.cpp"
        named = named_in(self.source(path)) | set(self.iterated(self.source(path), path))
        self.add("canary", path, "a secret in the parameters or the result is shown nowhere",
                 {name: ("yes" if name in named else "-") if operation["secret"] else "no secret"
                  for name, operation in by_type.items()})
        # ---- with the official descriptions ----
        path = "tests/api/descriptions.cpp"
        self.add("described", path, "title, permissions, plans, link and parameters equal the OpenAPI description",
                 {name: "yes" if operation["described"] else "-" for name, operation in by_type.items()})
        self.add("recorded", path, "the number of recorded requests of the official TypeScript SDK that are equal "
                 "to those of the library, and of those that differ on purpose", self.recorded(self.source(path), page))
        # ---- sh tests/contract/run.sh ----
        path = "tests/contract/prism.cpp"
        self.exceptions = prism_exceptions(self.source(path))
        prism = {}
        for name, operation in by_type.items():
            rows = sum(bool(matches(row[1], operation["sdk_name"])) for row in self.exceptions)
            prism[name] = "-" if not operation["described"] else f"yes, exceptions: {rows}" if rows else "yes"
        self.add("Prism", path, "requests and responses through Prism, which checks them against the description; "
                 "[exceptions](#exceptions) have reasons", prism)
        self.add("Prism and memory", "tests/contract/fake.cpp",
                 "random requests to Prism and to the in-memory service, whose responses are compared",
                 {name: "yes" if operation["described"] and operation["generated"] else "-"
                  for name, operation in by_type.items()})
        path = "tests/contract/differential.mjs"
        compared = self.differential(self.source(path))
        self.add("differential", path, "random parameters for the official SDK and for the library, "
                 "whose requests are compared",
                 {name: "yes" if operation["sdk_name"] in compared else "-" for name, operation in by_type.items()})
        path = "tests/contract/fake_sdk.mjs"
        text = self.source(path)
        found(r"^(assert\.deepEqual\(\[\.\.\.done\]\.sort\(\), listed\.sort\(\)\);)", text, "what fake_sdk.mjs asserts")
        without = found(r"\.filter\(\(\[, name\]\) => !/(.*?)/\.test\(name\)\)", text, "what fake_sdk.mjs leaves out")
        self.add("SDK and memory", path, "the official SDK calls it, on the in-memory service",
                 {name: "-" if re.search(without, name) else "yes" for name in by_type})
        # ---- the in-memory service ----
        served = set()
        for source in sorted((root / "include/cfdns/impl/testing/services").glob("*.ipp")):
            text = source.read_text(encoding="ascii")
            short = dict(re.findall(r"namespace (\w+) = ([\w:]+);", text))
            names = {unqualified(name, short) for name in re.findall(r"\.on<([\w:]+)>", text)}
            if strangers := names - set(by_type):
                raise Problem(f"{source.name} serves {', '.join(sorted(strangers))}, which are no operations")
            served |= names
        self.add("in memory", "tests/testing/all_operations.cpp", "the in-memory service has a handler, "
                 "with which the example succeeds", {name: "yes" if name in served else "-" for name in by_type})

    def source(self, path):
        return (self.root / path).read_text(encoding="utf-8")

    def add(self, title, path, text, cells):
        self.columns.append((title, path, text, cells))

    def iterated(self, text, path):
        """A test of all operations has a loop over all of them, or one for each kind of response."""
        if ": all_operations())" in text or "operation_list{}" in text:
            return {operation["name"]: "yes" for operation in self.operations}
        kinds = set(re.findall(r"operations_that\(&any_operation::responds_with_(\w+)\)", text))
        if not kinds:
            raise Problem(f"{path} has no loop over all operations")
        others = {"text_body": "text", "no_content": "nothing"}
        return {operation["name"]: "yes" if others.get(operation["returns"], "json") in kinds else "-"
                for operation in self.operations}

    def has_text(self, operation):
        structs = {struct["name"]: struct for struct in operation["structs"]}

        def any_text(members):
            return any("std::string" in member["type"] or "secret_string" in member["type"] or "form_file" in member["type"]
                       or any(name in member["type"] and any_text(structs[name]["members"]) for name in structs)
                       for member in members)
        return any_text([member for member in operation["params"] if member["name"] != "extra"])

    def recorded(self, tests, page):
        specs = pathlib.Path(os.environ.get("CFDNS_SPEC_DIR", self.root / "../shared/spec"))
        table = found(r"^constexpr difference differences\[\] = \{(.*?)^\};", tests, "the table of differences")
        differing = re.findall(r'^    \{"([\w.]+)", "([^"]*)",', table, re.M)
        if len(differing) != len(re.findall(r"^    \{", table, re.M)):
            raise Problem("a row of the table of differences in descriptions.cpp is not understood")
        if not all((specs / file).exists() for file, _ in RECORDINGS):
            # Without the recordings, what the page says of them is kept.
            print(f"no recordings in {specs}: what {page.name} says of them is not checked")
            if not page.exists():
                raise Problem("CFDNS_SPEC_DIR has no recordings of the official SDK")
            text = page.read_text(encoding="ascii")
            titles = found(r"^\| operation \| (.*?) \|$", text, "the table").split(" | ")
            return {name: cells.split(" | ")[titles.index("recorded")] for name, cells in ROWS.findall(text)}
        counts = {}
        for file, prefix in RECORDINGS:
            for entry in json.loads((specs / file).read_text(encoding="utf-8"))["operations"]:
                flat = (prefix + entry["operation"]).replace("_", "").lower()
                counts.setdefault(flat, []).append(entry.get("case", ""))
        out = {}
        for operation in self.operations:
            cases = counts.get(operation["sdk_name"].replace("_", "").lower(), [])
            differ = sum((operation["sdk_name"], case) in differing for case in cases)
            equal = len(cases) - differ
            out[operation["name"]] = (f"{equal}" if equal else "-") + (f", {differ} differ" if differ else "")
        return out

    def differential(self, text):
        zt = found(r"^const zt = '([\w.]+)';", text, "zt in differential.mjs")
        of_all = re.findall(r"\[`\$\{prefix\}\.(\w+)`\]", found(r"^const all = (.*?)^\}\);", text, "all in differential.mjs"))
        table = found(r"^const operations = \{\n(.*?)^\};", text, "the table of differential.mjs")
        out = set()
        for line in table.split("\n"):
            if not re.match(r"  \S", line) or re.match(r"  [)}\]]", line):
                continue
            if one := re.match(r"  \[`\$\{zt\}\.([\w.]+)`\]: ", line):
                out.add(f"{zt}.{one[1]}")
            elif one := re.match(r"  '([\w.]+)': ", line):
                out.add(one[1])
            elif one := re.match(r"  \.\.\.all\(`\$\{zt\}\.(\w+)`", line):
                out |= {f"{zt}.{one[1]}.{method}" for method in of_all}
            else:
                raise Problem(f"not understood in the table of differential.mjs: {line}")
        return out
