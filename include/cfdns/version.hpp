// SPDX-License-Identifier: BSL-1.0
#ifdef CFDNS_VERSION_HPP
// Two different versions in one translation unit would be one definition too many of everything.
#if CFDNS_VERSION_MAJOR != 0 || CFDNS_VERSION_MINOR != 1 || CFDNS_VERSION_PATCH != 0
#error "two different versions of cfdns are included in one source"
#endif
#else
#define CFDNS_VERSION_HPP

#define CFDNS_VERSION_MAJOR 0
#define CFDNS_VERSION_MINOR 1
#define CFDNS_VERSION_PATCH 0

/// The version of the library, MAJOR.MINOR.PATCH, as a string literal. Build files and packages read it from here.
#define CFDNS_VERSION "0.1.0"

#endif
