// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_CODEGEN_HPP
#define CFDNS_DETAIL_CODEGEN_HPP

#include <cfdns/detail/config.hpp>

#include <boost/config.hpp>

// Hints to the compiler, for speed only. A function that is inlined into a hot caller makes the caller save
// more registers on every call, even if it is rarely reached. OUTLINE keeps such functions out of line.
#define CFDNS_DETAIL_OUTLINE BOOST_NOINLINE
#define CFDNS_DETAIL_INLINE BOOST_FORCEINLINE

#endif
