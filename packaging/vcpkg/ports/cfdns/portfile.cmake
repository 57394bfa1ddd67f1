vcpkg_check_features(OUT_FEATURE_OPTIONS FEATURE_OPTIONS
    FEATURES
        compiled CFDNS_INSTALL_COMPILED
        testing CFDNS_INSTALL_TESTING
)
if("compiled" IN_LIST FEATURES OR "testing" IN_LIST FEATURES)
    vcpkg_check_linkage(ONLY_STATIC_LIBRARY)
else()
    set(VCPKG_BUILD_TYPE release)  # header-only
endif()

# In a checkout of cfdns the port installs that; a copy of the port, as in a registry, gets the release.
# vcpkg knows a port by its own files: after a change of the checkout, remove cfdns and install it with
# --no-binarycaching.
get_filename_component(SOURCE_PATH "${CMAKE_CURRENT_LIST_DIR}/../../../.." ABSOLUTE)
if(NOT EXISTS "${SOURCE_PATH}/packaging/vcpkg/ports/cfdns/portfile.cmake")
    vcpkg_from_github(
        OUT_SOURCE_PATH SOURCE_PATH
        REPO OWNER/cfdns
        REF "v${VERSION}"
        SHA512 0
        HEAD_REF main
    )
endif()

vcpkg_cmake_configure(
    SOURCE_PATH "${SOURCE_PATH}"
    OPTIONS
        -DCFDNS_BUILD_TESTS=OFF
        -DCFDNS_BUILD_EXAMPLES=OFF
        -DCFDNS_CMAKEDIR=share/cmake/cfdns
        ${FEATURE_OPTIONS}
)

vcpkg_cmake_install()
vcpkg_cmake_config_fixup(CONFIG_PATH share/cmake/cfdns)
# Its requirements are those of a feature, and vcpkg checks that they are there.
foreach(transport IN ITEMS beast curl httplib)
    if(NOT transport IN_LIST FEATURES)
        file(REMOVE "${CURRENT_PACKAGES_DIR}/lib/pkgconfig/cfdns-${transport}.pc"
            "${CURRENT_PACKAGES_DIR}/debug/lib/pkgconfig/cfdns-${transport}.pc")
    endif()
endforeach()
vcpkg_fixup_pkgconfig()
file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_PACKAGES_DIR}/debug/share")

configure_file("${CMAKE_CURRENT_LIST_DIR}/usage" "${CURRENT_PACKAGES_DIR}/share/${PORT}/usage" COPYONLY)
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
