#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Turns the C++ blocks of Markdown files into programs, so that what the documents show is built and run.

    extract.py FOLDER DOCUMENT...       writes the programs and prints their paths
    extract.py --run FILE COMMAND...    runs a program; what FILE, its .printed, has must be in its output
    extract.py --self-test

A block that is fenced as ```cpp and holds `int main` is a program. The first one of guide.md is guide_1.

Every other block needs a wrapper, named in a comment on the line before the fence:

    <!-- example: quick_start -->

The wrapper is quick_start.cpp beside this script: a program with one line `// EXAMPLE` for each block of
that name, in the order of the document, wherever the block's text belongs. A name belongs to one
document. #include lines of the blocks go to the program's top. Blocks that are not to be compiled are
fenced as ```text, ```c++ is an error.

A block after `<!-- printed by: quick_start -->` is a part of what that program prints.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PLACE = "// EXAMPLE"


class Problem(Exception):
    pass


def blocks_of(text):
    """(wrapper or None, number of the first line, lines) of every C++ block."""
    blocks, wrapper, lines = [], None, text.split("\n")
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        fence = re.fullmatch(r"( *)(```+)(\S*).*", line)
        comment = re.fullmatch(r" *<!-- example: (\w+) -->", line)
        if fence:
            indent, ticks, language = fence.groups()
            first = number
            while number < len(lines) and lines[number].strip() != ticks:
                number += 1
            if number == len(lines):
                raise Problem(f"line {first}: the fence is not closed")
            if language in ("c++", "C++", "cc", "cxx"):
                raise Problem(f"line {first}: fence C++ as ```cpp")
            if language == "cpp":
                blocks.append((wrapper, first + 1, [part[len(indent):] for part in lines[first:number]]))
            elif wrapper:
                raise Problem(f"line {first}: the comment before names a wrapper, but the block is not C++")
            number += 1
        elif wrapper:
            raise Problem(f"line {number - 1}: no block follows the comment that names {wrapper}")
        wrapper = comment.group(1) if comment else None
    return blocks


def printed_in(text):
    """Program to what the blocks show of its output."""
    printed = {}
    for name, block in re.findall(r"^<!-- printed by: (\w+) -->\n```\w*\n(.*?)^```$", text, re.M | re.S):
        printed.setdefault(name, []).append(block)
    marks = len(re.findall(r"^<!-- printed by:", text, re.M))
    if marks != sum(map(len, printed.values())):
        raise Problem("no block follows a comment that names what has printed it")
    return printed


def run(printed, command):
    """Whether the command succeeds and prints these texts."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    print(done.stdout, end="")
    for text in printed:
        if text not in done.stdout:
            print(f"the documents say that it prints\n{text}")
            return False
    return done.returncode == 0


def wrap(wrapper_path, wrapper, blocks, document):
    """The wrapper's text with the blocks put in."""
    is_include = re.compile(r"\s*#\s*include\b").match
    places = sum(line.strip() == PLACE for line in wrapper)
    if places != len(blocks):
        raise Problem(f"{wrapper_path} has {places} lines '{PLACE}' for {len(blocks)} blocks of {document}")
    out, left = [], list(blocks)
    includes = dict.fromkeys(line for _, lines in blocks for line in lines if is_include(line))
    out += [*includes, f'#line 1 "{wrapper_path}"']
    for number, line in enumerate(wrapper, 1):
        if line.strip() != PLACE:
            out.append(line)
            continue
        first, lines = left.pop(0)
        out.append(f'#line {first} "{document}"')
        out += ["" if is_include(part) else part for part in lines]
        out.append(f'#line {number + 1} "{wrapper_path}"')
    return out


def programs_of(documents, wrapper_folder):
    """Name to lines, for every program of the documents, which are pairs of path and text."""
    programs = {}
    for document, text in documents:
        stem = os.path.splitext(os.path.basename(document))[0].lower()
        wrapped, count = {}, 0
        try:
            blocks = blocks_of(text)
        except Problem as problem:
            raise Problem(f"{document}: {problem}") from None
        for wrapper, first, lines in blocks:
            if wrapper:
                wrapped.setdefault(wrapper, []).append((first, lines))
            elif any(re.match(r"int main\b", line) for line in lines):
                count += 1
                programs[f"{stem}_{count}"] = [f'#line {first} "{document}"', *lines]
            else:
                raise Problem(f"{document}:{first}: no 'int main' here and no example's name before")
        for name, blocks in wrapped.items():
            if name in programs:
                raise Problem(f"{document}:{blocks[0][0]}: another document has an example named {name}")
            path = os.path.join(wrapper_folder, name + ".cpp")
            try:
                with open(path, encoding="utf-8") as file:
                    wrapper = file.read().rstrip("\n").split("\n")
            except FileNotFoundError as missing:
                raise Problem(f"{document}:{blocks[0][0]}: the wrapper {path} is missing") from missing
            programs[name] = wrap(path, wrapper, blocks, document)
    known = {name[:-4] for name in os.listdir(wrapper_folder) if name.endswith(".cpp")}
    if known - set(programs):
        raise Problem("no block uses the wrapper " + ", ".join(sorted(known - set(programs))))
    return programs


def write(programs, printed, folder):
    """Writes what has changed, so that only that is built again."""
    os.makedirs(folder, exist_ok=True)
    for name in os.listdir(folder):
        if name.endswith(".printed"):
            os.remove(os.path.join(folder, name))
    for name, texts in printed.items():
        with open(os.path.join(folder, name + ".printed"), "w", encoding="utf-8") as file:
            json.dump(texts, file)
    for name, lines in programs.items():
        path = os.path.join(folder, name + ".cpp")
        text = "\n".join(lines) + "\n"
        if not os.path.exists(path) or open(path, encoding="utf-8").read() != text:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        print(path)


def self_test():
    good = True

    def expect(wanted, *texts, wrapper=None):
        nonlocal good
        with tempfile.TemporaryDirectory() as folder:
            if wrapper:
                with open(os.path.join(folder, "w.cpp"), "w", encoding="utf-8") as file:
                    file.write(wrapper)
            try:
                documents = [(f"docs/{name}.md", text) for name, text in zip("DE", texts)]
                got = {name: [line for line in lines if not line.startswith("#line")]
                       for name, lines in programs_of(documents, folder).items()}
            except Problem as problem:
                got = str(problem)
        if got != wanted and not (isinstance(got, str) and isinstance(wanted, str) and wanted in got):
            print(f"expected {wanted!r}, got {got!r}")
            good = False

    program = "a\n```cpp\nint main() {}\n```\n```sh\nls\n```\n"
    f, g = (f"<!-- example: w -->\n```cpp\n{call}();\n```\n" for call in "fg")
    expect({"d_1": ["int main() {}"]}, program)
    expect({"d_1": ["int main() {}"], "e_1": ["int main() {}"]}, program, program)
    expect({"w": ["#include <a>", "int main() {", "", "f();", "}"]},
           "<!-- example: w -->\n```cpp\n#include <a>\nf();\n```\n", wrapper=f"int main() {{\n{PLACE}\n}}\n")
    expect({"w": ["f();", "g();"]}, f + "\n" + g, wrapper=f"{PLACE}\n{PLACE}\n")
    expect({"w": ["f();"], "e_1": ["int main() {}"]}, f, program, wrapper=f"{PLACE}\n")
    expect("docs/E.md:3: another document has an example named w", f, g, wrapper=f"{PLACE}\n")
    expect("no 'int main' here", "```cpp\nf();\n```\n")
    expect("is missing", "<!-- example: other -->\n```cpp\nf();\n```\n")
    expect(f"lines '{PLACE}' for 1 blocks", f, wrapper="int main() {}\n")
    expect("no block uses the wrapper w", "text\n", wrapper=f"{PLACE}\n")
    expect("docs/D.md: line 1: the fence is not closed", "```cpp\nint main() {}\n")
    expect("fence C++ as", "```c++\nint main() {}\n```\n")
    expect("not C++", "<!-- example: w -->\n```sh\nls\n```\n", wrapper=f"{PLACE}\n")
    shown = "<!-- printed by: w -->\n```diff\n+ a\n```\n"
    if printed_in(shown + "\n" + shown.replace("a", "b")) != {"w": ["+ a\n", "+ b\n"]}:
        print("blocks of output are not found")
        good = False
    try:
        printed_in(shown.replace("```diff", "text"))
        print("a comment without its block is not noticed")
        good = False
    except Problem:
        pass
    echo = [sys.executable, "-c", "print('x')"]
    if not run(["x\n"], echo) or run(["y\n"], echo) or run(["x\n"], [*echo[:2], "print('x'); raise SystemExit(1)"]):
        print("what a program prints is not compared")
        good = False
    expect("no block follows", "<!-- example: w -->\n\n```cpp\nf();\n```\n", wrapper=f"{PLACE}\n")
    return good


def main():
    if sys.argv[1:] == ["--self-test"]:
        return 0 if self_test() else 1
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    if sys.argv[1] == "--run":
        with open(sys.argv[2], encoding="utf-8") as file:
            return 0 if run(json.load(file), sys.argv[3:]) else 1
    folder, documents = sys.argv[1], []
    try:
        for path in map(os.path.abspath, sys.argv[2:]):
            with open(path, encoding="utf-8") as file:
                documents.append((path, file.read()))
        programs, printed = programs_of(documents, HERE), {}
        for path, text in documents:
            for name, texts in printed_in(text).items():
                if name not in programs:
                    raise Problem(f"{path}: there is no program {name}")
                printed.setdefault(name, []).extend(texts)
        write(programs, printed, folder)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
