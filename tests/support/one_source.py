#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes tests as few sources, which compile much faster than many: each file in a namespace of its own.

    one_source.py FOLDER PARTS FILE...     writes FOLDER/part_1.cpp ... and prints their paths

Without files, they are those of the suite without transports and drivers.
"""
import glob
import os
import re
import sys

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# What a namespace cannot hold. Files with it stay sources of their own, and so do those without tests.
GLOBAL = re.compile(
    r"DOCTEST_CONFIG_IMPLEMENT|^\s*void\*? operator (new|delete)|^namespace (std|boost|cfdns|doctest)\b", re.M)


def suite():
    return sorted(file for folder in ("core", "api", "flows", "testing")
                  for file in glob.glob(os.path.join(TESTS, folder, "**", "*.cpp"), recursive=True))


def whole(line, file):
    """An #include by the header's whole path, if it is in quotes."""
    return re.sub(r'"(.*)"', lambda name: f'"{os.path.normpath(os.path.join(os.path.dirname(file), name[1]))}"', line)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    folder, parts, files = sys.argv[1], int(sys.argv[2]), sys.argv[3:] or suite()
    os.makedirs(folder, exist_ok=True)
    together, written = [], []
    for file in files:
        with open(file, encoding="ascii") as text:
            content = text.read()
        if GLOBAL.search(content) or "TEST_CASE(" not in content:
            written.append(file)
        else:
            together.append((file, [whole(line, file) for line in re.findall(r'^#include [<"].*', content, re.M)]))
    for part in range(min(parts, len(together))):
        mine = together[part::parts]
        # Headers in quotes and doctest's come last.
        includes = sorted({line for _, lines in mine for line in lines},
                          key=lambda line: ("doctest" in line, '"' in line, line))
        name = os.path.join(folder, f"part_{part + 1}.cpp")
        text = "".join(line + "\n" for line in includes)
        for file, _ in mine:
            stem = re.sub(r"\W", "_", os.path.relpath(file, TESTS)[:-4])
            text += f'namespace of_{stem} {{\n#include "{file}"\n}}\n'
        if not os.path.exists(name) or open(name, encoding="ascii").read() != text:
            with open(name, "w", encoding="ascii") as out:
                out.write(text)
        written.append(name)
    print("\n".join(written))


if __name__ == "__main__":
    main()
