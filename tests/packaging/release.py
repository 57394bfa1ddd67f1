#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs tools/release.py on copies of the project with one fault each: it must detect each fault, and pass without faults."""
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
USED = ["CHANGELOG.md", "CMakeLists.txt", "LICENSE", "README.md", "docs/packaging.md", "include", "meson.build",
        "packaging", "single_include", "src", "tests/CMakeLists.txt", "tools"]
CENTER = "packaging/conan-center/recipes/cfdns"
PORT = "packaging/vcpkg/ports/cfdns"
DATE = "(2026-01-31)"

# What is planted: arguments, file, what is replaced by what, a part of the complaint.
FAULTS = [
    ("--dry-run", PORT + "/vcpkg.json", r'("version-semver": ").*"', r'\g<1>9.9.9"', "vcpkg.json says 9.9.9"),
    ("--dry-run", "README.md", r"GIT_TAG v[0-9.]+", "GIT_TAG v9.9.9", "README.md says 9.9.9"),
    ("--dry-run", "meson.build", r"version: '[0-9.]+'", "version: '9.9.9'", "meson.build says 9.9.9"),
    ("--dry-run", "meson.build", r"version: '[0-9.]+'", "version: run_command('x')", "meson.build says no version"),
    ("--dry-run", "docs/packaging.md", r"cfdns@[0-9.]+", "cfdns@9.9.9", "docs/packaging.md says 9.9.9"),
    ("--dry-run", "docs/packaging.md", r"^revision = v[0-9.]+", "revision = v9.9.9", "docs/packaging.md says 9.9.9"),
    ("--dry-run", "CMakeLists.txt", r"option\(CFDNS_WERROR", "option(CFDNS_SECRET", "lacks CFDNS_SECRET"),
    ("--dry-run", "CHANGELOG.md", r"^## [0-9.]+", "## 9.9.9", "CHANGELOG.md says 9.9.9"),
    ("--dry-run", "CHANGELOG.md", r"^- (.|\n)*", "", "says nothing about"),
    ("--dry-run", "include/cfdns/zone_transfers/serial.hpp", r"\Z", "// changed\n", "out of date"),
    ("--dry-run", PORT + "/vcpkg.json", r'"boost-json"', '"boost_json"', "no port's name"),
    ("--dry-run", PORT + "/vcpkg.json", r'  "license"', '   "license"', "format-manifest"),
    ("--dry-run", PORT + "/vcpkg.json", r'"curl": \{', '"wget": {', "sorted"),
    ("--dry-run", PORT + "/portfile.cmake", r"SHA512 .*", "SHA512 abc", "SHA512"),
    ("--dry-run", PORT + "/usage", r"cfdns/transport/curl.hpp", "", "usage does not mention"),
    ("--dry-run", "packaging/conan/conanfile.py", r'"with_curl"', '"with_wget"', "no option"),
    ("--dry-run", CENTER + "/all/conanfile.py", r'"with_curl"', '"with_wget"', "no option"),
    ("--dry-run", CENTER + "/all/test_package/test_package.cpp", r"\Z", "\n", "must be a copy"),
    ("--dry-run", CENTER + "/all/conandata.yml", r"sha256: .*", "sha256: abc", "sha256"),
    ("--dry-run", CENTER + "/all/conandata.yml", r"tags/v[0-9.]+", "tags/v9.9.9.", "conandata.yml says 9.9.9"),
    ("--dry-run", CENTER + "/config.yml", r'"[0-9.]+":', '"9.9.9":', "config.yml says 9.9.9"),
    ("--dry-run", "packaging/vcpkg/versions/baseline.json", r'"baseline": ".*"', '"baseline": "9.9.9"', "says 9.9.9"),
    ("--dry-run", "packaging/vcpkg/versions/c-/cfdns.json", r'semver": ".*"', 'semver": "9.9.9"', "says 9.9.9"),
    ("--dry-run", "single_include/cfdns/flows.hpp", r"\Z", "// changed\n", "out of date"),
    ("--dry-run", "single_include/cfdns/testing/fake_cloudflare.hpp", r"\Z", "// changed\n", "out of date"),
    ("--dry-run", "single_include/cfdns/transport/curl.hpp", r"\Z", "// changed\n", "out of date"),
    ("", "CHANGELOG.md", re.escape(DATE), "(unreleased)", "needs its date"),
    ("", "packaging/conan/conanfile.py", r"somebody", "OWNER", "OWNER"),
    ("", "docs/packaging.md", r"somebody", "OWNER", "docs/packaging.md: write"),
    ("", CENTER + "/all/conandata.yml", r"somebody", "OWNER", "conandata.yml: write"),
    ("", "LICENSE", r"\Z", "\n", "not clean"),
    ("", ".git/refs/tags/TAG", None, None, "no tag"),
]


def git(folder, *arguments):
    name = ["-c", "user.name=n", "-c", "user.email=e"]
    subprocess.run(["git", "-C", folder, *name, *arguments], check=True, stdout=subprocess.DEVNULL)


def release(folder, argument):
    done = subprocess.run([sys.executable, os.path.join(folder, "tools/release.py"), *argument.split()],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


def replace(folder, name, pattern, text):
    path = os.path.join(folder, name)
    with open(path, encoding="utf-8") as file:
        before = file.read()
    after = re.sub(pattern, text, before, flags=re.M)
    assert after != before, f"{name} has no {pattern}"
    with open(path, "w", encoding="utf-8") as file:
        file.write(after)


def check_assets(top, good, version):
    """The same bytes whenever and wherever they are written; each header is there, also one that has been added."""
    copy = os.path.join(top, "copy")
    shutil.copytree(good, copy)
    for folder, _, names in os.walk(os.path.join(copy, "include")):
        for name in names:
            os.utime(os.path.join(folder, name), (1, 1))
            os.chmod(os.path.join(folder, name), 0o600)
    written = []
    for source in (good, copy):
        status, said = release(source, "--assets " + os.path.join(source, "assets"))
        assert status == 0, said
        written.append({})
        for name in os.listdir(os.path.join(source, "assets")):
            with open(os.path.join(source, "assets", name), "rb") as file:
                written[-1][name] = file.read()
        shutil.rmtree(os.path.join(source, "assets"))
    assert written[0] == written[1]
    wanted = {"SHA256SUMS", f"cfdns-{version}-include.zip", "cfdns.hpp", "cfdns-core.hpp", "cfdns-transport-curl.hpp",
              "cfdns-transport-beast.hpp", "cfdns-transport-httplib.hpp", "cfdns-testing-fake_cloudflare.hpp",
              "cfdns-flows.hpp"}
    assert wanted <= set(written[0]), set(written[0])
    sums = dict(reversed(line.split("  ")) for line in written[0].pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in written[0].items()}
    with open(os.path.join(good, "single_include/cfdns/cfdns.hpp"), "rb") as file:
        assert written[0]["cfdns.hpp"] == file.read()
    with zipfile.ZipFile(io.BytesIO(written[0][f"cfdns-{version}-include.zip"])) as packed:
        names = [name for name in packed.namelist() if name.startswith(f"cfdns-{version}/include/")]
    assert len(names) == sum(len(files) for _, _, files in os.walk(os.path.join(good, "include")))


def main():
    with tempfile.TemporaryDirectory() as top:
        good = os.path.join(top, "good")
        os.mkdir(good)
        for name in USED:
            source = os.path.join(ROOT, name)
            if os.path.isdir(source):
                shutil.copytree(source, os.path.join(good, name), ignore=shutil.ignore_patterns("__pycache__", "build"))
            else:
                os.makedirs(os.path.dirname(os.path.join(good, name)), exist_ok=True)
                shutil.copy(source, os.path.join(good, name))
        status, said = release(good, "--dry-run")
        assert status == 0 and "no hashes" in said, said

        # As it will be on the day of a release.
        with open(os.path.join(good, "include/cfdns/version.hpp"), encoding="ascii") as file:
            version = re.search(r'^#define CFDNS_VERSION "(.+)"$', file.read(), re.M)[1]
        if "(unreleased)" in open(os.path.join(good, "CHANGELOG.md"), encoding="utf-8").read():
            replace(good, "CHANGELOG.md", r"\(unreleased\)", DATE)
        for name in (PORT + "/portfile.cmake", PORT + "/vcpkg.json", "packaging/conan/conanfile.py", "README.md",
                     CENTER + "/all/conanfile.py", CENTER + "/all/conandata.yml", "docs/packaging.md"):
            replace(good, name, "OWNER", "somebody")
        headers = os.path.join(good, "include/cfdns/transport")
        for name in ("beast", "httplib"):
            if not os.path.exists(os.path.join(headers, name + ".hpp")):
                shutil.copy(os.path.join(headers, "curl.hpp"), os.path.join(headers, name + ".hpp"))
                replace(headers, name + ".hpp", "TRANSPORT_CURL_HPP", f"TRANSPORT_{name.upper()}_HPP")
        git(good, "init", "-q")
        git(good, "add", ".")
        git(good, "commit", "-q", "-m", "released")
        git(good, "tag", f"v{version}")
        for argument in ("--dry-run", ""):
            status, said = release(good, argument)
            assert status == 0 and re.search(r"^SHA512 [0-9a-f]{128} ", said, re.M), said

        check_assets(top, good, version)
        for number, (argument, name, pattern, text, complaint) in enumerate(FAULTS):
            bad = os.path.join(top, f"bad{number}")
            shutil.copytree(good, bad)
            if pattern is None:
                git(bad, "tag", "-d", f"v{version}")
            else:
                replace(bad, name, pattern, text)
                if complaint != "not clean":
                    git(bad, "commit", "-q", "-a", "-m", "fault")
            status, said = release(bad, argument)
            assert status != 0 and complaint in said, f"fault {number} in {name} is not found: {said}"

        # The hash that goes into the port is the tag's, also when the port has been changed by a later commit.
        said = release(good, "")[1]
        hashed, hashed256 = re.search(r"^SHA512 (\w+)", said, re.M)[1], re.search(r"^SHA256 (\w+)", said, re.M)[1]
        status, said = release(good, "--port")
        assert status == 0 and hashed in said, said
        with open(os.path.join(good, PORT, "portfile.cmake"), encoding="utf-8") as file:
            assert f"SHA512 {hashed}\n" in file.read()
        with open(os.path.join(good, CENTER, "all/conandata.yml"), encoding="utf-8") as file:
            assert f'sha256: "{hashed256}"\n' in file.read()
        git(good, "commit", "-q", "-a", "-m", "port")
        assert hashed in release(good, "")[1]
    print(f"{len(FAULTS)} planted faults found")


if __name__ == "__main__":
    main()
