// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_ZONE_TRANSFERS_HPP
#define CFDNS_ZONE_TRANSFERS_HPP

// DNS zone transfers (secondary DNS): https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/

#include <cfdns/zone_transfers/incoming.hpp>

#endif
