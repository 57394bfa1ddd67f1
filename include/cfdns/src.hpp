// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_SRC_HPP
#define CFDNS_SRC_HPP

/// The definitions of the library's core, for one source of a program that defines `CFDNS_SEPARATE_COMPILATION` throughout.
/// Sources that use the library then compile about as fast as they include it. The opt-in rooms stay header-only.
///
/// Nothing of the library may come before it, neither by a precompiled header nor by a unity build. The
/// properties `SKIP_PRECOMPILE_HEADERS` and `SKIP_UNITY_BUILD_INCLUSION` tell CMake so.
#define CFDNS_SOURCE
#include <cfdns/cfdns.hpp>

#endif
