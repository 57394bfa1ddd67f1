#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Without C++20, the first error of every header, including the single headers, says so, and the compiler then stops.

    standard.py COMPILER FLAG...     flags for an older standard, and those that find Boost
"""
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
INCLUDE = os.path.join(ROOT, "include")
SENTENCE = "cfdns needs C++20 (-std=c++20, /std:c++20)"


def errors(command, folder, header):
    """What the compiler says of a program that includes the header and uses it."""
    program = f"#include <{header}>\n#include <cfdns/cfdns.hpp>\ncfdns::secret_string const secret{{}};\n"
    with tempfile.NamedTemporaryFile("w", suffix=".cpp") as file:
        file.write(program)
        file.flush()
        # The folder first: the flags may have include/ as well.
        flags = ["-I" + folder, *command[1:], "-DCFDNS_SEPARATE_COMPILATION", "-fsyntax-only"]
        done = subprocess.run([command[0], *flags, file.name], env={**os.environ, "LC_ALL": "C"}, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return re.findall(r"^.*: ((?:fatal )?error: .*)$", done.stdout, re.M)


def main():
    cases = []
    for top in (os.path.join(ROOT, "single_include"), INCLUDE):
        for folder, _, names in os.walk(top):
            cases += [(top, os.path.relpath(os.path.join(folder, name), top)) for name in sorted(names)]
    bad = 0
    for folder, header in cases:
        said = errors(sys.argv[1:], folder, header)
        # The second one is the end: an include that is not there.
        if len(said) != 2 or SENTENCE not in said[0] or not said[1].startswith("fatal error: "):
            path = os.path.relpath(os.path.join(folder, header), ROOT)
            print(f"{path}: {len(said)} errors:", *said[:3], sep="\n  ")
            bad += 1
    print(f"{len(cases)} headers, {bad} of them wrong")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
