// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_SRC_HPP
#define CFDNS_SRC_HPP

/// The definitions of the library. A program that defines `CFDNS_SEPARATE_COMPILATION` in all source files
/// includes this header in exactly one of them; the others then compile declarations only. A program that
/// uses cfdns/flows.hpp includes it in the same source file, after this header. The in-memory service and
/// the transports have macros and headers of their own: cfdns/testing/src.hpp and cfdns/transport/src.hpp.
///
/// No other header of the library may be included before this one, not even by a precompiled header or a
/// unity build. In CMake, set the properties `SKIP_PRECOMPILE_HEADERS` and `SKIP_UNITY_BUILD_INCLUSION` of
/// the source file.
#define CFDNS_SOURCE
#include <cfdns/cfdns.hpp>

#endif
