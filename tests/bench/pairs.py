#!/usr/bin/env python3
"""Compares a whole call with the official SDKs on a machine that has other load: the programs run by turns, and each turn
gives a ratio.

pairs.py TURNS BENCH NAME COMMAND [NAME COMMAND...]     BENCH is the program of bench.cpp; each COMMAND prints as sdk.go does
"""
import json
import shlex
import statistics
import subprocess
import sys

if len(sys.argv) < 5 or len(sys.argv) % 2 == 0:
    sys.exit(__doc__)
turns, bench, *others = sys.argv[1:]
commands = dict(zip(others[::2], others[1::2]))


def printed(command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def time_of_ours():
    run = json.loads(printed([bench, "--benchmark_filter=^D call in memory/cfdns$", "--benchmark_min_time=0.1",
                              "--benchmark_repetitions=9", "--benchmark_format=json"]))
    return next(row["cpu_time"] for row in run["benchmarks"] if row.get("aggregate_name") == "median")


ratios = {name: [] for name in commands}
for _ in range(int(turns)):
    for name, command in commands.items():
        ours = time_of_ours()
        ratios[name].append(float(printed(shlex.split(command)).split("\t")[2]) / ours)
for name, all_of in ratios.items():
    print(f"D call in memory: {name} takes {statistics.median(all_of):.1f} times as long as cfdns, the median of {turns} turns "
          f"({min(all_of):.1f} to {max(all_of):.1f})")
