#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Summarises the reports of gcov (one JSON document per line): covered lines and branches of the library, over all tests."""
import collections
import json
import pathlib
import sys

# Lines that unit tests cannot or need not execute, and why.
EXPLAINED = {
    "core/run.hpp: void sleep(std::chrono::milliseconds) const noexcept {}": "a call with one attempt never sleeps",
    "detail/config.hpp: [[noreturn]] inline void unreachable() noexcept {": "by definition",
    "detail/config.hpp: __builtin_unreachable();": "by definition",
    "detail/reader.hpp: bool on_comment_part(text, error_code&) noexcept { return true; }": "required by the parser; JSON has no comments",
    "detail/reader.hpp: bool on_comment(text, error_code&) noexcept { return true; }": "required by the parser; JSON has no comments",
    'impl/credentials.ipp: return detail::invalid_parameter("credentials", "must hold a value");': "a valueless variant",
    'impl/operation.ipp: return "/result does not have the type that the operation returns";': "an emptied result always has a mismatch",
    "impl/multipart.ipp: case kind::timestamp: text = static_cast<timestamp const*>(value)->text(); break;": "as in a query",
    "impl/operation.ipp: return;": "a pointer ends at a scalar",
    'impl/reader.ipp: case kind::file: return "file";': "results have no files",
    "impl/records/compare.ipp: return false;": "after a loop that returns",
    "impl/writer.ipp: case kind::variant:      // written by the object that contains it": "written by the object that contains it",
    "impl/writer.ipp: case kind::file: break;  // only in forms": "only in forms",
    "impl/reader.ipp: return {};": "after an exhaustive switch",
    "impl/writer.ipp: case kind::none: return true;": "members never have this kind",
    "impl/writer.ipp: return true;": "after an exhaustive switch",
}


def explained(place):
    """Whether a line is explained. A closing brace alone is reached only by exceptions."""
    file, _, text = place.split(":", 2)
    return text.strip() == "}" or f"{file}:{text}" in EXPLAINED


def of_workflows(place):
    """Whether a file or line is of the workflows, of which a percentage is enough."""
    return place.startswith(("flows/", "impl/flows/"))


def main(report, root, enough):
    core = pathlib.Path(root) / "include" / "cfdns"
    lines = collections.defaultdict(lambda: collections.defaultdict(int))
    branches = collections.defaultdict(lambda: collections.defaultdict(lambda: collections.defaultdict(int)))
    with open(report) as documents:
        for document in documents:
            report_of_source = json.loads(document)
            folder = report_of_source["current_working_directory"]
            for file in report_of_source["files"]:
                path = (pathlib.Path(folder) / file["file"]).resolve()
                if core not in path.parents or {"testing", "transport", "drivers"} & set(path.parts):
                    continue
                name = path.relative_to(core).as_posix()
                for line in file["lines"]:
                    number = line["line_number"]
                    lines[name][number] += line["count"]
                    # The branches of a template or inline function are the same in every source.
                    kept = [b for b in line["branches"] if not b["throw"]]
                    for index, branch in enumerate(kept):
                        branches[name][number][index] += branch["count"]
    # Every line of the core and the products is executed or explained; of the workflows, a percentage is enough.
    totals = {"core and products": [0, 0, 0, 0], "workflows": [0, 0, 0, 0]}
    missing = []
    print(f"{'':32} {'lines':>14} {'branches':>16}")
    for name in sorted(lines):
        run = sum(count > 0 for count in lines[name].values())
        ways = [count for at in branches[name].values() for count in at.values()]
        taken = sum(count > 0 for count in ways)
        total = totals["workflows" if of_workflows(name) else "core and products"]
        for index, value in enumerate((run, len(lines[name]), taken, len(ways))):
            total[index] += value
        print(f"{name:32} {run:5} of {len(lines[name]):5} {taken:7} of {len(ways):5}")
        text = (core / name).read_text().splitlines()
        missing += [f"{name}:{n}: {text[n - 1].strip()}" for n, count in sorted(lines[name].items()) if count == 0]
    good = True
    for name, (run, every, taken, ways) in totals.items():
        percent = 100 * run / max(every, 1)
        good = good and percent >= enough
        print(f"{name:32} {run:5} of {every:5} {taken:7} of {ways:5}   "
              f"{percent:.1f} % of lines, {100 * taken / max(ways, 1):.1f} % of branches")
    print(f"lines not executed by any unit test: {len(missing)}; not explained in coverage.py:")
    unexplained = [place for place in missing if not explained(place)]
    print("\n".join(unexplained) or "none")
    good = good and all(of_workflows(place) for place in unexplained)
    print("1 passed, 0 failed" if good else "0 passed, 1 failed")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], float(sys.argv[3])))
