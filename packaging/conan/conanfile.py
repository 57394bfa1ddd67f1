# SPDX-License-Identifier: BSL-1.0
import os
import re

from conan import ConanFile
from conan.errors import ConanException, ConanInvalidConfiguration
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load

required_conan_version = ">=2.0.15"  # a dependency is looked for by its name


class CfdnsConan(ConanFile):
    name = "cfdns"
    description = "Cloudflare DNS for C++: typed parameters to HTTP requests, responses to typed results"
    license = "BSL-1.0"
    url = homepage = "https://github.com/OWNER/cfdns"
    topics = ("cloudflare", "dns", "zone-transfer", "api-client", "header-only")
    settings = "os", "arch", "compiler", "build_type"
    # "with_NAME" brings what the transport of that name needs; the headers are always there. The others add static libraries:
    # cfdns::compiled, and with it cfdns::testing.
    options = {name: [True, False] for name in ("compiled", "testing", "with_beast", "with_curl", "with_httplib")}
    default_options = {name: False for name in options}
    no_copy_source = True

    @property
    def _root(self):
        return os.path.join(self.recipe_folder, os.pardir, os.pardir)

    def export_sources(self):
        copy(self, "LICENSE", self._root, self.export_sources_folder)
        for pattern in ("include/*pp", "src/*.cpp", "cmake/*", "CMakeLists.txt"):
            copy(self, pattern, self._root, self.export_sources_folder)

    def set_version(self):
        version_header = os.path.join(self._root, "include", "cfdns", "version.hpp")
        if not os.path.exists(version_header):
            raise ConanException("cfdns: the recipe packages the checkout in whose packaging/conan it lies")
        text = load(self, version_header)
        self.version = re.search(r'define CFDNS_VERSION "([^"]+)"', text)[1]

    def layout(self):
        # For editable and export-pkg, which work in the checkout itself.
        self.folders.root = os.path.join(os.pardir, os.pardir)
        cmake_layout(self)

    @property
    def _is_compiled(self):
        return bool(self.options.compiled or self.options.testing)

    def configure(self):
        self.package_type = "static-library" if self._is_compiled else "header-library"

    def requirements(self):
        # The headers of Boost are those of cfdns's own headers.
        self.requires("boost/[>=1.81.0 <2]", transitive_headers=True, transitive_libs=True)
        if self.options.with_curl:
            self.requires("libcurl/[>=7.78 <9]", transitive_headers=True, transitive_libs=True)
        if self.options.with_beast or self.options.with_httplib:
            self.requires("openssl/[>=1.1 <4]", transitive_headers=True, transitive_libs=True)
        if self.options.with_httplib:
            self.requires("cpp-httplib/[>=0.14.1 <1]", options={"with_openssl": True}, transitive_headers=True,
                          transitive_libs=True)

    def package_id(self):
        if not (self.info.options.compiled or self.info.options.testing):
            self.info.clear()

    def _boost_option(self, name):
        # [platform_requires] leaves boost out of the graph.
        return "boost" in self.dependencies and self.dependencies["boost"].options.get_safe(name)

    def validate(self):
        check_min_cppstd(self, 20)
        if self._boost_option("without_json") and not self._boost_option("header_only"):
            raise ConanInvalidConfiguration(f"{self.ref} needs boost/*:without_json=False")

    def generate(self):
        if self._is_compiled:
            CMakeDeps(self).generate()
            toolchain = CMakeToolchain(self)
            for name, wanted in (("BUILD_TESTS", False), ("BUILD_EXAMPLES", False), ("INSTALL_COMPILED", True),
                                 ("INSTALL_TESTING", bool(self.options.testing))):
                toolchain.cache_variables[f"CFDNS_{name}"] = wanted
            toolchain.cache_variables["BUILD_SHARED_LIBS"] = False
            toolchain.generate()

    def build(self):
        if self._is_compiled:
            cmake = CMake(self)
            cmake.configure()
            cmake.build()

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        copy(self, "*pp", os.path.join(self.source_folder, "include"), os.path.join(self.package_folder, "include"))
        for library in ("*.a", "*.lib") if self._is_compiled else ():
            copy(self, library, self.build_folder, os.path.join(self.package_folder, "lib"), keep_path=False)

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "cfdns")
        # Everything; the other targets are those of the CMake package.
        self.cpp_info.set_property("cmake_target_name", "cfdns::all")
        self.cpp_info.set_property("pkg_config_name", "cfdns-all")
        # As CMakeLists.txt has it.
        compatible = "SameMinorVersion" if str(self.version).startswith("0.") else "SameMajorVersion"
        self.cpp_info.set_property("cmake_config_version_compat", compatible)
        headers = self._component("cfdns", "cfdns")
        # boost/*:header_only=True has no json component: the program compiles <boost/json/src.hpp> itself.
        if self._boost_option("header_only"):
            headers.requires = ["boost::headers"]
            headers.defines = ["BOOST_JSON_NO_LIB", "BOOST_CONTAINER_NO_LIB"]
            headers.set_property("cmake_target_aliases", ["cfdns::header_only"])
            headers.set_property("pkg_config_aliases", ["cfdns-header-only"])
        elif "boost" in self.dependencies:
            headers.requires = ["boost::json"]
        else:
            headers.system_libs = ["boost_json"]
        needs = {"beast": ["openssl::openssl"], "curl": ["libcurl::libcurl"],
                 "httplib": ["openssl::openssl", "cpp-httplib::cpp-httplib"]}
        for name, required in needs.items():
            if self.options.get_safe(f"with_{name}"):
                transport = self._component(name, f"cfdns-{name}")
                transport.requires = ["cfdns", *required]
                if name != "curl" and self.settings.os in ("Linux", "FreeBSD"):
                    transport.system_libs = ["pthread"]
        if self._is_compiled:
            compiled = self._component("compiled", "cfdns-compiled")
            compiled.libs, compiled.libdirs = ["cfdns"], ["lib"]
            compiled.defines, compiled.requires = ["CFDNS_SEPARATE_COMPILATION"], ["cfdns"]
        if self.options.testing:
            testing = self._component("testing", "cfdns-testing")
            testing.libs, testing.libdirs = ["cfdns-testing"], ["lib"]
            testing.defines, testing.requires = ["CFDNS_SEPARATE_TESTING"], ["compiled"]

    def _component(self, name, pkg_config_name):
        component = self.cpp_info.components[name]
        component.set_property("cmake_target_name", f"cfdns::{name}")
        component.set_property("pkg_config_name", pkg_config_name)
        component.bindirs = component.libdirs = []
        return component
