// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_SRC_HPP
#define CFDNS_SRC_HPP

#if !defined(CFDNS_SEPARATE_COMPILATION)
#error "define CFDNS_SEPARATE_COMPILATION for every source of the program that includes cfdns, this one too"
#endif
#if defined(CFDNS_VERSION)
#error "include cfdns/src.hpp before any other header of cfdns"
#endif

/// The definitions of the library's core, for one source of a program that defines `CFDNS_SEPARATE_COMPILATION` throughout.
/// Sources that use the library then compile about as fast as they include it. The opt-in rooms stay header-only.
#define CFDNS_SOURCE
#include <cfdns/cfdns.hpp>

#endif
