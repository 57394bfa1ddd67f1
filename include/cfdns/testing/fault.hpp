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

/// What happens to a request that is hit by a fault.
enum class fault_kind : unsigned char {
    none,       ///< The request is answered as usual; used with a `delay` alone.
    status,     ///< The response is `status` with the API's envelope: `success` false, and `code` and `text`
                ///< as its error.
    page,       ///< The response is `status` with an HTML page, as the edge sends it.
    truncated,  ///< The request is carried out, and the content of the response is cut in the middle.
    lost_request,   ///< The request does not arrive: nothing happens, and there is no response.
    lost_response,  ///< The request is carried out, and the response does not arrive.
};

/// A fault. The functions of namespace `faults` make the usual ones.
struct fault {
    fault_kind kind{};                   ///< What happens.
    int status{};                        ///< Status of the response; for `status` and `page`.
    std::int64_t code{1000};             ///< Code in the envelope's `errors`; for `status`.
    std::string text{"Injected fault"};  ///< Message beside the code; for `status`.
    std::chrono::seconds
        retry_after{};   ///< `Retry-After` of the response; zero: none. For `status` and `page`.
    bool carried_out{};  ///< Whether the request takes effect nevertheless; for `status` and `page`.
    std::chrono::milliseconds delay{};  ///< How long the response takes. Nothing sleeps: the log holds the
                                        ///< value, for the test to use.
};

/// The usual faults.
namespace faults {

/// A response with this status and the API's envelope: `faults::status(503)`.
[[nodiscard]] inline fault status(int status, std::int64_t code = 1000,
                                  std::string text = "Injected fault") {
    return {.kind = fault_kind::status, .status = status, .code = code, .text = std::move(text)};
}
/// A failure with status 200. Code 971, "Please wait and consider throttling your request speed", is the one
/// that public reports show.
[[nodiscard]] inline fault failure_under_200(
    std::int64_t code = 971, std::string text = "Please wait and consider throttling your request speed") {
    return status(200, code, std::move(text));
}
/// The response of the rate limit: 429, code 10100 and `Retry-After`.
[[nodiscard]] inline fault rate_limited(std::chrono::seconds retry_after = std::chrono::seconds{300}) {
    fault out = status(
        429, 10100,
        "More than 1200 requests per 300 seconds reached. Please wait and consider throttling your request "
        "speed");
    out.retry_after = retry_after;
    return out;
}
/// An HTML page of the edge with this status.
[[nodiscard]] inline fault html_page(int status = 520) {
    return {.kind = fault_kind::page, .status = status};
}
/// A response that is cut in the middle; the request is carried out.
[[nodiscard]] inline fault truncated() { return {.kind = fault_kind::truncated}; }
/// No response; the request is not carried out.
[[nodiscard]] inline fault lost_request() { return {.kind = fault_kind::lost_request}; }
/// No response; the request is carried out.
[[nodiscard]] inline fault lost_response() { return {.kind = fault_kind::lost_response}; }
/// The usual response after this delay.
[[nodiscard]] inline fault delayed(std::chrono::milliseconds delay) { return {.delay = delay}; }

}  // namespace faults

/// Pseudo-random faults. Whether the n-th request is hit depends only on the seed and n.
struct fault_chance {
    std::uint64_t seed{1};  ///< Selects the sequence.
    double probability{};   ///< Probability that a request is hit, 0 to 1.
    std::vector<fault>
        among{};  ///< The faults to choose from, with equal probability; if empty, none happens.
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
