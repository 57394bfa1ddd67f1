// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TESTING_SERVICES_USAGE_IPP
#define CFDNS_IMPL_TESTING_SERVICES_USAGE_IPP

#include <cfdns/testing/fake_cloudflare.hpp>

namespace cfdns::inline v0_2::testing::services {

CFDNS_TESTING_DECL void usage::mount(fake_cloudflare& to) {
    to.on<cfdns::usage::zone::get>([](fake_cloudflare& service, cfdns::usage::zone::get const& op) {
        auto const at = service.records.all.find(op.zone_id.get());
        return testing::write_response(cfdns::usage::zone::quota{
            .record_quota = service.records.limits_of(op.zone_id.get()).records,
            .record_usage = at == service.records.all.end() ? 0 : at->second.size()});
    });
    to.on<cfdns::usage::account::get>([](fake_cloudflare& service, cfdns::usage::account::get const& op) {
        cfdns::usage::account::quota out{.record_usage = 0};
        for (auto const& [id, zone] : service.zones.all) {
            if (!zone.account || zone.account->id != op.account_id.get()) continue;
            auto const at = service.records.all.find(id);
            std::size_t const count = at == service.records.all.end() ? 0 : at->second.size();
            bool const internal = zone.type == cfdns::zones::types::internal;
            if (internal)
                out.internal_record_usage = out.internal_record_usage.value_or(0) + count;
            else
                *out.record_usage += count;
        }
        return testing::write_response(out);
    });
}

}  // namespace cfdns::inline v0_2::testing::services

#endif
