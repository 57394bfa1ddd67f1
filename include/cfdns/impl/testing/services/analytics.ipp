// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TESTING_SERVICES_ANALYTICS_IPP
#define CFDNS_IMPL_TESTING_SERVICES_ANALYTICS_IPP

#include <cfdns/testing/fake_cloudflare.hpp>

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cfdns::inline v0_2::detail {

inline std::vector<std::string> split_list(std::string_view list) {
    std::vector<std::string> out;
    while (!list.empty()) {
        std::string_view const item = list.substr(0, list.find(','));
        out.emplace_back(item);
        list.remove_prefix(item.size() < list.size() ? item.size() + 1 : list.size());
    }
    return out;
}

// What both kinds of reports have in common.
template <class Report, class Op>
Report make_report(testing::fake_cloudflare const& service, testing::by_id<Report> const& known,
                   Op const& op) {
    Report out;
    if (auto const at = known.find(op.zone_id.get()); at != known.end()) out = at->second;
    if (!out.data) out.data.emplace();
    if (!out.totals) out.totals.emplace();
    if (!out.rows) out.rows = out.data->size();
    if (!out.data_lag) out.data_lag = 60;
    out.max.emplace();
    out.min.emplace();
    auto& query = out.query.emplace();
    query.dimensions = split_list(op.dimensions.value_or(""));
    query.metrics = split_list(op.metrics.value_or("queryCount"));
    query.limit = op.limit.value_or(100'000);
    query.since = op.since ? *op.since
                           : make_timestamp(service.now - std::chrono::microseconds{std::chrono::hours{6}});
    query.until = op.until ? *op.until : service.make_timestamp();
    query.filters = op.filters;
    if (op.sort) query.sort = split_list(*op.sort);
    return out;
}

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::testing::services {

CFDNS_TESTING_DECL void analytics::mount(fake_cloudflare& to) {
    namespace reports = cfdns::analytics::reports;
    to.on<reports::get>([](fake_cloudflare& service, reports::get const& op) {
        return testing::write_response(cfdns::detail::make_report(service, service.analytics.tables, op));
    });
    to.on<reports::bytimes::get>([](fake_cloudflare& service, reports::bytimes::get const& op) {
        auto out = cfdns::detail::make_report(service, service.analytics.by_time, op);
        out.query->time_delta = op.time_delta.value_or("auto");
        if (!out.time_intervals) out.time_intervals.emplace();
        return testing::write_response(out);
    });
}

}  // namespace cfdns::inline v0_2::testing::services

#endif
