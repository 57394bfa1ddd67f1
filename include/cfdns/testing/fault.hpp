// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTING_FAULT_HPP
#define CFDNS_TESTING_FAULT_HPP

#include <cfdns/detail/config.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

/// Failures between a program and the service, as values. Opt-in: not part of cfdns/cfdns.hpp.
namespace cfdns::inline v0_2::testing {

/// The effect of a fault on a request.
enum class fault_kind : unsigned char {
    none,       ///< The usual response; for a fault that consists only of a `delay`.
    status,     ///< The response is `status` with the API's envelope: `success` false, and `code` and `text`
                ///< as its error.
    html_page,  ///< The response is `status` with an HTML page, as sent by Cloudflare's edge.
    truncated,  ///< The request is carried out, but the content of the response is truncated in the middle.
    lost_request,   ///< The request does not arrive: it has no effect, and there is no response.
    lost_response,  ///< The request is carried out, but the response does not arrive.
};

/// A fault. The functions in namespace `faults` create common faults.
struct fault {
    fault_kind kind{};                   ///< The effect on the request.
    int status{};                        ///< Status of the response; for `status` and `html_page`.
    std::int64_t code{1000};             ///< Code in the envelope's `errors`; for `status`.
    std::string text{"Injected fault"};  ///< Message that accompanies the code; for `status`.
    std::chrono::seconds retry_after{};  ///< `Retry-After`; zero omits it. For `status` and `html_page`.
    bool carried_out{};  ///< Whether the request nevertheless takes effect; for `status` and `html_page`.
    std::chrono::milliseconds delay{};  ///< Delay of the response. Nothing sleeps: the value is only
                                        ///< recorded in the log, for use by the test.
};

/// Common faults.
namespace faults {

/// A response with this status and the API's envelope: `faults::status(503)`.
[[nodiscard]] inline fault status(int status, std::int64_t code = 1000,
                                  std::string text = "Injected fault") {
    return {.kind = fault_kind::status, .status = status, .code = code, .text = std::move(text)};
}
/// A failure with status 200. The default is the one shown in public reports: code 971, "Please wait and
/// consider throttling your request speed".
[[nodiscard]] inline fault failure_with_200(
    std::int64_t code = 971, std::string text = "Please wait and consider throttling your request speed") {
    return status(200, code, std::move(text));
}
/// A rate-limited response: 429, code 10100 and `Retry-After`.
[[nodiscard]] inline fault rate_limited(std::chrono::seconds retry_after = std::chrono::seconds{300}) {
    fault out = status(
        429, 10100,
        "More than 1200 requests per 300 seconds reached. Please wait and consider throttling your request "
        "speed");
    out.retry_after = retry_after;
    return out;
}
/// An HTML page of Cloudflare's edge with this status.
[[nodiscard]] inline fault html_page(int status = 520) {
    return {.kind = fault_kind::html_page, .status = status};
}
/// A truncated response; the request is carried out.
[[nodiscard]] inline fault truncated() { return {.kind = fault_kind::truncated}; }
/// No response; the request is not carried out.
[[nodiscard]] inline fault lost_request() { return {.kind = fault_kind::lost_request}; }
/// No response; the request is carried out.
[[nodiscard]] inline fault lost_response() { return {.kind = fault_kind::lost_response}; }
/// The usual response after this delay.
[[nodiscard]] inline fault delayed(std::chrono::milliseconds delay) { return {.delay = delay}; }

}  // namespace faults

/// Pseudo-random faults. Whether the n-th request has a fault depends only on the seed and n.
struct fault_chance {
    std::uint64_t seed{1};        ///< Selects the sequence.
    double probability{};         ///< Probability that a request has a fault, 0 to 1.
    std::vector<fault> faults{};  ///< The faults to choose from, equally likely; if empty, there are none.
};

/// A limit on the number of requests in a window of time. Once it is exceeded, all requests are refused with
/// 429 for the length of a window.
///
/// The limit is shared by all credentials.
/// https://developers.cloudflare.com/fundamentals/api/reference/limits/
struct rate_rule {
    std::uint64_t quota{1200};         ///< Requests per window.
    std::chrono::seconds window{300};  ///< Length of a window, which starts with its first request.
};

}  // namespace cfdns::inline v0_2::testing

#endif
