// SPDX-License-Identifier: BSL-1.0
#include <cfdns/version.hpp>  // before the guard, so that a second, different version is noticed
#ifndef CFDNS_CFDNS_HPP
#define CFDNS_CFDNS_HPP

// The door: every core room and every product room, nothing else. What reads the environment, sends or sleeps is opt-in:
// cfdns/environment.hpp, cfdns/blocking.hpp, cfdns/transport/, cfdns/testing/.

#include <cfdns/call.hpp>
#include <cfdns/credentials.hpp>
#include <cfdns/error.hpp>
#include <cfdns/exchange.hpp>
#include <cfdns/extra.hpp>
#include <cfdns/fields.hpp>
#include <cfdns/http.hpp>
#include <cfdns/idempotency.hpp>
#include <cfdns/nullable.hpp>
#include <cfdns/operation.hpp>
#include <cfdns/rate_budget.hpp>
#include <cfdns/rate_limit.hpp>
#include <cfdns/reply.hpp>
#include <cfdns/required.hpp>
#include <cfdns/retry.hpp>
#include <cfdns/secret.hpp>
#include <cfdns/serial.hpp>
#include <cfdns/timestamp.hpp>
#include <cfdns/zone_transfers.hpp>

#endif

// After the guard, since a precompiled header or a unity build may have included this one before.
#if defined(CFDNS_SOURCE)
#if !defined(CFDNS_SEPARATE_COMPILATION)
#error "define CFDNS_SEPARATE_COMPILATION for every source that includes cfdns, this one too"
#elif !CFDNS_HAS_DEFINITIONS
#error "cfdns was included before its definitions, by a precompiled header, a unity build or another #include. \
CMake: set_source_files_properties(src.cpp PROPERTIES \
SKIP_PRECOMPILE_HEADERS ON SKIP_UNITY_BUILD_INCLUSION ON)"
#endif
#endif
