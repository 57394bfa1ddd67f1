#!/usr/bin/env python3
"""Prints the cost measured with the programs cost.cpp and shapes.cpp.

cost.py PROGRAM instructions    instructions of each work by each peer, by callgrind
cost.py PROGRAM ceilings        those that have a ceiling, against it; the last line says how many passed
cost.py SHAPES linear           that ten times as much of an unfriendly shape takes ten times the instructions to read
cost.py PROGRAM growth          reading and writing lists of 1 to 10^6 peers: time for each element, and the peak of memory
"""
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

# The ratio of cfdns's instructions to those of a peer: what was reached, in g++ 12 -O3 on x86-64 with Boost 1.81 and simdjson
# 3.0.1. Worse than that by more than 15 % fails. Floors (~) are below every reader that stands on Boost.JSON's parser.
REACHED = [
    ("A response", "~ empty handler", 2.05),
    ("A response", "simdjson On-Demand", 0.75),
    ("Ap pretty", "~ empty handler", 1.81),
    ("Ax unknown members", "~ empty handler", 2.36),
    ("C body", "Boost.JSON", 0.20),
    ("C descriptor", "Boost.JSON and strings", 0.44),
    ("D call in memory", "Boost.JSON and strings", 0.52),
    ("E error response", "Boost.JSON DOM", 0.63),
]
SLACK = 1.15


def collected(*command):
    out = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *map(str, command)],
                         capture_output=True, text=True, check=True).stderr
    for line in out.splitlines():
        if "Collected" in line:
            return int(line.split()[-1])
    sys.exit(f"cost.py: callgrind counted nothing for {command}")


def names_of(program):
    return subprocess.run([program, "list"], capture_output=True, text=True, check=True).stdout.split("\n")[:-1]


def instructions(program, name):
    """Of one round: what more rounds cost more."""
    few, many = 200, 600
    return (collected(program, "run", name, many) - collected(program, "run", name, few)) / (many - few)


def counted(program, names, count=instructions):
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(names, pool.map(lambda name: count(program, name), names)))


def print_instructions(program):
    names = names_of(program)
    counts = counted(program, names)
    works = {}
    for name in names:
        work, who = name.split("/", 1)
        works.setdefault(work, []).append((counts[name], who))
    for work, rows in works.items():
        ours = next(count for count, who in rows if who == "cfdns")
        print(f"\n{work}")
        for count, who in sorted(rows):
            print(f"  {who:28} {count:10.0f} instructions {count / ours:6.2f} x")


def check_ceilings(program):
    names = sorted({f"{work}/{who}" for work, peer, _ in REACHED for who in ("cfdns", peer)})
    counts = counted(program, names)
    passed = failed = 0
    for work, peer, reached in REACHED:
        ratio = counts[work + "/cfdns"] / counts[work + "/" + peer]
        good = ratio <= reached * SLACK
        passed += good
        failed += not good
        print(f"{'ok  ' if good else 'FAIL'} {work}: {counts[work + '/cfdns']:.0f} instructions, {ratio:.2f} of {peer}'s "
              f"(reached: {reached:.2f}, at most {reached * SLACK:.2f})")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed != 0)


def growth_of_shape(program, name):
    nothing, less, more = (collected(program, name, size) for size in (0, 2_000, 20_000))
    return (more - nothing) / (less - nothing)


def check_linear(program):
    passed = failed = 0
    for name, growth in counted(program, names_of(program), growth_of_shape).items():
        good = growth < 12
        passed += good
        failed += not good
        print(f"{'ok  ' if good else 'FAIL'} {name}: ten times as much takes {growth:.1f} times the instructions (at most 12)")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed != 0)


def print_growth(program):
    readers = ["cfdns", "~ empty handler", "~ copy of the result", "simdjson On-Demand", "glaze", "yyjson", "Boost.JSON DOM",
               "RapidJSON DOM", "nlohmann"]
    writers = ["cfdns", "glaze", "Boost.JSON", "RapidJSON", "nlohmann"]
    lengths = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]
    print("nanoseconds for each element; and the peak of memory beside what is read or written from, in MB, of 10^5 and 10^6 elements")
    for what, peers in [("read", readers), ("write", writers)]:
        print(f"{what:22}" + "".join(f"{length:>10,}" for length in lengths) + "     peak 10^5     peak 10^6")
        for who in peers:
            row, memory = "", ""
            for length in lengths:
                run = subprocess.run([program, what, who, str(length)], capture_output=True, text=True)
                if run.returncode != 0:
                    break
                _, nanoseconds, kilobytes = run.stdout.split()
                row += f"{float(nanoseconds) / length:10.1f}"
                if length >= 100_000:
                    memory += f"{int(kilobytes) / 1024:14.1f}"
            if row:
                print(f"{who:22}{row}{memory}", flush=True)


WHAT = {"instructions": print_instructions, "ceilings": check_ceilings, "linear": check_linear, "growth": print_growth}
if len(sys.argv) != 3 or sys.argv[2] not in WHAT:
    sys.exit(__doc__)
WHAT[sys.argv[2]](sys.argv[1])
