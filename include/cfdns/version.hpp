// SPDX-License-Identifier: BSL-1.0
#ifdef CFDNS_VERSION_HPP
// Two different versions in one translation unit would be one definition too many of everything.
#if CFDNS_VERSION_MAJOR != 0 || CFDNS_VERSION_MINOR != 1 || CFDNS_VERSION_PATCH != 0
#error "two different versions of cfdns are included in one source"
#endif
#else
#define CFDNS_VERSION_HPP

/// Incompatible with another number; 0 before the first stable version.
#define CFDNS_VERSION_MAJOR 0
/// Added to without breaking; before 1.0 it may break.
#define CFDNS_VERSION_MINOR 1
/// Mended only.
#define CFDNS_VERSION_PATCH 0

/// The version of the library, MAJOR.MINOR.PATCH, as a string literal. Build files and packages read it from here.
#define CFDNS_VERSION "0.1.0"

#endif
