"""The whole way, for each software: examples/secondary_dns.cpp makes the desired state and writes the configuration of the daemon,
zones are really transferred, the doctor finds what is put wrong, and the key is rotated while zones are transferred.

    python3 real_path.py PROGRAM SECONDARY_DNS ROOT FOLDER SOFTWARE...     run by run.sh
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import threading
import time
import urllib.request

import prove
from prove import check, run

ACCOUNT = "01a7362d577a6c3019a474fd6f485823"
CLOUDFLARE = "127.0.0.11"  # transfers zones from there
ZONES = {"z1": "example.com", "z2": "example.net"}
# As in real_path.cpp.
KEYS = {1: "hmac-sha256:transfer-1.example.com:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        2: "hmac-sha512:transfer-2.example.com:ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1+f4CBgoM="}
# What is found if the secrets differ: not every name server says so.
CAUSES = {software: "the secret of the key differs" for software in ("bind9", "knot", "nsd")}
CAUSES["powerdns"] = "the primary rejects the key"
WRONG = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="


class Service:
    """The in-memory service, in a process of its own."""

    def __enter__(self):
        # It ends if this program is killed, because its standard input is then closed.
        self.process = subprocess.Popen((PROGRAM, "serve", CLOUDFLARE), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        os.environ.update(CLOUDFLARE_BASE_URL=self.url, CLOUDFLARE_API_TOKEN="any")
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def get(self, path):
        with urllib.request.urlopen(urllib.request.Request(self.url + path, headers={"Authorization": "Bearer any"}), timeout=30) as got:
            return json.load(got)["result"]


class Puller(threading.Thread):
    """Transfers the zones again and again, each with the address, port and TSIG of the peer that the service has at that time.

    NSD may close a connection without a response while one process follows another, whatever has changed. Such a transfer is
    repeated once.
    """

    def __init__(self, service, software):
        super().__init__()
        self.service, self.stopping, self.repeats = service, threading.Event(), software == "nsd"
        self.transfers, self.repeated, self.failures, self.keys = 0, 0, [], {}

    def transfer(self, name, peer, signer):
        """Why it failed, or None."""
        code, said = run("kdig", "+time=3", "+retry=0", f"@{peer['ip']}", "-p", str(peer["port"]), "-b", CLOUDFLARE, "-y", signer, name,
                         "AXFR")
        good = code == 0 and said.count("SOA\t") >= 2 and not re.search("^;; (WARNING|ERROR)", said, re.M)
        return None if good else said.strip()

    def run(self):
        while not self.stopping.is_set():
            for zone, name in ZONES.items():
                peer = self.service.get(f"/zones/{zone}/secondary_dns/incoming")["peers"][0]
                peer = self.service.get(f"/accounts/{ACCOUNT}/secondary_dns/peers/{peer}")
                key = self.service.get(f"/accounts/{ACCOUNT}/secondary_dns/tsigs/{peer['tsig_id']}")
                signer = ":".join((key["algo"].rstrip("."), key["name"], key["secret"]))
                failure = self.transfer(name, peer, signer)
                if failure and self.repeats and re.search("can't (connect|receive reply)", failure):
                    self.repeated += 1
                    time.sleep(0.2)
                    failure = self.transfer(name, peer, signer)
                self.transfers += 1
                self.keys[key["name"]] = self.keys.get(key["name"], 0) + 1
                if failure:
                    self.failures.append(f"{name} with {key['name']}: {failure}")
            time.sleep(0.05)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        self.join()


def client(*words):
    """A run of the program, which prints what it does."""
    code, said = run(PROGRAM, *map(str, words))
    print("  $ " + " ".join(str(word) for word in words if not isinstance(word, pathlib.Path)))
    print("".join(f"    {line}\n" for line in said.splitlines()), end="", flush=True)
    return code, said


def configuration(folder):
    return (folder / "server.conf").read_text(), (folder / "server.commands").read_text()


def rotate(software, folder, server, first, change=lambda text: text):
    """Runs a rotation to its end. The name server's configuration is what the library writes, changed by `change`."""
    said = []
    for _ in range(4):
        code, output = client("rotate", software, prove.PORT, folder, first)
        said.append(output)
        if code != 3:
            return code, said
        server.reconfigure(*(change(text) for text in configuration(folder)))
        (folder / "confirmed.json").replace(folder / "state.json")
    return code, said


def desired_file(folder):
    """What examples/secondary_dns.cpp reads."""
    algo, name, secret = KEYS[1].split(":")
    path = folder / "dns.json"
    path.write_text(json.dumps({
        "account_id": ACCOUNT,
        "tsigs": [{"name": name + ".", "algo": algo + ".", "secret": secret}],
        "peers": [{"name": "ns1", "ip": prove.SERVER, "port": prove.PORT, "tsig": name + "."}],
        "incoming": [{"zone_id": zone, "name": name + ".", "peers": ["ns1"]} for zone, name in ZONES.items()],
        "cloudflare_addresses": {"sources": [CLOUDFLARE], "notify_targets": ["127.0.0.21"], "transfer_address": "127.0.0.31",
                                 "port": prove.PORT}}))
    return path


def secondary_dns(*words):
    """A run of the program, which prints what it does, except for secrets."""
    done = subprocess.run((SECONDARY_DNS, *map(str, words)), capture_output=True, text=True, timeout=60)
    print("  $ secondary_dns " + " ".join(word.name if isinstance(word, pathlib.Path) else word for word in words))
    shown = done.stderr if "--show-secrets" in words else done.stdout + done.stderr
    print("".join(f"    {line}\n" for line in shown.splitlines()), end="", flush=True)
    return done.returncode, done.stdout


def doctor(folder, signer):
    """What it finds, with two queries that are signed as the service signs them."""
    queries = ""
    for asked in ("SOA", "AXFR"):
        words = ("kdig", "+time=3", "+retry=0", f"@{prove.SERVER}", "-p", str(prove.PORT), "-b", CLOUDFLARE, "-y", signer,
                 "example.com", asked)
        queries += f"$ {' '.join(words)}\n{run(*words)[1]}"
    (folder / "queries").write_text(queries)
    return secondary_dns("doctor", folder / "dns.json", folder / "queries")


def prove_path(software):
    print(f"{software}: the whole way", flush=True)
    folder = FOLDER / software
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with Service() as service:
        file = desired_file(folder)
        check("a plan is shown", secondary_dns("plan", file)[0] == 3)
        check("the desired state is reached", secondary_dns("apply", file)[0] == 0)
        check("there is nothing more to do", secondary_dns("plan", file)[0] == 0)
        for name, option in (("server.conf", ()), ("server.commands", ("--commands",))):
            code, text = secondary_dns("server-config", file, "ns1", software, *option, "--show-secrets")
            check(f"the program writes {name}", code == 0)
            (folder / name).write_text(text)
        check("without the name server, no zone is transferred", client("wait", 1, 0)[0] != 0)
        with prove.Daemon(software, f"{software}-server", prove.SERVER, *configuration(folder), primary=True) as server:
            check("listens on loopback addresses only", not prove.listens_elsewhere(), prove.listens_elsewhere())
            check("the zones are transferred", client("wait", 1, 15)[0] == 0, server.last_lines())
            server.publish(2)
            check("their new version is transferred", client("wait", 2, 15)[0] == 0, server.last_lines())

            check("the zones are up to date", secondary_dns("status", file)[0] == 0)
            check("the doctor finds nothing", doctor(folder, KEYS[1])[0] == 0)
            good = configuration(folder)
            secret = KEYS[1].split(":")[2]
            server.reconfigure(*(text.replace(secret, WRONG) for text in good))
            code, said = doctor(folder, KEYS[1])
            check("the doctor finds another secret at the name server", code == 3 and CAUSES[software] in said.split("\n")[1])
            server.reconfigure(*good)
            check("and nothing when it is mended", doctor(folder, KEYS[1])[0] == 0)

            # The name server gets another secret for the new key.
            secret = KEYS[2].split(":")[2]
            code, said = rotate(software, folder, server, 1, lambda text: text.replace(secret, WRONG))
            check("with a wrong secret, the rotation is set back",
                  code == 1 and "not_transferred" in said[-1] and "reverted to transfer-1.example.com." in said[-1])
            check("zones are transferred with the old key", prove.transfers("example.com", prove.SERVER, CLOUDFLARE, KEYS[1]))

            with Puller(service, software) as puller:
                code, said = rotate(software, folder, server, 1)
                check("the key is replaced, with two stops for the name server", code == 0 and len(said) == 3, code)
                server.publish(3)
                check("another version is transferred", client("wait", 3, 15)[0] == 0, server.last_lines())
            print(f"  {puller.transfers} transfers meanwhile ({puller.keys}), {len(puller.failures)} failed, {puller.repeated} repeated",
                  flush=True)
            check("no transfer has failed", not puller.failures, puller.failures[:3])
            check("zones were transferred with both keys", len(puller.keys) == 2, puller.keys)
            tsigs = [one["name"] for one in service.get(f"/accounts/{ACCOUNT}/secondary_dns/tsigs")]
            check("the service has the new key only", tsigs == ["transfer-2.example.com."], tsigs)
            check("the name server has the new key only",
                  prove.transfers("example.com", prove.SERVER, CLOUDFLARE, KEYS[2]) and
                  not prove.transfers("example.com", prove.SERVER, CLOUDFLARE, KEYS[1]))


def main():
    for software in ALL_SOFTWARE:
        began = time.monotonic()
        prove_path(software)
        print(f"{software}: {time.monotonic() - began:.1f} s", flush=True)
    print(f"{prove.passed} passed, {prove.failed} failed")
    return prove.failed != 0


PROGRAM, SECONDARY_DNS, ROOT, FOLDER = (pathlib.Path(one) for one in sys.argv[1:5])
ALL_SOFTWARE = sys.argv[5:]
prove.ROOT, prove.FOLDER, prove.PORT = ROOT, FOLDER, prove.free_port()
sys.exit(main())
