// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_CONFIG_HPP
#define CFDNS_DETAIL_CONFIG_HPP

#include <boost/version.hpp>
#include <cfdns/version.hpp>

#if BOOST_VERSION < 108100
#error "cfdns needs Boost 1.81 or later"
#endif

/// Marks every definition in impl/*.ipp; they are inline as long as the library is used header-only.
#define CFDNS_DECL inline

#endif
