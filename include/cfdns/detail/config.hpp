// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_CONFIG_HPP
#define CFDNS_DETAIL_CONFIG_HPP

// Every header includes this one before anything else of this library. Compilers go on after #error, but
// not after an include that is not there: what C++17 lacks would be hundreds of errors.
#if defined(_MSVC_LANG) ? _MSVC_LANG < 202002L : __cplusplus < 202002L
#error "cfdns needs C++20 (-std=c++20, /std:c++20)"
#include <cfdns_needs_cxx20>
#endif

#include <boost/version.hpp>
#include <cfdns/version.hpp>

#if BOOST_VERSION < 108100
#error "cfdns needs Boost 1.81 or later"
#endif

// A program that includes the library in many sources may define CFDNS_SEPARATE_COMPILATION for all of them: then the
// definitions of the core are compiled once, where CFDNS_SOURCE is defined; cfdns/src.hpp does that.
#if defined(CFDNS_SEPARATE_COMPILATION)
#define CFDNS_DECL
#else
#define CFDNS_DECL inline
#endif
#if !defined(CFDNS_SEPARATE_COMPILATION) || defined(CFDNS_SOURCE)
#define CFDNS_HAS_DEFINITIONS 1
#else
#define CFDNS_HAS_DEFINITIONS 0
#endif

namespace cfdns::inline v1::detail {

// For what the caller promises never to happen, as std::unreachable of C++23.
[[noreturn]] inline void unreachable() noexcept {
#if defined(_MSC_VER) && !defined(__clang__)
    __assume(false);
#else
    __builtin_unreachable();
#endif
}

}  // namespace cfdns::inline v1::detail

#endif
