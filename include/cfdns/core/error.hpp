// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_ERROR_HPP
#define CFDNS_CORE_ERROR_HPP

#include <cfdns/core/fields.hpp>
#include <cfdns/core/http.hpp>
#include <cfdns/core/rate_limit.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/reading_traits.hpp>

#include <boost/config.hpp>
#include <boost/system/error_category.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>
#include <boost/system/system_error.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// Error codes, the `error` class and `result<T>`.
namespace cfdns::inline v0_2 {

/// Errors detected by the library. Transports report codes of other categories as well.
enum class errc {
    /// A parameter is invalid; no request was made. `error::parameter()` names it.
    invalid_parameter = 1,
    /// The service reported a failure; see `error::api_errors()`.
    api_failure,
    /// The status code indicates failure, and the content is not the API's envelope.
    unexpected_status,
    /// The status code indicates success, but the content is not a valid response of the operation.
    malformed_response,
    /// A successful response without the expected result; a write may have taken effect. Operations whose
    /// result is optional report this for empty content unless the status is 204 or 205.
    no_result,
    /// The response exceeds `response_limits::max_bytes` or the limits of the transport.
    response_too_large,
    /// The timeout of the call expired before a request could be sent. Equal to the condition
    /// `boost::system::errc::timed_out`, as are the codes of transports for a request that was not answered
    /// in time.
    deadline_exceeded,
    /// The caller cancelled the call. Equal to the condition `boost::system::errc::operation_canceled`.
    cancelled,
};

/// The error category of `errc`. Categories compare by a 64-bit id, so codes from different shared libraries
/// compare equal.
[[nodiscard]] boost::system::error_category const& cfdns_category() noexcept;

/// Creates an error code in `cfdns_category()`.
[[nodiscard]] boost::system::error_code make_error_code(errc code) noexcept;

/// Whether the service may have received a request. This decides whether a failed write may be repeated. The
/// values are ordered: `not_sent < unknown < answered`.
enum class delivery : unsigned char {
    not_sent,  ///< No byte of the request was sent to the service.
    unknown,   ///< The service may have received the request and acted on it.
    answered,  ///< The service responded.
};

/// The location in the request that a message refers to.
struct api_message_source {
    std::optional<std::string> pointer{};  ///< JSON pointer into the request body (RFC 6901).
    CFDNS_FIELDS(pointer)
};

/// An entry of `errors` or `messages` in the API's envelope. Any of its members may be missing.
struct api_message {
    std::optional<std::int64_t> code{};              ///< Numeric code. The set of codes is open.
    std::string message{};                           ///< Human-readable text.
    std::optional<std::string> documentation_url{};  ///< URL of a page that explains the problem.
    std::optional<api_message_source> source{};      ///< Location in the request.
    std::vector<api_message> error_chain{};          ///< Causes, as reported by older services.
    CFDNS_FIELDS(code, message, documentation_url, source, error_chain)
};

namespace detail {

// Unusual entries must not turn an API failure into a decoding error.
template <>
inline constexpr reading_traits reading_traits_of<api_message>{
    .members_optional = true, .text_member = "message", .lenient_lists = true};

struct error_details;
}  // namespace detail

/// An error code and the details of the failure. Copies share the details and are cheap.
class error {
public:
    /// An error without a code: success.
    error() noexcept = default;

    /// For transports: the request failed with `code`, usually a code of the transport's own category.
    ///
    /// `what` is appended to `message()` and must not contain secrets. `partial` is the part of the response
    /// that was received, if any; if it has a status, `delivery()` is `delivery::answered`.
    explicit error(boost::system::error_code code, cfdns::delivery delivery = delivery::unknown,
                   std::string_view what = {}, response_view const& partial = {});

    /// An `errc`, or a code reported by the transport.
    [[nodiscard]] boost::system::error_code const& code() const noexcept { return code_; }
    /// Status code of the response; 0 if there was no response.
    [[nodiscard]] int http_status() const noexcept;
    /// The response's `cf-ray`, which Cloudflare support asks for; empty if there was none.
    [[nodiscard]] std::string_view cf_ray() const noexcept;
    /// The envelope's `errors`: at most the first 256, including nested entries of `error_chain`.
    /// *Lifetime:* this and all views below are valid as long as this object or a copy of it exists.
    [[nodiscard]] CFDNS_DETAIL_SHARED_VIEW std::span<api_message const> api_errors() const noexcept;
    /// The delay requested by the service (`Retry-After-Ms`, `Retry-After`), or `std::nullopt` if there is
    /// none.
    [[nodiscard]] std::optional<std::chrono::milliseconds> retry_after() const noexcept;
    /// The rate limit reported by the response's header fields, or `std::nullopt` if there is none.
    [[nodiscard]] std::optional<cfdns::rate_limit> rate_limit() const;
    /// The value of the response's `X-Should-Retry`: whether the service requests (true) or forbids (false)
    /// a retry. `std::nullopt` if it is missing or invalid.
    [[nodiscard]] std::optional<bool> should_retry() const noexcept;
    /// The first 512 bytes of the response's content. Empty if the operation may carry a secret: `exchange`
    /// and `call` also remove the excerpt from errors of the transport, which does not know the operation.
    [[nodiscard]] std::string_view excerpt() const noexcept;
    /// Name of the invalid parameter; empty for other errors.
    [[nodiscard]] std::string_view parameter() const noexcept;
    /// Whether the service may have received the request. If a machine has made several attempts of a call,
    /// this is the highest value of all of them. `unknown` for an object that was moved from.
    [[nodiscard]] cfdns::delivery delivery() const noexcept;

    /// The credentials were rejected: status 401, or one of the API codes 6003, 9103, 9106, 9109, 10000 and
    /// 10001 with any status, including in an `error_chain`. 6003 (invalid request headers) does not count
    /// if its `error_chain` has only other causes than 6102, 6103 and 6111. The service also uses 10000 for
    /// missing permissions; `is_permission()` is then true as well. 9109 does not count if its message is
    /// "Invalid zone identifier"; it does count if the message is "Cannot use the access token from
    /// location: ...".
    ///
    /// Cloudflare does not document these codes; these and the ones below were observed in responses.
    [[nodiscard]] bool is_authentication() const noexcept;
    /// Status 403. This includes the response to an unknown zone (see `is_not_found()`): the service does
    /// not distinguish a zone that does not exist from one that the credentials have no access to.
    [[nodiscard]] bool is_permission() const noexcept;
    /// The object does not exist: status 404, or one of these API codes with any status, including in an
    /// `error_chain`:
    ///
    /// - 81044 (DNS record);
    /// - 9109 if the message contains "Invalid zone identifier": an unknown zone, or one that the
    ///   credentials have no access to; observed with status 403;
    /// - 7003 if the message contains "object identifier", as in "Could not route to /zones/..., perhaps
    ///   your object identifier is invalid?"; an identifier of the wrong form causes the same message;
    /// - 1015 if the message contains "not found" (view).
    ///
    /// With other messages, these codes mean something else: 9109 means rejected credentials, and 7003 a
    /// path without a route. The text "error code: 1015" of Cloudflare's edge, which reports a rate limit,
    /// is not an API code. Messages are compared without regard to ASCII case. Until October 2024, errors
    /// about DNS records reported their cause in `error_chain`:
    /// https://developers.cloudflare.com/fundamentals/api/reference/deprecations/
    [[nodiscard]] bool is_not_found() const noexcept;
    /// Status 409. The service reports most conflicts between DNS records with status 400; see
    /// `is_duplicate()` and `api_errors()`.
    [[nodiscard]] bool is_conflict() const noexcept;
    /// The object already exists: API code 81057 or 81058 (an identical DNS record) or 1061 (zone), with any
    /// status, including in an `error_chain`. If the outcome of an earlier create is unknown, it has
    /// probably succeeded.
    [[nodiscard]] bool is_duplicate() const noexcept;
    /// Status 429, or an API code for rate limiting (971, 10100) with any status.
    [[nodiscard]] bool is_rate_limited() const noexcept;

    /// One line of printable ASCII, at most about 600 characters, safe to log: it contains no request data.
    /// If the operation may carry a secret, the texts of `api_errors()`, which may quote it, are shown as
    /// `[redacted]`.
    [[nodiscard]] std::string message() const;

private:
    friend struct detail::error_details;

    boost::system::error_code code_{};
    std::shared_ptr<detail::error_details const> details_{};
};

/// A value or an `error`. `value()` throws `call_failed` if the result holds an error.
template <class T>
using result = boost::system::result<T, error>;

/// The exception thrown by `result<T>::value()` if the result holds an error.
// Visible, because libc++ compares exception types of different shared libraries by address.
class BOOST_SYMBOL_VISIBLE call_failed : public boost::system::system_error {
public:
    /// Stores `failure`; `what()` returns `failure.message()`.
    explicit call_failed(cfdns::error const& failure);

    /// The error. *Lifetime:* valid as long as this object.
    [[nodiscard]] cfdns::error const& error() const noexcept { return error_; }

private:
    cfdns::error error_;
};

/// Called by `result<T>::value()` if the result holds an error. *Errors:* throws `call_failed`.
[[noreturn]] void throw_exception_from_error(error const& failure, boost::source_location const& where);

}  // namespace cfdns::inline v0_2

template <>
struct boost::system::is_error_code_enum<cfdns::errc> : std::true_type {};

#include <cfdns/detail/error_details.hpp>  // after `error`; includes the definitions

#endif
