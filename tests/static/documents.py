#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks the Markdown files: links and anchors, width of lines, and words that the project does not use.

    documents.py               all Markdown files of the project
    documents.py --self-test   planted faults: each must be found

- A relative link leads to a file or folder of the project; its anchor is a heading of the file.
- A line has at most 109 columns, unless it is a row of a table or has a URL, or is code in a file that
  tools/generate.sh writes: what is sent and received there is not divided.
- A table after a comment `output of SCRIPT.py ARGUMENTS` is what that script prints.
- The words of WORDS are absent; CHANGELOG.md and CONTRIBUTING.md may quote them `as code`.
"""
import functools
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
COLUMNS = 109
WORDS = ["dice", "surprises?", "call_means", "puts? up with", "is no good", "family", "families", "rooms?",
         "doors?", "heights"]
WRITTEN = "<!-- Written by tools/generate.sh. -->"
QUOTING = {"CHANGELOG.md", "CONTRIBUTING.md"}


def documents(root):
    try:
        command = ["git", "-C", str(root), "ls-files", "--cached", "--others", "--exclude-standard", "*.md"]
        names = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\n")
        found = {root / name for name in names if name}
    except (subprocess.CalledProcessError, FileNotFoundError):
        found = {path for path in root.rglob("*.md")
                 if not path.relative_to(root).parts[0].startswith("build")}
    return sorted(path for path in found if path.exists())


def lines_outside_code(text):
    """(number, line) of the lines that are not in a fenced block."""
    fence = None
    for number, line in enumerate(text.split("\n"), 1):
        mark = re.match(r" *(```+|~~~+)", line)
        if fence is None and mark:
            fence = mark[1]
        elif fence is not None:
            if line.strip() == fence:
                fence = None
        else:
            yield number, line


def without_code(line):
    return re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", line)


def anchors(text):
    """The anchors that a host makes of the headings."""
    found = set()
    for _, line in lines_outside_code(text):
        if heading := re.match(r"#{1,6} +(.*?) *#*$", line):
            title = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading[1]).replace("`", "").lower()
            slug = re.sub(r"[^\w\- ]", "", title).replace(" ", "-")
            number, anchor = 0, slug
            while anchor in found:
                number += 1
                anchor = f"{slug}-{number}"
            found.add(anchor)
        found |= set(re.findall(r'<a (?:id|name)="([^"]+)"', line))
    return found


@functools.lru_cache(maxsize=None)
def anchors_of(path):
    return anchors(path.read_text(encoding="utf-8"))


def check(path, root):
    name = path.relative_to(root).as_posix()
    text = path.read_text(encoding="utf-8")
    for number, line in lines_outside_code(text):
        for target in re.findall(r"\]\(<?([^)>\s]+)>?(?: \"[^\"]*\")?\)", without_code(line)):
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            file, _, anchor = target.partition("#")
            to = (path.parent / file).resolve() if file else path
            if not to.is_relative_to(root.resolve()):
                yield f"{name}:{number}: {target} leads out of the project"
            elif not to.exists():
                yield f"{name}:{number}: {target} does not exist"
            elif anchor and to.suffix == ".md" and anchor not in anchors_of(to):
                yield f"{name}:{number}: {target}: there is no such heading"
    outside = {number for number, _ in lines_outside_code(text)}
    for number, line in enumerate(text.split("\n"), 1):
        divided = number in outside or WRITTEN not in text
        if len(line) > COLUMNS and divided and not line.startswith("|") and not re.search(r"https?://\S", line):
            yield f"{name}:{number}: {len(line)} columns, at most {COLUMNS}"
        prose = without_code(line) if name in QUOTING else line
        for word in WORDS:
            if found := re.search(rf"\b{word}\b", prose, re.I):
                yield f"{name}:{number}: write something else for '{found[0]}'"
        if line != line.rstrip():
            yield f"{name}:{number}: white space at the end of the line"
    printed = re.compile(r"^<!-- output of (\S+\.py)(.*) -->\n\n((?:\|.*\n)*)", re.M)
    for script, arguments, table in printed.findall(text):
        command = [sys.executable, str(root / script), *arguments.split()]
        if subprocess.run(command, capture_output=True, text=True).stdout != table:
            yield f"{name}: the table is not the output of {script}{arguments}"
    # A phrase may be split between two lines.
    prose = "\n".join(map(without_code, text.split("\n"))) if name in QUOTING else text
    for word in WORDS:
        if re.search(word.replace(" ", r"\s+"), prose, re.I) and not re.search(word, prose, re.I):
            yield f"{name}: write something else for '{word}'"


def problems(root):
    return [problem for path in documents(root) for problem in check(path, root)]


def self_test():
    good = {
        "README.md": "# Title\n\nSee [a](docs/a.md#a-heading-with-code), [b](docs/),\n"
                     "[c](https://example.com/#x) and [t](#title).\n\n"
                     "| " + "x" * 200 + " |\n\nhttps://example.com/" + "x" * 200 + "\n",
        "docs/a.md": "## A heading, with `code`!\n\n```text\n[no link](nowhere.md)\n# no heading\n```\n"
                     "`[x](y.md)`\n",
        "docs/table.py": "import sys\nprint('| a |\\n| - |\\n|', sys.argv[1], '|')\n",
        "docs/b.md": "<!-- output of docs/table.py 5 -->\n\n| a |\n| - |\n| 5 |\n",
        "docs/c.md": f"{WRITTEN}\n\n```json\n" + "x" * 200 + "\n```\n",
        "CHANGELOG.md": "`dice` is now random; twice `surprises`.\n",
    }
    faults = [
        ("docs/b.md", "<!-- output of docs/table.py 5 -->\n\n| a |\n| - |\n| 6 |\n",
         "docs/b.md: the table is not"),
        ("README.md", "[a](docs/d.md)\n", "README.md:1: docs/d.md does not exist"),
        ("README.md", "# T\n\n[a](docs/a.md#nothing)\n", "docs/a.md#nothing: there is no such heading"),
        ("README.md", "# T\n\n[a](#title)\n", "#title: there is no such heading"),
        ("docs/a.md", "[a](../../b.md)\n", "leads out of the project"),
        ("docs/a.md", "[a](README.md)\n", "README.md does not exist"),
        ("docs/a.md", "a\n[b](d.md) and [README](../README.md)\n", "docs/a.md:2: d.md does not exist"),
        ("docs/a.md", "x" * 110 + "\n", "110 columns"),
        ("docs/a.md", "```text\n" + "x" * 110 + "\n```\n", "110 columns"),
        ("docs/c.md", f"{WRITTEN}\n\n" + "x" * 110 + "\n", "110 columns"),
        ("docs/a.md", "text \n", "white space"),
        ("CHANGELOG.md", "The dice is `random`.\n", "CHANGELOG.md:1: write something else for 'dice'"),
        ("docs/a.md", "`dice`\n", "'dice'"),
        ("docs/a.md", "What it puts up\nwith.\n", "write something else for"),
    ]
    words = ["dice", "Surprise", "surprises", "call_means", "put up with", "is no good", "family", "room",
             "door", "heights"]
    faults += [("README.md", f"# Title\n\nThe {word}.\n", "write something else") for word in words]
    passed = True

    def found_in(files):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder).resolve()
            for name, text in files.items():
                (root / name).parent.mkdir(exist_ok=True)
                (root / name).write_text(text, encoding="utf-8")
            return problems(root)

    if found := found_in(good):
        print("nothing is wrong, and yet:", *found, sep="\n")
        passed = False
    for name, text, wanted in faults:
        # What README links to stays, so that nothing but the planted fault is found.
        files = {**good, "README.md": "# Title\n", name: text}
        found = found_in(files)
        if not any(wanted in problem for problem in found):
            print(f"{text!r} in {name}: expected {wanted!r}, found {found}")
            passed = False
    print(f"{len(faults)} planted faults" if passed else "the checker does not find what it should")
    return passed


def main():
    if sys.argv[1:] == ["--self-test"]:
        return 0 if self_test() else 1
    found = problems(ROOT)
    print(*found, f"{len(documents(ROOT))} documents, {len(found)} problems", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
