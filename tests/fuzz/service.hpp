// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_FUZZ_SERVICE_HPP
#define CFDNS_TESTS_FUZZ_SERVICE_HPP

#include "support.hpp"

#include <cfdns/testing/fake_cloudflare.hpp>

// The in-memory service takes any requests, one after the other, and answers each with an envelope, or with
// text if that is the result.
namespace fuzz {

inline constexpr char between_requests = '\x02';

inline void run_service(std::string_view input) {
    cfdns::testing::fake_cloudflare service;
    while (!input.empty()) {
        std::size_t const end = input.find(between_requests);
        source in{input.substr(0, end)};
        input.remove_prefix(end == std::string_view::npos ? input.size() : end + 1);
        cfdns::http_request request;
        request.method = static_cast<cfdns::http_method>(in.below(5));
        request.target = in.part();
        request.headers = {{"Authorization", "Bearer token"}, {in.part(), in.part()}};
        request.body = in.rest();
        cfdns::http_response const got = service.handle(request);
        std::string const shown = request.target + "\n" + request.body + "\n" + got.body;
        MUST(got.status >= 200 && got.status <= 599, shown);
        if (got.status == 200 && cfdns::find_header(got.headers, "Content-Type") == "text/plain") continue;
        boost::system::error_code code;
        boost::json::value const document = boost::json::parse(got.body, code);
        MUST(!code.failed() && document.is_object(), shown);
        auto const* const success = document.get_object().if_contains("success");
        MUST(success && success->is_bool() && success->get_bool() == (got.status < 300), shown);
    }
}

inline std::vector<std::string> service_seeds() {
    std::vector<std::string> out;
    std::string all;
    for_each_example([&](char const*, auto const& op, answer const&) {
        cfdns::http_request const request = cfdns::make_request(op).value();
        std::string one{static_cast<char>(request.method)};
        auto const type = cfdns::find_header(request.headers, "Content-Type");
        one += request.target + "\x01" + (type ? "Content-Type\x01" + std::string{*type} : "X\x01y") +
               "\x01" + request.body;
        out.push_back(one);
        if (!all.empty()) all += between_requests;
        all += one;
    });
    out.push_back(all);
    return out;
}

inline constexpr target service_target{"service", &run_service, &service_seeds};

}  // namespace fuzz

#endif
