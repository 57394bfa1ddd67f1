// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_API_ANALYTICS_EXAMPLES_HPP
#define CFDNS_TESTS_API_ANALYTICS_EXAMPLES_HPP

// The values are those of the official reference's examples.

#include "../../support/values.hpp"
#include "../example.hpp"

template <>
struct example<cfdns::analytics::reports::get> {
    static cfdns::analytics::reports::get params() {
        return {.zone_id = zone,
                .dimensions = "queryType",
                .filters = "responseCode==NOERROR,queryType==A",
                .limit = 100,
                .metrics = "queryCount,uncachedCount",
                .since = cfdns::timestamp{"2023-11-11T12:00:00Z"},
                .sort = "+responseCode,-queryName",
                .until = cfdns::timestamp{"2023-11-11T13:00:00Z"}};
    }
    static constexpr auto request =
        "GET /zones/269d8f4853475ca241c4e730be286b20/dns_analytics/report?dimensions=queryType"
        "&filters=responseCode%3D%3DNOERROR%2CqueryType%3D%3DA&limit=100&metrics=queryCount%2CuncachedCount"
        "&since=2023-11-11T12%3A00%3A00Z&sort=%2BresponseCode%2C-queryName&until=2023-11-11T13%3A00%3A00Z";
    static constexpr auto result =
        R"({"data":[{"dimensions":["NODATA"],"metrics":[1000,12.5]}],"data_lag":60,"max":{},"min":{},)"
        R"("query":{"dimensions":["responseCode","queryName"],"metrics":["queryCount","responseTimeAvg"],)"
        R"("since":"2023-11-11T12:00:00Z","until":"2023-11-11T13:00:00Z","limit":100,)"
        R"("filters":"responseCode==NOERROR,queryType==A","sort":["+responseCode","-queryName"]},)"
        R"("rows":100,"totals":{"queryCount":1000,"responseTimeAvg":12.5}})";
};

template <>
struct example<cfdns::analytics::reports::bytimes::get> {
    static cfdns::analytics::reports::bytimes::get params() {
        return {.zone_id = zone,
                .dimensions = "queryType",
                .filters = "responseCode==NOERROR,queryType==A",
                .limit = 100,
                .metrics = "queryCount,uncachedCount",
                .since = cfdns::timestamp{"2023-11-11T12:00:00Z"},
                .sort = "+responseCode,-queryName",
                .time_delta = "hour",
                .until = cfdns::timestamp{"2023-11-11T13:00:00Z"}};
    }
    static constexpr auto request =
        "GET /zones/269d8f4853475ca241c4e730be286b20/dns_analytics/report/bytime?dimensions=queryType"
        "&filters=responseCode%3D%3DNOERROR%2CqueryType%3D%3DA&limit=100&metrics=queryCount%2CuncachedCount"
        "&since=2023-11-11T12%3A00%3A00Z&sort=%2BresponseCode%2C-queryName&time_delta=hour"
        "&until=2023-11-11T13%3A00%3A00Z";
    static constexpr auto result =
        R"({"data":[{"dimensions":["NOERROR"],"metrics":[[1,2],[3,4.5]]}],"data_lag":60,"max":{},"min":{},)"
        R"("query":{"dimensions":["responseCode","queryName"],"metrics":["queryCount","responseTimeAvg"],)"
        R"("since":"2023-11-11T12:00:00Z","until":"2023-11-11T13:00:00Z","limit":100,"time_delta":"hour",)"
        R"("filters":"responseCode==NOERROR,queryType==A","sort":["+responseCode","-queryName"]},)"
        R"("rows":100,)"
        R"("time_intervals":[["2023-11-11T12:00:00Z","2023-11-11T12:30:00Z"],)"
        R"(["2023-11-11T12:30:00Z","2023-11-11T13:00:00Z"]],"totals":{"queryCount":10}})";
};

#endif
