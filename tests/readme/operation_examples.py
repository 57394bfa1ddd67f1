#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Turns the examples of docs/operations into C++, so that what the pages show is compiled, run and compared.

    operation_examples.py OUTPUT PAGE...

A section of an operation has three blocks: its code, the request and the response. Each becomes a printed_example of
tools/operations_description.cpp. The rows of tables of constants become assertions.
"""
import pathlib
import re
import sys

HEADING = re.compile(r"^### `([\w:]+)`$")
FENCE = re.compile(r"^```(\w+)$")


def sections(path):
    """(operation, line of the code, {language: text}) of the sections that have blocks."""
    lines = path.read_text(encoding="ascii").split("\n")
    name, blocks, first, number = None, {}, 0, 0
    while number < len(lines):
        heading, fence = HEADING.match(lines[number]), FENCE.match(lines[number])
        if heading:
            if blocks:
                yield name, first, blocks
            name, blocks = heading[1], {}
        elif fence:
            end = lines.index("```", number)
            if fence[1] in blocks or name is None:
                sys.exit(f"{path}:{number + 1}: a second block of {fence[1]} in a section, or one outside")
            blocks[fence[1]] = "\n".join(lines[number + 1:end])
            if fence[1] == "cpp":
                first = number + 2
            number = end
        number += 1
    if blocks:
        yield name, first, blocks


def constants(path):
    """(name, value) of the constants in the tables of a page."""
    heading, titles = "", None
    for line in path.read_text(encoding="ascii").split("\n"):
        heading = found[1] if (found := HEADING.match(line)) else heading
        if not line.startswith("| "):
            titles = None
        elif titles is None:
            titles = line.strip("| ").split(" | ")
        elif titles[0] == "constant" and not line.startswith("| ---"):
            name, *rest = (cell.strip("`") for cell in line.removeprefix("| ").split(" | "))
            if titles[1] == "type":
                yield name, f"{rest[0]}{{{rest[1]}}}"
            else:
                yield f"{heading}::{name}", rest[0]


def literal(text):
    """A literal of a text of any length, in pieces that every compiler takes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').split("\n")
    return "\n        ".join(f'"{line}\\n"' for line in escaped[:-1]) + f'\n        "{escaped[-1]}"'


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    output, functions, rows, asserted = pathlib.Path(sys.argv[1]), "", "", ""
    for path in map(pathlib.Path, sys.argv[2:]):
        asserted += "".join(f"static_assert(cfdns::{name} == {value});\n" for name, value in constants(path))
        for name, first, blocks in sections(path):
            if not {"cpp", "http"} < set(blocks) or len(blocks) != 3 or not {"json", "text"} & set(blocks):
                sys.exit(f"{path}: {name} needs a block of cpp, one of http, and one of json or text")
            head, _, body = blocks["http"].partition("\n\n")
            # The query begins a new line for each parameter.
            line, *fields = re.sub(r"\n {4}", "", head).split("\n")
            method, _, target = line.partition(" ")
            types = [field.removeprefix("Content-Type: ") for field in fields]
            if len(types) > 1 or any(": " in each for each in types):
                sys.exit(f"{path}: {name}: its request has another field than Content-Type")
            number = rows.count("printed_example{")
            functions += (f"bool printed_{number}(cfdns::client<std::reference_wrapper<canned>>& cloudflare) {{\n"
                          f'#line {first} "{path}"\n{blocks["cpp"]}\n    return result.has_value();\n}}\n\n')
            kind = "text/plain" if "text" in blocks else "application/json"
            rows += f'    printed_example{{"{name}", &printed_{number}, "{method}",\n        {literal(target)},\n'
            rows += f"        {literal(types[0] if types else '')},\n        {literal(body)},\n"
            rows += f'        "{kind}",\n        {literal(blocks.get("json", blocks.get("text")))}}},\n'
    text = (f"// Made by tests/readme/operation_examples.py.\n\n{asserted}\n{functions}"
            f"printed_example const printed_examples[] = {{\n{rows}}};\n")
    if not output.exists() or output.read_text(encoding="ascii") != text:
        output.write_text(text, encoding="ascii")


main()
