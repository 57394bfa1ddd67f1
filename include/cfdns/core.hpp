// SPDX-License-Identifier: BSL-1.0
#include <cfdns/version.hpp>  // before the guard, so that a second, different version is detected
#ifndef CFDNS_CORE_HPP
#define CFDNS_CORE_HPP

// The core without the products: everything that a custom operation needs, in order of dependency.
// clang-format off

// HTTP, and the types of parameters and results
#include <cfdns/core/http.hpp>
#include <cfdns/core/secret.hpp>
#include <cfdns/core/required.hpp>
#include <cfdns/core/nullable.hpp>
#include <cfdns/core/timestamp.hpp>
#include <cfdns/core/scalar_traits.hpp>
#include <cfdns/core/extra.hpp>
#include <cfdns/core/alternative.hpp>
#include <cfdns/core/form_file.hpp>
#include <cfdns/core/fields.hpp>
#include <cfdns/core/deleted.hpp>
#include <cfdns/core/no_content.hpp>
#include <cfdns/core/text_body.hpp>

// Errors and responses
#include <cfdns/core/rate_limit.hpp>
#include <cfdns/core/error.hpp>
#include <cfdns/core/response.hpp>
#include <cfdns/core/domain_name.hpp>

// Operations and credentials
#include <cfdns/core/idempotency.hpp>
#include <cfdns/core/route.hpp>
#include <cfdns/core/metadata.hpp>
#include <cfdns/core/request_options.hpp>
#include <cfdns/core/operation.hpp>
#include <cfdns/core/credentials.hpp>

// Calls
#include <cfdns/core/retry.hpp>
#include <cfdns/core/rate_budget.hpp>
#include <cfdns/core/call_policy.hpp>
#include <cfdns/core/runtime.hpp>
#include <cfdns/core/transport.hpp>
#include <cfdns/core/machine.hpp>
#include <cfdns/core/exchange.hpp>
#include <cfdns/core/workflow.hpp>
#include <cfdns/core/page_limits.hpp>
#include <cfdns/core/pages.hpp>
#include <cfdns/core/run.hpp>
#include <cfdns/core/call.hpp>
#include <cfdns/core/client.hpp>

// clang-format on

#endif
