// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TRANSPORT_SRC_HPP
#define CFDNS_TRANSPORT_SRC_HPP

/// Selects the source file that contains the definitions of transports, of the loopback server and of the
/// conformance kit. A program that defines `CFDNS_SEPARATE_TRANSPORT` in all source files must include each
/// of these headers that it uses in exactly one source file after this header; the other source files then
/// compile declarations only. In that source file, this header must precede all other headers of the
/// library.
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
