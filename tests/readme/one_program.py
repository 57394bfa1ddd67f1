#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Joins programs into one source, which compiles much faster than many; its first argument names the one to run.

    one_program.py OUTPUT FILE...     writes OUTPUT and prints the files that it joined

Each program becomes a namespace. A program that cannot be one, since it defines macros, specialises templates, adds to
another namespace or relies on the implicit return of main, is left out.
"""
import pathlib
import re
import sys

UNFIT = re.compile(r"^\s*#\s*(define|if)|^template <>|^namespace (std|boost|cfdns|doctest)\b|int main\((?!\))", re.M)
INCLUDE = re.compile(r"^#include [<\"].*\n", re.M)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    output, includes, bodies, joined = pathlib.Path(sys.argv[1]), set(), "", []
    for path in map(pathlib.Path, sys.argv[2:]):
        text = path.read_text(encoding="ascii")
        if UNFIT.search(text) or not re.search(r"\n    return [^;]+;\n\}\n*$", text):
            continue
        joined.append(path)
        includes.update(INCLUDE.findall(text))
        bodies += f"namespace program_{path.stem} {{\n{INCLUDE.sub('', text)}}}\n\n"
    cases = "".join(f'    if (name == "{path.stem}") return program_{path.stem}::main();\n' for path in joined)
    includes |= {"#include <string_view>\n"}
    source = (f"{''.join(sorted(includes))}\n{bodies}int main(int argc, char** argv) {{\n"
              f'    std::string_view const name = argc == 2 ? argv[1] : "";\n{cases}    return 2;\n}}\n')
    if not output.exists() or output.read_text(encoding="ascii") != source:
        output.write_text(source, encoding="ascii")
    print("\n".join(map(str, joined)))


main()
