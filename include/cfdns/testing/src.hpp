// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTING_SRC_HPP
#define CFDNS_TESTING_SRC_HPP

/// The definitions of the in-memory service and the codec: `cfdns/testing/fake_cloudflare.hpp` and what it
/// includes. A program that defines `CFDNS_SEPARATE_TESTING` in all source files includes this header in
/// exactly one of them, before any other header of the library; the others then compile declarations only.
///
/// Opt-in: not part of cfdns/cfdns.hpp.
#define CFDNS_TESTING_SOURCE
#include <cfdns/detail/config.hpp>

#if !defined(CFDNS_SEPARATE_TESTING)
#error "define CFDNS_SEPARATE_TESTING in every source that includes cfdns/testing, including this one"
#elif !CFDNS_HAS_TESTING_DEFINITIONS
#error \
    "include cfdns/testing/src.hpp before any other header of cfdns, \
without a precompiled header or a unity build"
#endif

#include <cfdns/testing/fake_cloudflare.hpp>

#endif
