#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs packaging/conan/conanfile.py without Conan, using stand-ins for the modules that the recipe imports.

    conan.py FOLDER     leaves FOLDER/package, and FOLDER/cmake with the package file that CMakeDeps would write
"""
import fnmatch
import os
import shutil
import sys
import types

sys.dont_write_bytecode = True
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RECIPE = os.path.join(ROOT, "packaging/conan/conanfile.py")


class Options:
    def __init__(self, **values):
        self.__dict__.update(values)

    def get_safe(self, name):
        return self.__dict__.get(name)


class CppInfo:
    def __init__(self):
        self.properties, self.defines, self.requires, self.system_libs = {}, [], [], []
        self.bindirs, self.libdirs, self.includedirs = ["bin"], ["lib"], ["include"]

    def set_property(self, name, value):
        self.properties[name] = value


class ConanFile:
    cppstd = 20
    version = "0.1.0"

    def __init__(self):
        self.folders = types.SimpleNamespace(root=None)

    def requires(self, reference, options=None):
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


def check_min_cppstd(recipe, minimum):
    if recipe.cppstd < minimum:
        raise InvalidConfiguration("cppstd")


def copy(recipe, pattern, src, dst):
    """As Conan's: the pattern is matched with the path below src, where * matches slashes too."""
    found = 0
    for folder, _, names in os.walk(src):
        for name in names:
            path = os.path.join(folder, name)
            below = os.path.relpath(path, src)
            if fnmatch.fnmatch(below, pattern):
                os.makedirs(os.path.dirname(os.path.join(dst, below)), exist_ok=True)
                shutil.copy(path, os.path.join(dst, below))
                found += 1
    assert found, f"nothing in {src} is {pattern}"


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
module("conan.tools.files", copy=copy, load=load)
module("conan.tools.layout", basic_layout=lambda recipe: None)
module("conan.tools.cmake", CMake=object, CMakeToolchain=CMakeToolchain, cmake_layout=lambda recipe: None)


def recipe_class(path):
    with open(path, encoding="utf-8") as file:
        members = {}
        exec(compile(file.read(), path, "exec"), members)
    made = next(m for m in members.values() if isinstance(m, type) and issubclass(m, ConanFile) and m is not ConanFile)
    made.required_conan_version = members.get("required_conan_version")
    return made


def resolved(recipe_type, boost=None, **options):
    """The recipe after requirements, validate and package_info; boost's options, or None for [platform_requires]."""
    recipe = recipe_type()
    recipe.required, recipe.cpp_info, recipe.ref = [], CppInfo(), "cfdns"
    assert set(options) <= set(recipe.options)
    recipe.options = Options(**{**recipe.default_options, **options})
    recipe.dependencies = {} if boost is None else {"boost": types.SimpleNamespace(options=Options(**boost))}
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
    options = [name[len("with_"):] for name in made.options if name.startswith("with_")]
    given = Options(**{f"with_{name}": True for name in options})
    recipe.dependencies = {"cfdns": types.SimpleNamespace(options=given)}
    recipe.generate()
    with open(os.path.join(folder, "test_package.cpp"), encoding="ascii") as file:
        text = file.read()
    wanted = {f"WITH_{name.upper()}": True for name in options}
    assert recipe.cache_variables == wanted, recipe.cache_variables
    for name in options:
        assert f"#ifdef WITH_{name.upper()}\n#include <cfdns/transport/{name}.hpp>" in text, name


def main():
    work = sys.argv[1]
    made = recipe_class(RECIPE)
    # A name can be looked for in the dependencies from this version on.
    assert made.required_conan_version == ">=2.0.15", made.required_conan_version
    assert made.package_type == "header-library" and set(made.options) == set(made.default_options)

    plain = resolved(made, {"header_only": False, "without_json": False})
    assert plain.required == ["boost/[>=1.81.0 <2]"] and plain.cpp_info.requires == ["boost::json"], plain.cpp_info.requires
    assert plain.cpp_info.bindirs == plain.cpp_info.libdirs == [] and plain.cpp_info.defines == []
    assert plain.cpp_info.system_libs == []
    assert not [name for name in plain.cpp_info.properties if name.endswith("aliases")]
    # 0.2 may break what was written for 0.1, as CMake's own package has it.
    assert plain.cpp_info.properties["cmake_config_version_compat"] == "SameMinorVersion"
    headers = resolved(made, {"header_only": True, "without_json": False})
    assert headers.cpp_info.requires == ["boost::headers"] and "BOOST_JSON_NO_LIB" in headers.cpp_info.defines
    assert headers.cpp_info.properties["cmake_target_aliases"] == ["cfdns::header_only"]
    assert headers.cpp_info.properties["pkg_config_aliases"] == ["cfdns-header-only"]
    # Boost of the system: there is nothing of Conan's to link.
    platform = resolved(made).cpp_info
    assert platform.requires == [] and platform.system_libs == ["boost_json"], platform.system_libs
    assert refused(made, {"header_only": False, "without_json": True})
    assert not refused(made, {"header_only": True, "without_json": True})
    every = resolved(made, {}, with_curl=True, with_beast=True, with_httplib=True)
    names = sorted(reference.split("/")[0] for reference in every.required)
    # Conan insists that requires names a component of every requirement, once it names any.
    assert names == sorted({component.split("::")[0] for component in every.cpp_info.requires}), every.cpp_info.requires
    ConanFile.cppstd = 17
    assert refused(made, {})
    ConanFile.cppstd = 20

    check_in_place(made, work)
    check_alone(made, work)
    check_test_package(made)

    plain.recipe_folder = os.path.dirname(RECIPE)
    plain.set_version()
    plain.export_sources_folder = plain.source_folder = os.path.join(work, "exported")
    plain.package_folder = os.path.join(work, "package")
    plain.export_sources()
    plain.package()

    cmake = os.path.join(work, "cmake")
    os.makedirs(cmake)
    properties = plain.cpp_info.properties
    target = properties["cmake_target_name"]
    with open(os.path.join(cmake, properties["cmake_file_name"] + "-config.cmake"), "w", encoding="utf-8") as file:
        file.write(f"""\
find_package(Boost CONFIG REQUIRED COMPONENTS json)
add_library({target} INTERFACE IMPORTED)
target_include_directories({target} INTERFACE "{os.path.join(plain.package_folder, 'include')}")
target_link_libraries({target} INTERFACE Boost::json)
""")
    print(f"{plain.name}/{plain.version}")


if __name__ == "__main__":
    main()
