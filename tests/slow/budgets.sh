#!/bin/sh
# Prints what the library costs: to include it, to use one operation of it, and as one file. Fails where a limit is passed.
#
#   sh tests/slow/budgets.sh
#
# Times are the best of three, in user seconds of the compiler; a busy machine makes them longer, and the ratio less so.
set -eu
cd "$(dirname "$0")/../.."
. tools/packages.sh
need_compiler
need_boost
need python3 has python3
install_needed
work=${CFDNS_BUILD_DIR:-$PWD/build}/slow-budgets
rm -rf "$work"
mkdir -p "$work"
python3 - "$work" <<'END'
import os
import re
import resource
import subprocess
import sys

work = sys.argv[1]
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
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run([compiler, "-std=c++20", "-Iinclude", source, *flags, "-o", made], check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before, made


def text_size(path):
    """Of its code, and of all that is not written to: code, tables, relocations and what unwinding needs."""
    total = subprocess.run(["size", path], check=True, stdout=subprocess.PIPE, text=True).stdout
    sections = subprocess.run(["size", "-A", path], check=True, stdout=subprocess.PIPE, text=True).stdout
    code = next(int(row.split()[1]) for row in sections.split("\n") if row.startswith(".text "))
    return code, int(total.split("\n")[1].split()[0])


OURS = "#include <cfdns/cfdns.hpp>\n"
with open("single_include/cfdns/cfdns.hpp", encoding="ascii") as file:
    OTHERS = "".join(sorted(set(re.findall(r"#include <(?!cfdns/)[^>]*>\n", file.read()))))

failed = passed = 0
print("%-78s %10s %10s" % ("what", "is", "at most"))


def line(what, value, limit, form="%s"):
    global failed, passed
    bad = limit is not None and value > limit
    failed += bad
    passed += limit is not None and not bad
    print("%-78s %10s %10s%s" % (what, form % value, "" if limit is None else form % limit, "  TOO MUCH" if bad else ""))


for compiler in ["g++", "clang++"]:
    if subprocess.run(["sh", "-c", "command -v " + compiler], stdout=subprocess.DEVNULL).returncode:
        continue
    separate = "-DCFDNS_SEPARATE_COMPILATION"
    sources = {
        "#include <boost/json.hpp>": ("#include <boost/json.hpp>\n", "-fsyntax-only"),
        "what cfdns.hpp includes of others": (OTHERS, "-fsyntax-only"),
        "#include <cfdns/cfdns.hpp>": (OURS, "-fsyntax-only"),
        "#include <cfdns/cfdns.hpp> (separate)": (OURS, "-fsyntax-only", separate),
        "one operation at -O2": (ONE, "-O2", "-c"),
        "all at -O2": (ALL, "-O2", "-c"),
        "one operation at -O2 (separate)": (ONE, "-O2", "-c", separate),
        "all at -O2 (separate)": (ALL, "-O2", "-c", separate),
    }
    times = {}
    for _ in range(3):
        for what, (text, *flags) in sources.items():
            took, _ = compile_it(compiler, "timed", text, *flags)
            times[what] = min(took, times.get(what, took))
    for what, took in times.items():
        line(f"{compiler}: {what}, s", took, None, "%.2f")
    for way in ["", " (separate)"]:
        more = times["all at -O2" + way] - times["one operation at -O2" + way]
        line(f"{compiler}: each further operation{way}, s", more / (OPERATIONS - 1), None, "%.3f")
    for way, limit in [("", 2.0), (" (separate)", 1.4)]:
        ratio = times["#include <cfdns/cfdns.hpp>" + way] / times["#include <boost/json.hpp>"]
        line(f"{compiler}: cfdns.hpp against json.hpp{way}", ratio, limit, "%.2f")
    for level in ["-Os", "-O2"] if compiler == "g++" else ["-Os"]:
        sizes = {}
        programs = {"none": program(), "get": program(GET, PARSE), "both": program(GET, PARSE, CREATE), "all": ALL}
        for name, text in programs.items():
            _, made = compile_it(compiler, name, text, level, "-ffunction-sections", "-fdata-sections", "-Wl,--gc-sections",
                                 "-lboost_json")
            sizes[name] = text_size(made)
        limited = level == "-Os" and compiler == "g++"
        for what, more, less, limit in [
                ("make_request, parse_response of incoming::get", "get", "none", 80_000),
                ("... and by make_request of incoming::create", "both", "get", 4_000),
                ("both of all operations", "all", "none", 160_000)]:
            code, all_of_it = (a - b for a, b in zip(sizes[more], sizes[less]))
            line(f"{compiler} {level}: code grows by {what}, bytes", code, limit if limited else None)
            line(f"{compiler} {level}: ... all that is not written to", all_of_it, None)
header = os.path.getsize("single_include/cfdns/cfdns.hpp")
line("single_include/cfdns/cfdns.hpp, bytes", header, 300_000)
with open("single_include/cfdns/cfdns.hpp", encoding="ascii") as file:
    line("single_include/cfdns/cfdns.hpp, lines", sum(1 for _ in file), 7200)
print("\n%d passed, %d failed" % (passed, failed))
sys.exit(failed != 0)
END
