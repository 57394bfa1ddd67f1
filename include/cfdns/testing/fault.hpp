// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTING_FAULT_HPP
#define CFDNS_TESTING_FAULT_HPP

#include <cfdns/detail/config.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

/// What goes wrong between a program and the service, as values. Opt-in: not part of cfdns/cfdns.hpp.
namespace cfdns::inline v1::testing {

/// What becomes of a request that meets a fault.
enum class fault_kind : unsigned char {
    none,          ///< It is answered as usual; for a `delay` alone.
    status,        ///< The answer is `status` and the API's envelope: `success` false, and `code` and `text` as its error.
    page,          ///< The answer is `status` and an HTML page, as the edge sends it.
    truncated,     ///< It is carried out, and the content of the answer ends in the middle.
    lost_request,  ///< It does not arrive: nothing happens, and there is no answer.
    lost_reply,    ///< It is carried out, and there is no answer.
};

/// A fault. The functions below make the usual ones.
struct fault {
    fault_kind kind{};                  ///< What happens.
    int status{};                       ///< Status of the answer; of `status` and `page`.
    std::int64_t code{1000};            ///< Code in the envelope's `errors`; of `status`.
    std::string text{"Injected fault"}; ///< Message beside the code.
    std::chrono::seconds retry_after{}; ///< `Retry-After` of the answer; zero: none. Of `status` and `page`.
    bool carried_out{};                 ///< The request has its effect nevertheless; of `status` and `page`.
    std::chrono::milliseconds delay{};  ///< How long the answer takes. Nothing sleeps: the log has it, for the test to use.
};

/// Faults by name.
namespace faults {

/// An answer with that status and the API's envelope: `faults::status(503)`.
[[nodiscard]] inline fault status(int status, std::int64_t code = 1000, std::string text = "Injected fault") {
    return {.kind = fault_kind::status, .status = status, .code = code, .text = std::move(text)};
}
/// A failure under status 200: code 971, "Please wait and consider throttling your request speed", as was seen in public
/// reports, unless given otherwise.
[[nodiscard]] inline fault failure_under_200(std::int64_t code = 971,
                                             std::string text = "Please wait and consider throttling your request speed") {
    return status(200, code, std::move(text));
}
/// The rate limit's answer: 429, code 10100 and `Retry-After`.
[[nodiscard]] inline fault rate_limited(std::chrono::seconds retry_after = std::chrono::seconds{300}) {
    fault out = status(429, 10100,
                       "More than 1200 requests per 300 seconds reached. Please wait and consider throttling your request "
                       "speed");
    out.retry_after = retry_after;
    return out;
}
/// An HTML page of the edge with that status.
[[nodiscard]] inline fault html_page(int status = 520) { return {.kind = fault_kind::page, .status = status}; }
/// An answer that ends in the middle; the request was carried out.
[[nodiscard]] inline fault truncated() { return {.kind = fault_kind::truncated}; }
/// No answer; the request was not carried out.
[[nodiscard]] inline fault lost_request() { return {.kind = fault_kind::lost_request}; }
/// No answer; the request was carried out.
[[nodiscard]] inline fault lost_reply() { return {.kind = fault_kind::lost_reply}; }
/// An answer as usual that takes its time.
[[nodiscard]] inline fault delayed(std::chrono::milliseconds delay) { return {.delay = delay}; }

}  // namespace faults

/// Faults by chance, the same for the same seed: whether the n-th request meets one depends on the seed and n alone.
struct fault_chance {
    std::uint64_t seed{1};      ///< Another seed, other requests.
    double probability{};       ///< Of a request to meet a fault, 0 to 1.
    std::vector<fault> among{}; ///< One of these, each as likely as the others; if empty, none happens.
};

/// How many requests are answered in a window of time; then all are refused with 429 for as long as a window lasts.
///
/// One budget for all credentials. https://developers.cloudflare.com/fundamentals/api/reference/limits/
struct rate_rule {
    std::uint64_t quota{1200};         ///< Requests per window.
    std::chrono::seconds window{300};  ///< Length of a window, from its first request on.
};

}  // namespace cfdns::inline v1::testing

#endif
