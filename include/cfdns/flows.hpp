// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_FLOWS_HPP
#define CFDNS_FLOWS_HPP

// Workflows: the desired state of zone transfers. Opt-in: not part of cfdns/cfdns.hpp.

#include <cfdns/flows/apply.hpp>
#include <cfdns/flows/create_once.hpp>
#include <cfdns/flows/desired.hpp>
#include <cfdns/flows/diagnose.hpp>
#include <cfdns/flows/ensure.hpp>
#include <cfdns/flows/ensure_records.hpp>
#include <cfdns/flows/examine.hpp>
#include <cfdns/flows/facts.hpp>
#include <cfdns/flows/fleet.hpp>
#include <cfdns/flows/flow.hpp>
#include <cfdns/flows/freshness.hpp>
#include <cfdns/flows/key_rotation.hpp>
#include <cfdns/flows/name_server.hpp>
#include <cfdns/flows/observe.hpp>
#include <cfdns/flows/observed.hpp>
#include <cfdns/flows/onboard.hpp>
#include <cfdns/flows/plan.hpp>
#include <cfdns/flows/record_plan.hpp>
#include <cfdns/flows/record_sets.hpp>
#include <cfdns/flows/report.hpp>
#include <cfdns/flows/saved_state.hpp>
#include <cfdns/flows/serial.hpp>
#include <cfdns/flows/wait_for_serial.hpp>

#endif
