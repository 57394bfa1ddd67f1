#!/usr/bin/env python3
"""Writes the tables of operations from the doc comments of the product rooms, so that nothing is typed twice.

    operations.py            writes include/cfdns/zone_transfers/operations.hpp and the table in README.md
    operations.py --check    fails if either is not what this would write
"""
import pathlib
import re
import sys
import textwrap

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROOMS = ROOT / "include" / "cfdns" / "zone_transfers"
TABLE = ROOMS / "operations.hpp"
README = ROOT / "README.md"
MARKS = "<!-- operations: written by tools/operations.py -->\n", "<!-- /operations -->\n"

OPERATION = re.compile(
    r"/// (?P<method>[A-Z]+) (?P<path>/\S+)\n///\n"
    r"(?P<text>(?:/// (?!Permissions|https:)[^\n]*\n)+)"
    r"/// Permissions(?: \(one of\))?: (?P<permissions>[^.]+)\. Plan: (?P<plan>\w+)\.\n"
    r"/// (?P<reference>https:\S+)\n"
    r"struct (?P<name>\w+) \{\n(?P<body>.*?)\n\};\n", re.S)


def operations():
    found = []
    for room in sorted(ROOMS.glob("*.hpp")):
        if room == TABLE:
            continue
        text = room.read_text(encoding="ascii")
        for match in OPERATION.finditer(text):
            opened = re.findall(r"^namespace (?:cfdns::inline v1::zone_transfers::)?(\w+) \{$|^\}  // namespace (\w+)$",
                                text[:match.start()], re.M)
            scope = [name for name, _ in opened if name and not any(name == closed for _, closed in opened)]
            operation = match.groupdict() | {"scope": scope}
            route = re.search(r'route = cfdns::(\w+)\("([^"]+)"\)', operation["body"])
            verb = {"get": "GET", "put": "PUT", "patch": "PATCH", "delete_": "DELETE"}.get(route[1], "POST")
            if (verb, route[2]) != (operation["method"], operation["path"]):
                sys.exit(f"{room.name}: the comment of {operation['name']} names another route than its struct")
            found.append(operation)
        declared = len(re.findall(r"using response_type = ", text))
        if declared != sum(1 for _ in OPERATION.finditer(text)):
            sys.exit(f"{room.name}: an operation has no comment of the usual form")
    return found


def type_name(operation):
    return "::".join([*operation["scope"], operation["name"]])


def full_name(operation):
    return ".".join(["dns", "zone_transfers", *operation["scope"], operation["name"].rstrip("_")])


def header(found):
    rooms = sorted({operation["scope"][0] for operation in found})
    rows = "".join(
        f'    detail::facts_of<{type_name(operation)}>(\n'
        f'        "{full_name(operation)}", "{operation["permissions"]}", "{operation["plan"]}",\n'
        f'        "{operation["reference"]}"),\n' for operation in found)
    types = textwrap.fill(", ".join(type_name(operation) for operation in found), 124,
                          initial_indent="    ", subsequent_indent="    ", break_long_words=False)
    return f"""// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_ZONE_TRANSFERS_OPERATIONS_HPP
#define CFDNS_ZONE_TRANSFERS_OPERATIONS_HPP

// Written by tools/operations.py from the headers beside this one: change those.

{"".join(f"#include <cfdns/zone_transfers/{room}.hpp>{chr(10)}" for room in rooms)}
namespace cfdns::inline v1::zone_transfers {{

/// The {len(found)} operations of zone transfers as data.
inline constexpr operation_facts operations[] = {{
{rows}}};

/// The same operations as types.
using operation_list = type_list<
{types}>;

}}  // namespace cfdns::inline v1::zone_transfers

#endif
"""


def readme_table(found):
    rows = "".join(f"| [`{type_name(operation)}`]({operation['reference']}) | {operation['method']} `{operation['path']}` |\n"
                   for operation in found)
    return f"| `cfdns::zone_transfers::` | request |\n| --- | --- |\n{rows}"


def main():
    found = operations()
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(MARKS[0])
    after = rest.split(MARKS[1])[1]
    wanted = {TABLE: header(found), README: before + MARKS[0] + readme_table(found) + MARKS[1] + after}
    stale = [path for path, content in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != content]
    if sys.argv[1:] == ["--check"]:
        if stale:
            sys.exit(f"stale: {', '.join(path.name for path in stale)}; run python3 tools/operations.py")
        print(f"{len(found)} operations, both tables are up to date")
        return
    for path in stale:
        path.write_text(wanted[path], encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")


main()
