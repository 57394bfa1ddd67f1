// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_README_RECORDS_SERVICE_HPP
#define CFDNS_TESTS_README_RECORDS_SERVICE_HPP

#include <cfdns/cfdns.hpp>

#include <cstddef>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A transport that returns these contents in turn, and remembers what it was sent.
struct records_service {
    std::vector<std::string> contents{};
    std::vector<cfdns::http_request> log{};

    cfdns::http_response operator()(cfdns::http_request const& request) {
        log.push_back(request);
        std::string content = log.size() <= contents.size() ? contents[log.size() - 1] : "";
        if (content.starts_with('{') || content.starts_with('['))
            content = R"({"success":true,"errors":[],"messages":[],"result":)" + content + "}";
        return {200, {}, std::move(content)};
    }

    // Whether that request has this text in its target or its content.
    bool sent(std::size_t index, std::string_view text) const {
        return index < log.size() && (log[index].target.find(text) != std::string::npos ||
                                      log[index].body.find(text) != std::string::npos);
    }
};

inline cfdns::credentials any_credentials() { return cfdns::api_token{cfdns::secret_string{"any"}}; }
inline int fail(cfdns::error const& failure) {
    std::cerr << failure.message() << '\n';
    return 3;
}

#endif
