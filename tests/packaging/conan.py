#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs packaging/conan/conanfile.py without Conan, using stand-ins for the modules that the recipe imports.

    conan.py FOLDER [OPTION...]     leaves FOLDER/package, made with these options on, and FOLDER/cmake with the package
                                    file that CMakeDeps would write

The recipe for Conan Center is run as well.
"""
import collections
import fnmatch
import os
import re
import shutil
import subprocess
import sys
import types

sys.dont_write_bytecode = True
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RECIPE = os.path.join(ROOT, "packaging/conan/conanfile.py")


class Option:
    """As Conan's: it is neither True nor False, but compares with them."""

    def __init__(self, value):
        self.value = value

    def __bool__(self):
        return self.value in (True, "True")

    def __eq__(self, other):
        return str(self.value) == str(other)

    __hash__ = None


class Options:
    def __init__(self, **values):
        self.__dict__.update({name: Option(value) for name, value in values.items()})

    def get_safe(self, name):
        return self.__dict__.get(name)


class CppInfo:
    def __init__(self):
        self.properties, self.defines, self.requires, self.system_libs, self.libs = {}, [], [], [], []
        self.bindirs, self.libdirs, self.includedirs = ["bin"], ["lib"], ["include"]
        self.components = collections.defaultdict(CppInfo)

    def set_property(self, name, value):
        self.properties[name] = value


class ConanFile:
    cppstd = 20
    version = "0.1.0"

    def __init__(self):
        self.folders = types.SimpleNamespace(root=None)

    def requires(self, reference, options=None, transitive_headers=None, transitive_libs=None):
        self.required.append(reference)


class ConanException(Exception):
    pass


class InvalidConfiguration(ConanException):
    pass


class CMakeToolchain:
    def __init__(self, recipe):
        self.cache_variables = recipe.cache_variables = {}

    def generate(self):
        pass


class CMakeDeps:
    def __init__(self, recipe):
        pass

    def generate(self):
        pass


class CMake:
    """Runs CMake, in the recipe's build folder, with what the toolchain was given."""

    def __init__(self, recipe):
        self.recipe = recipe

    def configure(self):
        variables = [f"-D{name}={'ON' if value else 'OFF'}" for name, value in self.recipe.cache_variables.items()]
        subprocess.run(["cmake", "-S", self.recipe.source_folder, "-B", self.recipe.build_folder, *variables], check=True)

    def build(self):
        subprocess.run(["cmake", "--build", self.recipe.build_folder], check=True)


def check_min_cppstd(recipe, minimum):
    if recipe.cppstd < minimum:
        raise InvalidConfiguration("cppstd")


def copy(recipe, pattern, src, dst, keep_path=True):
    """As Conan's: the pattern is matched with the path below src, where * matches slashes too."""
    found = 0
    for folder, _, names in os.walk(src):
        for name in names:
            path = os.path.join(folder, name)
            below = os.path.relpath(path, src)
            if fnmatch.fnmatch(below, pattern):
                below = below if keep_path else name
                os.makedirs(os.path.dirname(os.path.join(dst, below)), exist_ok=True)
                shutil.copy(path, os.path.join(dst, below))
                found += 1
    assert found or pattern == "*.lib", f"nothing in {src} is {pattern}"


def get(recipe, url, sha256, strip_root):
    """Unpacks what is here as if it had been downloaded."""
    assert strip_root and re.fullmatch("[0-9a-f]{64}", sha256), sha256
    assert url.endswith(f"/cfdns/archive/refs/tags/v{recipe.version}.tar.gz"), url
    shutil.copytree(os.path.join(ROOT, "include"), os.path.join(recipe.source_folder, "include"))
    shutil.copy(os.path.join(ROOT, "LICENSE"), recipe.source_folder)


def load(recipe, path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def module(name, **members):
    made = types.ModuleType(name)
    made.__dict__.update(members)
    sys.modules[name] = made


module("conan", ConanFile=ConanFile)
module("conan.errors", ConanException=ConanException, ConanInvalidConfiguration=InvalidConfiguration)
module("conan.tools")
module("conan.tools.build", check_min_cppstd=check_min_cppstd, can_run=lambda recipe: True)
module("conan.tools.files", copy=copy, load=load, get=get)
module("conan.tools.layout", basic_layout=lambda recipe, src_folder=".": None)
module("conan.tools.cmake", CMake=CMake, CMakeDeps=CMakeDeps, CMakeToolchain=CMakeToolchain, cmake_layout=lambda recipe: None)


def recipe_class(path):
    with open(path, encoding="utf-8") as file:
        members = {}
        exec(compile(file.read(), path, "exec"), members)
    made = next(m for m in members.values() if isinstance(m, type) and issubclass(m, ConanFile) and m is not ConanFile)
    made.required_conan_version = members.get("required_conan_version")
    return made


def resolved(recipe_type, boost=None, httplib=None, **options):
    """The recipe after requirements, validate and package_info; boost's options, or None for [platform_requires]."""
    recipe = recipe_type()
    recipe.required, recipe.cpp_info, recipe.ref = [], CppInfo(), "cfdns"
    assert set(options) <= set(recipe.options)
    recipe.options = Options(**{**recipe.default_options, **options})
    recipe.settings = types.SimpleNamespace(os="Linux")
    recipe.dependencies = {} if boost is None else {"boost": types.SimpleNamespace(options=Options(**boost))}
    if httplib is not None:
        recipe.dependencies["cpp-httplib"] = types.SimpleNamespace(options=Options(**httplib))
    if hasattr(recipe, "configure"):
        recipe.configure()
    recipe.requirements()
    recipe.validate()
    recipe.package_info()
    return recipe


def refused(*arguments, **options):
    try:
        resolved(*arguments, **options)
    except InvalidConfiguration:
        return True
    return False


def check_in_place(made, work):
    """conan editable and export-pkg run the recipe where it lies: their folders begin with folders.root."""
    recipe = made()
    recipe.layout()
    recipe.options = Options(**recipe.default_options)
    recipe.source_folder = os.path.normpath(os.path.join(os.path.dirname(RECIPE), recipe.folders.root or ""))
    recipe.package_folder = os.path.join(work, "in_place")
    # What an editable package offers.
    for folder in CppInfo().includedirs:
        header = os.path.join(recipe.source_folder, folder, "cfdns/cfdns.hpp")
        assert os.path.exists(header), header
    recipe.package()
    assert os.path.exists(os.path.join(recipe.package_folder, "include/cfdns/cfdns.hpp"))


def check_alone(made, work):
    """A recipe without the library says that it belongs into a checkout."""
    recipe = made()
    recipe.recipe_folder = os.path.join(work, "nowhere/packaging/conan")
    try:
        recipe.set_version()
    except ConanException as said:
        assert "checkout" in str(said), said
    else:
        raise AssertionError("a recipe without the library finds a version")


def check_test_package(made):
    """It includes and runs the transport of each option that is on."""
    folder = os.path.join(ROOT, "packaging/conan/test_package")
    recipe = recipe_class(os.path.join(folder, "conanfile.py"))()
    options = [name.removeprefix("with_") for name in made.options]
    given = Options(**{name: True for name in made.options})
    recipe.dependencies = {"cfdns": types.SimpleNamespace(options=given)}
    recipe.generate()
    with open(os.path.join(folder, "test_package.cpp"), encoding="ascii") as file:
        text = file.read()
    # It is the same for both recipes, of which one has fewer options.
    parts = ["beast", "compiled", "curl", "httplib", "testing"]
    assert set(options) <= set(parts)
    wanted = {f"WITH_{name.upper()}": name in options for name in parts}
    assert recipe.cache_variables == wanted, recipe.cache_variables
    for name in made.options:
        if name.startswith("with_"):
            name = name.removeprefix("with_")
            assert f"#ifdef WITH_{name.upper()}\n#include <cfdns/transport/{name}.hpp>" in text, name


def check_targets(made):
    """The targets, what they need and what they define are those of the CMake package."""
    plain = resolved(made, {"header_only": False, "without_json": False})
    headers = plain.cpp_info.components["cfdns"]
    assert list(plain.cpp_info.components) == ["cfdns"] and plain.package_type == "header-library"
    assert headers.properties["cmake_target_name"] == "cfdns::cfdns" and headers.properties["pkg_config_name"] == "cfdns"
    # Conan's target of the whole package has another name.
    assert plain.cpp_info.properties["cmake_target_name"] == "cfdns::all"
    assert headers.requires == ["boost::json"] and headers.bindirs == headers.libdirs == [] and headers.defines == []
    assert headers.system_libs == [] and not [name for name in headers.properties if name.endswith("aliases")]
    # 0.2 may break what was written for 0.1, as CMake's own package has it.
    assert plain.cpp_info.properties["cmake_config_version_compat"] == "SameMinorVersion"
    headers = resolved(made, {"header_only": True, "without_json": False}).cpp_info.components["cfdns"]
    assert headers.requires == ["boost::headers"] and "BOOST_JSON_NO_LIB" in headers.defines
    assert headers.properties["cmake_target_aliases"] == ["cfdns::header_only"]
    # Boost of the system: there is nothing of Conan's to link.
    platform = resolved(made).cpp_info.components["cfdns"]
    assert platform.requires == [] and platform.system_libs == ["boost_json"], platform.system_libs
    assert headers.properties["pkg_config_aliases"] == ["cfdns-header-only"]
    assert refused(made, {"header_only": False, "without_json": True})
    assert not refused(made, {"header_only": True, "without_json": True})
    every = resolved(made, {}, with_curl=True, with_beast=True, with_httplib=True)
    names = sorted(reference.split("/")[0] for reference in every.required)
    # Conan insists that a component requires each requirement.
    required = {name.split("::")[0] for part in every.cpp_info.components.values() for name in part.requires if "::" in name}
    assert names == sorted(required), required
    targets = [part.properties["cmake_target_name"] for part in every.cpp_info.components.values()]
    assert targets == ["cfdns::cfdns", "cfdns::beast", "cfdns::curl", "cfdns::httplib"], targets
    ConanFile.cppstd = 17
    assert refused(made, {})
    ConanFile.cppstd = 20


def check_compiled(made):
    for testing in (False, True):
        recipe = resolved(made, {}, compiled=not testing, testing=testing)
        assert recipe.package_type == "static-library"
        parts = recipe.cpp_info.components
        assert parts["compiled"].libs == ["cfdns"] and parts["compiled"].libdirs == ["lib"]
        assert parts["compiled"].defines == ["CFDNS_SEPARATE_COMPILATION"] and parts["compiled"].requires == ["cfdns"]
        assert ("testing" in parts) == testing
    assert parts["testing"].libs == ["cfdns-testing"] and parts["testing"].requires == ["compiled"]
    assert parts["testing"].defines == ["CFDNS_SEPARATE_TESTING"]


def check_center(work):
    """The recipe for Conan Center, with its source "downloaded"."""
    index = os.path.join(ROOT, "packaging/conan-center/recipes/cfdns")
    made = recipe_class(os.path.join(index, "all/conanfile.py"))
    check_targets(made)
    check_test_package(made)
    recipe = resolved(made, {})
    assert refused(made, {}, httplib={"with_openssl": False}, with_httplib=True)
    assert not refused(made, {}, httplib={"with_openssl": True}, with_httplib=True)
    assert all("[" not in name for name in recipe.required if name.startswith(("boost", "cpp-httplib"))), recipe.required
    with open(os.path.join(index, "config.yml"), encoding="ascii") as file:
        recipe.version = re.fullmatch(r'versions:\n  "(.+)":\n    folder: all\n', file.read())[1]
    with open(os.path.join(index, "all/conandata.yml"), encoding="ascii") as file:
        data = re.fullmatch(r'sources:\n  "(.+)":\n    url: "(.+)"\n    sha256: "(.+)"\n', file.read())
    recipe.conan_data = {"sources": {data[1]: {"url": data[2], "sha256": data[3]}}}
    recipe.source_folder, recipe.package_folder = os.path.join(work, "center-source"), os.path.join(work, "center")
    os.makedirs(recipe.source_folder)
    recipe.source()
    recipe.build()
    recipe.package()
    assert os.path.exists(os.path.join(recipe.package_folder, "licenses/LICENSE"))


def export(made, work, **options):
    """The recipe's package, in a folder of that name; made from nothing but what the recipe exports."""
    recipe = resolved(made, {}, **options)
    recipe.recipe_folder = os.path.dirname(RECIPE)
    recipe.set_version()
    recipe.export_sources_folder = recipe.source_folder = os.path.join(work, "exported")
    recipe.build_folder, recipe.package_folder = os.path.join(work, "build"), os.path.join(work, "package")
    recipe.export_sources()
    recipe.generate()
    recipe.build()
    recipe.package()
    return recipe


def main():
    work = sys.argv[1]
    options = dict.fromkeys(sys.argv[2:], True)
    made = recipe_class(RECIPE)
    # A name can be looked for in the dependencies from this version on.
    assert made.required_conan_version == ">=2.0.15", made.required_conan_version
    assert set(made.options) == set(made.default_options)
    assert resolved(made, {}).required == ["boost/[>=1.81.0 <2]"]
    check_targets(made)
    check_compiled(made)
    check_in_place(made, work)
    check_alone(made, work)
    check_test_package(made)
    check_center(work)

    recipe = export(made, work, **options)
    cmake = os.path.join(work, "cmake")
    os.makedirs(cmake)
    # What CMakeDeps makes of the components, as far as they have no dependency but Boost.
    config = "find_package(Boost CONFIG REQUIRED COMPONENTS json)\n"
    for part in recipe.cpp_info.components.values():
        target = part.properties["cmake_target_name"]
        libraries = [f"cfdns::{name}" if "::" not in name else name.replace("boost", "Boost") for name in part.requires]
        config += f"""\
add_library({target} {"STATIC" if part.libs else "INTERFACE"} IMPORTED)
target_include_directories({target} INTERFACE "{os.path.join(recipe.package_folder, 'include')}")
target_compile_definitions({target} INTERFACE {" ".join(part.defines)})
target_link_libraries({target} INTERFACE {" ".join(libraries)})
"""
        for name in part.libs:
            location = os.path.join(recipe.package_folder, "lib", f"lib{name}.a")
            config += f'set_target_properties({target} PROPERTIES IMPORTED_LOCATION "{location}")\n'
    with open(os.path.join(cmake, recipe.cpp_info.properties["cmake_file_name"] + "-config.cmake"), "w",
              encoding="utf-8") as file:
        file.write(config)
    print(f"{recipe.name}/{recipe.version}")


if __name__ == "__main__":
    main()
