// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_ANALYTICS_HPP
#define CFDNS_ANALYTICS_HPP

#include <cfdns/core/operation.hpp>
#include <cfdns/core/timestamp.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Statistics of the DNS queries for a zone. Deprecated by the service since 2025-12-09 in favour of its
/// GraphQL API.
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/analytics/
namespace cfdns::inline v0_2::analytics::reports {

/// Metrics, for `metrics` and `sort`. The set is open.
namespace metrics {
inline constexpr std::string_view query_count = "queryCount";                   ///< Queries.
inline constexpr std::string_view uncached_count = "uncachedCount";             ///< Uncached responses.
inline constexpr std::string_view stale_count = "staleCount";                   ///< Stale responses.
inline constexpr std::string_view response_time_avg = "responseTimeAvg";        ///< Mean response time.
inline constexpr std::string_view response_time_median = "responseTimeMedian";  ///< Median response time.
inline constexpr std::string_view response_time_90th = "responseTime90th";      ///< 90th percentile of it.
inline constexpr std::string_view response_time_99th = "responseTime99th";      ///< 99th percentile of it.
}  // namespace metrics

/// Dimensions, for `dimensions`, `filters` and `sort`. The set is open.
namespace dimensions {
inline constexpr std::string_view query_name = "queryName";                     ///< Name in the query.
inline constexpr std::string_view query_type = "queryType";                     ///< Type in the query.
inline constexpr std::string_view response_code = "responseCode";               ///< RCODE.
inline constexpr std::string_view response_cached = "responseCached";           ///< Whether it was cached.
inline constexpr std::string_view colo_name = "coloName";                       ///< Data center.
inline constexpr std::string_view origin = "origin";                            ///< Origin.
inline constexpr std::string_view day_of_week = "dayOfWeek";                    ///< Day of the week.
inline constexpr std::string_view tcp = "tcp";                                  ///< Whether TCP was used.
inline constexpr std::string_view ip_version = "ipVersion";                     ///< IP version.
inline constexpr std::string_view query_size_bucket = "querySizeBucket";        ///< Size of the query.
inline constexpr std::string_view response_size_bucket = "responseSizeBucket";  ///< Size of the response.
}  // namespace dimensions

/// The query of a report, as the service understood it.
struct query {
    std::optional<std::vector<std::string>> dimensions{};  ///< Names of the dimensions.
    std::optional<std::vector<std::string>> metrics{};     ///< Names of the metrics.
    std::optional<timestamp> since{};                      ///< Start of the period.
    std::optional<timestamp> until{};                      ///< End of the period.
    std::optional<std::uint64_t> limit{};                  ///< Maximum number of rows.
    std::optional<std::string> filters{};                  ///< Filters.
    std::optional<std::vector<std::string>> sort{};        ///< Names to sort by, each after "+" or "-".
    extra_members extra{};                                 ///< Members not declared here.
    CFDNS_FIELDS(dimensions, metrics, since, until, limit, filters, sort, extra)
};

/// A row of a report.
struct row {
    std::optional<std::vector<std::string>> dimensions{};  ///< A value for each dimension of the query.
    std::optional<std::vector<double>> metrics{};          ///< A value for each metric of the query.
    extra_members extra{};                                 ///< Members not declared here.
    CFDNS_FIELDS(dimensions, metrics, extra)
};

/// A report.
struct report {
    std::optional<std::vector<row>> data{};  ///< A row for each combination of values of dimensions.
    std::optional<double> data_lag{};        ///< Seconds of the newest data that may be missing.
    std::optional<std::map<std::string, double>> max{};  ///< Maximum of each metric. Currently always empty.
    std::optional<std::map<std::string, double>> min{};  ///< Minimum of each metric. Currently always empty.
    std::optional<reports::query> query{};               ///< The query.
    std::optional<std::uint64_t> rows{};                 ///< Total number of rows.
    std::optional<std::map<std::string, double>> totals{};  ///< Total of each metric.
    extra_members extra{};                                  ///< Members not declared here.
    CFDNS_FIELDS(data, data_lag, max, min, query, rows, totals, extra)
};

/// Returns statistics of the queries for a zone as a table. Deprecated by the service.
struct get {
    required<std::string> zone_id;            ///< Path. Zone identifier.
    std::optional<std::string> dimensions{};  ///< Query. Dimensions to group by, separated by commas.
    /// Query. Conditions such as "responseCode==NOERROR;queryType==A": "," means OR, ";" means AND.
    std::optional<std::string> filters{};
    std::optional<std::uint64_t> limit{};  ///< Query. Maximum number of rows; by default 100000.
    std::optional<std::string> metrics{};  ///< Query. Metrics, separated by commas.
    std::optional<timestamp> since{};      ///< Query. Start of the period.
    /// Query. Dimensions or metrics to sort by, each after "+" or "-", separated by commas.
    std::optional<std::string> sort{};
    std::optional<timestamp> until{};  ///< Query. End of the period.
    extra_members extra{};             ///< Query. Parameters not declared here.
    using response_type = report;
    static constexpr auto route = cfdns::get("/zones/{zone_id}/dns_analytics/report");
    static constexpr api_reference reference{
        "Table", "Analytics Read", plans::unknown,
        "https://developers.cloudflare.com/api/resources/dns/subresources/analytics/subresources/reports/"
        "methods/get/"};
    CFDNS_FIELDS(zone_id, dimensions, filters, limit, metrics, since, sort, until, extra)
};

}  // namespace cfdns::inline v0_2::analytics::reports

/// Statistics by time. Deprecated by the service, like all of `analytics`.
///
/// In the reference: https://developers.cloudflare.com/api/resources/dns/
/// subresources/analytics/subresources/reports/subresources/bytimes/
namespace cfdns::inline v0_2::analytics::reports::bytimes {

/// The query of a report, as the service understood it.
struct query {
    std::optional<std::vector<std::string>> dimensions{};  ///< Names of the dimensions.
    std::optional<std::vector<std::string>> metrics{};     ///< Names of the metrics.
    std::optional<timestamp> since{};                      ///< Start of the period.
    std::optional<timestamp> until{};                      ///< End of the period.
    std::optional<std::uint64_t> limit{};                  ///< Maximum number of rows.
    std::optional<std::string> time_delta{};               ///< Length of an interval.
    std::optional<std::string> filters{};                  ///< Filters.
    std::optional<std::vector<std::string>> sort{};        ///< Names to sort by, each after "+" or "-".
    extra_members extra{};                                 ///< Members not declared here.
    CFDNS_FIELDS(dimensions, metrics, since, until, limit, time_delta, filters, sort, extra)
};

/// A row of a report.
struct row {
    std::optional<std::vector<std::string>> dimensions{};  ///< A value for each dimension of the query.
    /// For each metric of the query, a value for each interval.
    std::optional<std::vector<std::vector<double>>> metrics{};
    extra_members extra{};  ///< Members not declared here.
    CFDNS_FIELDS(dimensions, metrics, extra)
};

/// A report.
struct report {
    std::optional<std::vector<row>> data{};  ///< A row for each combination of values of dimensions.
    std::optional<double> data_lag{};        ///< Seconds of the newest data that may be missing.
    std::optional<std::map<std::string, double>> max{};  ///< Maximum of each metric. Currently always empty.
    std::optional<std::map<std::string, double>> min{};  ///< Minimum of each metric. Currently always empty.
    std::optional<bytimes::query> query{};               ///< The query.
    std::optional<std::uint64_t> rows{};                 ///< Total number of rows.
    std::optional<std::vector<std::vector<timestamp>>>
        time_intervals{};                                   ///< Start and end of each interval.
    std::optional<std::map<std::string, double>> totals{};  ///< Total of each metric.
    extra_members extra{};                                  ///< Members not declared here.
    CFDNS_FIELDS(data, data_lag, max, min, query, rows, time_intervals, totals, extra)
};

/// Returns statistics of the queries for a zone, by time. Deprecated by the service.
struct get {
    required<std::string> zone_id;            ///< Path. Zone identifier.
    std::optional<std::string> dimensions{};  ///< Query. Dimensions to group by, separated by commas.
    /// Query. Conditions such as "responseCode==NOERROR;queryType==A": "," means OR, ";" means AND.
    std::optional<std::string> filters{};
    std::optional<std::uint64_t> limit{};  ///< Query. Maximum number of rows; by default 100000.
    std::optional<std::string> metrics{};  ///< Query. Metrics, separated by commas.
    std::optional<timestamp> since{};      ///< Query. Start of the period.
    /// Query. Dimensions or metrics to sort by, each after "+" or "-", separated by commas.
    std::optional<std::string> sort{};
    /// Query. Length of an interval: "all", "auto", "year", "quarter", "month", "week", "day", "hour",
    /// "dekaminute" or "minute".
    std::optional<std::string> time_delta{};
    std::optional<timestamp> until{};  ///< Query. End of the period.
    extra_members extra{};             ///< Query. Parameters not declared here.
    using response_type = report;
    static constexpr auto route = cfdns::get("/zones/{zone_id}/dns_analytics/report/bytime");
    static constexpr api_reference reference{
        "By Time", "Analytics Read", plans::unknown,
        "https://developers.cloudflare.com/api/resources/dns/subresources/analytics/subresources/reports/"
        "subresources/bytimes/methods/get/"};
    CFDNS_FIELDS(zone_id, dimensions, filters, limit, metrics, since, sort, time_delta, until, extra)
};

}  // namespace cfdns::inline v0_2::analytics::reports::bytimes

#endif
