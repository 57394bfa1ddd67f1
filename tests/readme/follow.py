#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Does what a document tells its readers to do, in a copy of the project, and compares what they would see.

    follow.py FOLDER DOCUMENT   makes FOLDER anew
    follow.py --self-test

    <!-- file: NAME -->         the next block is this file
    ```console                  a command after each `$ `, and its output; `...` stands for any lines
    <!-- terminal: 2 -->        the next block has one command, which goes on until the end

All commands of a document share one shell. The port 8080 is replaced by a free one.
"""
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Problem(Exception):
    pass


def steps_of(text):
    """("file", name, lines), ("run", command, lines of output) and ("start", command, lines), in order."""
    file = terminal = block = None
    for line in text.split("\n"):
        if block is not None:
            if line != "```":
                block.append(line)
                continue
            if file:
                yield "file", file, block
            elif language == "console":
                commands = []
                for part in block:
                    if part.startswith("$ "):
                        commands.append((part[2:], []))
                    elif not commands:
                        raise Problem(f"no command before: {part}")
                    else:
                        commands[-1][1].append(part)
                if terminal and len(commands) != 1:
                    raise Problem("the block of another terminal must have one command")
                for command, output in commands:
                    yield "start" if terminal else "run", command, output
            file = terminal = block = None
        elif line.startswith("```"):
            block, language = [], line[3:]
        elif comment := re.fullmatch(r"<!-- (file|terminal): (\S+) -->", line):
            if comment[1] == "file":
                file = comment[2]
            else:
                terminal = comment[2]


def matches(wanted, seen):
    pattern = "".join(r"(?:.*\n)*?" if line == "..." else re.escape(line) + r"\n" for line in wanted)
    return re.fullmatch(pattern, "".join(line + "\n" for line in seen)) is not None


def require(command, wanted, seen):
    if not matches(wanted, seen):
        raise Problem("\n".join([f"$ {command}", "must print", *wanted, "and prints", *seen]))


class Shell:
    """A shell that keeps its variables and folder from one command to the next."""
    END = "the command has ended with"

    def __init__(self, folder):
        self.process = subprocess.Popen(["sh"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True)

    def run(self, command):
        self.process.stdin.write(f"{{ {command}\n}} </dev/null\necho \"{self.END} $?\"\n")
        self.process.stdin.flush()
        return self.read(command)

    def read(self, command):
        lines = []
        for line in self.process.stdout:
            if line.startswith(self.END):
                if line.split()[-1] != "0":
                    raise Problem("\n".join([f"$ {command}", "fails:", *lines]))
                return lines
            lines.append(line.rstrip("\n"))
        raise Problem("\n".join([f"$ {command}", "ends the shell:", *lines]))

    def start(self, command, wanted):
        """Runs the command until its output is as wanted, and leaves it running."""
        self.process.stdin.write(f"exec {command}\n")
        self.process.stdin.flush()
        lines = []
        for line in self.process.stdout:
            lines.append(line.rstrip("\n"))
            if matches(wanted, lines):
                return
        require(command, wanted, lines)

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def follow(text, folder):
    """Returns how many commands were run."""
    text = text.replace("8080", str(free_port()))
    shells, count = [Shell(folder)], 0
    try:
        for kind, name, lines in steps_of(text):
            if kind == "file":
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text("\n".join(lines) + "\n", encoding="utf-8")
                continue
            count += 1
            print(f"$ {name}", flush=True)
            if kind == "run":
                require(name, lines, shells[0].run(name))
            else:
                shells.append(Shell(folder))
                shells[-1].start(name, lines)
    finally:
        for shell in shells:
            shell.close()
    return count


def self_test():
    good = True

    def expect(wanted, text):
        nonlocal good
        with tempfile.TemporaryDirectory() as folder:
            try:
                got = follow(text, pathlib.Path(folder))
            except Problem as problem:
                got = str(problem)
        if got != wanted and not (isinstance(got, str) and isinstance(wanted, str) and wanted in got):
            print(f"expected {wanted!r}, got {got!r}")
            good = False

    expect(3, "<!-- file: a/b -->\n```text\nx\n```\n```console\n$ cat a/b\nx\n$ v=1\n```\n```console\n$ echo $v\n1\n```\n")
    expect(1, "```console\n$ printf 'a\\nb\\nc\\n'\n...\nc\n```\n")
    expect("must print\nb\nand prints\na", "```console\n$ echo a\nb\n```\n")
    expect("must print\nand prints\na", "```console\n$ echo a\n```\n")
    expect("fails:\nx", "```console\n$ echo x; false\nx\n```\n")
    expect(2, "<!-- terminal: 2 -->\n```console\n$ sh -c 'echo up; cat'\nup\n```\n```console\n$ true\n```\n")
    expect("must print\nup\nand prints\ndown", "<!-- terminal: 2 -->\n```console\n$ echo down\nup\n```\n")
    expect("no command before: x", "```console\nx\n```\n")
    return good


def main():
    if sys.argv[1:] == ["--self-test"]:
        return 0 if self_test() else 1
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    folder = pathlib.Path(sys.argv[1])
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT, folder, symlinks=True, ignore=lambda path, names: [
        name for name in names if name in (".git", "__pycache__", "node_modules")
        or (pathlib.Path(path) == ROOT and name.startswith("build"))])
    try:
        count = follow(pathlib.Path(sys.argv[2]).read_text(encoding="utf-8"), folder)
    except Problem as problem:
        print(f"{sys.argv[2]}: {problem}", file=sys.stderr)
        return 1
    print(f"{count} commands ran as {sys.argv[2]} says")
    return 0 if count else 1


if __name__ == "__main__":
    sys.exit(main())
