#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs name servers with the configurations that the library writes; see run.sh.

    prove.py WRITE ROOT FOLDER SOFTWARE...
    prove.py --quick WRITE ROOT FOLDER SOFTWARE...     daemons are run with two keys only

WRITE is the program made of write.cpp, ROOT has the unpacked packages, FOLDER is for the daemons' files.

All addresses are in 127.0.0.0/8: the name server under test is at .1 and sends from .2. Cloudflare, played by Knot DNS and
kdig, sends from .11 and .12, receives NOTIFY at .21 and serves zone transfers at .31. A stranger sends from .99. The same
port, which was free, is used by all. Every daemon ends by itself after two minutes.
"""
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time

SERVER, OWN, SOURCES, TARGET, TRANSFER, STRANGER = ("127.0.0.1", "127.0.0.2", ("127.0.0.11", "127.0.0.12"), "127.0.0.21",
                                                    "127.0.0.31", "127.0.0.99")
FIRST = "hmac-sha256:transfer.example.com:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
SECOND = "hmac-sha512:next.example.com:ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1+f4CBgoM="
WRONG_SECRET = "hmac-sha256:transfer.example.com:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
UNKNOWN = "hmac-sha256:unknown.example.com:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
ZONES = ("example.com", "example.net")
passed = failed = 0


def check(what, good, seen=""):
    global passed, failed
    passed += bool(good)
    failed += not good
    print(f"  {'ok    ' if good else 'FAILED'} {what}" + (f": {seen}" if seen and not good else ""), flush=True)


def run(*command, **more):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                          timeout=30, **more)
    return done.returncode, done.stdout


def until(condition, seconds=15):
    """Whether the condition becomes true."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def free_port():
    """A port on which nobody listens at any of the addresses; the one above it, too."""
    while True:
        port = random.randrange(20000, 30000, 2)
        try:
            for number in (port, port + 1):
                for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
                    for address in (SERVER, TARGET, TRANSFER):
                        with socket.socket(socket.AF_INET, kind) as one:
                            one.bind((address, number))
            return port
        except OSError:
            pass


def zone_text(serial):
    return f"""$TTL 300
@ IN SOA ns1.example.org. hostmaster.example.org. {serial} 3600 600 1209600 300
@ IN NS ns1.example.org.
www IN A 192.0.2.{serial}
"""


class Daemon:
    """A name server in the foreground, with a folder of its own."""

    def __init__(self, software, name, address, text, commands="", primary=False):
        self.software, self.address, self.process = software, address, None
        self.folder = FOLDER / name
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.log = self.folder / "log"
        # PowerDNS makes only those primary that it has.
        self.zones = re.findall("set-kind (\\S+) primary", commands) or ZONES
        if primary:
            self.write_zones(1)
        getattr(self, f"configure_{software}")(text, primary)
        self.run_commands(commands)

    def run_commands(self, commands):
        for command in commands.splitlines():
            code, said = run("sh", "-c", command.replace("pdnsutil ", f"pdnsutil --config-dir={self.folder} ", 1))
            check(f"{command.split()[1]} {command.split()[2]}", code == 0, said)

    def reconfigure(self, text, commands):
        """Another configuration while it runs."""
        if self.software == "powerdns":
            return self.run_commands(commands)  # the text has no keys
        getattr(self, f"configure_{self.software}")(text, True)
        command = {"bind9": ("rndc", "-c", self.folder / "rndc.conf", "reconfig"), "knot": ("knotc", "-c", self.conf, "reload"),
                   "nsd": ("nsd-control", "-c", self.conf, "reconfig")}[self.software]
        code, said = run(*command)
        check(command[0] + " " + command[-1], code == 0, said)

    def write_zones(self, serial):
        for zone in self.zones:
            (self.folder / f"{zone}.zone").write_text(zone_text(serial))

    def configure_bind9(self, text, _):
        key = 'key "control" { algorithm hmac-sha256; secret "AAECAwQFBgcICQoLDA0ODw=="; };\n'
        (self.folder / "rndc.conf").write_text(
            f'{key}options {{ default-key "control"; default-server {self.address}; default-port {PORT + 1}; }};\n')
        self.conf = self.folder / "named.conf"
        self.conf.write_text(f"""options {{
    directory "{self.folder}"; pid-file "named.pid"; session-keyfile "session.key"; lock-file none;
    listen-on port {PORT} {{ {self.address}; }}; listen-on-v6 {{ none; }};
    recursion no; dnssec-validation no; notify-delay 0;
}};
controls {{ inet {self.address} port {PORT + 1} allow {{ 127.0.0.0/8; }} keys {{ "control"; }}; }};
{key}{text}""")
        self.command = ("named", "-c", self.conf, "-g", "-n", "1")
        self.checker = ("named-checkconf", self.conf)

    def configure_knot(self, text, _):
        (self.folder / "db").mkdir(exist_ok=True)
        self.conf = self.folder / "knot.conf"
        self.conf.write_text(f"""server:
    listen: {self.address}@{PORT}
    rundir: {self.folder}
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
log:
  - target: stderr
    any: info
database:
    storage: {self.folder}/db
template:
  - id: default
    storage: {self.folder}
{text}""")
        self.command = ("knotd", "-c", self.conf)
        self.checker = ("knotc", "-c", self.conf, "conf-check")

    def configure_nsd(self, text, _):
        self.conf = self.folder / "nsd.conf"
        self.conf.write_text(f"""server:
    ip-address: {self.address}@{PORT}
    username: ""
    chroot: ""
    zonesdir: "{self.folder}"
    database: ""
    pidfile: "{self.folder}/nsd.pid"
    xfrdfile: "{self.folder}/xfrd.state"
    zonelistfile: "{self.folder}/zone.list"
    xfrdir: "{self.folder}"
    server-count: 1
    verbosity: 2
    xfrd-reload-timeout: 0
remote-control:
    control-enable: yes
    control-interface: {self.folder}/control
{text}""")
        self.command = ("nsd", "-d", "-c", self.conf)
        self.checker = ("nsd-checkconf", self.conf)

    def configure_powerdns(self, text, primary):
        modules = next(ROOT.glob("usr/lib/*/pdns"))
        self.conf = self.folder / "pdns.conf"
        self.conf.write_text(f"""launch=gsqlite3
gsqlite3-database={self.folder}/pdns.db
module-dir={modules}
local-address={self.address}
local-port={PORT}
socket-dir={self.folder}
daemon=no
guardian=no
security-poll-suffix=
prevent-self-notification=no
distributor-threads=1
receiver-threads=1
signing-threads=1
retrieval-threads=1
cache-ttl=0
query-cache-ttl=0
zone-metadata-cache-ttl=0
zone-cache-refresh-interval=0
xfr-cycle-interval=1
loglevel=5
{text}""")
        with sqlite3.connect(self.folder / "pdns.db") as database:
            database.executescript((ROOT / "usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql").read_text())
        if primary:
            self.load_powerdns()
        self.command = ("pdns_server", f"--config-dir={self.folder}")
        self.checker = ("pdns_server", f"--config-dir={self.folder}", "--config=check")

    def load_powerdns(self):
        for zone in self.zones:
            run("pdnsutil", f"--config-dir={self.folder}", "load-zone", zone, self.folder / f"{zone}.zone")

    def start(self):
        # The whole group ends if this program is killed.
        self.process = subprocess.Popen(("timeout", "--kill-after=5", "120") + self.command, stdin=subprocess.DEVNULL,
                                        stdout=self.log.open("a"), stderr=subprocess.STDOUT, start_new_session=True)
        answers = until(lambda: self.process.poll() is not None or answers_queries(self.address))
        check(f"{self.software} starts", answers and self.process.poll() is None, self.log.read_text(errors="replace")[-2000:])
        return self

    def stop(self):
        if self.process is None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, number)
                self.process.wait(10)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                pass

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def publish(self, serial):
        """Another version of the zones of a primary."""
        self.write_zones(serial)
        for zone in self.zones:
            if self.software == "bind9":
                run("rndc", "-c", self.folder / "rndc.conf", "reload", zone)
            elif self.software == "knot":
                run("knotc", "-c", self.conf, "zone-reload", zone)
            elif self.software == "nsd":
                run("nsd-control", "-c", self.conf, "reload", zone)
        if self.software == "powerdns":
            self.load_powerdns()

    def serials(self):
        return tuple(serial(zone, self.address) for zone in ZONES)

    def last_lines(self):
        return f"{self.serials()}\n" + "\n".join(self.log.read_text(errors="replace").splitlines()[-12:])


def answers_queries(address):
    """Whether it responds to a query for the SOA record of example.com, whatever the response is."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.settimeout(0.5)
        try:
            one.connect((address, PORT))
            one.send(b"\1\2\0\0\0\1\0\0\0\0\0\0\7example\3com\0\0\6\0\1")
            return one.recv(512)[:2] == b"\1\2"
        except OSError:
            return False


def kdig(zone, kind, address, source=None, key=None):
    return run("kdig", "+time=3", "+retry=0", f"@{address}", "-p", str(PORT), *(("-b", source) if source else ()),
               *(("-y", key) if key else ()), zone, kind)


def status_of(zone, kind, address, source=None, key=None):
    seen = re.search(r"status: (\w+)", kdig(zone, kind, address, source, key)[1])
    return seen[1] if seen else None


def serial(zone, address):
    seen = re.search(r"IN[ \t]+SOA[ \t]+\S+ \S+ (\d+)", kdig(zone, "SOA", address)[1])
    return int(seen[1]) if seen else None


def transfers(zone, address, source, key=None):
    """Whether a zone transfer works, and its signature is right."""
    code, said = kdig(zone, "AXFR", address, source, key)
    return code == 0 and said.count("SOA\t") >= 2 and not re.search("^;; (WARNING|ERROR)", said, re.M)


def listens_elsewhere():
    """The local addresses, as the kernel writes them, on which somebody listens outside of 127.0.0.0/8 with our ports."""
    found = []
    for table in ("tcp", "udp", "tcp6", "udp6"):
        try:
            lines = pathlib.Path(f"/proc/net/{table}").read_text().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            address, port = line.split()[1].split(":")
            number = bytes.fromhex(address)
            loopback = number[-1 if sys.byteorder == "little" else 0] == 127 and len(number) == 4
            if int(port, 16) in (PORT, PORT + 1) and not loopback:
                found.append(line.split()[1])
    return found


def key_text(key):
    algorithm, name, secret = key.split(":")
    return f"  - id: {name}\n    algorithm: {algorithm}\n    secret: {secret}\n"


def cloudflare(role, key):
    """Knot DNS in Cloudflare's place, with one key or none."""
    name = key.split(":")[1] if key else None
    with_key = f"    key: {name}\n" if key else ""
    text = f"key:\n{key_text(key)}" if key else ""
    text += f"remote:\n  - id: other\n    address: {SERVER}@{PORT}\n    via: {SOURCES[1]}\n{with_key}acl:\n"
    text += f"  - id: other\n    address: {OWN}\n{with_key}    action: {'notify' if role == 'secondary' else 'transfer'}\nzone:\n"
    for zone in ZONES:
        text += f"  - domain: {zone}\n    file: {zone}.zone\n    {'master' if role == 'secondary' else 'notify'}: other\n    acl: other\n"
    return Daemon("knot", "cloudflare", TARGET if role == "secondary" else TRANSFER, text, primary=role == "primary")


def texts(software, name):
    text = (TEXTS / software / f"{name}.conf").read_text()
    commands = TEXTS / software / f"{name}.commands"
    return text, commands.read_text() if commands.exists() else ""


# The zones and the names of the keys of the setups that are odd.
ODD_VALUES = (["0", "1.0.0.127.in-addr.arpa", "1e3", "_x.example", "any", "include", "none", "null", "server",
               "xn--mller-kva.example", "yes", "zone"],
              ["1", "any", "blocked", "key", "nokey", "none"])


def values_of(daemon):
    """The zones and the names of keys of a configuration, as the software has read them."""
    folder, conf = daemon.folder, daemon.conf
    if daemon.software == "powerdns":
        with sqlite3.connect(folder / "pdns.db") as database:
            zones, keys = ([row[0] for row in database.execute(f"SELECT name FROM {table}")] for table in ("domains", "tsigkeys"))
    elif daemon.software == "bind9":
        said = run("named-checkconf", "-p", conf)[1]
        zones, keys = re.findall(r'^zone "(.*?)"', said, re.M), re.findall(r'^key "(.*?)"', said, re.M)
        keys.remove("control")
    elif daemon.software == "knot":
        # What it has read, written by itself.
        run("knotc", "-C", folder / "confdb", "conf-import", conf)
        said = run("knotc", "-C", folder / "confdb", "conf-export")[1]
        zones = re.findall(r'- domain: "?(.*?)\.?"?$', said, re.M)
        keys = re.findall(r'- id: "?(.*?)\.?"?$', "".join(re.findall(r"^key:\n((?: .*\n|\n)*)", said, re.M)), re.M)
    else:
        zones = re.findall('^zone:\n\tname: "(.*?)"', run("nsd-checkconf", "-v", conf)[1], re.M)
        keys = [key for key in ODD_VALUES[1] if run("nsd-checkconf", "-s", key, conf)[1].strip() in ("+/+/", "/" * 684)]
    return sorted(zones), sorted(keys)


def prove_texts(software):
    print(f"{software}: its own check of each text", flush=True)
    for path in sorted((TEXTS / software).glob("*.conf")):
        text, commands = texts(software, path.stem)
        daemon = Daemon(software, "check", SERVER, text, commands, primary=path.stem.startswith("primary"))
        code, said = run(*daemon.checker)
        check(path.stem, code == 0 and not re.search(r"error|warning|unknown", said, re.I), said)
        if path.stem.endswith("-odd"):
            check(f"{path.stem} has the values that it should", values_of(daemon) == ODD_VALUES, values_of(daemon))


def prove_primary(software, keys):
    name = f"primary-run-{keys}-keys"
    print(f"{software}: {name}", flush=True)
    key = FIRST if keys else None
    with Daemon(software, "server", SERVER, *texts(software, name), primary=True) as server, cloudflare("secondary", key) as other:
        check("listens on loopback addresses only", not listens_elsewhere(), listens_elsewhere())
        for zone in ZONES:
            for source in SOURCES:
                check(f"AXFR of {zone} from {source}", transfers(zone, SERVER, source, key))
            if keys == 2:
                check(f"AXFR of {zone} with the second key", transfers(zone, SERVER, SOURCES[0], SECOND))
            if keys:
                check(f"no AXFR of {zone} without a key", not transfers(zone, SERVER, SOURCES[0]))
                check(f"no AXFR of {zone} with a wrong secret", not transfers(zone, SERVER, SOURCES[0], WRONG_SECRET))
                check(f"no AXFR of {zone} with an unknown key", not transfers(zone, SERVER, SOURCES[0], UNKNOWN))
            check(f"no AXFR of {zone} for a stranger without a key", not transfers(zone, SERVER, STRANGER))
            check(f"no AXFR of {zone} from its own address", not transfers(zone, SERVER, SERVER))
            if keys:
                # As its note says.
                check(f"AXFR of {zone} for a stranger with the key: {'yes' if software == 'powerdns' else 'no'}",
                      transfers(zone, SERVER, STRANGER, key) == (software == "powerdns"))
        check("Cloudflare transfers the zones", until(lambda: other.serials() == (1, 1)), other.last_lines())
        server.publish(2)
        check("Cloudflare believes its NOTIFY and transfers the new version", until(lambda: other.serials() == (2, 2)),
              other.last_lines() + server.last_lines())


def prove_secondary(software, keys):
    name = f"secondary-run-{keys}-keys"
    print(f"{software}: {name}", flush=True)
    # PowerDNS has one key at a time, as its note says.
    key = None if keys == 0 else SECOND if keys == 2 and software != "powerdns" else FIRST
    with cloudflare("primary", key) as other, Daemon(software, "server", SERVER, *texts(software, name)) as server:
        check("listens on loopback addresses only", not listens_elsewhere(), listens_elsewhere())
        if key:
            check("Cloudflare refuses AXFR without a key", not transfers("example.com", TRANSFER, OWN))
        check("transfers the zones", until(lambda: server.serials() == (1, 1), 30), server.last_lines())
        other.publish(2)
        check("believes Cloudflare's NOTIFY and transfers the new version", until(lambda: server.serials() == (2, 2), 30),
              server.last_lines())
        for zone in ZONES:
            check(f"accepts an unsigned NOTIFY of {zone}", status_of(zone, "NOTIFY", SERVER, SOURCES[0]) == "NOERROR")
            if keys:
                check(f"accepts a signed NOTIFY of {zone}", status_of(zone, "NOTIFY", SERVER, SOURCES[0], FIRST) == "NOERROR")
                check(f"refuses a NOTIFY of {zone} with a wrong secret",
                      status_of(zone, "NOTIFY", SERVER, SOURCES[0], WRONG_SECRET) != "NOERROR")
            check(f"refuses a stranger's NOTIFY of {zone}", status_of(zone, "NOTIFY", SERVER, STRANGER) != "NOERROR")
            check(f"refuses AXFR of {zone}", not transfers(zone, SERVER, SOURCES[0], key) and not transfers(zone, SERVER, SERVER))


def main():
    for software in map(str, ALL_SOFTWARE):
        began = time.monotonic()
        prove_texts(software)
        for keys in (2,) if QUICK else range(3):
            prove_primary(software, keys)
            prove_secondary(software, keys)
        print(f"{software}: {time.monotonic() - began:.1f} s", flush=True)
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    QUICK = sys.argv[1] == "--quick"
    WRITE, ROOT, FOLDER, *ALL_SOFTWARE = (pathlib.Path(one) for one in sys.argv[1 + QUICK:])
    PORT = free_port()
    TEXTS = FOLDER / "texts"
    shutil.rmtree(FOLDER, ignore_errors=True)
    TEXTS.mkdir(parents=True)
    if run(WRITE, TEXTS, str(PORT))[0] != 0:
        sys.exit("the texts could not be written")
    sys.exit(main())
