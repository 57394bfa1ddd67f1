#!/usr/bin/env python3
"""Writes single_include/cfdns/cfdns.hpp: include/cfdns/cfdns.hpp with every header of ours that it includes, each once.

    tools/amalgamate.py            writes the file
    tools/amalgamate.py --check    exit status 1 if the committed file or a version written elsewhere is out of date
"""
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ENTRY = "cfdns/cfdns.hpp"
# Rooms that a program asks for by name; the door does not lead to them.
OPT_IN = re.compile(r"cfdns/((environment|blocking|src)\.hpp|(transport|testing)/.*)")
# Every other place that states the version: file, pattern with the version as its group. Files may be absent.
VERSIONS = [
    ("CHANGELOG.md", r"^## (\d+\.\d+\.\d+)"),
    ("meson.build", r"^ *version: '([^']+)'"),
    ("README.md", r"(?:(?:GIT_TAG|revision =|refs/tags/) *v|\bcfdns[/@])(\d+\.\d+\.\d+)"),
    ("packaging/vcpkg/ports/cfdns/vcpkg.json", r'"version[-a-z]*": "([^"]+)"'),
]
BANNER = """\
// SPDX-License-Identifier: BSL-1.0
//
// cfdns {version}, Cloudflare DNS for C++, as one file. Written by tools/amalgamate.py from include/cfdns: change that.
//
// C++20 and Boost 1.81 or later. Link boost_json, or put #include <boost/json/src.hpp> into exactly one source of the
// program (with MSVC, define BOOST_JSON_NO_LIB and BOOST_CONTAINER_NO_LIB then). The licence's text is in LICENSE.

"""


class Problem(Exception):
    pass


def read(name):
    with open(os.path.join(ROOT, name), encoding="ascii", newline="") as file:
        text = file.read()
    if "\r" in text or not text.endswith("\n"):
        raise Problem(f"{name}: lines must end with a single LF, the last one too")
    return text


def all_headers():
    top = os.path.join(ROOT, "include")
    return {os.path.relpath(os.path.join(folder, name), top).replace(os.sep, "/")
            for folder, _, names in os.walk(top) for name in names}


def reached_from(headers):
    """The headers and all of ours that they include."""
    left, seen = list(headers), set()
    while left:
        header = left.pop()
        if header not in seen:
            seen.add(header)
            left += re.findall(r"^\s*#\s*include\s*<(cfdns/[^>]+)>", read("include/" + header), re.M)
    return seen


class Amalgam:
    def __init__(self):
        self.inlined, self.kept, self.out = set(), set(), []
        self.conditional = set()  # headers that exist only where some condition holds

    def add(self, header, conditional=False):
        """Appends a header, with those that it includes in their places."""
        self.inlined.add(header)
        depth = 0  # of #if, where 1 is the include guard
        self.out.append(f"// ---- {header}\n")
        for number, line in enumerate(read("include/" + header).splitlines(keepends=True), 1):
            where = f"include/{header}:{number}"
            directive = re.match(r"\s*#\s*(\w+)\s*(\S*)", line)
            word, what = directive.groups() if directive else ("", "")
            depth += word in ("if", "ifdef", "ifndef")
            depth -= word == "endif"
            if word == "pragma" and what == "once":
                raise Problem(f"{where}: use an #ifndef guard, so that this header and the single one mix")
            if number <= 3 and word == "ifndef":
                guard = re.sub(r"\W", "_", header).upper()
                if what != guard:
                    raise Problem(f"{where}: the include guard must be {guard}")
            if word != "include":
                if number > 1 or not line.startswith("// SPDX"):
                    self.out.append(line)
                continue
            if not re.fullmatch(r"<[^<>]+>", what):
                raise Problem(f"{where}: include in angle brackets, by the full name")
            inner = conditional or depth > 1
            if what.startswith("<cfdns/"):
                self.add_ours(what[1:-1], inner, where)
            elif inner:
                self.out.append(line)  # whoever needs it outside the condition must get it again
            elif what not in self.kept:
                self.kept.add(what)
                self.out.append(line)
        if depth:
            raise Problem(f"include/{header}: #if and #endif do not match")

    def add_ours(self, header, conditional, where):
        if OPT_IN.fullmatch(header):
            raise Problem(f"{where}: {header} is opt-in, the core must not include it")
        if header in self.conditional and not conditional:
            raise Problem(f"{where}: {header} is already part of something that is conditional")
        if header in self.inlined:
            return
        # Definitions, and what only they need, may go with their condition; any other header would be lost for the others.
        if conditional and not header.startswith(("cfdns/impl/", "cfdns/detail/")):
            raise Problem(f"{where}: {header} would exist only where the condition holds")
        if conditional:
            self.conditional.add(header)
        self.add(header, conditional)

    def text(self, version):
        self.add(ENTRY)
        lost = all_headers() - self.inlined - reached_from(filter(OPT_IN.fullmatch, all_headers()))
        for header in sorted(lost):
            raise Problem(f"include/{header} is neither reached from {ENTRY} nor part of an opt-in room")
        return BANNER.format(version=version) + re.sub(r"\n{3,}", "\n\n", "".join(self.out))


def version_of_library():
    text = read("include/cfdns/version.hpp")
    version = re.search(r'^#define CFDNS_VERSION "(\d+\.\d+\.\d+)"$', text, re.M)[1]
    for part, number in zip(("MAJOR", "MINOR", "PATCH"), version.split(".")):
        if not re.search(rf"^#define CFDNS_VERSION_{part} {number}$", text, re.M):
            raise Problem(f"version.hpp: CFDNS_VERSION_{part} is not that of {version}")
    return version


def check_versions(version):
    for name, pattern in VERSIONS:
        if not os.path.exists(os.path.join(ROOT, name)):
            continue
        with open(os.path.join(ROOT, name), encoding="utf-8") as file:
            found = re.findall(pattern, file.read(), re.M)
        if name == "CHANGELOG.md":
            found = found[:1]  # older ones stand below
        for other in found or ["no version"]:
            if other != version:
                raise Problem(f"{name} says {other}, version.hpp says {version}")


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    target = os.path.join(ROOT, "single_include", ENTRY)
    try:
        version = version_of_library()
        text = Amalgam().text(version)
        if not sys.argv[1:]:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "w", encoding="ascii", newline="\n") as file:
                file.write(text)
        elif not os.path.exists(target) or read("single_include/" + ENTRY) != text:
            raise Problem(f"single_include/{ENTRY} is out of date: run tools/amalgamate.py")
        check_versions(version)
    except (Problem, UnicodeError) as problem:
        sys.exit(f"amalgamate.py: {problem}")


if __name__ == "__main__":
    main()
