// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_FUZZ_REPLIES_HPP
#define CFDNS_TESTS_FUZZ_REPLIES_HPP

#include "support.hpp"

#include <algorithm>
#include <array>

// Responses to each of the operations: no failure is taken for a success, nothing is lost, and no secret
// shows.
namespace fuzz {

inline constexpr std::array statuses{200, 200, 200, 200, 201, 202, 204, 205, 299, 300,
                                     304, 400, 401, 403, 404, 409, 429, 500, 520, 199};

inline bool is_printable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 127; });
}

inline void check_failure(operation_case const& op, cfdns::response_view const& received,
                          cfdns::error const& failure, boost::json::object const* root) {
    std::string const body{received.body};
    bool const good_status = received.status >= 200 && received.status <= 299;
    MUST(failure.code().category() == cfdns::cfdns_category(), body);
    MUST(failure.http_status() == received.status, body);
    MUST(failure.cf_ray() == "8661-IAD", body);
    MUST(failure.retry_after() == std::chrono::seconds{7}, body);
    MUST(failure.delivery() == cfdns::delivery::answered, body);
    MUST(failure.excerpt() == (op.secret ? std::string_view{} : received.body.substr(0, 512)), body);
    std::string const message = failure.message();
    MUST(message.size() < 800, message);
    MUST(is_printable(message), message);
    if (op.secret) MUST(message.find(tsig_secret.substr(0, 12)) == std::string::npos, message);
    if (!good_status)
        MUST(failure.code() == cfdns::errc::api_failure || failure.code() == cfdns::errc::unexpected_status,
             body);

    auto const* success = root ? root->if_contains("success") : nullptr;
    bool const yes = success && success->is_bool() && success->get_bool();
    bool const no = success && success->is_bool() && !success->get_bool();
    if (no) MUST(failure.code() == cfdns::errc::api_failure, body);
    auto const* errors = root ? root->if_contains("errors") : nullptr;
    if (errors && errors->is_array() && !(good_status && yes)) {
        std::size_t const count = errors->get_array().size();
        bool const chained = body.find("error_chain") != std::string::npos;  // those count as well
        if (count <= cfdns::detail::max_messages && !chained)
            MUST(failure.api_errors().size() == count, body);
        MUST(failure.api_errors().size() <= cfdns::detail::max_messages, body);
    }
}

inline void check_response(operation_case const& op, int status, std::string_view body) {
    std::vector<cfdns::http_header> const headers{{"CF-Ray", "8661-IAD"}, {"Retry-After", "7"}};
    cfdns::response_view const received{status, headers, body};
    outcome const got = op.read(received);

    std::string const shown = op.name + ": " + std::to_string(status) + " " + std::string{body};
    std::string_view const json = body.starts_with("\xef\xbb\xbf") ? body.substr(3) : body;
    boost::system::error_code code;
    boost::json::value const document = parse(json, code);
    boost::json::object const* const root = code.failed() ? nullptr : document.if_object();
    if (!got.good) return check_failure(op, received, got.failure, root);

    MUST(status >= 200 && status <= 299, shown);
    MUST(got.info.http_status == status && got.info.cf_ray == "8661-IAD", shown);
    MUST(root || json.find_first_not_of(" \t\n\v\f\r") == std::string_view::npos, shown);
    if (root) {
        auto const* const success = root->if_contains("success");
        MUST(!success || success->is_null() || (success->is_bool() && success->get_bool()), shown);
    }
    MUST(got.info.mismatches.size() <= cfdns::detail::max_mismatches, shown);
    for (cfdns::mismatch const& s : got.info.mismatches) {
        MUST(s.pointer.empty() || s.pointer.front() == '/', shown);
        MUST(!s.expected.empty() && !s.found.empty() && s.found.size() < 80, shown);
        if (op.secret)
            MUST((s.pointer + s.found).find(tsig_secret.substr(0, 12)) == std::string::npos, shown);
    }
    // What was read is written as JSON, and reads as the same.
    parse(got.written, code);
    MUST(!code.failed(), got.written);
    std::string const again = R"({"success":true,"result":)" + got.written + "}";
    outcome const second = op.read({200, headers, again});
    MUST(second.good || !root || got.written == "null", again);
    if (second.good) MUST(second.written == got.written, again + "\n" + second.written);
}

// Two bytes say to what and with which status, the rest is the content.
inline void run_responses(std::string_view input) {
    if (input.size() < 2) return;
    source in{input};
    operation_case const& op = all_cases()[in.below(static_cast<unsigned>(all_cases().size()))];
    int const status = statuses[in.below(statuses.size())];
    check_response(op, status, in.rest());
}

inline std::string response_seed(std::size_t operation, std::size_t status, std::string const& body) {
    return std::string{static_cast<char>(operation), static_cast<char>(status)} + body;
}

inline std::vector<std::string> response_seeds() {
    std::string const errors =
        R"([{"code":1004,"message":"Validation failed","documentation_url":"https://a/","source":)"
        R"({"pointer":"/name"},"error_chain":[{"code":9005,"message":"why"}]},"text"])";
    std::vector<std::string> out;
    for (std::size_t i = 0; i != all_cases().size(); ++i) {
        std::string const& result = all_cases()[i].example;
        out.push_back(response_seed(i, 0, success(result)));
        out.push_back(response_seed(
            i, 0,
            R"({"result":)" + result + R"(,"errors":null,"messages":)" + errors +
                R"(,"result_info":{"page":1,"per_page":20,"count":1,"total_count":1},"new":{}})"));
        out.push_back(response_seed(
            i, 11, R"({"success":false,"errors":)" + errors + R"(,"messages":[],"result":null})"));
    }
    for (char const* body :
         {"", "<!DOCTYPE html>", "error code: 1015", R"({"success":true})",
          R"({"success":true,"result":null})",
          R"({"success":true,"result":{"id":"\ud83d\ude00\u0000","extra":[1e400,-0,1.50]}})"})
        out.push_back(response_seed(3, 0, body));
    return out;
}

inline constexpr target responses_target{"responses", &run_responses, &response_seeds};

}  // namespace fuzz

#endif
