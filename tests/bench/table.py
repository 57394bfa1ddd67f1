#!/usr/bin/env python3
"""Prints what Google Benchmark wrote as a table per work: median of the repetitions, ratio to cfdns, allocations of one round.

table.py FILE SDK     SDK is what sdk.mjs and sdk.go printed
"""
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    run = json.load(file)
works = {}
for row in run["benchmarks"]:
    if row.get("aggregate_name") == "median":
        work, who = row["run_name"].split("/", 1)
        works.setdefault(work, []).append((row["cpu_time"], who, row["time_unit"], int(row["allocs"])))
with open(sys.argv[2], encoding="utf-8") as file:
    for line in file:
        work, who, nanoseconds, allocations = line.rstrip().split("\t")
        unit = works[work][0][2]
        works[work].append((float(nanoseconds) / (1 if unit == "ns" else 1e6), who, unit, allocations))
if not works:
    sys.exit("table.py: there are no medians in " + sys.argv[1])
for work in sorted(works):
    ours = [time for time, who, _, _ in works[work] if who == "cfdns"]
    print(f"\n{work}")
    for time, who, unit, allocations in sorted(works[work]):
        ratio = f"{time / ours[0]:6.2f}" if ours else "     -"
        print(f"  {who:28} {time:12.1f} {unit} {ratio} x   {allocations} allocations")
