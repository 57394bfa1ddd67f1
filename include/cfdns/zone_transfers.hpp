// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_ZONE_TRANSFERS_HPP
#define CFDNS_ZONE_TRANSFERS_HPP

// DNS zone transfers (secondary DNS): https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/

#include <cfdns/zone_transfers/acls.hpp>
#include <cfdns/zone_transfers/force_axfr.hpp>
#include <cfdns/zone_transfers/incoming.hpp>
#include <cfdns/zone_transfers/operations.hpp>
#include <cfdns/zone_transfers/outgoing.hpp>
#include <cfdns/zone_transfers/peers.hpp>
#include <cfdns/zone_transfers/tsigs.hpp>

#endif
