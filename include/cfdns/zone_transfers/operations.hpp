// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_ZONE_TRANSFERS_OPERATIONS_HPP
#define CFDNS_ZONE_TRANSFERS_OPERATIONS_HPP

// Written by tools/operations.py from the headers beside this one: change those.

#include <cfdns/zone_transfers/acls.hpp>
#include <cfdns/zone_transfers/force_axfr.hpp>
#include <cfdns/zone_transfers/incoming.hpp>
#include <cfdns/zone_transfers/outgoing.hpp>
#include <cfdns/zone_transfers/peers.hpp>
#include <cfdns/zone_transfers/tsigs.hpp>

namespace cfdns::inline v1::zone_transfers {

/// The 28 operations of zone transfers as data.
inline constexpr operation_facts operations[] = {
    detail::facts_of<acls::create>(
        "dns.zone_transfers.acls.create", "Account Settings Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/methods/create/"),
    detail::facts_of<acls::update>(
        "dns.zone_transfers.acls.update", "Account Settings Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/methods/update/"),
    detail::facts_of<acls::list>(
        "dns.zone_transfers.acls.list", "Account Settings Write, Account Settings Read", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/methods/list/"),
    detail::facts_of<acls::delete_>(
        "dns.zone_transfers.acls.delete", "Account Settings Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/methods/delete/"),
    detail::facts_of<acls::get>(
        "dns.zone_transfers.acls.get", "Account Settings Write, Account Settings Read", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/methods/get/"),
    detail::facts_of<force_axfr::create>(
        "dns.zone_transfers.force_axfr.create", "Zone Settings Write, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/force_axfr/methods/create/"),
    detail::facts_of<incoming::create>(
        "dns.zone_transfers.incoming.create", "Zone Settings Write, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/incoming/methods/create/"),
    detail::facts_of<incoming::update>(
        "dns.zone_transfers.incoming.update", "Zone Settings Write, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/incoming/methods/update/"),
    detail::facts_of<incoming::get>(
        "dns.zone_transfers.incoming.get", "Zone Settings Write, Zone Settings Read, DNS Read, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/incoming/methods/get/"),
    detail::facts_of<incoming::delete_>(
        "dns.zone_transfers.incoming.delete", "Zone Settings Write, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/incoming/methods/delete/"),
    detail::facts_of<outgoing::create>(
        "dns.zone_transfers.outgoing.create", "Zone Settings Write, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/create/"),
    detail::facts_of<outgoing::update>(
        "dns.zone_transfers.outgoing.update", "Zone Settings Write, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/update/"),
    detail::facts_of<outgoing::delete_>(
        "dns.zone_transfers.outgoing.delete", "Zone Settings Write, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/delete/"),
    detail::facts_of<outgoing::disable>(
        "dns.zone_transfers.outgoing.disable", "Zone Settings Write, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/disable/"),
    detail::facts_of<outgoing::enable>(
        "dns.zone_transfers.outgoing.enable", "Zone Settings Write, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/enable/"),
    detail::facts_of<outgoing::force_notify>(
        "dns.zone_transfers.outgoing.force_notify", "Zone Settings Write, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/force_notify/"),
    detail::facts_of<outgoing::get>(
        "dns.zone_transfers.outgoing.get", "Zone Settings Write, Zone Settings Read, DNS Read, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/get/"),
    detail::facts_of<outgoing::status::get>(
        "dns.zone_transfers.outgoing.status.get", "Zone Settings Write, Zone Settings Read, DNS Read, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/subresources/status/methods/get/"),
    detail::facts_of<peers::create>(
        "dns.zone_transfers.peers.create", "Account Settings Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/methods/create/"),
    detail::facts_of<peers::update>(
        "dns.zone_transfers.peers.update", "Account Settings Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/methods/update/"),
    detail::facts_of<peers::list>(
        "dns.zone_transfers.peers.list", "Account Settings Write, Account Settings Read", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/methods/list/"),
    detail::facts_of<peers::delete_>(
        "dns.zone_transfers.peers.delete", "Account Settings Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/methods/delete/"),
    detail::facts_of<peers::get>(
        "dns.zone_transfers.peers.get", "Account Settings Write, Account Settings Read", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/methods/get/"),
    detail::facts_of<tsigs::create>(
        "dns.zone_transfers.tsigs.create", "Account Settings Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/methods/create/"),
    detail::facts_of<tsigs::update>(
        "dns.zone_transfers.tsigs.update", "Account Settings Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/methods/update/"),
    detail::facts_of<tsigs::list>(
        "dns.zone_transfers.tsigs.list", "Account Settings Write, Account Settings Read", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/methods/list/"),
    detail::facts_of<tsigs::delete_>(
        "dns.zone_transfers.tsigs.delete", "Account Settings Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/methods/delete/"),
    detail::facts_of<tsigs::get>(
        "dns.zone_transfers.tsigs.get", "Account Settings Write, Account Settings Read", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/methods/get/"),
};

/// The same operations as types.
using operation_list = type_list<
    acls::create, acls::update, acls::list, acls::delete_, acls::get, force_axfr::create, incoming::create,
    incoming::update, incoming::get, incoming::delete_, outgoing::create, outgoing::update, outgoing::delete_,
    outgoing::disable, outgoing::enable, outgoing::force_notify, outgoing::get, outgoing::status::get, peers::create,
    peers::update, peers::list, peers::delete_, peers::get, tsigs::create, tsigs::update, tsigs::list, tsigs::delete_,
    tsigs::get>;

}  // namespace cfdns::inline v1::zone_transfers

#endif
