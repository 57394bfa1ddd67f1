#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes the unit suite as few sources, which compile much faster than many: each file in a namespace of its own.

    one_source.py FOLDER [PARTS]     writes FOLDER/unit_1.cpp ... and prints their paths
"""
import glob
import os
import re
import sys

UNIT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "unit")
# What a namespace cannot hold: these files stay sources of their own.
GLOBAL = re.compile(
    r"DOCTEST_CONFIG_IMPLEMENT|^\s*void\*? operator (new|delete)|^namespace (std|boost|cfdns|doctest)\b", re.M)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    folder, parts = sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 1
    os.makedirs(folder, exist_ok=True)
    together, written = [], []
    for file in sorted(glob.glob(os.path.join(UNIT, "*.cpp"))):
        with open(file, encoding="ascii") as text:
            content = text.read()
        if GLOBAL.search(content):
            written.append(file)
        else:
            together.append((file, re.findall(r'^#include [<"].*', content, re.M)))
    for part in range(parts):
        mine = together[part::parts]
        includes = sorted({line for _, lines in mine for line in lines}, key=lambda line: ("doctest" in line, line))
        name = os.path.join(folder, f"unit_{part + 1}.cpp")
        text = "".join(line + "\n" for line in includes)
        for file, _ in mine:
            stem = re.sub(r"\W", "_", os.path.basename(file)[:-4])
            text += f'namespace of_{stem} {{\n#include "{file}"\n}}\n'
        if not os.path.exists(name) or open(name, encoding="ascii").read() != text:
            with open(name, "w", encoding="ascii") as out:
                out.write(text)
        written.append(name)
    print("\n".join(written))


if __name__ == "__main__":
    main()
