#!/usr/bin/env python3
"""A source must compile, and with -DMUST_FAIL must be rejected for the stated reason.

    check.py --family gcc|clang FILE... -- COMPILER FLAG...
    check.py --family gcc|clang --self-test -- COMPILER FLAG...

The source states the reason as regular expressions, all of which must match the compiler's output:

    // expect: text of both compilers
    // expect gcc: text of g++ only
    // expect clang: text of clang++ only

A source may have several faults: "// expect 2: text" applies to -DMUST_FAIL=2. Without a number it is 1.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile


def compile_source(command, path, *flags):
    run = subprocess.run([*command, "-fsyntax-only", *flags, path], capture_output=True, text=True,
                         env={**os.environ, "LC_ALL": "C"}, check=False)
    return run.returncode == 0, run.stdout + run.stderr


def complaint(command, family, path):
    """What is wrong with the case; nothing if all is well."""
    with open(path, encoding="utf-8") as file:
        stated = re.findall(r"^// expect(?: (\d+))?(?: (gcc|clang))?: (.+)$", file.read(), re.M)
    expected = {}
    for number, who, pattern in stated:
        patterns = expected.setdefault(number or "1", [])
        if who in ("", family):
            patterns.append(pattern)
    if not expected or not all(expected.values()):
        return f"no '// expect' line for {family}"
    compiles, output = compile_source(command, path)
    if not compiles:
        return "does not compile even without MUST_FAIL\n" + output
    for number, patterns in expected.items():
        compiles, output = compile_source(command, path, "-DMUST_FAIL=" + number)
        if compiles:
            return f"compiles with MUST_FAIL={number}"
        missing = [pattern for pattern in patterns if not re.search(pattern, output)]
        if missing:
            return f"MUST_FAIL={number}: refused, but the compiler does not say: " + " | ".join(missing) + "\n" + output
    return ""


# A harness that passes whatever it is given proves nothing: each wrong case must be told from the right one.
SKELETON = {
    "": "// expect: MUST BE SEEN\n#ifdef MUST_FAIL\n#error MUST BE SEEN\n#endif\n",
    "does not compile even": "// expect: error\nint main() { return undeclared; }\n",
    "compiles with MUST_FAIL=1": "// expect: error\nint main() {}\n",
    "compiles with MUST_FAIL=2": "// expect: first\n// expect 2: second\n#if MUST_FAIL == 1\n#error first\n#endif\n",
    "does not say": "// expect: MUST BE SEEN\n#ifdef MUST_FAIL\nint i = undeclared;\n#endif\n",
    "no '// expect' line": "#ifdef MUST_FAIL\n#error\n#endif\n",
}


def self_test(command, family):
    good = True
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "case.cpp")
        for wanted, source in SKELETON.items():
            with open(path, "w", encoding="utf-8") as file:
                file.write(source)
            said = complaint(command, family, path)
            if wanted not in said or bool(said) != bool(wanted):
                print(f"expected {wanted or 'no complaint'!r}, got {said!r}")
                good = False
    return good


def main():
    split = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    command = sys.argv[split + 1:]
    parser = argparse.ArgumentParser()
    parser.add_argument("--family", choices=("gcc", "clang"), required=True)
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("files", nargs="*")
    options = parser.parse_args(sys.argv[1:split])
    if not command or bool(options.files) == options.self_test:
        parser.error("give files or --self-test, then -- and the compiler's command line")
    if options.self_test:
        return 0 if self_test(command, options.family) else 1
    bad = 0
    for path in options.files:
        said = complaint(command, options.family, path)
        if said:
            print(f"{path}: {said}")
            bad = 1
    return bad


if __name__ == "__main__":
    sys.exit(main())
