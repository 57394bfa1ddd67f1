#!/usr/bin/env python3
"""Makes the records of a zone in memory as desired, with zone_sync and octodns, and prints requests and times.

record_peers.py FOLDER [ROUNDS]     FOLDER has the programs record_plan, record_server and zone_sync

CFDNS_BENCH_OCTODNS is a Python interpreter that has octodns and octodns-cloudflare. Without it, their rows are left out.
Every run is a process of its own, and is followed by a comparison of all records with the desired ones.
"""
import ipaddress
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading

SECONDS = 900  # the most that one run may take
OCTODNS = "from octodns.cmds.sync import main; main()"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def make_sets(program, count):
    """The sets of record_plan: (name, type, TTL, values)."""
    lines = subprocess.run([program, str(count)], check=True, capture_output=True, text=True).stdout.splitlines()
    words = [line.split("\t") for line in lines]
    return [(name, kind, int(ttl), values) for side, name, kind, ttl, *values in words if side == "has"]


def every_second_hundred(sets):
    """Whether each set is among half of the records: the sets of each hundred are named alike, as h7-2 and c7-0."""
    return [int(name[1:].split("-")[0]) % 2 == 0 for name, *_ in sets]


def comparable(name, kind, value, ttl):
    """A record whose value has one spelling only."""
    if kind == "AAAA":
        value = str(ipaddress.ip_address(value))
    return name, kind, value.strip('"') if kind == "TXT" else value, str(ttl)


def records_of(sets):
    return sorted(comparable(f"{name}.example.com", kind, value, ttl) for name, kind, ttl, values in sets
                  for value in values)


class Server:
    """record_server, with a zone in memory."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()

    def command(self, word):
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()

    def counts(self):
        self.command("counts")
        words = self.process.stdout.readline().split()
        return dict(zip(words[::2], map(int, words[1::2])))

    def records(self):
        self.command("records")
        lines = iter(lambda: self.process.stdout.readline().rstrip("\n"), "")
        return sorted(comparable(*line.split("\t")) for line in lines)

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class ZoneSync:
    """The example zone_sync, which reads JSON and calls flows::apply_records."""

    name = "cfdns"

    def __init__(self, program):
        self.program = program

    def write(self, folder, sets):
        made = [{"name": name, "type": kind, "values": values, "ttl": ttl} for name, kind, ttl, values in sets]
        with open(os.path.join(folder, "records.json"), "w", encoding="utf-8") as file:
            json.dump(made, file)

    def start(self, folder, url):
        settings = {name: value for name, value in os.environ.items() if not name.startswith("CLOUDFLARE_")}
        settings.update(CLOUDFLARE_API_TOKEN="any", CLOUDFLARE_BASE_URL=url)
        words = ["--apply", "--remove-unlisted", "--max-removals=1000000", "example.com", "records.json"]
        return [self.program, *words], settings


class Octodns:
    """octodns-sync as it is, which reads YAML. Its settings are the defaults, except for those that are needed here."""

    name = "octodns"

    def __init__(self, interpreter):
        self.interpreter = interpreter
        asked = "import octodns as a, octodns_cloudflare as b; print(a.__version__, b.__version__)"
        try:
            self.versions = subprocess.run([interpreter, "-c", asked], check=True, stdout=subprocess.PIPE,
                                           text=True).stdout.split()
        except (OSError, subprocess.CalledProcessError) as failure:
            sys.exit(f"CFDNS_BENCH_OCTODNS: {failure}")

    def write(self, folder, sets):
        def yaml_values(kind, values):
            if kind == "CNAME":
                return f"  value: {values[0]}.\n"
            if kind == "MX":
                pairs = (value.split() for value in values)
                lines = (f"  - preference: {preference}\n    exchange: {host}.\n" for preference, host in pairs)
            else:
                lines = ("  - '" + value.strip('"') + "'\n" for value in values)
            return "  values:\n" + "".join(lines)

        names = {}
        for name, kind, ttl, values in sets:
            names.setdefault(name, []).append(f"- type: {kind}\n  ttl: {ttl}\n{yaml_values(kind, values)}")
        with open(os.path.join(folder, "example.com.yaml"), "w", encoding="utf-8") as file:
            file.write("---\n" + "".join(f"{name}:\n{''.join(types)}" for name, types in names.items()))

    def start(self, folder, url):
        config = {
            "providers": {
                # enforce_order would ask for keys in alphabetical order.
                "config": {"class": "octodns.provider.yaml.YamlProvider", "directory": folder,
                           "enforce_order": False},
                # pagerules would ask for redirects, which the server does not have: one request less.
                "cloudflare": {"class": "octodns_cloudflare.CloudflareProvider", "token": "any", "api_url": url,
                               "pagerules": False},
            },
            "zones": {"example.com.": {"sources": ["config"], "targets": ["cloudflare"]}},
        }
        path = os.path.join(folder, "config.json")  # JSON is YAML, too
        with open(path, "w", encoding="utf-8") as file:
            json.dump(config, file)
        # --force allows the removal of half of the records, as --max-removals does.
        return [self.interpreter, "-c", OCTODNS, "--config-file", path, "--doit", "--force"], None


def run(tool, server, folder, want):
    """Runs a tool. Returns its seconds, its seconds of CPU, and its requests by method."""
    words, settings = tool.start(folder, server.url)
    with open(os.path.join(folder, "log"), "w+", encoding="utf-8") as log:
        started = os.times().elapsed
        process = subprocess.Popen(words, cwd=folder, env=settings, stdin=subprocess.DEVNULL, stdout=log,
                                   stderr=subprocess.STDOUT)
        timer = threading.Timer(SECONDS, process.kill)
        timer.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            timer.cancel()
            if process.returncode is None:
                process.kill()
        seconds = os.times().elapsed - started
        log.seek(0)
        if process.returncode != 0:
            sys.exit(f"{tool.name} failed with status {process.returncode}:\n{log.read()[-2000:]}")
    counts = server.counts()
    if server.records() != want:
        sys.exit(f"{tool.name} left other records than the desired ones")
    return seconds, usage.ru_utime + usage.ru_stime, counts


def make_cases(program):
    """(title, sets that the zone has, desired sets)."""
    thousand, ten_thousand = make_sets(program, 1000), make_sets(program, 10000)
    chosen = every_second_hundred(thousand)
    changed = [(name, kind, 600 if yes else ttl, values) for (name, kind, ttl, values), yes in zip(thousand, chosen)]
    rest = [one for one, yes in zip(thousand, chosen) if not yes]
    return [
        ("create 1,000", [], thousand),
        ("change the TTL of 500 of 1,000", thousand, changed),
        ("remove 500 of 1,000", thousand, rest),
        ("nothing to do for 1,000", thousand, thousand),
        ("create 10,000", [], ten_thousand),
    ]


def main():
    folder, rounds = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 3
    cfdns = ZoneSync(os.path.join(folder, "zone_sync"))
    tools = [cfdns]
    interpreter = os.environ.get("CFDNS_BENCH_OCTODNS")
    if interpreter:
        tools.append(Octodns(interpreter))
        print("octodns {}, octodns-cloudflare {}".format(*tools[-1].versions))
    else:
        print("octodns is left out: CFDNS_BENCH_OCTODNS does not name a Python interpreter that has it")
    results = {}
    cases = make_cases(os.path.join(folder, "record_plan"))
    server = Server(os.path.join(folder, "record_server"))
    try:
        with tempfile.TemporaryDirectory() as work:
            for number in range(rounds):
                for title, has, want in cases:
                    # The zone is empty at first; zone_sync makes what it has.
                    server.command("clear")
                    cfdns.write(work, has)
                    run(cfdns, server, work, records_of(has))
                    server.command("save")
                    for tool in tools if number % 2 == 0 else tools[::-1]:
                        tool.write(work, want)
                        server.command("restore")
                        print(f"round {number + 1}, {title}: {tool.name}", file=sys.stderr)
                        results.setdefault((title, tool.name), []).append(run(tool, server, work, records_of(want)))
    finally:
        server.close()

    print("\n| | | requests | " + " | ".join(METHODS) + " | seconds, median (all) | seconds of CPU |")
    print("| --- | --- | --: |" + " --: |" * (len(METHODS) + 2))
    for (title, name), runs in results.items():
        seconds, cpu, counts = zip(*runs)
        if any(one != counts[0] for one in counts):
            sys.exit(f"{title}: {name} sends another number of requests in each round: {counts}")
        every = ", ".join(f"{one:.2f}" for one in sorted(seconds))
        print(f"| {title} | {name} | {sum(counts[0].values()):,} | "
              + " | ".join(f"{counts[0].get(method, 0):,}" for method in METHODS)
              + f" | {statistics.median(seconds):.2f} ({every}) | {statistics.median(cpu):.2f} |")


main()
