// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_CONTRACT_RECORDED_HPP
#define CFDNS_TESTS_CONTRACT_RECORDED_HPP

#include "operations.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A file of the folder CFDNS_SPEC_DIR.
inline boost::json::value const& load(char const* file) {
    static std::map<std::string, boost::json::value> loaded;
    boost::json::value& value = loaded[file];
    if (value.is_null()) {
        std::ifstream stream{std::string{std::getenv("CFDNS_SPEC_DIR")} + "/" + file};
        std::string const text{std::istreambuf_iterator<char>{stream}, {}};
        REQUIRE_MESSAGE(!text.empty(), file);
        value = boost::json::parse(text);
    }
    return value;
}

// The requests that the official SDK was recorded to send for an operation, with the names of their cases.
inline std::vector<std::pair<std::string, cfdns::http_request>> recorded_requests(
    cfdns::detail::operation_descriptor const& descriptor, std::string_view name) {
    std::vector<std::pair<std::string, cfdns::http_request>> out;
    std::string flat{name};
    std::erase(flat, '_');
    for (auto const& [file, prefix] :
         {std::pair{"ts-sdk-requests.json", "dns.zone_transfers."}, {"ts-sdk-requests-dns.json", ""}}) {
        boost::json::value const& recorded = load(file);
        for (auto const& entry : recorded.at("operations").as_array()) {
            std::string theirs = prefix + std::string{entry.at("operation").as_string()};
            std::erase(theirs, '_');
            // TypeScript has scanTrigger for scan_trigger.
            for (char& c : theirs) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
            if (theirs != flat) continue;
            auto const& sent = entry.at("token");
            cfdns::http_request request{descriptor.route->method,
                                        std::string{sent.at("target").as_string()},
                                        {},
                                        std::string{sent.at("body").as_string()}};
            for (auto const& line : sent.at("headers").as_array())
                if (std::string const header{line.as_string()}; header.starts_with("content-type: "))
                    request.headers.push_back({"Content-Type", header.substr(14)});
            auto const* special = entry.as_object().if_contains("case");
            out.emplace_back(special ? std::string{special->as_string()} : "", std::move(request));
        }
    }
    return out;
}

#endif
