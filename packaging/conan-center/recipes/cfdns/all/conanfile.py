# SPDX-License-Identifier: BSL-1.0
import os

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.build import check_min_cppstd
from conan.tools.files import copy, get
from conan.tools.layout import basic_layout

required_conan_version = ">=2.0.15"


class CfdnsConan(ConanFile):
    name = "cfdns"
    description = "Cloudflare DNS for C++: typed parameters to HTTP requests, responses to typed results"
    license = "BSL-1.0"
    url = "https://github.com/conan-io/conan-center-index"
    homepage = "https://github.com/OWNER/cfdns"
    topics = ("cloudflare", "dns", "zone-transfer", "api-client", "header-only")
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    options = {
        "with_beast": [True, False],
        "with_curl": [True, False],
        "with_httplib": [True, False],
    }
    default_options = {
        "with_beast": False,
        "with_curl": False,
        "with_httplib": False,
    }
    no_copy_source = True

    def layout(self):
        basic_layout(self, src_folder="src")

    def requirements(self):
        self.requires("boost/1.90.0")
        if self.options.with_curl:
            self.requires("libcurl/[>=7.78 <9]")
        if self.options.with_beast or self.options.with_httplib:
            self.requires("openssl/[>=1.1 <4]")
        if self.options.with_httplib:
            self.requires("cpp-httplib/0.47.0")

    def package_id(self):
        self.info.clear()

    def _option_of(self, dependency, name):
        # None if the dependency is not in the graph, as with [platform_requires]. Options are not of type bool.
        if dependency not in self.dependencies:
            return None
        value = self.dependencies[dependency].options.get_safe(name)
        return None if value is None else bool(value)

    def validate(self):
        check_min_cppstd(self, 20)
        if self._option_of("boost", "without_json") and not self._option_of("boost", "header_only"):
            raise ConanInvalidConfiguration(f"{self.ref} needs boost/*:without_json=False")
        if self.options.with_httplib and self._option_of("cpp-httplib", "with_openssl") is False:
            raise ConanInvalidConfiguration(f"{self.ref} needs cpp-httplib/*:with_openssl=True")

    def source(self):
        get(self, **self.conan_data["sources"][self.version], strip_root=True)

    def build(self):
        pass

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        copy(self, "*pp", os.path.join(self.source_folder, "include"), os.path.join(self.package_folder, "include"))

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "cfdns")
        # As the library's own CMake package has it.
        compatible = "SameMinorVersion" if str(self.version).startswith("0.") else "SameMajorVersion"
        self.cpp_info.set_property("cmake_config_version_compat", compatible)
        # Everything; the other targets are those of the library's own CMake package.
        self.cpp_info.set_property("cmake_target_name", "cfdns::all")
        self.cpp_info.set_property("pkg_config_name", "cfdns-all")
        headers = self._component("cfdns", "cfdns")
        if self._option_of("boost", "header_only"):
            headers.requires = ["boost::headers"]
            headers.defines = ["BOOST_JSON_NO_LIB", "BOOST_CONTAINER_NO_LIB"]
            headers.set_property("cmake_target_aliases", ["cfdns::header_only"])
            headers.set_property("pkg_config_aliases", ["cfdns-header-only"])
        elif "boost" in self.dependencies:
            headers.requires = ["boost::json"]
        else:
            headers.system_libs = ["boost_json"]
        needs = {
            "beast": ["openssl::openssl"],
            "curl": ["libcurl::libcurl"],
            "httplib": ["openssl::openssl", "cpp-httplib::cpp-httplib"],
        }
        for name, required in needs.items():
            if self.options.get_safe(f"with_{name}"):
                transport = self._component(name, f"cfdns-{name}")
                transport.requires = ["cfdns", *required]
                if name != "curl" and self.settings.os in ("Linux", "FreeBSD"):
                    transport.system_libs = ["pthread"]

    def _component(self, name, pkg_config_name):
        component = self.cpp_info.components[name]
        component.set_property("cmake_target_name", f"cfdns::{name}")
        component.set_property("pkg_config_name", pkg_config_name)
        component.bindirs = component.libdirs = []
        return component
