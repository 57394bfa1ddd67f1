#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Prepares a release: checks the project for consistency and computes the hashes of the release archive.

    tools/release.py --dry-run     checks that apply at any time; prints the hashes of the last commit
    tools/release.py               also the checks for a tagged and pushed release vX.Y.Z
    tools/release.py --port        after tagging: writes the hash into the vcpkg port, to be committed next

The hash depends on the commit id, so the port cannot contain the hash of its own commit. The archive is byte for byte the
one that GitHub provides for the tag: git archive with gzip -n.
"""
import gzip
import hashlib
import io
import json
import os
import re
import subprocess
import sys

sys.dont_write_bytecode = True
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PORT = "packaging/vcpkg/ports/cfdns"
RECIPE = "packaging/conan/conanfile.py"
KEYS = ["name", "version-semver", "description", "homepage", "documentation", "license", "dependencies", "features"]


class Problem(Exception):
    pass


def read(name):
    with open(os.path.join(ROOT, name), encoding="utf-8") as file:
        return file.read()


def require(condition, text):
    if not condition:
        raise Problem(text)


def git(*arguments):
    command = ["git", "-C", ROOT, *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


def check_versions():
    """Compares the version in version.hpp with all other places, and checks the single header."""
    command = [sys.executable, os.path.join(ROOT, "tools/amalgamate.py"), "--check"]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True)
    require(done.returncode == 0, done.stderr.strip())
    return re.search(r'^#define CFDNS_VERSION "(.+)"$', read("include/cfdns/version.hpp"), re.M)[1]


def check_changelog(version, released):
    sections = re.split(r"^## ", read("CHANGELOG.md"), flags=re.M)[1:]
    require(sections, "CHANGELOG.md has no section")
    title, _, entry = sections[0].partition("\n")
    number, _, state = title.partition(" ")
    require(number == version, f"CHANGELOG.md begins with {number}, version.hpp says {version}")
    require(re.search(r"^- \S", entry, re.M), f"CHANGELOG.md says nothing about {version}")
    date = re.fullmatch(r"\(\d{4}-\d\d-\d\d\)", state)
    require(date or (state == "(unreleased)" and not released), f"CHANGELOG.md: {version} needs its date, (YYYY-MM-DD)")


def check_dependencies(where, dependencies):
    names = []
    for dependency in dependencies:
        if isinstance(dependency, dict):
            unknown = set(dependency) - {"name", "host", "default-features", "features", "platform"}
            require(not unknown, f"vcpkg.json: {where}: {sorted(unknown)}")
            dependency = dependency["name"]
        require(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", dependency), f"vcpkg.json: {where}: {dependency} is no port's name")
        names.append(dependency)
    require(names == sorted(names), f"vcpkg.json: {where} must be sorted: {names}")


def transports():
    folder = os.path.join(ROOT, "include/cfdns/transport")
    return sorted(name[:-4] for name in os.listdir(folder) if name not in ("options.hpp", "src.hpp"))


def check_port(version, released):
    """The documented checks of vcpkg's format-manifest and of its port linter."""
    text = read(PORT + "/vcpkg.json")
    manifest = json.loads(text)
    require(text == json.dumps(manifest, indent=2) + "\n", "vcpkg.json is not laid out as vcpkg format-manifest does")
    require(list(manifest) == KEYS, f"vcpkg.json: the members must be {KEYS}")
    require(manifest["version-semver"] == version, f"vcpkg.json says {manifest['version-semver']}")
    check_dependencies("dependencies", manifest["dependencies"])
    features = manifest["features"]
    require(list(features) == sorted(features), "vcpkg.json: the features must be sorted")
    for name, feature in features.items():
        require(sorted(feature) == ["dependencies", "description"], f"vcpkg.json: feature {name}")
        check_dependencies(name, feature["dependencies"])
    usage, recipe, portfile = read(PORT + "/usage"), read(RECIPE), read(PORT + "/portfile.cmake")
    for transport in transports():
        require(transport in features, f"vcpkg.json has no feature for cfdns/transport/{transport}.hpp")
        require(f"cfdns/transport/{transport}.hpp" in usage, f"usage does not mention cfdns/transport/{transport}.hpp")
        require(f'"with_{transport}"' in recipe, f"conanfile.py has no option for cfdns/transport/{transport}.hpp")
    require(re.search(r"^ +SHA512 (0|[0-9a-f]{128})$", portfile, re.M), "portfile.cmake: SHA512 must be 0 or a hash")
    if released:
        require(list(features) == transports(), f"vcpkg.json has features {list(features)}, the headers are {transports()}")
        for name in (PORT + "/portfile.cmake", PORT + "/vcpkg.json", RECIPE, "README.md", "docs/packaging.md"):
            require("OWNER" not in read(name), f"{name}: write the repository's owner where it says OWNER")


def check_options():
    """Checks that the table in docs/packaging.md lists every option of the build files."""
    text = read("CMakeLists.txt") + read("tests/CMakeLists.txt")
    options = re.findall(r"\boption\((CFDNS_\w+)", text) + re.findall(r"\bset\((CFDNS_\w+) [^)]* CACHE ", text)
    for option in options:
        require(f"| `{option}` |" in read("docs/packaging.md"), f"docs/packaging.md: the table of options lacks {option}")


def check_recipe():
    for name in (RECIPE, "packaging/conan/test_package/conanfile.py"):
        compile(read(name), name, "exec")


def check_repository(version):
    require(not git("status", "--porcelain"), "the work tree is not clean")
    try:
        tagged = git("rev-parse", f"v{version}^{{commit}}")
    except subprocess.CalledProcessError:
        raise Problem(f"there is no tag v{version}") from None
    return tagged.decode().strip()


def archive(version, commit):
    tar = git("archive", "--format=tar", f"--prefix=cfdns-{version}/", commit)
    # Like gzip -n: without a file name and a time.
    packed = subprocess.run(["gzip", "-n"], input=tar, stdout=subprocess.PIPE, check=True).stdout
    assert gzip.GzipFile(fileobj=io.BytesIO(packed)).read() == tar
    return packed


def write_port(sha512):
    name = os.path.join(ROOT, PORT, "portfile.cmake")
    text = re.sub(r"^( +SHA512 ).*$", rf"\g<1>{sha512}", read(PORT + "/portfile.cmake"), flags=re.M)
    with open(name, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def main():
    if sys.argv[1:] not in ([], ["--dry-run"], ["--port"]):
        sys.exit(__doc__)
    dry = sys.argv[1:] == ["--dry-run"]
    try:
        version = check_versions()
        check_changelog(version, not dry)
        check_port(version, not dry)
        check_options()
        check_recipe()
        if dry:
            try:
                commit = git("rev-parse", "HEAD").decode().strip()
            except (subprocess.CalledProcessError, FileNotFoundError):
                print(f"cfdns {version}: all checks passed; no git repository, so no hashes")
                return
        else:
            commit = check_repository(version)
        packed = archive(version, commit)
        sha512 = hashlib.sha512(packed).hexdigest()
        print(f"cfdns {version}, commit {commit}, {len(packed)} bytes")
        print(f"SHA512 {sha512}  (vcpkg: portfile.cmake)")
        print(f"SHA256 {hashlib.sha256(packed).hexdigest()}  (Conan: conandata.yml; Meson: source_hash)")
        if sys.argv[1:] == ["--port"]:
            write_port(sha512)
            print(f"written: {PORT}/portfile.cmake; commit it")
    except Problem as problem:
        sys.exit(f"release.py: {problem}")


if __name__ == "__main__":
    main()
