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
