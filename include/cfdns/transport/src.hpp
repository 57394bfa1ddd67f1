// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TRANSPORT_SRC_HPP
#define CFDNS_TRANSPORT_SRC_HPP

/// Makes this source file the one with the definitions of the transports, the loopback server and the
/// conformance kit that it includes. A program that defines `CFDNS_SEPARATE_TRANSPORT` in all source files
/// includes each of these headers that it uses once after this one, which comes before any other header of
/// the library; the other source files then compile declarations only.
///
/// Opt-in: not part of cfdns/cfdns.hpp.
#define CFDNS_TRANSPORT_SOURCE
#include <cfdns/detail/config.hpp>

#if !defined(CFDNS_SEPARATE_TRANSPORT)
#error "define CFDNS_SEPARATE_TRANSPORT in every source that includes a transport, including this one"
#elif !CFDNS_HAS_TRANSPORT_DEFINITIONS
#error \
    "include cfdns/transport/src.hpp before any other header of cfdns, \
without a precompiled header or a unity build"
#endif

#endif
