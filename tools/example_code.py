# SPDX-License-Identifier: BSL-1.0
"""Makes the code that a user would write of the params() of the examples in tests/api.

Constants of the tests get their values, and the result is laid out anew. What is no braced list of
literals and of names in std and cfdns is an error.
"""
import re

COLUMNS = 96
TOKEN = re.compile(r'\s+|//[^\n]*|(?P<text>"(?:[^"\\]|\\.)*")|(?P<name>[A-Za-z_]\w*(?:::[A-Za-z_]\w*)*)'
                   r"|(?P<number>-?\d[\w.']*)|(?P<mark>[{}(),.=<>;&\[\]*])|(?P<other>.)", re.S)
SPACE = re.compile(r"^namespace ([\w:]+) \{$|^\}  // namespace", re.M)
TEXT = re.compile(r"^inline (?:std::string const|constexpr char) (\w+)(?:\[\])? =\s*((?:\"[^\"]*\"\s*)+|[\w:]+);$", re.M)
LIST = re.compile(r"^inline (std::vector<std::string>) const (\w+)(\{.*?\});$", re.M | re.S)
FUNCTION = re.compile(r"^inline ([\w:]+) (\w+)\(\) \{\n    return (\{.*?\});\n\}$", re.M | re.S)
SHORT = re.compile(r"^namespace (\w+) = ([\w:]+);$", re.M)
PARAMS = re.compile(r"^    static ([\w:]+) params\(\) \{\s*return (\{.*?\});\s*\}$", re.M | re.S)


class Problem(Exception):
    pass


def tokens(code):
    out = []
    for match in TOKEN.finditer(code):
        if match["other"]:
            raise Problem(f"not understood: {match['other']!r} in {code}")
        if match.lastgroup:
            out.append((match.lastgroup, match[match.lastgroup]))
    return out


class Examples:
    """The examples of all files, whose constants may refer to each other."""

    def __init__(self, paths):
        self.constants, self.lists, self.functions, self.short, self.params = {}, {}, {}, {}, {}
        for path in paths:
            text = path.read_text(encoding="ascii")
            self.short |= dict(SHORT.findall(text))
            spaces = [(0, "")]
            for match in SPACE.finditer(text):
                spaces.append((match.start(), match[1] or ""))

            def full(match, name):
                space = [each for at, each in spaces if at <= match.start()][-1]
                return f"{space}::{name}" if space else name

            for match in TEXT.finditer(text):
                self.constants[full(match, match[1])] = match[2]
            for match in LIST.finditer(text):
                self.lists[full(match, match[2])] = match[3]
            for match in FUNCTION.finditer(text):
                self.functions[full(match, match[2])] = match[1] + match[3]
            for match in PARAMS.finditer(text):
                self.params[self.long(match[1])] = match[2]

    def long(self, name):
        first, rest = (name.split("::", 1) + [""])[:2]
        return f"{self.short[first]}::{rest}" if rest and first in self.short else name

    def value(self, name):
        """A constant's literal, as one."""
        text = self.constants[name]
        if not text.startswith('"'):
            return self.value(text)
        return '"' + "".join(re.findall(r'"([^"]*)"', text)) + '"'

    def flat(self, code):
        """The tokens of code, with the values of constants."""
        out, found = [], tokens(code)
        while found:
            kind, text = found.pop(0)
            is_member = out and out[-1] == ("mark", ".")
            if kind == "text":
                while found and found[0][0] == "text":
                    text = text[:-1] + found.pop(0)[1][1:]
            elif kind == "name" and not is_member and text not in ("true", "false"):
                text = self.long(text)
                if text in self.constants:
                    kind, text = "text", self.value(text)
                elif text in self.lists:
                    out += self.flat(self.lists[text])
                    continue
                elif text in self.functions:
                    if found[:2] != [("mark", "("), ("mark", ")")]:
                        raise Problem(f"a function with arguments: {text}")
                    found = found[2:]
                    out += self.flat(self.functions[text])
                    continue
                elif not text.startswith(("std::", "cfdns::")):
                    raise Problem(f"a name that a user does not have: {text}")
            out.append((kind, text))
        return out

    def code(self, operation):
        """What calls the operation, with the name cfdns::PRODUCT::..., and keeps the result."""
        if operation not in self.params:
            raise Problem(f"no params() of {operation} that can be read")
        found = [("name", operation), *self.flat(self.params[operation])]
        node = parse(found)
        if found:
            raise Problem(f"more than one value in params() of {operation}")
        whole = f"auto const result = cloudflare({one_line(node)});"
        if len(whole) <= COLUMNS:
            return whole
        return "auto const result = cloudflare(" + laid_out(node, 0, 2) + ");"


def parse(found):
    """A value: its text, and the items of its braces, which are a member's name and a value; or no items."""
    text = ""
    while found and found[0] not in (("mark", ","), ("mark", "}"), ("mark", "{")):
        text += found.pop(0)[1]
    if not found or found[0] != ("mark", "{"):
        return text, None
    found.pop(0)
    items = []
    while found[0] != ("mark", "}"):
        name = ""
        if found[0] == ("mark", "."):
            if found[1][0] != "name" or found[2] != ("mark", "="):
                raise Problem("not understood after a dot")
            name = f".{found[1][1]} = "
            del found[:3]
        items.append((name, parse(found)))
        if found[0] == ("mark", ","):
            found.pop(0)
    found.pop(0)
    return text, items


def one_line(node):
    text, items = node
    if items is None:
        return text
    return text + "{" + ", ".join(name + one_line(value) for name, value in items) + "}"


def laid_out(node, indent, after):
    """The value on several lines, within a line with that indentation; `after` characters follow it."""
    text, items = node
    if items is None:
        if not text.startswith('"') or indent + len(text) + after <= COLUMNS:
            return text
        parts = [text[at:at + 64] for at in range(1, len(text) - 1, 64)]
        return ("\n" + " " * indent).join('"' + part.removesuffix('"') + '"' for part in parts)
    # The items of a braced list without a type begin behind its brace.
    inner = indent + (4 if text else 1)
    out = []
    for index, (name, value) in enumerate(items):
        more = after + 1 if index == len(items) - 1 else 1
        line = name + one_line(value)
        if inner + len(line) + more > COLUMNS:
            line = name + laid_out(value, inner, more)
        out.append(line)
    return text + "{" + ("\n" + " " * inner if text else "") + (",\n" + " " * inner).join(out) + "}"


def pretty_json(text, columns=88):
    """JSON with line breaks; numbers and texts stay as they are."""
    found = re.findall(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', text)
    if "".join(found) != text.strip():
        raise Problem(f"not understood as JSON without white space: {text}")

    def value(at):
        if found[at] not in "{[":
            return found[at], at + 1
        opening, items = found[at], []
        at += 1
        while found[at] not in ("}", "]"):
            if opening == "{":
                name, at = found[at], at + 2
                inner, at = value(at)
                items.append((f"{name}: ", inner))
            else:
                inner, at = value(at)
                items.append(("", inner))
            if found[at] == ",":
                at += 1
        return (opening, items), at + 1

    def flat(node):
        if isinstance(node, str):
            return node
        opening, items = node
        return opening + ", ".join(name + flat(inner) for name, inner in items) + "}]"["{[".index(opening)]

    def broken(node, indent, before):
        whole = flat(node)
        if isinstance(node, str) or indent + before + len(whole) <= columns:
            return whole
        opening, items = node
        lines = [f"{' ' * (indent + 2)}{name}{broken(inner, indent + 2, len(name) + 1)}" for name, inner in items]
        return opening + "\n" + ",\n".join(lines) + "\n" + " " * indent + "}]"["{[".index(opening)]

    node, end = value(0)
    if end != len(found):
        raise Problem(f"more than one JSON value: {text}")
    return broken(node, 0, 0)
