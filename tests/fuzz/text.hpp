// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_FUZZ_TEXT_HPP
#define CFDNS_TESTS_FUZZ_TEXT_HPP

#include "responses.hpp"

// Responses to an operation that responds with text: no failure of the API and no page is taken for the
// text, and nothing of the text is lost.
namespace fuzz {

struct export_text {
    using response_type = cfdns::text_body;
    static constexpr auto route = cfdns::get("/text");
    CFDNS_FIELDS()
};

// Two bytes say with which status and media type, the rest is the content.
inline void run_text(std::string_view input) {
    static constexpr char const* types[] = {"", "text/plain", "application/json", "TEXT/HTML;charset=x",
                                            "x/y+json"};
    source in{input};
    int const status = statuses[in.below(statuses.size())];
    unsigned const type = in.below(std::size(types));
    std::string_view const body = in.rest();
    std::string const shown = std::to_string(status) + " " + types[type] + "\n" + std::string{body};
    std::vector<cfdns::http_header> headers{{"CF-Ray", "8661-IAD"}};
    if (type != 0) headers.push_back({"Content-Type", types[type]});
    auto const got = cfdns::parse_full_response<export_text>({status, headers, body});

    bool const good_status = status >= 200 && status <= 299;
    std::string_view const json = body.starts_with("\xef\xbb\xbf") ? body.substr(3) : body;
    boost::system::error_code code;
    boost::json::value const document = parse(json, code);
    boost::json::object const* const root = code.failed() ? nullptr : document.if_object();
    auto const* const success = root ? root->if_contains("success") : nullptr;
    bool const no = success && success->is_bool() && !success->get_bool();
    if (got.has_error()) {
        cfdns::error const& failure = got.error();
        MUST(failure.http_status() == status && failure.cf_ray() == "8661-IAD", shown);
        MUST(failure.excerpt() == body.substr(0, 512), shown);
        MUST(failure.message().size() < 800 && is_printable(failure.message()), failure.message());
        if (no) MUST(failure.code() == cfdns::errc::api_failure || (good_status && type == 3), shown);
        return;
    }
    MUST(good_status && !no && type <= 1, shown);
    MUST(!(success && success->is_bool()), shown);
    MUST(got->value.text == body && got->value.content_type == types[type], shown);
    MUST(json.find_first_not_of(" \t\n\v\f\r") != std::string_view::npos, shown);
    MUST(got->info.http_status == status && got->info.mismatches.empty(), shown);
}

inline std::vector<std::string> text_seeds() {
    std::vector<std::string> out;
    for (char const* const body :
         {";; Domain: example.com.\nexample.com.\t1\tIN\tA\t192.0.2.1\n", "<!DOCTYPE html>",
          " \xef\xbb\xbf<html>", "",
          R"({"success":false,"errors":[{"code":1000,"message":"m"}],"messages":[],"result":null})",
          R"({"success":true,"errors":[],"messages":[],"result":{}})", R"({"a":1,"succ\u0065ss":false})",
          R"({"errors":[{"code":1}]})", R"({ "result" :)", "{ not JSON", "\xff\xfe\r\n"})
        for (char const type : {'\0', '\1', '\2'}) {
            out.push_back(std::string{'\0', type} + body);
            out.push_back(std::string{'\x0d', type} + body);
        }
    return out;
}

inline constexpr target text_target{"text", &run_text, &text_seeds};

}  // namespace fuzz

#endif
