#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Prints what the library costs: to include it, to use one operation of it, and as one file. Fails where a limit is passed.

budgets.py FOLDER [gate]    compiles in FOLDER; with "gate", only with g++, and only what does not depend on the machine's load

Times are the best of three, in user seconds of the compiler. Their limits are what was reached on an idle machine, with room
for noise: a busy machine makes ratios up to a quarter worse. With "gate", the memory that g++ allocates stands for the
time: in a version of g++, it is the same in each run.
"""
import os
import re
import resource
import subprocess
import sys

work, gate = sys.argv[1], "gate" in sys.argv[2:]
GET = 'cfdns::make_request(cfdns::zone_transfers::incoming::get{.zone_id = text})'
CREATE = ('cfdns::make_request(cfdns::zone_transfers::incoming::create{.zone_id = text, .auto_refresh_seconds = '
          'std::chrono::seconds{300}, .name = text, .peers = std::vector<std::string>{text}})')
PARSE = 'cfdns::parse_response<cfdns::zone_transfers::incoming::get>({200, {}, text})'
# Any operations: whatever their parameters are, they are not read before the program runs.
USING = """#include <cfdns/cfdns.hpp>
template <class Op>
int use(void const* params, std::string const& text) {
    if (auto const made = cfdns::make_request(*static_cast<Op const*>(params)); !made) return 1;
    return cfdns::parse_response<Op>({200, {}, text}).has_value() ? 0 : 2;
}
template <class... Ops>
int use_all(cfdns::type_list<Ops...>, void const* params, std::string const& text) {
    return (use<Ops>(params, text) + ... + 0);
}
int main(int, char** argv) { return use_all(%s{}, argv, argv[0]); }
"""
ONE = USING % "cfdns::type_list<cfdns::zone_transfers::incoming::create>"
ALL = USING % "cfdns::operation_list"
with open("include/cfdns/operations.hpp", encoding="ascii") as file:
    OPERATIONS = file.read().split("type_list<")[1].split(">;")[0].count(",") + 1
MAIN = ("#include <cfdns/cfdns.hpp>\n#include <iostream>\nint main(int, char** argv) {{ std::string const text = argv[0];\n"
        "{} return 0; }}\n")
USE = "if (auto const r{} = {}; !r{}) std::cout << r{}.error().message();\n"


def program(*calls):
    return MAIN.format("".join(USE.format(i, call, i, i) for i, call in enumerate(calls)))


def compile_it(compiler, name, text, *flags):
    source, made = os.path.join(work, name + ".cpp"), os.path.join(work, name)
    with open(source, "w", encoding="ascii") as file:
        file.write(text)
    subprocess.run([compiler, "-std=c++20", "-Iinclude", source, *flags, "-o", made], check=True)
    return made


def time_of(compiler, text, *flags):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    compile_it(compiler, "timed", text, *flags)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def memory_of(text, *flags):
    """In MB, as g++ reports it."""
    source, made = os.path.join(work, "reported.cpp"), os.path.join(work, "reported")
    with open(source, "w", encoding="ascii") as file:
        file.write(text)
    report = subprocess.run(["g++", "-std=c++20", "-Iinclude", source, *flags, "-ftime-report", "-o", made], check=True,
                            stderr=subprocess.PIPE, text=True, env={**os.environ, "LC_ALL": "C"}).stderr
    total = re.search(r"^ *TOTAL *:.* ([0-9]+)([kMG]?)$", report, re.MULTILINE)
    return int(total[1]) * {"": 1e-6, "k": 1e-3, "M": 1, "G": 1e3}[total[2]]


def text_size(path):
    """Of its code, and of all that is not written to: code, tables, relocations and what unwinding needs."""
    total = subprocess.run(["size", path], check=True, stdout=subprocess.PIPE, text=True).stdout
    sections = subprocess.run(["size", "-A", path], check=True, stdout=subprocess.PIPE, text=True).stdout
    code = next(int(row.split()[1]) for row in sections.split("\n") if row.startswith(".text "))
    return code, int(total.split("\n")[1].split()[0])


OURS = "#include <cfdns/cfdns.hpp>\n"
with open("single_include/cfdns/cfdns.hpp", encoding="ascii") as file:
    OTHERS = "".join(sorted(set(re.findall(r"#include <(?!cfdns)[^>]*>\n", file.read()))))

failed = passed = 0
print("%-78s %10s %10s" % ("what", "is", "at most"))


def line(what, value, limit, form="%s"):
    global failed, passed
    bad = limit is not None and value > limit
    failed += bad
    passed += limit is not None and not bad
    print("%-78s %10s %10s%s" % (what, form % value, "" if limit is None else form % limit, "  TOO MUCH" if bad else ""))


SEPARATE = "-DCFDNS_SEPARATE_COMPILATION"
JSON = "#include <boost/json.hpp>"
ZONE_TRANSFERS = "#include <cfdns/zone_transfers.hpp>"
ALL_HEADERS = "#include <cfdns/cfdns.hpp>"
FLOWS = "#include <cfdns/flows.hpp>"
# What, and the limits of its compile time with g++ and clang++ and of g++'s memory, as multiples of JSON's.
COSTS = [
    (ZONE_TRANSFERS + " (separate)", 1.3, 1.3, 0.90),
    (ALL_HEADERS + " (separate)", 1.9, 1.9, 1.55),
    (ALL_HEADERS, 3.4, 3.4, 2.10),
    ("one operation at -O2 (separate)", 3.0, 3.0, 1.75),
    ("one operation at -O2", 9.0, 9.0, 3.15),
]
# The growth of the code in bytes: what, more and less, among how many it is divided, and the limits at -Os with g++.
SIZES = [
    ("make_request, parse_response of incoming::get", "get", "none", 1, 70_000),
    ("both of incoming::create", "create", "none", 1, 70_000),
    ("both of all operations", "all", "none", 1, 160_000),
    ("both of each further operation", "all", "create", OPERATIONS - 1, 1_500),
    ("flows::ensure", "ensure", "create", 1, 106_000),
]
ENSURE = program(GET, PARSE).replace("#include <iostream>", FLOWS + "\n#include <iostream>").replace(
    " return 0; }", "cfdns::flows::ensure work{{.account_id = text}, {}, cfdns::api_token{cfdns::secret_string{text}}};\n"
    "std::cout << work.start({}).has_value() << to_text(work.take().value()); return 0; }")


SOURCES = {
    JSON: (JSON + "\n", "-fsyntax-only"),
    ZONE_TRANSFERS + " (separate)": (ZONE_TRANSFERS + "\n", "-fsyntax-only", SEPARATE),
    ALL_HEADERS: (OURS, "-fsyntax-only"),
    ALL_HEADERS + " (separate)": (OURS, "-fsyntax-only", SEPARATE),
    "one operation at -O2": (ONE, "-O2", "-c"),
    "one operation at -O2 (separate)": (ONE, "-O2", "-c", SEPARATE),
}
WITHOUT_LIMIT = {
    "what cfdns.hpp includes of others": (OTHERS, "-fsyntax-only"),
    FLOWS + " (separate)": (FLOWS + "\n", "-fsyntax-only", SEPARATE),
    "one operation at -O0": (ONE, "-O0", "-c"),
    "all at -O2": (ALL, "-O2", "-c"),
    "all at -O2 (separate)": (ALL, "-O2", "-c", SEPARATE),
}


def check_times(compiler):
    sources = SOURCES | WITHOUT_LIMIT
    rounds = [{what: time_of(compiler, *how) for what, how in sources.items()} for _ in range(3)]
    times = {what: min(took[what] for took in rounds) for what in sources}
    for what, took in times.items():
        line(f"{compiler}: {what}, s", took, None, "%.2f")
    for way, limit in [("", 0.1), (" (separate)", 0.08)]:
        more = times["all at -O2" + way] - times["one operation at -O2" + way]
        line(f"{compiler}: each further operation{way}, s", more / (OPERATIONS - 1), limit, "%.3f")
    for what, *limits, _ in COSTS:
        line(f"{compiler}: {what} against json.hpp", times[what] / times[JSON], limits[compiler == "clang++"], "%.2f")


def check_memory():
    memory = {what: memory_of(*how) for what, how in SOURCES.items()}
    for what, *_, limit in COSTS:
        line(f"g++: {what}, memory against json.hpp", memory[what] / memory[JSON], limit, "%.2f")


def check_sizes(compiler, level):
    sizes = {}
    programs = {"none": program(), "get": program(GET, PARSE), "all": ALL, "ensure": ENSURE,
                "create": program(CREATE, PARSE.replace("incoming::get", "incoming::create"))}
    for name, text in programs.items():
        made = compile_it(compiler, name, text, level, "-ffunction-sections", "-fdata-sections", "-Wl,--gc-sections",
                             "-lboost_json")
        sizes[name] = text_size(made)
    for what, more, less, parts, limit in SIZES:
        code, all_of_it = ((a - b) // parts for a, b in zip(sizes[more], sizes[less]))
        line(f"{compiler} {level}: code grows by {what}, bytes", code, limit if level == "-Os" and compiler == "g++" else None)
        line(f"{compiler} {level}: ... all that is not written to", all_of_it, None)


for compiler in ["g++"] if gate else ["g++", "clang++"]:
    if subprocess.run(["sh", "-c", "command -v " + compiler], stdout=subprocess.DEVNULL).returncode:
        continue
    if compiler == "g++":
        check_memory()
    if not gate:
        check_times(compiler)
    check_sizes(compiler, "-Os")
    if compiler == "g++" and not gate:
        check_sizes(compiler, "-O2")
line("single_include/cfdns/cfdns.hpp, bytes", os.path.getsize("single_include/cfdns/cfdns.hpp"), 650_000)
print("\n%d passed, %d failed" % (passed, failed))
sys.exit(failed != 0)
