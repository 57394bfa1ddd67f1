// SPDX-License-Identifier: BSL-1.0
#ifdef CFDNS_VERSION_HPP
#if CFDNS_VERSION_MAJOR != 0 || CFDNS_VERSION_MINOR != 2 || CFDNS_VERSION_PATCH != 0
#error "this source includes two different versions of cfdns"
#endif
#else
#define CFDNS_VERSION_HPP

/// Major version: incremented for incompatible changes; 0 before the first stable release.
#define CFDNS_VERSION_MAJOR 0
/// Minor version: incremented for additions. Before 1.0, a minor version may be incompatible.
#define CFDNS_VERSION_MINOR 2
/// Patch version: bug fixes only.
#define CFDNS_VERSION_PATCH 0

/// The version of the library as a string literal, MAJOR.MINOR.PATCH. Build files and packages read it from
/// this line.
#define CFDNS_VERSION "0.2.0"

#endif
