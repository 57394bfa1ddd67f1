# SPDX-License-Identifier: BSL-1.0
import os
import re

from conan import ConanFile
from conan.errors import ConanException, ConanInvalidConfiguration
from conan.tools.build import check_min_cppstd
from conan.tools.files import copy, load
from conan.tools.layout import basic_layout

required_conan_version = ">=2.0.15"  # a dependency is looked for by its name


class CfdnsConan(ConanFile):
    name = "cfdns"
    description = "Cloudflare DNS for C++: typed parameters to HTTP requests, responses to typed results"
    license = "BSL-1.0"
    url = homepage = "https://github.com/OWNER/cfdns"
    topics = ("cloudflare", "dns", "zone-transfer", "api-client", "header-only")
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    # Each brings what the transport of that name needs; the headers are always there.
    options = {"with_beast": [True, False], "with_curl": [True, False], "with_httplib": [True, False]}
    default_options = {"with_beast": False, "with_curl": False, "with_httplib": False}
    no_copy_source = True

    @property
    def _root(self):
        return os.path.join(self.recipe_folder, os.pardir, os.pardir)

    def export_sources(self):
        copy(self, "LICENSE", self._root, self.export_sources_folder)
        copy(self, "include/*pp", self._root, self.export_sources_folder)

    def set_version(self):
        version_header = os.path.join(self._root, "include", "cfdns", "version.hpp")
        if not os.path.exists(version_header):
            raise ConanException("cfdns: the recipe packages the checkout in whose packaging/conan it lies")
        text = load(self, version_header)
        self.version = re.search(r'define CFDNS_VERSION "([^"]+)"', text)[1]

    def layout(self):
        # For editable and export-pkg, which work in the checkout itself.
        self.folders.root = os.path.join(os.pardir, os.pardir)
        basic_layout(self)

    def requirements(self):
        self.requires("boost/[>=1.81.0 <2]")
        if self.options.with_curl:
            self.requires("libcurl/[>=7.78 <9]")
        if self.options.with_beast or self.options.with_httplib:
            self.requires("openssl/[>=1.1 <4]")
        if self.options.with_httplib:
            self.requires("cpp-httplib/[>=0.14.1 <1]", options={"with_openssl": True})

    def package_id(self):
        self.info.clear()

    def _boost_option(self, name):
        # [platform_requires] leaves boost out of the graph.
        return "boost" in self.dependencies and self.dependencies["boost"].options.get_safe(name)

    def validate(self):
        check_min_cppstd(self, 20)
        if self._boost_option("without_json") and not self._boost_option("header_only"):
            raise ConanInvalidConfiguration(f"{self.ref} needs boost/*:without_json=False")

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        copy(self, "*pp", os.path.join(self.source_folder, "include"), os.path.join(self.package_folder, "include"))

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "cfdns")
        self.cpp_info.set_property("cmake_target_name", "cfdns::cfdns")
        self.cpp_info.set_property("pkg_config_name", "cfdns")
        # As CMakeLists.txt has it.
        compatible = "SameMinorVersion" if str(self.version).startswith("0.") else "SameMajorVersion"
        self.cpp_info.set_property("cmake_config_version_compat", compatible)
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
        required = []
        # boost/*:header_only=True has no json component: the program compiles <boost/json/src.hpp> itself.
        if self._boost_option("header_only"):
            required += ["boost::headers"]
            self.cpp_info.defines = ["BOOST_JSON_NO_LIB", "BOOST_CONTAINER_NO_LIB"]
            self.cpp_info.set_property("cmake_target_aliases", ["cfdns::header_only"])
            self.cpp_info.set_property("pkg_config_aliases", ["cfdns-header-only"])
        elif "boost" in self.dependencies:
            required += ["boost::json"]
        else:
            self.cpp_info.system_libs = ["boost_json"]
        if self.options.with_curl:
            required += ["libcurl::libcurl"]
        if self.options.with_beast or self.options.with_httplib:
            required += ["openssl::openssl"]
        if self.options.with_httplib:
            required += ["cpp-httplib::cpp-httplib"]
        self.cpp_info.requires = required
