// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_CONFIG_HPP
#define CFDNS_DETAIL_CONFIG_HPP

// Every header includes this one first. Compilers continue after #error but stop at a missing include, which
// avoids hundreds of errors in C++17.
#if defined(_MSVC_LANG) ? _MSVC_LANG < 202002L : __cplusplus < 202002L
#error "cfdns needs C++20 (-std=c++20, /std:c++20)"
#include <cfdns_needs_cxx20>
#endif

#include <boost/version.hpp>
#include <cfdns/version.hpp>

#if BOOST_VERSION < 108100
#error "cfdns needs Boost 1.81 or later"
#endif

// Definitions are compiled as inline functions in every source, or once: with CFDNS_SEPARATE_COMPILATION
// those of the core and the products, in the source that defines CFDNS_SOURCE, which cfdns/src.hpp does. A
// shared library of them exports these functions. Functions that no public header declares remain inline.
#if defined(__GNUC__) && !defined(_WIN32)
#define CFDNS_DETAIL_EXPORT __attribute__((visibility("default")))
#else
#define CFDNS_DETAIL_EXPORT
#endif
#if defined(CFDNS_SEPARATE_COMPILATION)
#define CFDNS_DECL CFDNS_DETAIL_EXPORT
#else
#define CFDNS_DECL inline
#endif
#if !defined(CFDNS_SEPARATE_COMPILATION) || defined(CFDNS_SOURCE)
#define CFDNS_HAS_DEFINITIONS 1
#else
#define CFDNS_HAS_DEFINITIONS 0
#endif

// The same for the in-memory service, and for what sends and receives: transports, the loopback server and
// the conformance kit.
#if defined(CFDNS_SEPARATE_TESTING)
#define CFDNS_TESTING_DECL
#else
#define CFDNS_TESTING_DECL inline
#endif
#if !defined(CFDNS_SEPARATE_TESTING) || defined(CFDNS_TESTING_SOURCE)
#define CFDNS_HAS_TESTING_DEFINITIONS 1
#else
#define CFDNS_HAS_TESTING_DEFINITIONS 0
#endif
#if defined(CFDNS_SEPARATE_TRANSPORT)
#define CFDNS_TRANSPORT_DECL
#else
#define CFDNS_TRANSPORT_DECL inline
#endif
#if !defined(CFDNS_SEPARATE_TRANSPORT) || defined(CFDNS_TRANSPORT_SOURCE)
#define CFDNS_HAS_TRANSPORT_DEFINITIONS 1
#else
#define CFDNS_HAS_TRANSPORT_DEFINITIONS 0
#endif

// On a function that returns a view into what its object shares with copies. g++ 14 and later warn otherwise
// if the object is a temporary, such as what `result::error()` of Boost returns.
#if __has_cpp_attribute(gnu::no_dangling)
#define CFDNS_DETAIL_SHARED_VIEW [[gnu::no_dangling]]
#else
#define CFDNS_DETAIL_SHARED_VIEW
#endif

namespace cfdns::inline v0_2::detail {

// std::unreachable of C++23.
[[noreturn]] inline void unreachable() noexcept {
#if defined(_MSC_VER) && !defined(__clang__)
    __assume(false);
#else
    __builtin_unreachable();
#endif
}

}  // namespace cfdns::inline v0_2::detail

#endif
