#!/usr/bin/env python3
"""Turns the C++ blocks of a Markdown file into programs, so that what the documentation shows is built and run.

    extract.py README.md FOLDER     writes the programs and prints their paths
    extract.py --self-test

A block that is fenced as ```cpp and holds `int main` is a program: its name is program_1, program_2, ...

Every other block needs a wrapper, named in a comment on the line before the fence:

    <!-- readme: quick_start -->

The wrapper is quick_start.cpp beside this script: a program with one line `// README` for each block of that name, in
the order of the document, wherever the block's text belongs. #include lines of the blocks go to the program's top.
Blocks that are not to be compiled are fenced as ```text, ```c++ is an error.
"""
import os
import re
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


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
        comment = re.fullmatch(r" *<!-- readme: (\w+) -->", line)
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
        wrapper = comment.group(1) if comment else None
    return blocks


def wrap(wrapper_path, wrapper, blocks, document):
    """The wrapper's text with the blocks put in."""
    is_include = re.compile(r"\s*#\s*include\b").match
    places = sum(line.strip() == "// README" for line in wrapper)
    if places != len(blocks):
        raise Problem(f"{wrapper_path} has {places} lines '// README' for {len(blocks)} blocks")
    out, left = [], list(blocks)
    includes = dict.fromkeys(line for _, lines in blocks for line in lines if is_include(line))
    out += [*includes, f'#line 1 "{wrapper_path}"']
    for number, line in enumerate(wrapper, 1):
        if line.strip() != "// README":
            out.append(line)
            continue
        first, lines = left.pop(0)
        out.append(f'#line {first} "{document}"')
        out += ["" if is_include(part) else part for part in lines]
        out.append(f'#line {number + 1} "{wrapper_path}"')
    return out


def programs_of(text, document, wrapper_folder):
    """Name to lines, for every program of the document."""
    programs, chapters = {}, {}
    for wrapper, first, lines in blocks_of(text):
        if wrapper:
            chapters.setdefault(wrapper, []).append((first, lines))
        elif any(re.match(r"int main\b", line) for line in lines):
            programs[f"program_{len(programs) + 1}"] = [f'#line {first} "{document}"', *lines]
        else:
            raise Problem(f"{document}:{first}: no 'int main' here and no '<!-- readme: NAME -->' before it")
    for name, blocks in chapters.items():
        path = os.path.join(wrapper_folder, name + ".cpp")
        try:
            with open(path, encoding="utf-8") as file:
                wrapper = file.read().rstrip("\n").split("\n")
        except FileNotFoundError as missing:
            raise Problem(f"{document}:{blocks[0][0]}: the wrapper {path} is missing") from missing
        programs[name] = wrap(path, wrapper, blocks, document)
    known = {name[:-4] for name in os.listdir(wrapper_folder) if name.endswith(".cpp")}
    if known - set(chapters):
        raise Problem("no block uses the wrapper " + ", ".join(sorted(known - set(chapters))))
    return programs


def write(programs, folder):
    """Writes what has changed, so that only that is built again."""
    os.makedirs(folder, exist_ok=True)
    for name, lines in programs.items():
        path = os.path.join(folder, name + ".cpp")
        text = "\n".join(lines) + "\n"
        if not os.path.exists(path) or open(path, encoding="utf-8").read() != text:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        print(path)


def self_test():
    good = True

    def expect(wanted, text, wrapper=None):
        nonlocal good
        with tempfile.TemporaryDirectory() as folder:
            if wrapper:
                with open(os.path.join(folder, "w.cpp"), "w", encoding="utf-8") as file:
                    file.write(wrapper)
            try:
                programs = programs_of(text, "d.md", folder)
                got = {name: [line for line in lines if not line.startswith("#line")] for name, lines in programs.items()}
            except Problem as problem:
                got = str(problem)
        if got != wanted and not (isinstance(got, str) and isinstance(wanted, str) and wanted in got):
            print(f"expected {wanted!r}, got {got!r}")
            good = False

    expect({"program_1": ["int main() {}"]}, "a\n```cpp\nint main() {}\n```\n```sh\nls\n```\n")
    expect({"w": ["#include <a>", "int main() {", "", "f();", "}"]},
           "<!-- readme: w -->\n```cpp\n#include <a>\nf();\n```\n", "int main() {\n// README\n}\n")
    expect({"w": ["f();", "g();"]},
           "<!-- readme: w -->\n```cpp\nf();\n```\n\n<!-- readme: w -->\n```cpp\ng();\n```\n", "// README\n// README\n")
    expect("no 'int main' here", "```cpp\nf();\n```\n")
    expect("is missing", "<!-- readme: other -->\n```cpp\nf();\n```\n")
    expect("lines '// README' for 1 blocks", "<!-- readme: w -->\n```cpp\nf();\n```\n", "int main() {}\n")
    expect("no block uses the wrapper w", "text\n", "// README\n")
    expect("not closed", "```cpp\nint main() {}\n")
    expect("fence C++ as", "```c++\nint main() {}\n```\n")
    expect("not C++", "<!-- readme: w -->\n```sh\nls\n```\n", "// README\n")
    return good


def main():
    if sys.argv[1:] == ["--self-test"]:
        return 0 if self_test() else 1
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    document, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
    try:
        with open(document, encoding="utf-8") as file:
            write(programs_of(file.read(), document, HERE), folder)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
