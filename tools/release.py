#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Prepares a release: checks the project for consistency, computes the hashes of the release archive and writes the files
that are attached to the release.

    tools/release.py --dry-run            checks that apply at any time; prints the hashes of the last commit
    tools/release.py                      also the checks for a tagged and pushed release vX.Y.Z
    tools/release.py --port               after tagging: writes the hashes into the vcpkg port and the recipe for Conan
                                          Center, to be committed next
    tools/release.py --assets FOLDER      the checks of --dry-run; writes the single headers, a zip of the headers and
                                          SHA256SUMS, which are the same bytes whenever they are written

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
import zipfile

sys.dont_write_bytecode = True
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "tools"))
import amalgamate  # noqa: E402

PORT = "packaging/vcpkg/ports/cfdns"
RECIPE = "packaging/conan/conanfile.py"
CENTER = "packaging/conan-center/recipes/cfdns/all"
NAMES_OWNER = (PORT + "/portfile.cmake", PORT + "/vcpkg.json", RECIPE, CENTER + "/conanfile.py", CENTER + "/conandata.yml",
               "README.md", "docs/packaging.md")
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
        library = name in ("compiled", "testing")
        require(sorted(feature) == (["description"] if library else ["dependencies", "description"]),
                f"vcpkg.json: feature {name}")
        check_dependencies(name, feature.get("dependencies", []))
    usage, recipe, portfile = read(PORT + "/usage"), read(RECIPE), read(PORT + "/portfile.cmake")
    for transport in transports():
        require(transport in features, f"vcpkg.json has no feature for cfdns/transport/{transport}.hpp")
        require(f"cfdns/transport/{transport}.hpp" in usage, f"usage does not mention cfdns/transport/{transport}.hpp")
        for where, text in (("conanfile.py", recipe), (CENTER + "/conanfile.py", read(CENTER + "/conanfile.py"))):
            require(f'"with_{transport}"' in text, f"{where} has no option for cfdns/transport/{transport}.hpp")
    require(re.search(r"^ +SHA512 (0|[0-9a-f]{128})$", portfile, re.M), "portfile.cmake: SHA512 must be 0 or a hash")
    if released:
        wanted = sorted(["compiled", "testing", *transports()])
        require(list(features) == wanted, f"vcpkg.json has features {list(features)}, wanted are {wanted}")
        for name in NAMES_OWNER:
            require("OWNER" not in read(name), f"{name}: write the repository's owner where it says OWNER")


def check_options():
    """Checks that the table in docs/packaging.md lists every option of the build files."""
    text = read("CMakeLists.txt") + read("tests/CMakeLists.txt")
    options = re.findall(r"\boption\((CFDNS_\w+)", text) + re.findall(r"\bset\((CFDNS_\w+) [^)]* CACHE ", text)
    for option in options:
        require(f"| `{option}` |" in read("docs/packaging.md"), f"docs/packaging.md: the table of options lacks {option}")


def check_recipe():
    for name in (RECIPE, CENTER + "/conanfile.py"):
        compile(read(name), name, "exec")
    tests = os.path.join(os.path.dirname(RECIPE), "test_package")
    for name in ("CMakeLists.txt", "boost_json.cpp", "conanfile.py", "test_package.cpp"):
        require(read(f"{tests}/{name}") == read(f"{CENTER}/test_package/{name}"),
                f"{CENTER}/test_package/{name} must be a copy of the one in {tests}")
    require(re.search(r'^    sha256: "[0-9a-f]{64}"$', read(CENTER + "/conandata.yml"), re.M), "conandata.yml: sha256")


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


def write(name, pattern, text):
    path = os.path.join(ROOT, name)
    text = re.sub(pattern, text, read(name), flags=re.M)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def write_port(packed):
    write(PORT + "/portfile.cmake", r"^( +SHA512 ).*$", rf"\g<1>{hashlib.sha512(packed).hexdigest()}")
    write(CENTER + "/conandata.yml", r'^( +sha256: ").*"$', rf'\g<1>{hashlib.sha256(packed).hexdigest()}"')


def zip_of_headers(version):
    """Not compressed, because zlib's versions compress differently."""
    packed = io.BytesIO()
    names = [f"include/{name}" for name in amalgamate.all_headers()]
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archived:
        for name in sorted(["LICENSE", "src/cfdns.cpp", "src/testing.cpp", *names]):
            entry = zipfile.ZipInfo(f"cfdns-{version}/{name}", (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            archived.writestr(entry, read(name))
    return packed.getvalue()


def write_assets(version, folder):
    """Each single header can be used alone: its file is named after its path, such as cfdns-transport-curl.hpp."""
    assets = {f"cfdns-{version}-include.zip": zip_of_headers(version)}
    for header in amalgamate.umbrellas():
        name = header.removeprefix("cfdns/").replace("/", "-")
        text = amalgamate.Amalgam(header).text(version)
        assets[name if header == amalgamate.ENTRY else f"cfdns-{name}"] = text.encode("ascii")
    sums = [f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(assets.items())]
    assets["SHA256SUMS"] = "".join(sums).encode("ascii")
    os.makedirs(folder, exist_ok=True)
    for name, data in assets.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data)
    print("".join(sums), end="")


def main():
    assets = sys.argv[2] if sys.argv[1:2] == ["--assets"] and len(sys.argv) == 3 else None
    if sys.argv[1:] not in ([], ["--dry-run"], ["--port"]) and not assets:
        sys.exit(__doc__)
    dry = assets or sys.argv[1:] == ["--dry-run"]
    try:
        version = check_versions()
        check_changelog(version, not dry)
        check_port(version, not dry)
        check_options()
        check_recipe()
        if assets:
            write_assets(version, assets)
            return
        if dry:
            try:
                commit = git("rev-parse", "HEAD").decode().strip()
            except (subprocess.CalledProcessError, FileNotFoundError):
                print(f"cfdns {version}: all checks passed; no git repository, so no hashes")
                return
        else:
            commit = check_repository(version)
        packed = archive(version, commit)
        print(f"cfdns {version}, commit {commit}, {len(packed)} bytes")
        print(f"SHA512 {hashlib.sha512(packed).hexdigest()}  (vcpkg: portfile.cmake)")
        print(f"SHA256 {hashlib.sha256(packed).hexdigest()}  (Conan: conandata.yml; Meson: source_hash)")
        if sys.argv[1:] == ["--port"]:
            write_port(packed)
            print(f"written: {PORT}/portfile.cmake and {CENTER}/conandata.yml; commit them")
    except (Problem, amalgamate.Problem) as problem:
        sys.exit(f"release.py: {problem}")


if __name__ == "__main__":
    main()
