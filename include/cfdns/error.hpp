// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_ERROR_HPP
#define CFDNS_ERROR_HPP

#include <cfdns/detail/config.hpp>
#include <cfdns/http.hpp>
#include <cfdns/rate_limit.hpp>

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

/// Everything that can go wrong, once.
namespace cfdns::inline v1 {

/// What went wrong, as far as the library itself finds it. Transports add codes of their own.
enum class errc {
    invalid_parameter = 1,  ///< A parameter was refused; no request was made. `error::parameter()` names it.
    api_failure,            ///< The service refused: `error::api_errors()` says why.
    unexpected_status,      ///< The HTTP status says failure and the content is not the API's envelope.
    malformed_response,     ///< The status says success but the content is not what the operation answers with.
    /// A success without the result that the operation answers with; a write may have happened. An operation that needs no
    /// result may do without content only under status 204 or 205.
    no_result,
    response_too_large,     ///< The reply exceeds the caller's limit.
    deadline_exceeded,      ///< The call's time was up.
    cancelled,              ///< The caller gave up.
};

/// The category of `errc`. Categories compare by a 64-bit id, so codes compare equal across shared libraries.
[[nodiscard]] boost::system::error_category const& cfdns_category() noexcept;

/// Makes an error code of `cfdns_category()`.
[[nodiscard]] boost::system::error_code make_error_code(errc code) noexcept;

/// Whether the service may have seen a request: what decides if a failed write may be repeated. In the order of what is
/// known: `no < maybe < yes`.
enum class sent : unsigned char {
    no,     ///< Not one byte of the request reached the service.
    maybe,  ///< Nothing is known: the service may have acted.
    yes,    ///< The service answered.
};

/// Where in the request a problem lies.
struct api_message_source {
    std::optional<std::string> pointer{};  ///< JSON pointer into the request body (RFC 6901).
};

/// One entry of `errors` or `messages` in the API's envelope. A reply may leave out any part of it.
struct api_message {
    std::optional<std::int64_t> code{};               ///< Number of the problem. The set of codes is open.
    std::string message{};                            ///< Text of the service.
    std::optional<std::string> documentation_url{};   ///< Page that explains the problem.
    std::optional<api_message_source> source{};       ///< Place in the request that the entry is about.
    std::vector<api_message> error_chain{};           ///< Causes, as older services list them.
};

namespace detail {
struct error_details;
}

/// A failure with everything that is known of it. Copies are cheap: they share the details.
class error {
public:
    /// No error.
    error() noexcept = default;

    /// For transports: the request failed with `code`, usually one of the transport's own.
    ///
    /// `what` is added to `message()` and must not hold secrets. `partial` is what had arrived of a reply, if anything.
    explicit error(boost::system::error_code code, sent request_sent = sent::maybe, std::string_view what = {},
                   response_view const& partial = {});

    /// An `errc`, or a code of the transport's.
    [[nodiscard]] boost::system::error_code const& code() const noexcept { return code_; }
    /// Status code of the reply; 0 if there was none.
    [[nodiscard]] int http_status() const noexcept;
    /// The reply's `cf-ray`, which Cloudflare's support asks for; empty if there was none.
    [[nodiscard]] std::string_view cf_ray() const noexcept;
    /// The service's `errors`, at most the first 256, those in `error_chain` counted in.
    /// *Lifetime:* this and all views below are valid as long as this object or a copy of it.
    [[nodiscard]] std::span<api_message const> api_errors() const noexcept;
    /// How long the service asked to wait (`Retry-After-Ms`, `Retry-After`); nothing if it did not.
    [[nodiscard]] std::optional<std::chrono::milliseconds> retry_after() const noexcept;
    /// The rate limit headers of the response; nothing if there were none.
    [[nodiscard]] std::optional<cfdns::rate_limit> rate_limit() const;
    /// Whether the service forbids (false) or asks for (true) a retry, by `X-Should-Retry`; nothing if it says neither.
    [[nodiscard]] std::optional<bool> should_retry() const noexcept;
    /// The start of the reply's content, at most 512 bytes; empty where the operation may carry a secret. An error that a
    /// transport made knows of no operation: it has an excerpt until an `exchange` or `call` took it.
    [[nodiscard]] std::string_view excerpt() const noexcept;
    /// Name of the parameter that was refused; empty if that is not what happened.
    [[nodiscard]] std::string_view parameter() const noexcept;
    /// Whether the service may have seen the request.
    [[nodiscard]] sent request_sent() const noexcept;

    /// The credentials were not accepted: status 401, or a code that says so under another status (6003, 9103, 9106,
    /// 9109, 10000, 10001). The service uses 10000 for missing permissions as well: then `is_permission()` is also true.
    [[nodiscard]] bool is_authentication() const noexcept;
    /// Status 403.
    [[nodiscard]] bool is_permission() const noexcept;
    /// Status 404; for a configuration or resource: there is none.
    [[nodiscard]] bool is_not_found() const noexcept;
    /// Status 409.
    [[nodiscard]] bool is_conflict() const noexcept;
    /// Status 429, or a rate limit's code under another status (971, 10100).
    [[nodiscard]] bool is_rate_limited() const noexcept;

    /// One line in printable ASCII, at most about 600 characters, safe to log: it holds no request data. Where the operation
    /// may carry a secret, the texts of `api_errors()` read `[redacted]`, as they may quote it.
    [[nodiscard]] std::string message() const;

private:
    friend struct detail::error_details;

    boost::system::error_code code_{};
    std::shared_ptr<detail::error_details const> details_{};
};

/// A value or an `error`. `value()` of an error throws `call_failed`.
template <class T>
using result = boost::system::result<T, error>;

/// What `result<T>::value()` throws when there is no value.
// Visible, because libc++ tells exceptions of two shared libraries apart by the place of their type.
class BOOST_SYMBOL_VISIBLE call_failed : public boost::system::system_error {
public:
    /// Holds `failure`; `what()` is its `message()`.
    explicit call_failed(cfdns::error const& failure);

    /// The failure. *Lifetime:* as long as this object.
    [[nodiscard]] cfdns::error const& error() const noexcept { return error_; }

private:
    cfdns::error error_;
};

/// Called by `result<T>::value()`. *Errors:* throws `call_failed`.
[[noreturn]] void throw_exception_from_error(error const& failure, boost::source_location const& where);

}  // namespace cfdns::inline v1

template <>
struct boost::system::is_error_code_enum<cfdns::errc> : std::true_type {};

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/error.ipp>
#endif

#endif
