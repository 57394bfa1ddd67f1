#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes the reference of the operations: docs/operations.md, and in docs/operations a page for each product and the
table of tests.

    operation_pages.py PROGRAM            writes what is out of date
    operation_pages.py --check PROGRAM    fails if something is
    operation_pages.py --self-test        planted faults: each must be found

PROGRAM is tools/operations_description.cpp, compiled. It prints what the types and the examples say of themselves: names,
types, bounds, where members are sent, requests and responses. Texts come from the doc comments of the headers, and are
matched with the types by name and type; the code of the examples comes from tests/api.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import example_code
import header_docs
import operation_proofs
import operations as product_headers

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = ROOT / "include" / "cfdns"
PAGES = ROOT / "docs" / "operations"
COLUMNS = 100
# What the types of the operations consist of, and what else an operation returns.
CORE_TYPES = ("deleted", "no_content", "text_body", "form_file")
CORE_NAMES = {"required", "nullable", "secret_string", "timestamp", "extra_members"}
BASIC = {"bool", "double"}
REPEATING = {
    "safe": "changes nothing, so it may be repeated",
    "idempotent": "has the same effect as sending it once, so it may be repeated",
    "repeatable": "does no harm, although the method is not idempotent in general",
    "none": "repeats its effect; a call does not send it again if the service may have carried it out",
}
ELSEWHERE = {"pages": "../machines.md#pages", "response_limits::max_bytes": "../errors_and_retries.md#retries"}
PLACES = {"Path", "Query", "Body", "Form"}
NOTE = "<!-- Written by tools/generate.sh. -->\n"


class Problem(Exception):
    pass


def slug(heading):
    return re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()).replace(" ", "-")


def wrapped(text, indent=""):
    """Lines of at most COLUMNS columns. Links and code are not divided."""
    words = re.findall(r"(?:\[(?:[^\[\]]|`[^`]*`)*\]\([^)]*\)|`[^`]*`|\S)+", text)
    lines, line = [], ""
    for word in words:
        if line and len(indent) + len(line) + 1 + len(word) > COLUMNS:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return ("\n" + indent).join([*lines, line])


def table(titles, rows):
    """A table without the columns in which no row has anything."""
    used = [index for index, title in enumerate(titles) if any(row[index] for row in rows)]
    lines = [[titles[index] for index in used], ["---"] * len(used), *([row[index] for index in used] for row in rows)]
    return "".join("| " + " | ".join(cell or " " for cell in line) + " |\n" for line in lines).replace("|   |", "| |")


def spans(text):
    """(is code, part) of Markdown text."""
    for part in re.split(r"(`[^`]*`)", text):
        if part:
            yield part.startswith("`"), part


class Reference:
    def __init__(self, description, headers, examples):
        self.operations, self.headers, self.examples = description, headers, examples
        self.by_name = {operation["name"]: operation for operation in description}
        self.structs = {struct["name"]: struct for operation in description for struct in operation["structs"]}
        self.products = list(dict.fromkeys(operation["name"].split("::")[0] for operation in description))
        self.known = {*self.by_name, *self.structs, *headers.aliases, *headers.constants, *headers.numbers, *CORE_TYPES}
        self.anchors = {}  # full name to page and anchor
        self.page = ""
        self.check_types()
        self.layout = {product: self.of_product(product) for product in self.products}

    # ---- types ----

    def resolved(self, text, scope, place, expand):
        """The type with full names, and with aliases replaced if `expand`."""
        def name(match):
            if match[0].startswith("std::") or match[0] in BASIC | CORE_NAMES:
                return match[0]
            full = self.headers.resolve(match[0], scope, self.known)
            if full is None:
                raise Problem(f"{place}: the type {match[0]} is not known")
            if expand and full in self.headers.aliases:
                alias = self.headers.aliases[full]
                return self.resolved(alias.type, alias.scope, place, expand)
            return full
        return re.sub(r"[a-z]\w*(?:::\w+)*", name, text)

    def check_types(self):
        """Each member has a text, and the type that the compiler says."""
        for name, described in {**self.structs, **self.by_name}.items():
            written = self.headers.structs.get(name)
            if written is None:
                raise Problem(f"no header has the struct {name}")
            theirs = described["params" if name in self.by_name else "members"]
            if [member.name for member in written.members] != [member["name"] for member in theirs]:
                raise Problem(f"the members of {name} were not read")
            for member, their in zip(written.members, theirs):
                place = f"{name}::{member.name}"
                if self.resolved(member.type, written.scope, place, True) != their["type"]:
                    raise Problem(f"{place} was read as {member.type}, and is {their['type']}")
                where, _, rest = member.text.partition(". ")
                if where in PLACES:
                    if where.lower() != their["in"]:
                        raise Problem(f"{place}: its text says {where}, and it is sent in: {their['in']}")
                    member.text = rest
                elif their["in"]:
                    raise Problem(f"{place}: its text does not begin with where it is sent: {their['in'].capitalize()}.")

    def type_cell(self, text, scope, place):
        """The type as code, which links to the struct in it."""
        shown = self.resolved(text, scope, place, False)
        for name in re.findall(r"[a-z]\w*(?:::\w+)*", shown):
            if name in self.anchors:
                return f"[`{shown}`]({self.target(name)})"
        return f"`{shown}`"

    # ---- what belongs to which page ----

    def of_product(self, product):
        """The page's namespaces with their operations, and its types, in the order in which they are used."""
        page = f"{product}.md"
        of_page = [operation for operation in self.operations if operation["name"].startswith(f"{product}::")]
        spaces = {}
        for operation in of_page:
            spaces.setdefault(operation["name"].rpartition("::")[0], []).append(operation)
        types = []

        def use(text, scope, place):
            for name in re.findall(r"[a-z]\w*(?:::\w+)*", self.resolved(text, scope, place, False)):
                if name not in types and (name in self.headers.structs or name in self.headers.aliases):
                    types.append(name)
                    if name in self.headers.aliases:
                        alias = self.headers.aliases[name]
                        use(alias.type, alias.scope, name)
                    else:
                        for member in self.headers.structs[name].members:
                            use(member.type, self.headers.structs[name].scope, f"{name}::{member.name}")

        for operation in of_page:
            struct = self.headers.structs[operation["name"]]
            for member in struct.members:
                use(member.type, struct.scope, f"{operation['name']}::{member.name}")
            use(operation["returns"], "", operation["name"])
        values = [name for name in self.headers.constants if name.startswith(f"{product}::")]
        numbers = [name for name in self.headers.numbers if name.startswith(f"{product}::")]
        headings = [*spaces, *(operation["name"] for operation in of_page), *types, *values]
        taken = {"types", "values", "constants"}
        for name in headings:
            if slug(name) in taken and name not in spaces:
                raise Problem(f"two headings of {page} have the anchor {slug(name)}")
            taken.add(slug(name))
            if name not in spaces and (name.startswith(f"{product}::") or name in CORE_TYPES):
                self.anchors.setdefault((page, name), slug(name))
                self.anchors.setdefault(name, (page, slug(name)))
        self.anchors |= {name: (page, "constants") for name in numbers}
        self.anchors |= {name: (page, slug(name)) for name in spaces}
        return spaces, types, values, numbers

    def target(self, name):
        if (self.page, name) in self.anchors:
            return "#" + self.anchors[self.page, name]
        page, anchor = self.anchors[name]
        return ("" if page == self.page else page) + f"#{anchor}"

    # ---- texts ----

    def linked(self, text, scope, own=()):
        """Text in which names of operations, types and constants are links, except the struct's own members."""
        out = ""
        for is_code, part in spans(text):
            name = part[1:-1]
            if not is_code:
                part = part.replace("see the namespace", f"see [the namespace](#{slug(scope)})")
            elif name in ELSEWHERE:
                part = f"[{part}]({ELSEWHERE[name]})"
            elif name not in own and re.fullmatch(r"[a-z]\w*(?:::\w+)*", name):
                full = self.headers.resolve(name, scope, self.known)
                if full is None and "::" in name and name in self.anchors:  # a namespace
                    full = name
                elif full is None and "::" in name:  # a member
                    struct, _, member = name.rpartition("::")
                    full = self.headers.resolve(struct, scope, self.known)
                    if full in self.headers.structs:
                        if member not in [each.name for each in self.headers.structs[full].members]:
                            raise Problem(f"{scope}: {name} is not a member")
                if full in self.anchors:
                    part = f"[{part}]({self.target(full)})"
            out += part
        return out

    def cell(self, text, scope, own):
        return self.linked(text, scope, own).replace("|", "\\|")

    def prose(self, paragraphs, scope, own=(), place=""):
        """The paragraphs of a doc comment as Markdown. Code is left out: the pages show what is compiled."""
        out = []
        for paragraph in paragraphs:
            if paragraph.startswith("    "):
                if out and out[-1].rstrip().endswith(":"):
                    raise Problem(f"{place}: code after a colon would be missed, as pages show only compiled code")
                continue
            if link := re.fullmatch(r"(?:In the reference: )?(https://\S+(?: \S+/)?)", paragraph):
                out.append(f"[Official reference]({link[1].replace(' ', '')})\n")
                continue
            if re.search(r"(?<!`)[@\\](?:\w+)", "".join(part for code, part in spans(paragraph) if not code)):
                raise Problem(f"{place}: a command of Doxygen: {paragraph}")
            paragraph = re.sub(r"^\*(\w+):\*", r"**\1:**", paragraph)
            lines = self.linked(paragraph, scope, own).split("\n")
            block = ""
            for line in lines:
                item = line.startswith("- ")
                if item and block and not block.split("\n")[-2].startswith(("- ", "  ")):
                    block += "\n"
                block += ("- " + wrapped(line[2:], "  ") if item else wrapped(line)) + "\n"
            out.append(block)
        return "\n".join(out)

    # ---- tables ----

    def bounds(self, described):
        texts = []
        unit = " s" if "std::chrono::seconds" in described["type"] else ""
        for bound in described.get("bounds", []):
            least, most = bound["minimum"], bound["maximum"]
            text = f"at least {least}{unit}" if most is None else f"{least} to {most}{unit}"
            texts.append(text + (f", or {bound['also']}{unit}" if bound["also"] is not None else ""))
        return ", ".join(texts)

    def place(self, described):
        where = described["in"] or ""
        if described.get("is_union"):
            return f"{where}, as its members"
        if where == "query" and described.get("is_struct"):
            return f"query, as `{described['json']}.NAME`"
        if described.get("json", described["name"]) != described["name"]:
            return f"{where}, as `{described['json']}`"
        return where

    def members(self, name, described, title):
        struct = self.headers.structs[name]
        own = [member.name for member in struct.members]
        rows = []
        for member, their in zip(struct.members, described):
            type_text = self.type_cell(member.type, struct.scope, f"{name}::{member.name}")
            required = ("yes" if their["required"] else "no") if title == "parameter" else ""
            rows.append((f"`{member.name}`", type_text, self.place(their) if title == "parameter" else "", required,
                         self.bounds(their), self.cell(member.text, struct.scope, own)))
        return table((title, "type", "in", "required", "bounds", "description"), rows)

    def plain_members(self, name):
        struct = self.headers.structs[name]
        return [{"name": member.name, "type": member.type, "required": False, "in": None} for member in struct.members]

    # ---- sections ----

    def operation(self, operation):
        name = operation["name"]
        struct = self.headers.structs[name]
        own = [member.name for member in struct.members]
        returns = self.type_cell(operation["returns"], "", name)
        facts = [("Returns", returns)]
        if operation["result_may_be_absent"] and operation["returns"] != "no_content":
            facts[0] = ("Returns", f"{returns}, empty if the response has no result")
        if operation["paged"]:
            facts.append(("Pages", "one per call; "
                          "[`client::pages`](../machines.md#pages) retrieves all of them"))
        facts.append(("Repeating it", REPEATING[operation["idempotency"]] + f" (`idempotency::{operation['idempotency']}`)"))
        facts.append(("Permissions", self.permissions(operation, "any one of ")))
        facts.append(("Plans", self.plans(operation)))
        facts.append(("Official page", f"[{operation['title']}]({operation['link']})"))
        out = f"### `{name}`\n\n{self.prose(struct.text, struct.scope, own, name)}\n"
        out += f"`{operation['method']} {operation['path']}`\n\n{self.members(name, operation['params'], 'parameter')}\n"
        if operation["exactly_one"]:
            *most, last = (f"`{each}`" for each in operation["exactly_one"])
            out += wrapped(f"Exactly one of {', '.join(most)} and {last} must be set, unless `extra` has members.") + "\n\n"
        if limit := operation["limit"]:
            *most, last = (f"`{each}`" for each in limit["members"])
            lists = f"{', '.join(most)} and {last}" if most else last
            out += wrapped(f"{lists} must not have more than {limit['maximum']} elements together.") + "\n\n"
        out += "".join("- " + wrapped(f"**{title}:** {text}.", "  ") + "\n" for title, text in facts)
        return out + "\n" + self.example(operation)

    def example(self, operation):
        example = operation["example"]
        target = example["target"]
        if "?" in target and len(example["method"]) + 1 + len(target) > COLUMNS:
            path, _, query = target.partition("?")
            target = path + "\n    ?" + query.replace("&", "\n    &")
        request = f"{example['method']} {target}\n"
        if example["content_type"]:
            request += f"Content-Type: {example['content_type']}\n"
        if example["body"]:
            is_json = example["content_type"] == "application/json"
            request += "\n" + (example_code.pretty_json(example["body"]) if is_json else example["body"].replace("\r", ""))
        is_json = example["response_type"] == "application/json"
        response = example_code.pretty_json(example["response"]) if is_json else example["response"]
        blocks = (("Example", "cpp", self.examples.code("cfdns::" + operation["name"])),
                  ("Request", "http", request), ("Response", "json" if is_json else "text", response))
        return "".join(f"{title}:\n\n```{language}\n{text.rstrip()}\n```\n\n"
                       for title, language, text in blocks)

    @staticmethod
    def permissions(operation, before=""):
        groups = list(dict.fromkeys(operation["permissions"]))
        return (before if len(groups) > 1 else "") + ", ".join(groups) if groups else "not documented"

    @staticmethod
    def plans(operation):
        plans = operation["plans"]
        return "all" if len(plans) == 4 else ", ".join(plans) if plans else "not documented"

    def type_section(self, name):
        if name in self.headers.aliases:
            alias = self.headers.aliases[name]
            choices = self.resolved(alias.type, alias.scope, name, False)
            names = re.findall(r"[a-z]\w*(?:::\w+)*", choices.removeprefix("std::variant"))
            links = ", ".join(f"[`{each}`]({self.target(each)})" for each in names)
            text = self.prose(alias.text, alias.scope, (), name)
            return f"### `{name}`\n\n{text}\n" + wrapped(
                f"A `std::variant` of {links}. The members of the alternative that it holds are sent together with those of "
                "the enclosing struct.") + "\n\n"
        struct = self.headers.structs[name]
        described = self.structs.get(name)
        out = f"### `{name}`\n\n{self.prose(struct.text, struct.scope, [each.name for each in struct.members], name)}\n"
        if described and "alternative" in described:
            tag = described["alternative"]
            text = f"Sent with `\"{tag['name']}\": \"{tag['value']}\"`"
            if tag["object"]:
                inner = f"its members in the object `{tag['object']}`"
                outside = ", ".join(f"`{each}`" for each in tag["outside"])
                text += f", and {inner}" + (f" except {outside}" if outside else "")
            out += text + ".\n\n"
        if struct.members:
            out += self.members(name, described["members"] if described else self.plain_members(name), "member") + "\n"
        return out

    def values_section(self, name):
        constants = self.headers.constants[name]
        rows = [(f"`{each.name}`", f"`{each.type}`", self.cell(each.text, constants.scope, ())) for each in constants.values]
        return (f"### `{name}`\n\n{self.prose(constants.text, constants.scope, (), name)}\n"
                + table(("constant", "value", "description"), rows) + "\n")

    def numbers_section(self, names):
        rows = []
        for name in names:
            number = self.headers.numbers[name]
            rows.append((f"`{name}`", f"`{number.type}`", f"`{number.value}`", self.cell(number.text, number.scope, ())))
        return "### Constants\n\n" + table(("constant", "type", "value", "description"), rows) + "\n"

    # ---- pages ----

    def product_page(self, product):
        self.page = f"{product}.md"
        spaces, types, values, numbers = self.layout[product]
        out = f"# Operations of {product}\n\n{NOTE}\n"
        out += wrapped(f"`#include <cfdns/{product}.hpp>`. All names are in namespace `cfdns`. In the examples, "
                       "`cloudflare` is a `cfdns::client`, as in the [quick start](../../README.md#quick-start), and `result` is a "
                       "`cfdns::result` of what the operation returns. "
                       "[How to read this page](../operations.md#how-to-read-the-pages).") + "\n\n"
        rows = [(f"[`{operation['name']}`]({self.target(operation['name'])})", f"{operation['method']} `{operation['path']}`",
                 operation["title"]) for found in spaces.values() for operation in found]
        out += table(("operation", "request", "title"), rows) + "\n"
        for space, found in spaces.items():
            texts = self.headers.namespaces[space]
            header = next(name for name in texts if self.declares(name, space))
            out += f"## `{space}`\n\n"
            if texts[header]:
                out += self.prose(texts[header], space, (), space) + "\n"
            out += "".join(map(self.operation, found))
        if types:
            out += "## Types\n\n" + "".join(map(self.type_section, types))
        if values or numbers:
            out += "## Values\n\n" + "".join(map(self.values_section, values))
            out += self.numbers_section(numbers) if numbers else ""
        return out.rstrip() + "\n"

    def declares(self, header, space):
        names = product_headers.operations(ROOT / header)
        return any(name.rpartition("::")[0] == space for name in names)

    def overview(self):
        out = f"""# Operations

{NOTE}
All operations of the library, by product.
Each operation is a struct with the name shown, in namespace `cfdns`;
the name links to its parameters, its result and an example.
[Tests](operations/proofs.md) has a table of which tests cover which operation.

- *Idempotency* is the value of `cfdns::idempotency`: whether the request may be repeated.
  Only with `none` does repeating the request repeat its effect.
- *Permissions* are permission groups of API tokens. Any one of them is enough.
- *Plans* are the plans that include the operation.

The same data is available to programs as `cfdns::operations`, in `cfdns/operations.hpp`.
"""
        for product in self.products:
            rows = [(f"[`{operation['name']}`](operations/{product}.md#{slug(operation['name'])})", operation["title"],
                     f"{operation['method']} `{operation['path']}`", operation["idempotency"], self.permissions(operation),
                     self.plans(operation))
                    for operation in self.operations if operation["name"].startswith(f"{product}::")]
            out += f"\n## `{product}`\n\n"
            out += f"Parameters, results and examples: [operations of {product}](operations/{product}.md).\n\n"
            out += table(("operation", "title", "request", "idempotency", "permissions", "plans"), rows)
        return out + """
## How to read the pages

Each product has a page, with a section for each operation: what it does, its parameters and what it returns,
an example, and the request and the response of the example.
The types that the parameters and results consist of follow at the end of the page.

- *Type* is the type of the member.
  `required<T>` takes values that convert to `T` without loss; an operation without it does not compile.
  A `std::optional<T>` that is empty, and a `nullable<T>` that is absent, is not sent.
- *In* is where a parameter is sent: in the path, the query, the JSON object of the body, or a form.
  A struct in a query is sent as one parameter for each of its members that is set, `NAME`.
  The alternative that a `std::variant` holds is sent as its members, together with the other members.
- *Bounds* are checked by the library: a number outside them is an error that names the parameter,
  and nothing is sent. Other limits, in the descriptions, are checked by the service.
- `extra` takes parameters, and contains members of results, that the library does not declare.
- *Repeating it* says what happens if a request is sent again;
  [retries](errors_and_retries.md#retries) describes what a call does on its own.
- The calls of all operations have [errors](errors_and_retries.md) in common;
  the sections name the additional errors of an operation.

Names, types, bounds and places are taken from the structs, descriptions from their doc comments.
The examples are compiled and run: each sends the request and reads the response that is shown.
Requests are shown without the header fields that are common to all of them.
A query that is too long for one line is shown with one line for each parameter.
"""

    def proofs_page(self):
        page = PAGES / "proofs.md"
        proofs = operation_proofs.Proofs(ROOT, self.operations, page)
        out = f"# Tests of the operations\n\n{NOTE}\n"
        out += "Which tests cover which operation, as the tests themselves say.\n\n"
        for title, file, text, _ in proofs.columns:
            out += "- " + wrapped(f"*{title}*: {text} ([{file.rpartition('/')[2]}](../../{file})).", "  ") + "\n"
        out += "\n`-` means that the operation has no such test.\n\n"
        self.page = page.name
        rows = [(f"[`{operation['name']}`]({self.target(operation['name'])})",
                 *(cells[operation["name"]] for *_, cells in proofs.columns)) for operation in self.operations]
        out += table(("operation", *(title for title, *_ in proofs.columns)), rows)
        out += ("\n## Exceptions\n\n"
                "Where the description is not the contract of the service, or Prism does not check it.\n"
                "`*` stands for any text without a slash. A test fails if an exception is not needed.\n\n")
        return out + table(("operation", "member", "exception", "reason"),
                           [(f"`{operation}`", f"`{at}`" if at else "", kind, reason)
                            for kind, operation, at, reason in proofs.exceptions])

    def pages(self):
        found = {ROOT / "docs" / "operations.md": self.overview()}
        for product in self.products:
            found[PAGES / f"{product}.md"] = self.product_page(product)
        found[PAGES / "proofs.md"] = self.proofs_page()
        return found


def read_headers():
    paths = [INCLUDE / "core" / f"{name}.hpp" for name in CORE_TYPES]
    for name, headers in product_headers.products().items():
        paths += headers or [INCLUDE / f"{name}.hpp"]
    return header_docs.read(paths, ROOT)


def read_examples():
    return example_code.Examples([ROOT / "tests" / "support" / "values.hpp",
                                  *sorted((ROOT / "tests" / "api").glob("*/examples.hpp"))])


def self_test():
    """A header, an example and what the compiler says of them, with faults planted in one of these."""
    header = '''/// Things.
namespace cfdns::inline v0_2::things {

/// Values of `kind`.
namespace kinds {
inline constexpr std::string_view round = "round";  ///< Round.
}  // namespace kinds

/// A thing.
struct thing {
    std::string id{};  ///< Identifier; `|` is part of it.
    CFDNS_FIELDS(id)
};

/// How many.
inline constexpr std::size_t most_things = 1'000;

/// Makes a thing: see `kinds` and `thing::id`.
///
///     things::create{}
///
/// *Errors:* see the namespace.
struct create {
    required<std::string> account_id;  ///< Path. Account
                                       ///< identifier.
    /// Body. What it is.
    std::optional<std::vector<thing>>
        parts{};
    using response_type = thing;
    static constexpr auto route = cfdns::post("/{account_id}");
    CFDNS_FIELDS(account_id, parts)
};

}  // namespace cfdns::inline v0_2::things
'''
    example = '''inline std::string const account = "a"
    "b";
template <>
struct example<cfdns::things::create> {
    static cfdns::things::create params() { return {.account_id = account}; }
};
'''
    member = {"required": False, "in": None}
    description = {
        "name": "things::create", "title": "Create Thing", "link": "https://example.com/", "method": "POST",
        "path": "/{account_id}", "idempotency": "none", "permissions": ["A", "B"], "plans": [], "exactly_one": [], "limit": None, "result_may_be_absent": False,
        "paged": False, "returns": "things::thing",
        "params": [{"name": "account_id", "type": "required<std::string>", "required": True, "in": "path",
                    "json": "account_id"},
                   {"name": "parts", "type": "std::optional<std::vector<things::thing>>", "required": False, "in": "body",
                    "json": "parts"}],
        "structs": [{"name": "things::thing", "members": [{"name": "id", "type": "std::string", **member}]}],
        "example": {"method": "POST", "target": "/client/v4/ab", "content_type": "application/json", "body": "{}",
                    "response_type": "application/json", "response": '{"success":true,"result":{"id":"1"}}'}}
    passed = True

    def expect(wanted, old="", new=""):
        nonlocal passed
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            texts = [text.replace(old, new, 1) if old else text for text in (header, example, json.dumps(description))]
            (root / "things.hpp").write_text(texts[0], encoding="ascii")
            (root / "examples.hpp").write_text(texts[1], encoding="ascii")
            try:
                reference = Reference([json.loads(texts[2])], header_docs.read([root / "things.hpp"], root),
                                      example_code.Examples([root / "examples.hpp"]))
                reference.declares = lambda *_: True
                got = reference.product_page("things")
            except (Problem, header_docs.Problem, example_code.Problem) as problem:
                got = str(problem)
        if wanted not in got:
            print(f"with {old!r} as {new!r}, expected {wanted!r}, got {got}")
            passed = False

    for wanted in ("### `things::create`\n\nMakes a thing: see [`kinds`](#thingskinds) and [`thing::id`](#thingsthing).\n\n"
                   "**Errors:** see [the namespace](#things).\n\n`POST /{account_id}`\n\n| parameter | type | in | required |",
                   "| `account_id` | `required<std::string>` | path | yes | Account identifier. |",
                   "| `parts` | [`std::optional<std::vector<things::thing>>`](#thingsthing) | body | no | What it is. |",
                   "any one of A, B.", '```cpp\nauto const result = cloudflare(cfdns::things::create{.account_id = "ab"});',
                   "```http\nPOST /client/v4/ab\nContent-Type: application/json\n\n{}\n```",
                   '```json\n{"success": true, "result": {"id": "1"}}\n```',
                   "| member | type | description |\n| --- | --- | --- |\n| `id` | `std::string` | Identifier; `\\|` is",
                   '| `round` | `"round"` | Round. |', "| `things::most_things` | `std::size_t` | `1000` | How many. |"):
        expect(wanted)
    expect("things.hpp:11: things::thing::id has no text", "  ///< Identifier; `|` is part of it.")
    expect("things.hpp:6: things::kinds::round has no text", "  ///< Round.")
    expect("things::most_things has no text", "/// How many.\n")
    expect("things::thing has no text", "/// A thing.\n")
    expect("things::thing::id has a text before it and one behind it", "    std::string id",
           "    /// Id.\n    std::string id")
    expect("things::create::parts was read as", "std::optional<std::vector<thing>>\n", "std::vector<thing>\n")
    expect("the members of things::thing were not read", '"name": "id"', '"name": "name"')
    expect("its text says Body, and it is sent in: path", "Path. Account", "Body. Account")
    expect("its text does not begin with where it is sent: Body.", "Body. What", "What")
    expect("no header has the struct things::thing", "struct thing {", "struct other {")
    expect("the type stranger is not known", "vector<thing>>\n", "vector<stranger>>\n")
    expect("not understood in things::thing: int f();", "    CFDNS_FIELDS(id)", "    int f();")
    expect("a command of Doxygen", "*Errors:*", "@see")
    expect("code after a colon would be missed", "`thing::id`.", "`thing::id`:")
    expect("thing::other is not a member", "thing::id", "thing::other")
    expect("a name that a user does not have: account", "const account", "const other")
    expect("no params() of cfdns::things::create", "params() {", "parameters() {")
    expect("at least 3", '"json": "parts"', '"json": "parts", "bounds": [{"minimum": 3, "maximum": null, "also": null}]')
    expect("`a` and `b` must not have more than 7 elements together.", '"limit": null',
           '"limit": {"maximum": 7, "members": ["a", "b"]}')
    expect("Exactly one of `a` and `b` must be set", '"exactly_one": []', '"exactly_one": ["a", "b"]')
    return passed


def main():
    arguments = sys.argv[1:]
    check = arguments[:1] == ["--check"]
    if len(arguments) != 1 + check:
        sys.exit(__doc__)
    if arguments == ["--self-test"]:
        sys.exit(0 if self_test() else 1)
    try:
        printed = subprocess.run([arguments[-1]], check=True, capture_output=True, text=True).stdout
        pages = Reference(json.loads(printed), read_headers(), read_examples()).pages()
    except (Problem, header_docs.Problem, example_code.Problem, operation_proofs.Problem) as problem:
        sys.exit(str(problem))
    stale = [path for path, text in pages.items() if not path.exists() or path.read_text(encoding="ascii") != text]
    strangers = sorted(set(PAGES.glob("*.md")) - set(pages))
    if check:
        for path in [*stale, *strangers]:
            print(f"{path.relative_to(ROOT)} is not up to date: run sh tools/generate.sh")
        sys.exit(1 if stale or strangers else 0)
    PAGES.mkdir(exist_ok=True)
    for path in stale:
        path.write_text(pages[path], encoding="ascii")
        print(f"wrote {path.relative_to(ROOT)}")
    for path in strangers:
        path.unlink()
        print(f"removed {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
