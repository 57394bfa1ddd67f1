# SPDX-License-Identifier: BSL-1.0
"""Reads what the public headers say of their namespaces, structs, members and constants.

The headers have one form, which CONTRIBUTING.md shows; what has another is an error that names the line.
"""
import dataclasses
import re

OUTER = re.compile(r"^namespace cfdns::inline v\w+((?:::\w+)*) \{$")
INNER = re.compile(r"^namespace (\w+(?:::\w+)*) \{$")
STRUCT = re.compile(r"^struct (\w+) \{$")
MEMBER = re.compile(r"^([\w:]+(?:<[\w:<>, ]+>)?) (\w+)(?:\{.*\})?;$")
ALIAS = re.compile(r"^using (\w+) = (.*);$")
CONSTANT = re.compile(r'^inline constexpr std::string_view (\w+) = ("(?:[^"\\]|\\.)*");$')
NUMBER = re.compile(r"^inline constexpr ([\w:]+) (\w+)(?:\{(.*)\}| = (.*));$")
NOT_A_MEMBER = re.compile(r"^(using|static constexpr|friend|CFDNS_FIELDS\()")


class Problem(Exception):
    pass


@dataclasses.dataclass
class Member:
    name: str
    type: str
    text: str


@dataclasses.dataclass
class Struct:
    scope: str  # the namespace, relative to cfdns
    text: list
    members: list


@dataclasses.dataclass
class Alias:
    scope: str
    text: list
    type: str


@dataclasses.dataclass
class Number:
    scope: str
    text: str
    type: str
    value: str


@dataclasses.dataclass
class Constants:
    """A namespace that has nothing but constants."""
    scope: str
    text: list
    values: list  # Member, whose type is the literal


@dataclasses.dataclass
class Headers:
    namespaces: dict = dataclasses.field(default_factory=dict)  # name to {header: text}
    structs: dict = dataclasses.field(default_factory=dict)
    aliases: dict = dataclasses.field(default_factory=dict)
    constants: dict = dataclasses.field(default_factory=dict)
    numbers: dict = dataclasses.field(default_factory=dict)  # constants that are not text

    def resolve(self, name, scope, known):
        """The full name that `name` has in the namespace `scope`, or None."""
        while True:
            full = f"{scope}::{name}" if scope else name
            if full in known:
                return full
            if not scope:
                return None
            scope = scope.rpartition("::")[0]


def paragraphs(lines):
    """The paragraphs of a doc comment. One that is code keeps its indentation and its lines."""
    out, current = [], []
    for line in [*lines, ""]:
        if line.strip():
            is_code = line.startswith("    ") and not (current and not current[0].startswith("    "))
            if current and current[0].startswith("    ") and not is_code:
                out.append("\n".join(current))
                current = []
            current.append(line)
        elif current:
            code = current[0].startswith("    ")
            out.append("\n".join(current) if code else join(current))
            current = []
    return out


def join(lines):
    """Lines as one; the items of a list stay apart."""
    out = ""
    for line in lines:
        item = re.match(r" *- ", line)
        out += ("" if not out else "\n" if item else " ") + line.strip()
    return out


def scoped(*names):
    return "::".join(filter(None, names))


class Reader:
    def __init__(self, path, name, headers):
        self.lines = path.read_text(encoding="ascii").split("\n")
        self.name, self.headers, self.number = name, headers, 0

    def fail(self, what):
        raise Problem(f"{self.name}:{self.number}: {what}")

    def next(self):
        line = self.lines[self.number]
        self.number += 1
        return line

    def statement(self, line):
        """A statement that begins with this line: its code as one line, and the text behind it."""
        code, text = [], []
        while True:
            part, has_text, after = line.partition("///<")
            code.append(part.strip())
            if has_text:
                text.append(after.strip())
            whole = " ".join(code)
            if whole.endswith(";") or (whole.startswith("CFDNS_FIELDS(") and whole.endswith(")")):
                if whole.count("{") == whole.count("}"):
                    break
            if self.number == len(self.lines) or len(code) > 100:
                self.fail("a declaration that does not end")
            line = self.next()
        while self.number < len(self.lines) and re.match(r" *///< ", self.lines[self.number]):
            text.append(self.next().strip()[5:])
        return whole, " ".join(text)

    def read(self):
        scopes, pending = [], []
        while self.number < len(self.lines):
            line = self.next()
            scope = scoped(*scopes)
            if line.startswith("/// ") or line == "///":
                pending.append(line[4:])
                continue
            if outer := OUTER.match(line):
                scopes.append(outer[1].removeprefix("::"))
                if "detail" not in scopes[-1]:
                    self.headers.namespaces.setdefault(scopes[-1], {})[self.name] = paragraphs(pending)
            elif inner := INNER.match(line):
                scopes.append(inner[1])
                if "detail" not in scopes:
                    self.headers.namespaces.setdefault(scoped(*scopes), {})[self.name] = paragraphs(pending)
            elif line.startswith("}  // namespace"):
                scopes.pop()
            elif "detail" in scope.split("::"):
                pass
            elif struct := STRUCT.match(line):
                full = scoped(scope, struct[1])
                if not pending:
                    self.fail(f"{full} has no text")
                self.headers.structs[full] = Struct(scope, paragraphs(pending), self.members(full))
            elif line.startswith("using ") and not line.startswith("using namespace"):
                code, _ = self.statement(line)
                if alias := ALIAS.match(code):
                    self.headers.aliases[scoped(scope, alias[1])] = Alias(scope, paragraphs(pending), alias[2])
            elif line.startswith("inline constexpr std::string_view "):
                code, text = self.statement(line)
                constant = CONSTANT.match(code)
                if not constant:
                    self.fail(f"a constant of another form: {code}")
                text = self.only(scoped(scope, constant[1]), pending, text)
                if scope not in self.headers.constants:
                    self.headers.constants[scope] = Constants(
                        scope.rpartition("::")[0], self.headers.namespaces[scope][self.name], [])
                self.headers.constants[scope].values.append(Member(constant[1], constant[2], text))
            elif line.startswith("inline constexpr ") and not line.rstrip().endswith("{"):
                code, text = self.statement(line)
                if number := NUMBER.match(code):
                    full = scoped(scope, number[2])
                    text = self.only(full, pending, text)
                    self.headers.numbers[full] = Number(scope, text, number[1], (number[3] or number[4]).replace("'", ""))
            pending = []
        if scopes:
            self.fail(f"the namespace {scoped(*scopes)} is not closed")

    def only(self, name, pending, text):
        """The text before a declaration, or that behind it."""
        if pending and text:
            self.fail(f"{name} has a text before it and one behind it")
        found = paragraphs(pending)
        if len(found) > 1:
            self.fail(f"the text of {name} has more than one paragraph")
        text = found[0] if found else text
        if not text:
            self.fail(f"{name} has no text")
        return text

    def members(self, struct):
        out, pending = [], []
        while (line := self.next()) != "};":
            if not line.strip():
                continue
            if found := re.match(r"    ///(?: (.*))?$", line):
                pending.append(found[1] or "")
                continue
            if not re.match(r"    \S", line) or line.strip().startswith("//"):
                self.fail(f"not understood in {struct}: {line.strip()}")
            code, text = self.statement(line)
            if NOT_A_MEMBER.match(code):
                pending = []
                continue
            member = MEMBER.match(code)
            if not member:
                self.fail(f"not understood in {struct}: {code}")
            text = self.only(f"{struct}::{member[2]}", pending, text)
            out.append(Member(member[2], member[1], text))
            pending = []
        return out


def read(paths, root):
    headers = Headers()
    for path in paths:
        Reader(path, path.relative_to(root).as_posix(), headers).read()
    return headers
