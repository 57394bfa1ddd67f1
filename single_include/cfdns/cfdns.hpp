// SPDX-License-Identifier: BSL-1.0
//
// cfdns 0.1.0, Cloudflare DNS for C++, as one file. Written by tools/amalgamate.py from include/cfdns: change that.
//
// C++20 and Boost 1.81 or later. Link boost_json, or put #include <boost/json/src.hpp> into exactly one source of the
// program (with MSVC, define BOOST_JSON_NO_LIB and BOOST_CONTAINER_NO_LIB then). The licence's text is in LICENSE.

// ---- cfdns/cfdns.hpp
// ---- cfdns/version.hpp
#ifdef CFDNS_VERSION_HPP
// Two different versions in one translation unit would be one definition too many of everything.
#if CFDNS_VERSION_MAJOR != 0 || CFDNS_VERSION_MINOR != 1 || CFDNS_VERSION_PATCH != 0
#error "two different versions of cfdns are included in one source"
#endif
#else
#define CFDNS_VERSION_HPP

/// Incompatible with another number; 0 before the first stable version.
#define CFDNS_VERSION_MAJOR 0
/// Added to without breaking; before 1.0 it may break.
#define CFDNS_VERSION_MINOR 1
/// Mended only.
#define CFDNS_VERSION_PATCH 0

/// The version of the library, MAJOR.MINOR.PATCH, as a string literal. Build files and packages read it from here.
#define CFDNS_VERSION "0.1.0"

#endif
#ifndef CFDNS_CFDNS_HPP
#define CFDNS_CFDNS_HPP

// The door: every core room and every product room, nothing else. What reads the environment, sends or sleeps is opt-in:
// cfdns/environment.hpp, cfdns/blocking.hpp, cfdns/transport/, cfdns/testing/.

// ---- cfdns/call.hpp
#ifndef CFDNS_CALL_HPP
#define CFDNS_CALL_HPP

// ---- cfdns/exchange.hpp
#ifndef CFDNS_EXCHANGE_HPP
#define CFDNS_EXCHANGE_HPP

// ---- cfdns/detail/config.hpp
#ifndef CFDNS_DETAIL_CONFIG_HPP
#define CFDNS_DETAIL_CONFIG_HPP

// Every header includes this one before anything else of this library. Compilers go on after #error, but
// not after an include that is not there: what C++17 lacks would be hundreds of errors.
#if defined(_MSVC_LANG) ? _MSVC_LANG < 202002L : __cplusplus < 202002L
#error "cfdns needs C++20 (-std=c++20, /std:c++20)"
#include <cfdns_needs_cxx20>
#endif

#include <boost/version.hpp>

#if BOOST_VERSION < 108100
#error "cfdns needs Boost 1.81 or later"
#endif

// A program that includes the library in many sources may define CFDNS_SEPARATE_COMPILATION for all of them: then the
// definitions of the core are compiled once, where CFDNS_SOURCE is defined; cfdns/src.hpp does that.
#if defined(CFDNS_SEPARATE_COMPILATION)
#define CFDNS_DECL
#else
#define CFDNS_DECL inline
#endif
#if !defined(CFDNS_SEPARATE_COMPILATION) || defined(CFDNS_SOURCE)
#define CFDNS_HAS_DEFINITIONS 1
#else
#define CFDNS_HAS_DEFINITIONS 0
#endif

namespace cfdns::inline v1::detail {

// For what the caller promises never to happen, as std::unreachable of C++23.
[[noreturn]] inline void unreachable() noexcept {
#if defined(_MSC_VER) && !defined(__clang__)
    __assume(false);
#else
    __builtin_unreachable();
#endif
}

}  // namespace cfdns::inline v1::detail

#endif
// ---- cfdns/credentials.hpp
#ifndef CFDNS_CREDENTIALS_HPP
#define CFDNS_CREDENTIALS_HPP

// ---- cfdns/error.hpp
#ifndef CFDNS_ERROR_HPP
#define CFDNS_ERROR_HPP

// ---- cfdns/http.hpp
#ifndef CFDNS_HTTP_HPP
#define CFDNS_HTTP_HPP

// ---- cfdns/detail/ascii.hpp
#ifndef CFDNS_DETAIL_ASCII_HPP
#define CFDNS_DETAIL_ASCII_HPP

// ---- cfdns/detail/bytes.hpp
#ifndef CFDNS_DETAIL_BYTES_HPP
#define CFDNS_DETAIL_BYTES_HPP

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

// Eight bytes at a time, in whatever order the machine has them.
namespace cfdns::inline v1::detail {

inline constexpr std::uint64_t every_byte = 0x0101'0101'0101'0101;
inline constexpr std::uint64_t every_top_bit = 0x80 * every_byte;

template <class Word>
Word load(char const* from) noexcept {
    Word out;
    std::memcpy(&out, from, sizeof out);
    return out;
}

// Whether the first and the last bytes of two texts agree, of which there is at least one word; some are compared twice.
template <class Word>
bool equal_ends(char const* a, char const* b, std::size_t size) noexcept {
    std::size_t const last = size - sizeof(Word);
    return load<Word>(a) == load<Word>(b) && load<Word>(a + last) == load<Word>(b + last);
}

// As std::memcmp(a, b, size) == 0, without the call; for short texts.
inline bool equal_bytes(char const* a, char const* b, std::size_t size) noexcept {
    if (size < 4) return size < 2 ? size == 0 || *a == *b : equal_ends<std::uint16_t>(a, b, size);
    if (size < 8) return equal_ends<std::uint32_t>(a, b, size);
    for (; size > 16; size -= 8, a += 8, b += 8)
        if (load<std::uint64_t>(a) != load<std::uint64_t>(b)) return false;
    return equal_ends<std::uint64_t>(a, b, size);
}

template <class Word>
void copy_ends(char* to, char const* from, std::size_t size) noexcept {
    std::size_t const end = size - sizeof(Word);
    Word const first = load<Word>(from), last = load<Word>(from + end);
    std::memcpy(to, &first, sizeof first);
    std::memcpy(to + end, &last, sizeof last);
}

// As std::memcpy, without the call; for short texts.
inline void copy_bytes(char* to, char const* from, std::size_t size) noexcept {
    if (size >= 8) {
        for (; size > 16; size -= 8, from += 8, to += 8) std::memcpy(to, from, 8);
        copy_ends<std::uint64_t>(to, from, size);
    } else if (size >= 4) {
        copy_ends<std::uint32_t>(to, from, size);
    } else if (size >= 2) {
        copy_ends<std::uint16_t>(to, from, size);
    } else if (size != 0) {
        *to = *from;
    }
}

// Not zero if a byte is less than `limit`, which is at most 128; bytes from 128 on do not count.
constexpr std::uint64_t any_below(std::uint64_t bytes, unsigned limit) noexcept {
    return (bytes - every_byte * limit) & ~bytes & every_top_bit;
}

constexpr std::uint64_t any_equal(std::uint64_t bytes, unsigned char value) noexcept {
    return any_below(bytes ^ (every_byte * value), 1);
}

// Length of the text's start that `is_plain(char)` accepts; `any_special` tells it of eight bytes, and may err on the safe side.
template <class AnySpecial, class IsPlain>
std::size_t count_plain(std::string_view text, AnySpecial any_special, IsPlain is_plain) noexcept {
    std::size_t i = 0;
    while (text.size() - i >= 8 && any_special(load<std::uint64_t>(text.data() + i)) == 0) i += 8;
    while (i != text.size() && is_plain(text[i])) ++i;
    return i;
}

// Of a number, by its bits: comparisons do not tell where a program is compiled with -ffast-math.
constexpr bool is_finite(double value) noexcept {
    constexpr std::uint64_t exponent = 0x7ff0'0000'0000'0000;
    return (std::bit_cast<std::uint64_t>(value) & exponent) != exponent;
}
constexpr bool is_negative(double value) noexcept { return std::bit_cast<std::uint64_t>(value) >> 63 != 0; }

}  // namespace cfdns::inline v1::detail

#endif

// Locale-free character classes (RFC 5234 B.1) and the comparison that field names need (RFC 9110 5.1).
namespace cfdns::inline v1::detail {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

constexpr bool is_control(char c) noexcept {
    auto const u = static_cast<unsigned char>(c);
    return u < 0x20 || u == 0x7f;
}

constexpr bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

constexpr char to_lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

constexpr bool is_alnum(char c) noexcept { return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z'); }

constexpr bool iequals(std::string_view a, std::string_view b) noexcept {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i != a.size(); ++i)
        if (to_lower(a[i]) != to_lower(b[i])) return false;
    return true;
}

inline bool has_control(std::string_view text) noexcept {
    auto const any = [](std::uint64_t bytes) { return any_below(bytes, 0x20) | any_equal(bytes, 0x7f); };
    return count_plain(text, any, [](char c) { return !is_control(c); }) != text.size();
}

constexpr std::string_view trim(std::string_view text) noexcept {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

}  // namespace cfdns::inline v1::detail

#endif

#include <optional>
#include <span>
#include <string>
#include <vector>

/// HTTP as plain values: what the library gives to an HTTP client and what it takes back.
namespace cfdns::inline v1 {

/// The request methods that the API uses (RFC 9110 section 9, RFC 5789 for PATCH).
enum class http_method : unsigned char { get, post, put, patch, delete_ };

/// The method as it stands in a request line: "GET", "POST", "PUT", "PATCH" or "DELETE".
constexpr std::string_view to_string(http_method method) noexcept {
    switch (method) {
        case http_method::get: return "GET";
        case http_method::post: return "POST";
        case http_method::put: return "PUT";
        case http_method::patch: return "PATCH";
        case http_method::delete_: return "DELETE";
    }
    return {};
}

/// One header field (RFC 9110 section 5). Names compare without case.
struct http_header {
    std::string name{};   ///< Field name, as sent.
    std::string value{};  ///< Field value, without leading and trailing white space.
};

/// A reply that is only borrowed: any HTTP client can fill one without copying.
///
/// *Lifetime:* `body` and `headers` must outlive the call that they are passed to; nothing is kept beyond it.
struct response_view {
    int status{};                            ///< Status code, 100 to 599.
    std::string_view body{};                 ///< Content after all content and transfer codings were undone.
    std::span<http_header const> headers{};  ///< May stay empty; then cf-ray, Retry-After and rate limits are unknown.
};

/// A reply that owns its bytes: what a transport returns.
struct http_response {
    int status{};                        ///< Status code, 100 to 599.
    std::vector<http_header> headers{};  ///< All header fields, in the order of arrival.
    std::string body{};                  ///< Content after all content and transfer codings were undone.

    /// Borrows this reply. *Lifetime:* the view is valid as long as this object is unchanged.
    operator response_view() const noexcept { return {status, body, {headers.data(), headers.size()}}; }
};

/// A request, ready to be sent by any HTTP client to the origin of the caller's choice.
///
/// It holds credentials only after `authorize`; its body may hold TSIG secrets. Host, Content-Length and what concerns the
/// connection belong to the HTTP client.
struct http_request {
    http_method method{http_method::get};  ///< The method.
    std::string target{};                ///< Origin-form, percent-encoded: path and query (RFC 9112 section 3.2.1).
    std::vector<http_header> headers{};  ///< Header fields to be sent as they are.
    std::string body{};                  ///< UTF-8 JSON, or empty: then there is no content.
};

/// The value of the first header field of that name, compared without case; nothing if there is none.
///
/// *Lifetime:* the view points into `headers`.
[[nodiscard]] constexpr std::optional<std::string_view> find_header(std::span<http_header const> headers,
                                                                    std::string_view name) noexcept {
    for (http_header const& header : headers)
        if (detail::iequals(header.name, name)) return std::string_view{header.value};
    return std::nullopt;
}

}  // namespace cfdns::inline v1

#endif
// ---- cfdns/rate_limit.hpp
#ifndef CFDNS_RATE_LIMIT_HPP
#define CFDNS_RATE_LIMIT_HPP

#include <chrono>

/// The rate limits that the service reports.
namespace cfdns::inline v1 {

/// What the `Ratelimit` and `Ratelimit-Policy` header fields say. Both are lists, which may be spread over several
/// lines: this is the item of `Ratelimit` with the fewest requests left, and of equals the one with the longest time
/// until its reset, with the first policy of its name. Without a `Ratelimit` field, it is the first policy.
/// https://developers.cloudflare.com/fundamentals/api/reference/limits/
struct rate_limit {
    std::string policy{};                                ///< Name of the policy that is closest to its limit.
    std::optional<std::uint64_t> remaining{};            ///< Requests left in the window (`r`).
    std::optional<std::chrono::seconds> reset_after{};   ///< Time until the window is reset (`t`).
    std::optional<std::uint64_t> quota{};                ///< Requests allowed per window (`q`).
    std::optional<std::chrono::seconds> window{};        ///< Length of the window (`w`).
};

}  // namespace cfdns::inline v1

#endif

#include <boost/config.hpp>
#include <boost/system/error_category.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>
#include <boost/system/system_error.hpp>

#include <memory>
#include <type_traits>

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
// ---- cfdns/impl/error.ipp
#ifndef CFDNS_IMPL_ERROR_IPP
#define CFDNS_IMPL_ERROR_IPP

// ---- cfdns/detail/error_details.hpp
#ifndef CFDNS_DETAIL_ERROR_DETAILS_HPP
#define CFDNS_DETAIL_ERROR_DETAILS_HPP

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What an error holds, and how the library itself makes one.
namespace cfdns::inline v1::detail {

inline constexpr std::size_t excerpt_limit = 512;  // error.hpp promises it

struct error_details {
    int http_status = 0;
    sent request_sent = sent::maybe;
    std::optional<std::chrono::milliseconds> retry_after{};
    std::optional<cfdns::rate_limit> rate_limit{};
    std::optional<bool> should_retry{};
    std::string cf_ray{};
    std::string what{};
    std::string parameter{};
    std::string excerpt{};
    std::vector<api_message> api_errors{};
    bool hidden = false;  // the reply may hold a secret: none of its texts is shown

    // What a reply says of itself, whatever its content.
    void take_reply(response_view const& reply);
    void take_excerpt(std::string_view body);

    static error make_error(boost::system::error_code code, error_details&& details);

    // The same failure, without what it shows of the reply's content.
    static error without_content(error const& failure);

    // A transport's failure, which has a code even if the transport gave none.
    static error with_code(error const& failure);
};

// How long the service asked to wait: `Retry-After`, or else, of a request that a rate limit refused, the time until the
// spent limit is reset.
[[nodiscard]] std::optional<std::chrono::milliseconds> requested_wait(error const& failure);

[[nodiscard]] error invalid_parameter(std::string_view name, std::string_view what);

}  // namespace cfdns::inline v1::detail

#endif
// ---- cfdns/detail/rate_limit.hpp
#ifndef CFDNS_DETAIL_RATE_LIMIT_HPP
#define CFDNS_DETAIL_RATE_LIMIT_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// Reading `Ratelimit: "default";r=50;t=30` and `Ratelimit-Policy: "default";q=100;w=60`: lists of items with parameters
// (RFC 9651 section 3.1), read leniently.
namespace cfdns::inline v1::detail {

// Removes and returns what stands before the first separator outside of a quoted string; the separator goes as well.
inline std::string_view take_until(std::string_view& text, char separator) noexcept {
    bool quoted = false;
    std::size_t end = 0;
    for (; end < text.size() && (quoted || text[end] != separator); ++end) {
        if (text[end] == '"') quoted = !quoted;
        if (text[end] == '\\' && quoted) ++end;
    }
    std::string_view const taken = text.substr(0, end);
    text.remove_prefix(end < text.size() ? end + 1 : text.size());
    return taken;
}

// The value of an item's parameter, of equal ones the last; nothing if it is absent or not a plain integer.
inline std::optional<std::uint64_t> item_parameter(std::string_view item, char key) noexcept {
    std::optional<std::uint64_t> found;
    for (take_until(item, ';'); !item.empty();) {
        std::string_view const pair = trim(take_until(item, ';'));
        if (pair.size() < 3 || pair.size() > 17 || to_lower(pair[0]) != key || pair[1] != '=') continue;
        std::uint64_t number = 0;
        bool digits = true;
        for (char const c : pair.substr(2)) {
            digits = digits && is_digit(c);
            number = number * 10 + static_cast<std::uint64_t>(static_cast<unsigned char>(c) & 15);
        }
        if (digits) found = number;
    }
    return found;
}

inline std::optional<std::chrono::seconds> item_seconds(std::string_view item, char key) noexcept {
    auto const number = item_parameter(item, key);
    if (!number) return std::nullopt;
    return std::chrono::seconds{static_cast<std::int64_t>(*number)};
}

inline std::string_view item_name(std::string_view item) noexcept { return trim(take_until(item, ';')); }

// The name of an item, without the quotes and escapes of a string.
inline std::string unquoted(std::string_view name) {
    if (name.size() < 2 || name.front() != '"' || name.back() != '"') return std::string{name};
    std::string out;
    for (std::size_t i = 1; i + 1 < name.size(); ++i) {
        if (name[i] == '\\' && i + 2 < name.size()) ++i;
        out += name[i];
    }
    return out;
}

// Calls `visit` with each item of the list that the header fields of that name make up together.
template <class Visitor>
void for_each_item(std::span<http_header const> headers, std::string_view name, Visitor visit) {
    for (http_header const& header : headers) {
        if (!iequals(header.name, name)) continue;
        for (std::string_view rest = header.value; !rest.empty();) {
            std::string_view const item = trim(take_until(rest, ','));
            if (!item.empty()) visit(item);
        }
    }
}

inline std::optional<rate_limit> find_rate_limit(std::span<http_header const> headers) {
    std::optional<rate_limit> out;
    std::string_view name;
    for_each_item(headers, "Ratelimit", [&](std::string_view item) {
        auto const remaining = item_parameter(item, 'r');
        auto const reset_after = item_seconds(item, 't');
        bool const first = !out;
        bool const closer = !first && remaining && (!out->remaining || *remaining < *out->remaining);
        bool const longer = !first && remaining == out->remaining && reset_after > out->reset_after;
        if (!first && !closer && !longer) return;
        if (first) out.emplace();
        name = item_name(item);
        out->remaining = remaining;
        out->reset_after = reset_after;
    });
    bool found = false;
    for_each_item(headers, "Ratelimit-Policy", [&](std::string_view item) {
        if (found || (out && unquoted(item_name(item)) != unquoted(name))) return;
        found = true;
        if (!out) out.emplace();
        name = item_name(item);
        out->quota = item_parameter(item, 'q');
        out->window = item_seconds(item, 'w');
    });
    if (out) out->policy = unquoted(name);
    return out;
}

}  // namespace cfdns::inline v1::detail

#endif
// ---- cfdns/detail/retry_after.hpp
#ifndef CFDNS_DETAIL_RETRY_AFTER_HPP
#define CFDNS_DETAIL_RETRY_AFTER_HPP

// ---- cfdns/detail/calendar.hpp
#ifndef CFDNS_DETAIL_CALENDAR_HPP
#define CFDNS_DETAIL_CALENDAR_HPP

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

// Reading dates and times of the day: what RFC 3339 (timestamps) and RFC 9110 5.6.7 (HTTP-date) have in common.
namespace cfdns::inline v1::detail {

// A cursor over text; every take_* either consumes what it names or leaves ok false for good.
struct text_cursor {
    std::string_view rest;
    bool ok = true;

    constexpr char peek() const noexcept { return rest.empty() ? '\0' : rest.front(); }

    constexpr void take(char c) noexcept {
        if (ok && peek() == c && !rest.empty())
            rest.remove_prefix(1);
        else
            ok = false;
    }

    // Exactly `digits` decimal digits.
    constexpr int take_number(std::size_t digits) noexcept {
        int value = 0;
        if (rest.size() < digits) ok = false;
        for (std::size_t i = 0; ok && i != digits; ++i) {
            if (is_digit(rest[i]))
                value = value * 10 + (rest[i] - '0');
            else
                ok = false;
        }
        if (ok) rest.remove_prefix(digits);
        return value;
    }

    // hh:mm:ss, where ss may be 60 (a leap second).
    constexpr std::chrono::seconds take_time_of_day() noexcept {
        int const hour = take_number(2);
        take(':');
        int const minute = take_number(2);
        take(':');
        int const second = take_number(2);
        if (hour > 23 || minute > 59 || second > 60) ok = false;
        return std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second};
    }
};

inline std::optional<std::chrono::sys_days> to_days(int year, int month, int day) noexcept {
    std::chrono::year_month_day const date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days{date};
}

}  // namespace cfdns::inline v1::detail

#endif

#include <chrono>
#include <optional>
#include <span>
#include <string_view>

// Reading Retry-After (RFC 9110 10.2.3) without a clock of our own.
namespace cfdns::inline v1::detail {

// An HTTP-date in any of the three forms of RFC 9110 5.6.7.
[[nodiscard]] std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text) noexcept;

// A non-negative decimal number of units as milliseconds, rounded up, capped at 100 years.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_delay(std::string_view text,
                                                                   std::chrono::milliseconds unit) noexcept;

// Retry-After-Ms, else Retry-After; a date is read against the reply's own Date. Unreadable values count as absent.
[[nodiscard]] std::optional<std::chrono::milliseconds> find_retry_after(std::span<http_header const> headers) noexcept;

}  // namespace cfdns::inline v1::detail

#if CFDNS_HAS_DEFINITIONS
// ---- cfdns/impl/retry_after.ipp
#ifndef CFDNS_IMPL_RETRY_AFTER_IPP
#define CFDNS_IMPL_RETRY_AFTER_IPP

#include <cstdint>

namespace cfdns::inline v1::detail {

CFDNS_DECL std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text) noexcept {
    static constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    auto const take_month = [](text_cursor& in) {
        std::size_t const at = months.find(in.rest.substr(0, 3));
        if (in.rest.size() < 3 || at == std::string_view::npos || at % 3 != 0) {
            in.ok = false;
            return 0;
        }
        in.rest.remove_prefix(3);
        return static_cast<int>(at / 3) + 1;
    };

    // The name of the day says nothing that the date does not; its length tells the forms apart.
    text_cursor in{trim(text)};
    std::size_t const comma = in.rest.find(',');
    int year = 0, month = 0, day = 0;
    std::chrono::seconds of_day{};
    if (comma == std::string_view::npos) {  // asctime: Sun Nov  6 08:49:37 1994
        in.rest.remove_prefix(in.rest.size() < 4 ? in.rest.size() : 4);
        month = take_month(in);
        in.take(' ');
        if (in.peek() == ' ') {
            in.take(' ');
            day = in.take_number(1);
        } else {
            day = in.take_number(2);
        }
        in.take(' ');
        of_day = in.take_time_of_day();
        in.take(' ');
        year = in.take_number(4);
    } else {
        in.rest.remove_prefix(comma + 1);
        in.take(' ');
        day = in.take_number(2);
        bool const rfc850 = in.peek() == '-';  // Sunday, 06-Nov-94 08:49:37 GMT
        in.take(rfc850 ? '-' : ' ');
        month = take_month(in);
        in.take(rfc850 ? '-' : ' ');
        year = in.take_number(rfc850 ? 2 : 4);
        if (rfc850) year += year < 70 ? 2000 : 1900;
        in.take(' ');
        of_day = in.take_time_of_day();
        if (in.rest != " GMT") in.ok = false;
        in.rest = {};
    }
    auto const days = to_days(year, month, day);
    if (!in.ok || !in.rest.empty() || !days) return std::nullopt;
    return std::chrono::sys_seconds{*days + of_day};
}

CFDNS_DECL std::optional<std::chrono::milliseconds> parse_delay(std::string_view text,
                                                                std::chrono::milliseconds unit) noexcept {
    constexpr std::int64_t cap = std::int64_t{100} * 366 * 24 * 3600 * 1000;
    text = trim(text);
    std::size_t i = 0;
    std::int64_t total = 0;
    for (; i != text.size() && is_digit(text[i]); ++i)
        total = total > cap ? total : total * 10 + (text[i] - '0') * unit.count();
    if (i == 0) return std::nullopt;
    if (i != text.size()) {
        if (text[i++] != '.') return std::nullopt;
        std::int64_t fraction = 0, scale = 1;
        bool rest = false;  // digits too small to count, but not nothing
        for (; i != text.size(); ++i) {
            if (!is_digit(text[i])) return std::nullopt;
            if (scale < 1'000'000) {
                fraction = fraction * 10 + (text[i] - '0');
                scale *= 10;
            } else {
                rest = rest || text[i] != '0';
            }
        }
        fraction *= unit.count();
        total += fraction / scale + (fraction % scale != 0 || rest ? 1 : 0);
    }
    return std::chrono::milliseconds{total > cap ? cap : total};
}

CFDNS_DECL std::optional<std::chrono::milliseconds> find_retry_after(std::span<http_header const> headers) noexcept {
    if (auto const value = find_header(headers, "Retry-After-Ms"))
        if (auto const delay = parse_delay(*value, std::chrono::milliseconds{1})) return delay;
    auto const value = find_header(headers, "Retry-After");
    if (!value) return std::nullopt;
    if (auto const delay = parse_delay(*value, std::chrono::seconds{1})) return delay;
    auto const until = parse_http_date(*value);
    auto const sent_at = find_header(headers, "Date");
    auto const now = sent_at ? parse_http_date(*sent_at) : std::nullopt;
    if (!until || !now) return std::nullopt;
    return *until > *now ? std::chrono::milliseconds{*until - *now} : std::chrono::milliseconds{0};
}

}  // namespace cfdns::inline v1::detail

#endif
#endif

#endif

#include <boost/system/errc.hpp>
#include <boost/throw_exception.hpp>

#include <utility>

// g++ asks for a virtual destructor where Boost's base class deliberately has none.
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
#endif

namespace cfdns::inline v1 {

namespace detail {

class errc_category final : public boost::system::error_category {
public:
    constexpr errc_category() noexcept : error_category(0x9d41'c6a2'7be0'53f8) {}

    char const* name() const noexcept override { return "cfdns"; }
    std::string message(int code) const override { return text(code); }
    char const* message(int code, char*, std::size_t) const noexcept override { return text(code); }

private:
    static char const* text(int code) noexcept {
        switch (static_cast<errc>(code)) {
            case errc::invalid_parameter: return "invalid parameter";
            case errc::api_failure: return "the service refused";
            case errc::unexpected_status: return "unexpected status";
            case errc::malformed_response: return "malformed response";
            case errc::no_result: return "success without a result";
            case errc::response_too_large: return "response too large";
            case errc::deadline_exceeded: return "deadline exceeded";
            case errc::cancelled: return "cancelled";
        }
        return "unknown cfdns error";
    }
};

inline constexpr errc_category the_errc_category{};

}  // namespace detail

CFDNS_DECL boost::system::error_category const& cfdns_category() noexcept { return detail::the_errc_category; }

CFDNS_DECL boost::system::error_code make_error_code(errc code) noexcept {
    return {static_cast<int>(code), cfdns_category()};
}

namespace detail {

CFDNS_DECL void error_details::take_reply(response_view const& reply) {
    http_status = reply.status;
    if (auto const ray = find_header(reply.headers, "cf-ray")) cf_ray = *ray;
    retry_after = find_retry_after(reply.headers);
    rate_limit = find_rate_limit(reply.headers);
    if (auto const wish = find_header(reply.headers, "X-Should-Retry")) {
        if (iequals(trim(*wish), "true")) should_retry = true;
        if (iequals(trim(*wish), "false")) should_retry = false;
    }
}

CFDNS_DECL void error_details::take_excerpt(std::string_view body) { excerpt = body.substr(0, excerpt_limit); }

CFDNS_DECL error error_details::make_error(boost::system::error_code code, error_details&& details) {
    error made;
    made.code_ = code;
    made.details_ = std::make_shared<error_details const>(std::move(details));
    return made;
}

CFDNS_DECL error error_details::without_content(error const& failure) {
    if (!failure.details_) return failure;
    error_details details = *failure.details_;
    details.excerpt.clear();
    details.hidden = true;
    return make_error(failure.code_, std::move(details));
}

CFDNS_DECL error error_details::with_code(error const& failure) {
    if (failure.code_.failed()) return failure;
    error_details details = failure.details_ ? *failure.details_ : error_details{};
    if (details.request_sent == sent::no) details.request_sent = sent::maybe;
    if (details.what.empty()) details.what = "the transport reported a failure without a code";
    return make_error(boost::system::errc::make_error_code(boost::system::errc::io_error), std::move(details));
}

CFDNS_DECL std::optional<std::chrono::milliseconds> requested_wait(error const& failure) {
    if (auto const wait = failure.retry_after()) return wait;
    if (!failure.is_rate_limited()) return std::nullopt;
    auto const limit = failure.rate_limit();
    if (!limit || limit->remaining.value_or(0) != 0) return std::nullopt;
    return limit->reset_after;
}

CFDNS_DECL error invalid_parameter(std::string_view name, std::string_view what) {
    error_details details;
    details.request_sent = sent::no;
    details.parameter = name;
    details.what = what;
    return error_details::make_error(make_error_code(errc::invalid_parameter), std::move(details));
}

// Printable ASCII only: no line of a log can be forged, no terminal be addressed.
CFDNS_DECL void append_log_safe(std::string& out, std::string_view text, std::size_t limit) {
    for (char const c : text.substr(0, limit)) out += is_control(c) ? ' ' : static_cast<unsigned char>(c) < 0x80 ? c : '?';
    if (text.size() > limit) out += "...";
}

CFDNS_DECL bool has_code(std::vector<api_message> const& messages, std::initializer_list<std::int64_t> codes) noexcept {
    for (api_message const& m : messages)
        for (std::int64_t const code : codes)
            if (m.code == code) return true;
    return false;
}

}  // namespace detail

CFDNS_DECL error::error(boost::system::error_code code, sent request_sent, std::string_view what,
                        response_view const& partial) {
    detail::error_details details;
    details.take_reply(partial);
    details.take_excerpt(partial.body);
    details.request_sent = partial.status != 0 ? sent::yes : request_sent;
    details.what = what;
    *this = detail::error_details::make_error(code, std::move(details));
}

CFDNS_DECL int error::http_status() const noexcept { return details_ ? details_->http_status : 0; }

CFDNS_DECL std::string_view error::cf_ray() const noexcept {
    return details_ ? std::string_view{details_->cf_ray} : std::string_view{};
}

CFDNS_DECL std::span<api_message const> error::api_errors() const noexcept {
    if (!details_) return {};
    return {details_->api_errors.data(), details_->api_errors.size()};
}

CFDNS_DECL std::optional<std::chrono::milliseconds> error::retry_after() const noexcept {
    return details_ ? details_->retry_after : std::nullopt;
}

CFDNS_DECL std::optional<cfdns::rate_limit> error::rate_limit() const {
    return details_ ? details_->rate_limit : std::nullopt;
}

CFDNS_DECL std::optional<bool> error::should_retry() const noexcept {
    return details_ ? details_->should_retry : std::nullopt;
}

CFDNS_DECL std::string_view error::excerpt() const noexcept {
    return details_ ? std::string_view{details_->excerpt} : std::string_view{};
}

CFDNS_DECL std::string_view error::parameter() const noexcept {
    return details_ ? std::string_view{details_->parameter} : std::string_view{};
}

CFDNS_DECL sent error::request_sent() const noexcept { return details_ ? details_->request_sent : sent::no; }

CFDNS_DECL bool error::is_authentication() const noexcept {
    if (!details_) return false;
    if (http_status() == 401 || detail::has_code(details_->api_errors, {9103, 9106, 9109, 10000, 10001})) return true;
    // 6003 covers every bad header; its chain says which (6105 is Content-Type).
    for (api_message const& m : details_->api_errors)
        if (m.code == 6003 && (m.error_chain.empty() || detail::has_code(m.error_chain, {6102, 6103, 6111}))) return true;
    return false;
}

CFDNS_DECL bool error::is_permission() const noexcept { return http_status() == 403; }
CFDNS_DECL bool error::is_not_found() const noexcept { return http_status() == 404; }
CFDNS_DECL bool error::is_conflict() const noexcept { return http_status() == 409; }

CFDNS_DECL bool error::is_rate_limited() const noexcept {
    return details_ && (http_status() == 429 || detail::has_code(details_->api_errors, {971, 10100}));
}

CFDNS_DECL std::string error::message() const {
    std::string out;
    if (http_status() != 0) out += "HTTP " + std::to_string(http_status()) + ": ";
    out += code_.message();
    if (!details_) return out;

    if (!details_->parameter.empty()) {
        out += " ";
        detail::append_log_safe(out, details_->parameter, 64);
    }
    std::size_t shown = 0;
    for (api_message const& entry : details_->api_errors) {
        if (shown++ == 3) {
            out += "; ...";
            break;
        }
        out += shown == 1 ? ": " : "; ";
        detail::append_log_safe(out, details_->hidden ? "[redacted]" : std::string_view{entry.message}, 100);
        if (entry.code) out += " (code " + std::to_string(*entry.code) + ")";
    }
    if (!details_->what.empty()) {
        out += ": ";
        detail::append_log_safe(out, details_->what, 160);
    }
    if (details_->api_errors.empty() && !details_->excerpt.empty()) {
        out += ": \"";
        detail::append_log_safe(out, details_->excerpt, 100);
        out += '"';
    }
    if (!details_->cf_ray.empty()) {
        out += " [cf-ray ";
        detail::append_log_safe(out, details_->cf_ray, 40);
        out += ']';
    }
    return out;
}

CFDNS_DECL call_failed::call_failed(cfdns::error const& failure)
    : system_error(failure.code(), failure.message()), error_(failure) {}

CFDNS_DECL void throw_exception_from_error(error const& failure, boost::source_location const& where) {
    boost::throw_exception(call_failed(failure), where);
}

}  // namespace cfdns::inline v1

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#endif
#endif

#endif
// ---- cfdns/secret.hpp
#ifndef CFDNS_SECRET_HPP
#define CFDNS_SECRET_HPP

#include <iosfwd>
#include <utility>

/// Values that must not be printed.
namespace cfdns::inline v1 {

namespace detail {

// Through volatile, so that the stores are not removed as dead.
inline void wipe(char* data, std::size_t size) noexcept {
    for (char volatile* p = data; size != 0; --size) *p++ = '\0';
}

}  // namespace detail

/// Text that goes in and out only by name: it has no conversion, no comparison, and prints as `[redacted]`.
///
/// The storage is overwritten before it is given back. That is best effort: copies that the caller, the request body or
/// the HTTP client make are not reached.
class secret_string {
public:
    /// An empty secret.
    secret_string() noexcept = default;

    /// Copies `value`.
    explicit secret_string(std::string_view value) : size_(value.size()) {
        if (size_ == 0) return;
        data_ = std::make_unique<char[]>(size_);
        value.copy(data_.get(), size_);
    }
    /// Copies `value`, which ends at its first NUL; a null pointer is an empty secret.
    explicit secret_string(char const* value) : secret_string(value ? std::string_view{value} : std::string_view{}) {}
    /// Copies `value`.
    explicit secret_string(std::string const& value) : secret_string(std::string_view{value}) {}
    /// Takes over `value`, whose storage is overwritten.
    explicit secret_string(std::string&& value) : secret_string(std::string_view{value}) {
        detail::wipe(value.data(), value.size());
        value.clear();
    }

    /// Copies.
    secret_string(secret_string const& other) : secret_string(other.expose()) {}
    /// Takes over; `other` is empty afterwards.
    secret_string(secret_string&& other) noexcept { swap(other); }
    /// Copies or takes over; the text before is overwritten.
    secret_string& operator=(secret_string other) noexcept {
        swap(other);
        return *this;
    }
    ~secret_string() {
        if (data_) detail::wipe(data_.get(), size_);
    }

    /// The text itself. *Lifetime:* valid until this object is changed or destroyed.
    [[nodiscard]] std::string_view expose() const noexcept { return {data_.get(), size_}; }
    /// Whether there is no text.
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

    /// Prints `[redacted]`, whatever the text.
    template <class Traits>
    friend std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& stream, secret_string const&) {
        return stream << "[redacted]";
    }

private:
    void swap(secret_string& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
    }

    std::unique_ptr<char[]> data_{};
    std::size_t size_{};
};

}  // namespace cfdns::inline v1

#endif

#include <variant>

/// Who asks, and the one place where that enters a request.
namespace cfdns::inline v1 {

/// An API token: `Authorization: Bearer ...`. The preferred kind.
struct api_token {
    secret_string token{};  ///< The token, of any shape.
};

/// The e-mail address of an account and its global API key: `X-Auth-Email` and `X-Auth-Key`.
struct api_key {
    std::string email{};  ///< The account's e-mail address.
    secret_string key{};  ///< The global API key, of any shape.
};

/// An Origin CA key: `X-Auth-User-Service-Key`. Few operations take it.
struct user_service_key {
    secret_string key{};  ///< The key, of any shape.
};

/// Any of the three.
using credentials = std::variant<api_token, api_key, user_service_key>;

/// Adds the credentials to the request, in place of any that it holds.
///
/// *Errors:* `errc::invalid_parameter`, naming `api_token`, `email`, `api_key` or `user_service_key`, if it is empty or
/// contains control characters; the request is then unchanged.
/// https://developers.cloudflare.com/fundamentals/api/how-to/make-api-calls/
[[nodiscard]] result<void> authorize(http_request& request, credentials const& who);

}  // namespace cfdns::inline v1

#if CFDNS_HAS_DEFINITIONS
// ---- cfdns/impl/credentials.ipp
#ifndef CFDNS_IMPL_CREDENTIALS_IPP
#define CFDNS_IMPL_CREDENTIALS_IPP

#include <initializer_list>
#include <utility>

namespace cfdns::inline v1 {

namespace detail {

// One header field that carries a credential; value may be built from the prefix and the credential.
struct credential_header {
    std::string_view name, parameter, prefix, value;
};

CFDNS_DECL result<void> set_credentials(http_request& request, std::initializer_list<credential_header> fields) {
    for (credential_header const& field : fields) {
        if (field.value.empty()) return invalid_parameter(field.parameter, "must not be empty");
        if (has_control(field.value)) return invalid_parameter(field.parameter, "must not contain control characters");
    }
    std::erase_if(request.headers, [](http_header const& header) {
        return iequals(header.name, "Authorization") || iequals(header.name, "X-Auth-Email") ||
               iequals(header.name, "X-Auth-Key") || iequals(header.name, "X-Auth-User-Service-Key");
    });
    for (credential_header const& field : fields) {
        http_header& header = request.headers.emplace_back();
        header.name = field.name;
        header.value.reserve(field.prefix.size() + field.value.size());
        header.value.append(field.prefix).append(field.value);
    }
    return {};
}

}  // namespace detail

CFDNS_DECL result<void> authorize(http_request& request, credentials const& who) {
    if (auto const* token = std::get_if<api_token>(&who))
        return detail::set_credentials(request, {{"Authorization", "api_token", "Bearer ", token->token.expose()}});
    if (auto const* key = std::get_if<api_key>(&who))
        return detail::set_credentials(request, {{"X-Auth-Email", "email", "", key->email},
                                                 {"X-Auth-Key", "api_key", "", key->key.expose()}});
    if (auto const* key = std::get_if<user_service_key>(&who))
        return detail::set_credentials(request, {{"X-Auth-User-Service-Key", "user_service_key", "", key->key.expose()}});
    return detail::invalid_parameter("credentials", "must hold a value");
}

}  // namespace cfdns::inline v1

#endif
#endif

#endif
// ---- cfdns/operation.hpp
#ifndef CFDNS_OPERATION_HPP
#define CFDNS_OPERATION_HPP

// ---- cfdns/extra.hpp
#ifndef CFDNS_EXTRA_HPP
#define CFDNS_EXTRA_HPP

#include <iterator>

/// Members that the library does not know.
namespace cfdns::inline v1 {

namespace detail {
class extra_recorder;
}

/// A member of `extra_members`. *Lifetime:* both views point into the `extra_members` that it was taken from.
struct extra_member {
    std::string_view name{};  ///< Name, without quotes and escapes.
    std::string_view json{};  ///< Value as JSON text.
};

/// JSON members that a struct does not declare, each as its raw JSON text, in the order of arrival.
///
/// In a result: what the service sent and the library does not know; white space outside of strings is dropped and
/// escapes are normalised, numbers keep their digits. A declared member whose value is ill-typed, or contains something
/// ill-typed, is found here as well, with its escapes as they were sent (see `reply_info::surprises`), unless it may hold a
/// secret. If its name begins with an escape, its text is not known and reads `null`.
///
/// In params: members to be sent on top of the declared ones. `make_request` refuses one of the name of a declared member, so
/// that what was not understood in a result does not get lost when its `extra` is sent back in an update: set the member to
/// what it should be and `erase` it here.
class extra_members {
public:
    /// Sets the member `name` to `json`, in place of one of that name, else as the last one.
    ///
    /// `json` must be one JSON value in UTF-8; `make_request` refuses everything else. It is sent as given.
    void set(std::string_view name, std::string_view json);

    /// Sets the member `name` to `text`, as a JSON string with all escapes that it needs. In a query, that is plain text.
    ///
    /// `text` must be UTF-8; `make_request` refuses everything else.
    void set_text(std::string_view name, std::string_view text);

    /// Removes all members of that name; says whether there was one.
    bool erase(std::string_view name);

    /// The JSON text of the member `name`, nothing if there is none; of members with equal names the last one counts.
    /// *Lifetime:* the view is valid until this object is changed.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const noexcept;

    /// Whether there is no member.
    [[nodiscard]] bool empty() const noexcept { return places_.empty(); }
    /// The number of members.
    [[nodiscard]] std::size_t size() const noexcept { return places_.size(); }
    /// The member at `index`, which must be less than `size()`. *Lifetime:* as `find`.
    [[nodiscard]] extra_member operator[](std::size_t index) const noexcept {
        place const& at = places_[index];
        std::string_view const text = text_;
        return {text.substr(at.name, at.json - at.name), text.substr(at.json, at.end - at.json)};
    }
    /// Removes all members.
    void clear() noexcept {
        text_.clear();
        places_.clear();
    }

    /// An input iterator over the members. *Lifetime:* it ends when the object is changed.
    class iterator {
    public:
        using iterator_category = std::input_iterator_tag;  ///< It gives values, not references.
        using value_type = extra_member;                    ///< What it gives.
        using difference_type = std::ptrdiff_t;             ///< Between two of one object.
        using pointer = void;                               ///< There is no `operator->`.
        using reference = extra_member;                     ///< A value too.

        /// Of no object; only to be assigned to or compared.
        iterator() noexcept = default;
        /// The member. *Lifetime:* its views are valid until the object is changed.
        extra_member operator*() const noexcept { return (*members_)[index_]; }
        /// Goes to the next member.
        iterator& operator++() noexcept {
            ++index_;
            return *this;
        }
        /// Goes to the next member and gives the place before.
        iterator operator++(int) noexcept {
            iterator const before = *this;
            ++index_;
            return before;
        }
        /// The same place of the same object.
        friend bool operator==(iterator const&, iterator const&) = default;

    private:
        friend class extra_members;
        iterator(extra_members const* members, std::size_t index) noexcept : members_(members), index_(index) {}
        extra_members const* members_{};
        std::size_t index_{};
    };

    /// The first member. *Lifetime:* iterators are valid until this object is changed.
    [[nodiscard]] iterator begin() const noexcept { return {this, 0}; }
    /// One past the last member.
    [[nodiscard]] iterator end() const noexcept { return {this, size()}; }

    /// Compares names, values and order, as text.
    friend bool operator==(extra_members const& a, extra_members const& b) noexcept {
        if (a.size() != b.size()) return false;
        for (std::size_t i = 0; i != a.size(); ++i)
            if (a[i].name != b[i].name || a[i].json != b[i].json) return false;
        return true;
    }

private:
    friend class detail::extra_recorder;

    struct place {  // offsets into text_
        std::size_t name, json, end;
    };

    std::string text_{};  // name and value of one member after the other; one buffer for all of them
    std::vector<place> places_{};
};

}  // namespace cfdns::inline v1

#if CFDNS_HAS_DEFINITIONS
// ---- cfdns/impl/extra.ipp
#ifndef CFDNS_IMPL_EXTRA_IPP
#define CFDNS_IMPL_EXTRA_IPP

// ---- cfdns/detail/json_string.hpp
#ifndef CFDNS_DETAIL_JSON_STRING_HPP
#define CFDNS_DETAIL_JSON_STRING_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

// Text as a JSON string (RFC 8259 section 7).
namespace cfdns::inline v1::detail {

// The length of the text's start that needs no escape.
[[nodiscard]] inline std::size_t count_unescaped(std::string_view text) noexcept {
    return count_plain(
        text, [](std::uint64_t bytes) { return any_below(bytes, 0x20) | any_equal(bytes, '"') | any_equal(bytes, '\\'); },
        [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; });
}

template <class Out>
void append_escape(Out& out, char c) {
    static constexpr char digits[] = "0123456789abcdef";
    out.push_back('\\');
    switch (c) {
        case '"':
        case '\\': out.push_back(c); break;
        case '\b': out.push_back('b'); break;
        case '\f': out.push_back('f'); break;
        case '\n': out.push_back('n'); break;
        case '\r': out.push_back('r'); break;
        case '\t': out.push_back('t'); break;
        default:
            out.append("u00");
            out.push_back(digits[static_cast<unsigned char>(c) >> 4]);
            out.push_back(digits[static_cast<unsigned char>(c) & 15]);
    }
}

// Appends a JSON string's content. The text must be UTF-8. `Out` is std::string or text_buffer.
template <class Out>
void append_escaped(Out& out, std::string_view text) {
    for (;;) {
        std::size_t const plain = count_unescaped(text);
        out.append(text.substr(0, plain));
        if (plain == text.size()) return;
        append_escape(out, text[plain]);
        text.remove_prefix(plain + 1);
    }
}

// Appends a JSON string. The text must be UTF-8.
template <class Out>
void append_string(Out& out, std::string_view text) {
    out.push_back('"');
    append_escaped(out, text);
    out.push_back('"');
}

}  // namespace cfdns::inline v1::detail

#endif

namespace cfdns::inline v1 {

CFDNS_DECL void extra_members::set(std::string_view name, std::string_view json) {
    extra_members changed;
    bool found = false;
    auto const append = [&changed](std::string_view n, std::string_view j) {
        std::size_t const start = changed.text_.size();
        changed.text_.append(n).append(j);
        changed.places_.push_back({start, start + n.size(), changed.text_.size()});
    };
    for (extra_member const member : *this) {
        if (member.name != name)
            append(member.name, member.json);
        else if (!found)
            append(name, json);
        found = found || member.name == name;
    }
    if (!found) append(name, json);
    *this = std::move(changed);
}

CFDNS_DECL void extra_members::set_text(std::string_view name, std::string_view text) {
    std::string json;
    detail::append_string(json, text);
    set(name, json);
}

CFDNS_DECL bool extra_members::erase(std::string_view name) {
    return std::erase_if(places_, [&](place const& at) {
               return std::string_view{text_}.substr(at.name, at.json - at.name) == name;
           }) != 0;
}

CFDNS_DECL std::optional<std::string_view> extra_members::find(std::string_view name) const noexcept {
    for (std::size_t i = size(); i != 0; --i)
        if ((*this)[i - 1].name == name) return (*this)[i - 1].json;
    return std::nullopt;
}

}  // namespace cfdns::inline v1

#endif
#endif

#endif
// ---- cfdns/fields.hpp
#ifndef CFDNS_FIELDS_HPP
#define CFDNS_FIELDS_HPP

#include <boost/preprocessor/control/iif.hpp>
#include <boost/preprocessor/facilities/check_empty.hpp>
#include <boost/preprocessor/seq/for_each_i.hpp>
#include <boost/preprocessor/tuple/eat.hpp>
#include <boost/preprocessor/variadic/to_seq.hpp>

namespace cfdns::inline v1::detail {

// How many names there are in a list such as "id, ip".
constexpr std::size_t count_names(std::string_view list) noexcept {
    std::size_t count = list.empty() ? 0 : 1;
    for (char const c : list) count += c == ',' ? 1 : 0;
    return count;
}

constexpr std::string_view nth_name(std::string_view list, std::size_t n) noexcept {
    for (; n != 0; --n) list.remove_prefix(list.find(',') + 1);
    list = list.substr(0, list.find(','));
    while (list.starts_with(' ')) list.remove_prefix(1);
    while (list.ends_with(' ')) list.remove_suffix(1);
    return list;
}

// Whether each of them could be an identifier.
constexpr bool are_names(std::string_view list) noexcept {
    for (std::size_t i = 0, count = count_names(list); i != count; ++i) {
        std::string_view const name = nth_name(list, i);
        if (name.empty()) return false;
        for (char const c : name)
            if (c == ':' || c == '.' || c == ' ' || c == '(') return false;
    }
    return true;
}

// The list as it is spelled; of one that a macro makes up, what it expands to.
constexpr std::string_view spelled_names(std::string_view spelled, std::string_view expanded) noexcept {
    return are_names(spelled) && count_names(spelled) == count_names(expanded) ? spelled : expanded;
}

}  // namespace cfdns::inline v1::detail

/// Lists the members of a struct, in the order of their declaration, inside of the struct:
///
///     struct peer {
///         std::string id{};
///         std::optional<std::string> ip{};
///         CFDNS_FIELDS(id, ip)
///     };
///
/// This list is all that reading, writing, path building and the in-memory service need. Member names are the JSON names, as
/// they are spelled here, even if one of them is an object-like macro; one trailing underscore, as `delete_` needs it, is
/// dropped. The struct must be an aggregate without base classes, unions and const members, and not a local one; the list
/// is public. A list that leaves out a member, names one twice or gives two members the same JSON name does not compile;
/// that of a struct without members is empty. 64 members are the most.
#define CFDNS_FIELDS(...)                                                                                         \
    static_assert(::cfdns::detail::are_names(CFDNS_DETAIL_NAMES(#__VA_ARGS__, __VA_ARGS__)),                      \
                  "CFDNS_FIELDS takes names of members");                                                         \
    static_assert(::cfdns::detail::count_names(CFDNS_DETAIL_NAMES(#__VA_ARGS__, __VA_ARGS__)) <= 64,              \
                  "CFDNS_FIELDS takes at most 64 members");                                                       \
    template <class Self, class Visitor>                                                                          \
    static constexpr void cfdns_visit_fields([[maybe_unused]] Visitor& visitor) {                                 \
        [[maybe_unused]] constexpr auto cfdns_names = CFDNS_DETAIL_NAMES(#__VA_ARGS__, __VA_ARGS__);              \
        BOOST_PP_IIF(BOOST_PP_CHECK_EMPTY(__VA_ARGS__), BOOST_PP_EAT, CFDNS_DETAIL_EACH_FIELD)(Self, __VA_ARGS__) \
    }

#define CFDNS_DETAIL_NAMES(spelled, ...) ::cfdns::detail::spelled_names(spelled, CFDNS_DETAIL_TEXT(__VA_ARGS__))
#define CFDNS_DETAIL_TEXT(...) #__VA_ARGS__
#define CFDNS_DETAIL_EACH_FIELD(Self, ...) \
    BOOST_PP_SEQ_FOR_EACH_I(CFDNS_DETAIL_FIELD, Self, BOOST_PP_VARIADIC_TO_SEQ(__VA_ARGS__))
#define CFDNS_DETAIL_FIELD(r, Self, index, name) visitor.template field<&Self::name>(CFDNS_DETAIL_NTH(index));
#define CFDNS_DETAIL_NTH(index) ::cfdns::detail::nth_name(cfdns_names, index)

#endif
// ---- cfdns/reply.hpp
#ifndef CFDNS_REPLY_HPP
#define CFDNS_REPLY_HPP

/// What a reply says besides its result.
namespace cfdns::inline v1 {

/// The envelope's `result_info`: where in a paged list this reply stands.
struct page_info {
    std::optional<std::uint64_t> page{};         ///< Number of this page, from 1.
    std::optional<std::uint64_t> per_page{};     ///< Results per page.
    std::optional<std::uint64_t> count{};        ///< Results on this page.
    std::optional<std::uint64_t> total_count{};  ///< Results in all.
    std::optional<std::uint64_t> total_pages{};  ///< Pages in all.
    CFDNS_FIELDS(page, per_page, count, total_count, total_pages)
};

/// A member of the response that is not what the reference declares. It reads as empty, and so does a list with a number
/// or list in it that is ill-typed; an ill-typed text or object in a list is left out, unless no element could be read.
/// The rest of the response is intact. The member's JSON text is found in the `extra` of the object that it belongs to, if
/// that has one, unless the member may hold a secret.
struct surprise {
    std::string pointer{};   ///< JSON pointer to the place (RFC 6901), from the envelope's root: `/result/soa_serial`.
    std::string expected{};  ///< What the library reads there: "integer".
    /// What was there, shortened: `string "n/a"`. Of operations that may carry a secret, only the kind: `string`.
    std::string found{};
};

/// All that a good reply says besides its result.
struct reply_info {
    int http_status{};                                  ///< Status code.
    std::string cf_ray{};                               ///< `cf-ray`, which Cloudflare's support asks for.
    std::vector<api_message> messages{};                ///< The envelope's `messages`, at most the first 256.
    std::vector<api_message> errors{};                  ///< The envelope's `errors`; in a good reply they are notes.
    std::optional<page_info> result_info{};             ///< The envelope's `result_info`.
    std::optional<cfdns::rate_limit> rate_limit{};      ///< Rate limit headers, if there were any.
    std::vector<surprise> surprises{};                  ///< Ill-typed members, at most the first 64.
};

/// How much of a reply is put up with. What is beyond is refused in linear time.
struct reply_limits {
    /// The largest content, in bytes; more is `errc::response_too_large`, before any of it is read. A result takes memory in
    /// proportion to the content: the library's own up to about 15 times as much, if nearly all of it is empty strings, and
    /// twice that for as long as a list of them grows.
    std::size_t max_bytes{std::size_t{64} << 20};
    /// How deep arrays and objects may stand in one another, the envelope included; what is deeper is no good reply. Values
    /// of this library's own types are not deeper than 32 whatever this is. More than 1000 counts as 1000.
    std::size_t max_depth{32};
};

/// A result with all that came with it.
template <class T>
struct reply {
    T value{};          ///< The result.
    reply_info info{};  ///< The rest of the reply.
};

}  // namespace cfdns::inline v1

#endif
// ---- cfdns/required.hpp
#ifndef CFDNS_REQUIRED_HPP
#define CFDNS_REQUIRED_HPP

// ---- cfdns/detail/conversion.hpp
#ifndef CFDNS_DETAIL_CONVERSION_HPP
#define CFDNS_DETAIL_CONVERSION_HPP

#include <concepts>
#include <limits>
#include <ratio>

// What a parameter takes: implicit conversions, less those that may change a value.
namespace cfdns::inline v1::detail {

// Base of what stands for the value of any member where a struct is built from its field list.
struct placeholder {};

template <class T>
inline constexpr bool is_character = false;
template <>
inline constexpr bool is_character<char> = true;
template <>
inline constexpr bool is_character<wchar_t> = true;
template <>
inline constexpr bool is_character<char8_t> = true;
template <>
inline constexpr bool is_character<char16_t> = true;
template <>
inline constexpr bool is_character<char32_t> = true;

template <class T>
concept number = std::is_arithmetic_v<T> && !std::same_as<T, bool> && !is_character<T>;

// Numbers that may be converted at all: not a fraction into an integer.
template <class From, class To>
concept number_for = number<To> && number<std::remove_cvref_t<From>> &&
                     (std::floating_point<To> || std::integral<std::remove_cvref_t<From>>);

template <class From, class To>
constexpr bool every_value_fits() noexcept {
    using from = std::numeric_limits<From>;
    using to = std::numeric_limits<To>;
    if constexpr (std::integral<To>)
        return std::in_range<To>((from::min)()) && std::in_range<To>((from::max)());
    else
        return from::digits <= to::digits && from::max_exponent <= to::max_exponent;
}

// As in a braced initialiser, a number is taken if every value of its type fits, and a constant if its own value does.
template <class From, class To>
concept fitting_number = number_for<From, To> && every_value_fits<std::remove_cvref_t<From>, To>();
template <class From, class To>
concept number_to_check = number_for<From, To> && !every_value_fits<std::remove_cvref_t<From>, To>();

void the_constant_does_not_fit_its_parameter();  // never defined: a call is no constant expression

template <class To, class From>
consteval To checked_constant(From value) {
    if constexpr (std::integral<To>) {
        if (!std::in_range<To>(value)) the_constant_does_not_fit_its_parameter();
    } else {
        if (static_cast<From>(static_cast<To>(value)) != value) the_constant_does_not_fit_its_parameter();
    }
    return static_cast<To>(value);
}

template <class T>
inline constexpr bool is_duration = false;
template <class Rep, class Period>
inline constexpr bool is_duration<std::chrono::duration<Rep, Period>> = true;

// Of a duration that is longer than the other type can tell, the longest.
template <class To, class Rep, class Period>
constexpr To convert_duration(std::chrono::duration<Rep, Period> value) {
    if constexpr (number<Rep> && std::integral<Rep>) {
        constexpr std::intmax_t factor = std::ratio_divide<Period, typename To::period>::num;
        constexpr std::intmax_t most = (To::max)().count() / factor;
        if (std::cmp_greater(value.count(), most)) return (To::max)();
        if (std::cmp_less(value.count(), -most)) return (To::min)();
        return To{static_cast<typename To::rep>(static_cast<typename To::rep>(value.count()) * factor)};
    } else {
        return value;
    }
}

template <class T>
inline constexpr bool is_std_optional = false;
template <class T>
inline constexpr bool is_std_optional<std::optional<T>> = true;

template <class From, class To>
constexpr bool is_value_for() noexcept;

// What converts to something that is not a number. Nothing is invented: no text or list from a null pointer constant. Into
// an optional goes what its own value takes.
template <class From, class To>
constexpr bool is_other_value() noexcept {
    using from = std::remove_cvref_t<From>;
    if constexpr (number<To> || !std::is_convertible_v<From, To> || std::same_as<from, std::nullptr_t> ||
                  std::is_base_of_v<placeholder, from>)
        return false;
    else if constexpr (std::same_as<To, bool>)
        return std::same_as<from, bool>;
    else if constexpr (is_std_optional<To> && !std::same_as<from, To> && !std::same_as<from, std::nullopt_t>)
        return is_value_for<From, typename To::value_type>();
    else
        return true;
}

template <class From, class To>
constexpr bool is_value_for() noexcept {
    return fitting_number<From, To> || is_other_value<From, To>();
}

template <class From, class To>
concept value_for = is_value_for<From, To>();

template <class To, class From>
constexpr To convert_value(From&& value) {
    if constexpr (number<To>) {
        return static_cast<To>(value);
    } else if constexpr (is_duration<To> && is_duration<std::remove_cvref_t<From>>) {
        return detail::convert_duration<To>(value);
    } else if constexpr (std::same_as<To, std::string> && std::is_pointer_v<std::remove_cvref_t<From>>) {
        char const* const text = value;
        return text ? To(text) : To();  // as std::getenv gives it for a variable that is not set
    } else {
        return std::forward<From>(value);
    }
}

// An element of a braced list of text. A list of two pointers is not one: std::string would take it for a range.
class text_item {
public:
    template <class U>
        requires value_for<U, std::string>
    text_item(U&& value) : text_(detail::convert_value<std::string>(std::forward<U>(value))) {}
    template <std::same_as<std::string_view> View>
    text_item(View text) : text_(text) {}

    operator std::string const&() const noexcept { return text_; }

private:
    std::string text_;
};

// What a braced list for T is a list of.
template <class T>
struct list_element {
    struct type;  // never defined: T takes no braced list
};
template <class T>
    requires(!std::same_as<T, std::string>) && requires { typename T::value_type; }
struct list_element<T> {
    using type = std::conditional_t<std::same_as<typename T::value_type, std::string>, text_item,
                                    typename T::value_type>;
};

template <class T>
concept takes_list = !std::same_as<T, std::string> && requires { typename T::value_type; } &&
                     std::constructible_from<T, typename list_element<T>::type const*,
                                             typename list_element<T>::type const*>;

}  // namespace cfdns::inline v1::detail

#endif

#include <initializer_list>

/// Parameters that must be given.
namespace cfdns::inline v1 {

/// A parameter that must be named in a braced initialiser: leaving it out does not compile.
///
/// It takes what converts implicitly to `T` without changing the value, text for strings, and braced lists for vectors.
/// Numbers are taken as in a braced initialiser: a constant that fits, or a number whose type has no value that does not
/// fit; no number is taken from a character or a bool, and no integer from a floating-point number. A duration that is
/// longer than `T` can tell is the longest. A null `char const*`, such as `std::getenv` returns, is empty text. An empty
/// list is spelled `std::vector<std::string>{}`, so that `{}` stays the mark of something forgotten.
template <class T>
class required {
public:
    required() = delete;

    /// Holds what `value` converts to.
    template <class U>
        requires(!std::same_as<std::remove_cvref_t<U>, required>) && detail::value_for<U, T>
    constexpr required(U&& value) : value_(detail::convert_value<T>(std::forward<U>(value))) {}

    /// Holds the constant `value`. *Errors:* does not compile if `T` has no such value.
    template <detail::number_to_check<T> U>
    consteval required(U value) : value_(detail::checked_constant<T>(value)) {}

    /// Copies `text`.
    template <std::same_as<std::string_view> View>
    constexpr required(View text)
        requires std::same_as<T, std::string>
        : value_(text) {}

    /// Copies `items`, in their order.
    constexpr required(std::initializer_list<typename detail::list_element<T>::type> items)
        requires detail::takes_list<T>
        : value_(items.begin(), items.end()) {}

    /// The value. *Lifetime:* the reference is valid as long as this object.
    [[nodiscard]] constexpr T const& get() const noexcept { return value_; }
    /// The value, to be changed. *Lifetime:* the reference is valid as long as this object.
    [[nodiscard]] constexpr T& get() noexcept { return value_; }

private:
    T value_;
};

}  // namespace cfdns::inline v1

#endif

// ---- cfdns/detail/operation_info.hpp
#ifndef CFDNS_DETAIL_OPERATION_INFO_HPP
#define CFDNS_DETAIL_OPERATION_INFO_HPP

// ---- cfdns/detail/reader.hpp
#ifndef CFDNS_DETAIL_READER_HPP
#define CFDNS_DETAIL_READER_HPP

// ---- cfdns/detail/schema.hpp
#ifndef CFDNS_DETAIL_SCHEMA_HPP
#define CFDNS_DETAIL_SCHEMA_HPP

// ---- cfdns/nullable.hpp
#ifndef CFDNS_NULLABLE_HPP
#define CFDNS_NULLABLE_HPP

/// Members for which null has a meaning of its own.
namespace cfdns::inline v1 {

namespace detail {
struct nullable_access;
}

/// A member that may be absent, null, or hold a value.
///
/// In params: an absent member is not sent, so that a PATCH leaves it as it is; null is sent as `null`, which clears it. A query
/// and a path have no null. In a result: what the service sent; an ill-typed value reads as absent.
///
///     op.mname = nullptr;            // send null
///     op.mname = "ns1.example.com";  // send this value
///     op.mname = std::nullopt;       // do not send the member: the default
template <class T>
class nullable {
public:
    /// What it may hold.
    using value_type = T;

    /// Absent.
    constexpr nullable() noexcept = default;
    /// Absent.
    constexpr nullable(std::nullopt_t) noexcept {}
    /// Null.
    constexpr nullable(std::nullptr_t) noexcept : null_(true) {}

    /// Holds what `value` converts to, by the rules of `required`.
    template <class U>
        requires(!std::same_as<std::remove_cvref_t<U>, nullable>) && (!std::same_as<std::remove_cvref_t<U>, std::nullopt_t>) &&
                detail::value_for<U, T>
    constexpr nullable(U&& value) : value_(detail::convert_value<T>(std::forward<U>(value))) {}

    /// Holds the constant `value`. *Errors:* does not compile if `T` has no such value.
    template <detail::number_to_check<T> U>
    consteval nullable(U value) : value_(detail::checked_constant<T>(value)) {}

    /// Copies `text`.
    template <std::same_as<std::string_view> View>
    constexpr nullable(View text)
        requires std::same_as<T, std::string>
        : value_(text) {}

    /// Whether the member is not there at all.
    [[nodiscard]] constexpr bool is_absent() const noexcept { return !null_ && !value_; }
    /// Whether the member is null.
    [[nodiscard]] constexpr bool is_null() const noexcept { return null_; }
    /// Whether there is a value.
    [[nodiscard]] constexpr bool has_value() const noexcept { return value_.has_value(); }
    /// Whether there is a value.
    constexpr explicit operator bool() const noexcept { return value_.has_value(); }

    /// The value, which must be there. *Lifetime:* the reference is valid until this object is assigned to.
    [[nodiscard]] constexpr T const& operator*() const noexcept { return *value_; }
    /// The value, which must be there, to be changed. *Lifetime:* as above.
    [[nodiscard]] constexpr T& operator*() noexcept { return *value_; }
    /// A member of the value, which must be there. *Lifetime:* as above.
    [[nodiscard]] constexpr T const* operator->() const noexcept { return std::addressof(*value_); }
    /// The value, or `other` if there is none.
    template <class U>
    [[nodiscard]] constexpr T value_or(U&& other) const {
        return value_.value_or(std::forward<U>(other));
    }

    /// The same state and an equal value.
    friend constexpr bool operator==(nullable const& a, nullable const& b)
        requires std::equality_comparable<T>
    {
        return a.null_ == b.null_ && a.value_ == b.value_;
    }

private:
    friend struct detail::nullable_access;

    std::optional<T> value_{};
    bool null_ = false;
};

namespace detail {

// What the reader does with one.
struct nullable_access {
    template <class T>
    static std::optional<T>& value_of(nullable<T>& member) noexcept {
        member.null_ = false;
        return member.value_;
    }
};

}  // namespace detail

}  // namespace cfdns::inline v1

#endif
// ---- cfdns/timestamp.hpp
#ifndef CFDNS_TIMESTAMP_HPP
#define CFDNS_TIMESTAMP_HPP

/// Points in time as the service writes them.
namespace cfdns::inline v1 {

/// A point in time, kept as the text that the service sent.
///
/// The reference declares times as plain strings, so any text is kept; reading it as RFC 3339 is a separate step that may
/// fail.
class timestamp {
public:
    /// Empty text.
    timestamp() = default;
    /// Keeps `text`.
    explicit timestamp(std::string text) noexcept : text_(std::move(text)) {}

    /// The text as it was received. *Lifetime:* the reference is valid as long as this object is unchanged.
    [[nodiscard]] std::string const& text() const noexcept { return text_; }

    /// The text read as RFC 3339 date-time with offset; nothing if it is not one.
    ///
    /// Digits beyond the microsecond are dropped; a leap second (`:60`) is the first second of the next minute.
    [[nodiscard]] std::optional<std::chrono::sys_time<std::chrono::microseconds>> time() const noexcept;

    /// Compares the texts.
    friend bool operator==(timestamp const&, timestamp const&) = default;

private:
    std::string text_{};
};

}  // namespace cfdns::inline v1

#if CFDNS_HAS_DEFINITIONS
// ---- cfdns/impl/timestamp.ipp
#ifndef CFDNS_IMPL_TIMESTAMP_IPP
#define CFDNS_IMPL_TIMESTAMP_IPP

namespace cfdns::inline v1 {

CFDNS_DECL std::optional<std::chrono::sys_time<std::chrono::microseconds>> timestamp::time() const noexcept {
    detail::text_cursor in{text_};
    int const year = in.take_number(4);
    in.take('-');
    int const month = in.take_number(2);
    in.take('-');
    int const day = in.take_number(2);
    if (in.peek() == 'T' || in.peek() == 't' || in.peek() == ' ')  // RFC 3339 5.6, with both of its notes
        in.take(in.peek());
    else
        in.ok = false;
    std::chrono::microseconds of_day = in.take_time_of_day();

    if (in.peek() == '.') {
        in.take('.');
        if (!detail::is_digit(in.peek())) in.ok = false;
        for (int weight = 100'000; in.ok && detail::is_digit(in.peek()); weight /= 10)
            of_day += std::chrono::microseconds{in.take_number(1) * weight};
    }

    std::chrono::minutes offset{};
    if (in.peek() == 'Z' || in.peek() == 'z') {
        in.take(in.peek());
    } else {
        char const sign = in.peek();
        if (sign != '-') in.take('+');
        if (sign == '-') in.take('-');
        int const hours = in.take_number(2);
        in.take(':');
        int const minutes = in.take_number(2);
        if (hours > 23 || minutes > 59) in.ok = false;
        offset = std::chrono::hours{hours} + std::chrono::minutes{minutes};
        if (sign == '-') offset = -offset;
    }

    auto const days = detail::to_days(year, month, day);
    if (!in.ok || !in.rest.empty() || !days) return std::nullopt;
    return std::chrono::sys_time<std::chrono::microseconds>{*days + of_day - offset};
}

}  // namespace cfdns::inline v1

#endif
#endif

#endif

// Types as constant data. The reader, the writer and the path builder are ordinary functions over these tables, so a new
// struct costs its table and nothing else.
namespace cfdns::inline v1::detail {

enum class kind : unsigned char {
    none,  // no type is of it: see the reader
    boolean,                         // this and the following: one JSON scalar each
    int8, int16, int32, int64,       // any integer type of that size
    uint8, uint16, uint32, uint64,
    real, seconds, string, secret, timestamp,
    optional, nullable, array, object
};

constexpr bool is_integer(kind what) noexcept { return what >= kind::int8 && what <= kind::uint64; }
constexpr bool is_signed_integer(kind what) noexcept { return what >= kind::int8 && what <= kind::int64; }

// Calls `use` with the integer of that kind, widened to 64 bits.
template <class Use>
decltype(auto) with_integer(kind what, void const* value, Use&& use) {
    auto const* const bytes = static_cast<char const*>(value);
    switch (what) {
        case kind::int8: return use(std::int64_t{load<std::int8_t>(bytes)});
        case kind::int16: return use(std::int64_t{load<std::int16_t>(bytes)});
        case kind::int32: return use(std::int64_t{load<std::int32_t>(bytes)});
        case kind::int64: return use(load<std::int64_t>(bytes));
        case kind::uint8: return use(std::int64_t{load<std::uint8_t>(bytes)});
        case kind::uint16: return use(std::int64_t{load<std::uint16_t>(bytes)});
        case kind::uint32: return use(std::int64_t{load<std::uint32_t>(bytes)});
        default: return use(load<std::uint64_t>(bytes));
    }
}

// Whether an integer of that kind can be that number, and its bits in two's complement.
struct integer_bits {
    bool fit;
    std::uint64_t bits;
    unsigned size;  // in bytes
};
constexpr integer_bits to_integer(kind what, bool negative, std::uint64_t magnitude) noexcept {
    unsigned const power = (static_cast<unsigned>(what) - static_cast<unsigned>(kind::int8)) % 4;
    unsigned const size = 1u << power;
    unsigned const digits = 8 * size - (is_signed_integer(what) ? 1 : 0);
    std::uint64_t const greatest = ~std::uint64_t{0} >> (64 - digits);
    std::uint64_t const least = is_signed_integer(what) ? greatest + 1 : 0;  // of the negative ones, without the sign
    return {magnitude <= (negative ? least : greatest), negative ? 0 - magnitude : magnitude, size};
}

struct schema;

// Whether the text is one JSON value. A template so that only who uses it pays for the parser: hence the pointer below.
class reader;
template <class Handler>
[[nodiscard]] bool is_json(std::string_view text);

struct field {
    std::string_view name{};
    schema const* type = nullptr;
    void* (*locate)(void* object) = nullptr;
    bool required = false;  // a reply without it is no good; otherwise absent, null and ill-typed read as empty
};

inline constexpr std::size_t max_fields = 64;  // of a struct: a set of them is a 64-bit number

// The name of what ends every table of fields: no UTF-8, so no member has it.
inline constexpr std::string_view no_name{"\xff"};
inline constexpr field no_fields[]{{no_name}};

// Which fields a name may belong to, by a hash that needs no search to be made and is seldom ambiguous.
class name_index {
public:
    constexpr name_index() noexcept = default;
    constexpr name_index(field const* fields, std::size_t count) noexcept {
        for (std::size_t i = 0; i != count; ++i) candidates_[bucket_of(fields[i].name)] |= std::uint64_t{1} << i;
    }
    // A set of indexes of fields.
    [[nodiscard]] constexpr std::uint64_t candidates(std::string_view name) const noexcept {
        return candidates_[bucket_of(name)];
    }

private:
    static constexpr std::size_t buckets = 16;
    static constexpr std::size_t bucket_of(std::string_view name) noexcept {
        if (name.empty()) return 0;
        auto const byte = [](char c) { return std::size_t{static_cast<unsigned char>(c)}; };
        return (name.size() + 3 * byte(name.front()) + byte(name.back())) % buckets;
    }

    std::uint64_t candidates_[buckets]{};
};

inline constexpr name_index no_names{};

struct element_range {
    void const* first;
    std::size_t count, stride;
};

struct schema {
    kind what{};
    void (*reset)(void* value) = nullptr;                       // back to the default; params have none
    schema const* element = nullptr;                            // optional, nullable, array
    void* (*add)(void* value) = nullptr;                        // the same: a new element; of an array, size() < capacity()
    element_range (*elements)(void const* value) = nullptr;     // the same
    void (*reserve)(void* value, std::size_t count) = nullptr;  // array
    void (*remove_last)(void* value) = nullptr;                 // array whose elements may be left out, see `drops_elements`
    void (*set_null)(void* value) = nullptr;                    // nullable
    bool (*is_null)(void const* value) = nullptr;               // nullable
    field const* fields = no_fields;                            // object; after them one of no_name
    std::size_t field_count = 0;
    name_index const* names = &no_names;
    std::uint64_t required_mask = 0;
    extra_members* (*extra)(void* object) = nullptr;            // where members of other names go, if anywhere
    bool (*is_extra)(std::string_view json) = nullptr;          // with `extra`: what their values must be
    int text_field = -1;           // object: a bare string is read into this field
    bool forgiving_list = false;   // array: one bare element counts as a list, and a bad element is an empty one
    bool drops_elements = false;   // array: a bad element is left out
    bool keeps_elements = false;   // array: a bad element is emptied, since it may be empty or the list is a forgiving one
};

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T, class Allocator>
inline constexpr bool is_vector<std::vector<T, Allocator>> = true;
template <class T>
inline constexpr bool is_nullable = false;
template <class T>
inline constexpr bool is_nullable<nullable<T>> = true;
template <class T>
inline constexpr bool is_required = false;
template <class T>
inline constexpr bool is_required<required<T>> = true;

template <class T>
struct unwrap_required {
    using type = T;
};
template <class T>
struct unwrap_required<required<T>> {
    using type = T;
};

// Structs of the envelope: nothing in them is required, or a strange error reply would hide behind a decode error.
template <class T>
inline constexpr bool every_member_optional = false;
template <>
inline constexpr bool every_member_optional<api_message> = true;

// Field lists of structs that are declared before CFDNS_FIELDS is at hand are given by specialisation.
template <class T>
struct field_list {
    template <class Visitor>
    static constexpr void visit(Visitor& visitor)
        requires requires { T::template cfdns_visit_fields<T>(visitor); }
    {
        T::template cfdns_visit_fields<T>(visitor);
    }
};
template <>
struct field_list<api_message_source> {
    template <class Visitor>
    static constexpr void visit(Visitor& visitor) {
        visitor.template field<&api_message_source::pointer>("pointer");
    }
};
template <>
struct field_list<api_message> {
    template <class Visitor>
    static constexpr void visit(Visitor& visitor) {
        visitor.template field<&api_message::code>("code");
        visitor.template field<&api_message::message>("message");
        visitor.template field<&api_message::documentation_url>("documentation_url");
        visitor.template field<&api_message::source>("source");
        visitor.template field<&api_message::error_chain>("error_chain");
    }
};

struct null_visitor {
    template <auto>
    constexpr void field(std::string_view) {}
};

template <class T>
concept has_fields = requires(null_visitor& visitor) { field_list<T>::visit(visitor); };

// ---- the number of members of an aggregate, to prove that a field list is complete ----

// Converts to the default of any member, also of those that have none.
struct anything : placeholder {
    template <class T>
    operator T() const {
        return T{typename unwrap_required<T>::type{}};
    }
};

// Converts to a reference of any kind, for members that `anything` does not initialise.
struct any_reference : placeholder {
    template <class T>
    operator T&() const;
};

template <class T, std::size_t... Index>
constexpr bool takes(std::index_sequence<Index...>) {
    return requires { T{(static_cast<void>(Index), anything{})...}; };
}

template <class T, std::size_t... Index>
constexpr bool takes_reference(std::index_sequence<Index...>) {
    return requires { T{(static_cast<void>(Index), anything{})..., any_reference{}}; };
}

// As many initialisers as listed fields fit, one more does not.
template <class T, std::size_t Count>
inline constexpr bool has_members = takes<T>(std::make_index_sequence<Count>{}) &&
                                    !takes<T>(std::make_index_sequence<Count + 1>{}) &&
                                    !takes_reference<T>(std::make_index_sequence<Count>{});

// Converts to a base class of T.
template <class T>
struct any_base : placeholder {
    template <class Base>
        requires(std::is_base_of_v<Base, T> && !std::is_same_v<Base, T>)
    operator Base() const;
};

template <class T, std::size_t... Index>
constexpr bool takes_base(std::index_sequence<Index...>) {
    return requires { T{any_base<T>{}, (static_cast<void>(Index), anything{})...}; };
}

// An aggregate's base classes are initialised first.
template <class T, std::size_t Count>
inline constexpr bool has_base = takes_base<T>(std::make_index_sequence<Count>{}) ||
                                 takes_base<T>(std::make_index_sequence<Count + 1>{});

struct field_counter {
    std::size_t fields = 0, extras = 0;
    template <auto Member>
    constexpr void field(std::string_view) {
        add(Member);
    }
    template <class T, class M>
    constexpr void add(M T::*) {
        ++(std::is_same_v<M, extra_members> ? extras : fields);
    }
};

template <class T>
constexpr field_counter count_fields() {
    field_counter counter;
    field_list<T>::visit(counter);
    return counter;
}

// ---- thunks: all that differs from type to type at run time ----

template <class T, auto Member>
void* locate(void* object) {
    auto& member = static_cast<T*>(object)->*Member;
    if constexpr (is_required<std::remove_reference_t<decltype(member)>>)
        return std::addressof(member.get());
    else
        return std::addressof(member);
}

template <class T, auto Member>
extra_members* locate_extra(void* object) {
    return std::addressof(static_cast<T*>(object)->*Member);
}

template <class T>
void reset(void* value) {
    *static_cast<T*>(value) = T{};
}

// Initialises an aggregate in place by its default member initialisers; `emplace_back()` would zero its bytes first.
template <class T>
struct default_of {
    operator T() const { return T{}; }
};

// Growing is left to `reserve`: one copy of that code instead of two.
template <class T>
void* add(void* value) {
    using element = typename T::value_type;
    T& container = *static_cast<T*>(value);
    if constexpr (is_optional<T>) {
        return std::addressof(container.emplace());
    } else if constexpr (is_nullable<T>) {
        return std::addressof(nullable_access::value_of(container).emplace());
    } else {
        if (container.size() == container.capacity()) unreachable();
        if constexpr (std::is_aggregate_v<element>)
            return std::addressof(container.emplace_back(default_of<element>{}));
        else
            return std::addressof(container.emplace_back());
    }
}

template <class T>
void remove_last(void* value) {
    static_cast<T*>(value)->pop_back();
}

template <class T>
void set_null(void* value) {
    *static_cast<T*>(value) = nullptr;
}

template <class T>
bool is_null(void const* value) {
    return static_cast<T const*>(value)->is_null();
}

template <class T>
void reserve(void* value, std::size_t count) {
    static_cast<T*>(value)->reserve(count);
}

template <class T>
element_range elements(void const* value) {
    auto const& container = *static_cast<T const*>(value);
    if constexpr (is_optional<T> || is_nullable<T>)
        return {container ? std::addressof(*container) : nullptr, container ? std::size_t{1} : std::size_t{0}, 0};
    else
        return {container.data(), container.size(), sizeof(typename T::value_type)};
}

// ---- the tables ----

template <class T>
constexpr schema make_schema();

template <class T>
inline constexpr schema schema_of = make_schema<T>();

constexpr std::string_view json_name(std::string_view member) noexcept {
    if (member.ends_with('_')) member.remove_suffix(1);
    return member;
}

template <class T, std::size_t Count>
struct field_table {
    detail::field fields[Count + 1]{};
    extra_members* (*extra)(void*) = nullptr;
    std::size_t count = 0;

    template <auto Member>
    constexpr void field(std::string_view name) {
        add<Member>(Member, name);
    }
    template <auto Member, class M>
    constexpr void add(M T::*, std::string_view name) {
        if constexpr (std::is_same_v<M, extra_members>) {
            extra = &locate_extra<T, Member>;
        } else {
            using type = typename unwrap_required<M>::type;
            fields[count++] = {json_name(name), &schema_of<type>, &locate<T, Member>,
                               !is_optional<type> && !is_nullable<type> && !every_member_optional<T>};
        }
    }
};

enum class list_problem { none, member_twice, name_twice };

template <std::size_t Count>
struct name_collector {
    std::string_view names[Count + 1]{};
    std::size_t count = 0;
    template <auto>
    constexpr void field(std::string_view name) {
        names[count++] = name;
    }
};

// Members of one struct are the same if their names are.
template <class T, std::size_t Count>
constexpr list_problem check_names() {
    name_collector<Count> listed;
    field_list<T>::visit(listed);
    for (std::size_t i = 0; i != Count; ++i)
        for (std::size_t k = 0; k != i; ++k) {
            if (listed.names[i] == listed.names[k]) return list_problem::member_twice;
            if (json_name(listed.names[i]) == json_name(listed.names[k])) return list_problem::name_twice;
        }
    return list_problem::none;
}

template <class T>
constexpr auto make_fields() {
    constexpr field_counter counted = count_fields<T>();
    constexpr std::size_t members = counted.fields + counted.extras;
    constexpr bool aggregate = std::is_aggregate_v<T>;
    constexpr bool derived = aggregate && has_base<T, members>;
    constexpr list_problem problem = check_names<T, members>();
    static_assert(aggregate, "a struct with CFDNS_FIELDS must be an aggregate: no constructors, no virtual functions, no "
                             "private or protected members");
    static_assert(!derived, "a struct with CFDNS_FIELDS must not have base classes");
    static_assert(counted.extras <= 1, "a struct may have one extra_members");
    static_assert(problem != list_problem::member_twice, "CFDNS_FIELDS names a member twice");
    static_assert(problem != list_problem::name_twice, "two members of a struct have the same JSON name");
    static_assert(!aggregate || derived || has_members<T, members>,
                  "the field list (CFDNS_FIELDS) must name every member of its struct, once");
    static_assert(counted.fields <= max_fields, "a struct may have at most 64 fields");
    field_table<T, counted.fields> table;
    field_list<T>::visit(table);
    table.fields[table.count].name = no_name;
    return table;
}

template <class T>
inline constexpr auto fields_of = make_fields<T>();

template <class T>
inline constexpr name_index names_of{fields_of<T>.fields, fields_of<T>.count};

template <class T>
constexpr std::uint64_t required_mask() {
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i != fields_of<T>.count; ++i)
        if (fields_of<T>.fields[i].required) mask |= std::uint64_t{1} << i;
    return mask;
}

// Elements that stand for themselves. Of numbers and lists in a list the place may matter, as in a table's row.
template <class T>
inline constexpr bool is_left_out_of_lists =
    has_fields<T> || std::is_same_v<T, std::string> || std::is_same_v<T, secret_string> || std::is_same_v<T, timestamp>;

template <class>
inline constexpr bool unsupported = false;

template <class T>
constexpr kind scalar_kind() {
    if constexpr (std::is_same_v<T, bool>) return kind::boolean;
    else if constexpr (std::is_same_v<T, std::string>) return kind::string;
    else if constexpr (std::is_same_v<T, secret_string>) return kind::secret;
    else if constexpr (std::is_same_v<T, timestamp>) return kind::timestamp;
    else if constexpr (std::is_same_v<T, std::chrono::seconds>) return kind::seconds;
    else if constexpr (number<T> && std::is_integral_v<T>) {
        constexpr auto smallest = static_cast<unsigned>(std::is_signed_v<T> ? kind::int8 : kind::uint8);
        static_assert(sizeof(T) <= 8, "cfdns cannot read or write integers of more than 64 bits");
        return static_cast<kind>(smallest + static_cast<unsigned>(std::countr_zero(sizeof(T))));
    }
    else if constexpr (std::is_same_v<T, double>) return kind::real;
    else static_assert(unsupported<T>, "cfdns cannot read or write a member of this type: list the struct's members with "
                                       "CFDNS_FIELDS, or use bool, an integer, double, std::string, secret_string, timestamp, "
                                       "std::chrono::seconds, or an optional, nullable or std::vector of one of these");
}

template <class T>
constexpr schema make_schema() {
    schema made;
    if constexpr (requires { T{}; }) made.reset = &reset<T>;
    if constexpr (is_optional<T> || is_nullable<T>) {
        made.what = is_optional<T> ? kind::optional : kind::nullable;
        made.element = &schema_of<typename T::value_type>;
        made.add = &add<T>;
        made.elements = &elements<T>;
        if constexpr (is_nullable<T>) {
            made.set_null = &set_null<T>;
            made.is_null = &is_null<T>;
        }
    } else if constexpr (is_vector<T>) {
        static_assert(!std::is_same_v<typename T::value_type, bool>, "vector<bool> has no elements to point to");
        made.what = kind::array;
        made.element = &schema_of<typename T::value_type>;
        made.add = &add<T>;
        made.elements = &elements<T>;
        made.reserve = &reserve<T>;
        made.forgiving_list = std::is_same_v<typename T::value_type, api_message>;
        made.keeps_elements = made.forgiving_list || is_optional<typename T::value_type> ||
                              is_nullable<typename T::value_type>;
        if constexpr (is_left_out_of_lists<typename T::value_type>) {
            made.drops_elements = !made.forgiving_list;
            made.remove_last = &remove_last<T>;
        }
    } else if constexpr (has_fields<T>) {
        made.what = kind::object;
        made.fields = fields_of<T>.fields;
        made.field_count = fields_of<T>.count;
        made.names = &names_of<T>;
        made.required_mask = required_mask<T>();
        made.extra = fields_of<T>.extra;
        if constexpr (count_fields<T>().extras != 0) made.is_extra = &is_json<reader>;
        if constexpr (std::is_same_v<T, api_message>) made.text_field = 1;
    } else {
        made.what = scalar_kind<T>();
    }
    return made;
}

constexpr bool is_named(field const& f, std::string_view name) noexcept {
    if (std::is_constant_evaluated()) return f.name == name;
    return f.name.size() == name.size() && equal_bytes(f.name.data(), name.data(), name.size());
}

// Index of the field of that JSON name, or -1.
constexpr int find_field(schema const& object, std::string_view name) noexcept {
    for (std::uint64_t left = object.names->candidates(name); left != 0; left &= left - 1) {
        int const index = std::countr_zero(left);
        if (is_named(object.fields[index], name)) return index;
    }
    return -1;
}

// Whether a member is not sent: an optional without a value, or a nullable that is not null either.
inline bool is_absent(schema const& type, void const* value) {
    if (type.what != kind::optional && type.what != kind::nullable) return false;
    return type.elements(value).count == 0 && (!type.is_null || !type.is_null(value));
}

// One more element, whether or not there is room; for lists that grow by nothing else, as often as not.
inline void* append_element(schema const& list, void* value) {
    std::size_t const count = list.elements(value).count;
    bool const power_of_two = count != 0 && (count & (count - 1)) == 0;
    list.reserve(value, power_of_two ? 2 * count : count + 1);
    return list.add(value);
}

struct schema_path {
    schema const* type;
    schema_path const* outer;
};

// Whether a value of this type may hold a secret. Types may contain themselves, so what is being looked at is remembered.
[[nodiscard]] inline bool holds_secret(schema const& type, schema_path const* outer = nullptr) noexcept {
    if (type.what == kind::secret) return true;
    for (schema_path const* at = outer; at; at = at->outer)
        if (at->type == &type) return false;
    schema_path const path{&type, outer};
    if (type.element && holds_secret(*type.element, &path)) return true;
    for (std::size_t i = 0; i != type.field_count; ++i)
        if (holds_secret(*type.fields[i].type, &path)) return true;
    return false;
}

}  // namespace cfdns::inline v1::detail

#endif

// JSON text into typed values, in one pass and without a DOM.
namespace cfdns::inline v1::detail {

inline constexpr std::size_t max_depth = 32;      // of what is typed, and by default of all
inline constexpr std::size_t deepest = 1000;      // reply.hpp promises it: the parser recurses
inline constexpr std::size_t max_surprises = 64;  // reply.hpp promises it
inline constexpr std::size_t max_messages = 256;  // reply.hpp and error.hpp promise it

// Writes unknown members into an extra_members while their events come in.
class extra_recorder {
public:
    void begin(extra_members& to, std::string_view name) {
        to_ = &to;
        comma_ = false;
        std::size_t const start = to.text_.size();
        to.text_ += name;
        to.places_.push_back({start, to.text_.size(), 0});
    }
    void end() noexcept {
        to_->places_.back().end = to_->text_.size();
        to_ = nullptr;
    }
    // Sets a whole member: a copy of the value without the white space outside of strings.
    static void keep(extra_members& to, std::string_view name, std::string_view json);
    // Removes the last member of that name.
    static void forget(extra_members& to, std::string_view name);
    [[nodiscard]] bool active() const noexcept { return to_ != nullptr; }

    void key(std::string_view name);
    void text(std::string_view value);
    void token(std::string_view json) {
        separate();
        to_->text_ += json;
        comma_ = true;
    }
    void open(char bracket) {
        separate();
        to_->text_ += bracket;
        comma_ = false;
    }
    void close(char bracket) {
        to_->text_ += bracket;
        comma_ = true;
    }

private:
    void separate() {
        if (comma_) to_->text_ += ',';
    }

    extra_members* to_ = nullptr;
    bool comma_ = false;
};

// What JSON calls a value of that type.
[[nodiscard]] std::string_view expected_name(schema const& type) noexcept;

// A number as JSON spells it, exactly, where it is a whole one of at most 64 bits and a sign.
struct whole_number {
    bool ok = false, negative = false;
    std::uint64_t magnitude = 0;
};
[[nodiscard]] whole_number parse_whole_number(std::string_view json) noexcept;

inline constexpr schema no_schema{};

// What became of the fields of the root, as sets of their indexes.
struct read_summary {
    boost::system::error_code code{};  // set if the text is no JSON
    std::size_t offset = 0;            // of the first byte that is no JSON
    bool object = false;               // the root was an object
    std::uint64_t seen = 0, null = 0, emptied = 0;

    [[nodiscard]] static bool in(std::uint64_t set, int field) noexcept { return (set >> field & 1) != 0; }
};

// The events of Boost.JSON's basic_parser, put where the schema says. Not a template: every instantiation of the parser
// over another handler would cost 50 kB.
//
// What does not fit is a surprise, not a failure: the nearest enclosing place that may be empty is emptied (if need be the
// root) and the rest goes on.
//
// An api_message takes a hundred times the memory of the two bytes that it may be in the text, so their number is limited.
class reader {
public:
    using error_code = boost::system::error_code;
    using text = std::string_view;

    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    // Reads into `object`, which is of the type `root`. The text was sent as `sent`, which differs in digits of numbers alone.
    reader(schema const* root, void* object, std::vector<surprise>* surprises, text json, char const* sent) noexcept
        : surprises_(surprises), json_(json), sent_(sent), at_(json.data()), target_{root, object, false},
          mode_(root->what == kind::none ? mode::ignoring : mode::typed) {
        frames_[0].type = &no_schema;
    }
    reader(reader const&) = delete;
    reader& operator=(reader const&) = delete;
    ~reader() { wipe(parts_.data(), parts_.size()); }  // a text that ends within a secret leaves it here

    [[nodiscard]] read_summary const& summary() const noexcept { return summary_; }

    bool on_document_begin(error_code&) noexcept { return true; }
    bool on_document_end(error_code&) noexcept { return true; }
    bool on_object_begin(error_code&);
    bool on_object_end(std::size_t, error_code&);
    bool on_array_begin(error_code&);
    bool on_array_end(std::size_t, error_code&);
    bool on_key_part(text part, std::size_t, error_code&);
    bool on_key(text last, std::size_t size, error_code&);
    bool on_string_part(text part, std::size_t, error_code&);
    bool on_string(text last, std::size_t size, error_code&);
    bool on_number_part(text, error_code&) noexcept { return true; }
    bool on_int64(std::int64_t value, text json, error_code&);
    bool on_uint64(std::uint64_t value, text json, error_code&);
    bool on_double(double value, text json, error_code&);
    bool on_bool(bool value, error_code&);
    bool on_null(error_code&);
    bool on_comment_part(text, error_code&) noexcept { return true; }
    bool on_comment(text, error_code&) noexcept { return true; }

private:
    struct slot {
        schema const* type;
        void* address;
        bool may_be_empty;
    };
    struct frame {
        schema const* type;  // object or array
        void* address;
        slot entered;        // what to empty when this value turns out to be no good
        // Object: the field after the one being read, which probably comes next, and the set of it; the sets of fields that
        // have come and that were null.
        field const* next;
        std::uint64_t next_bit, seen, null;
        std::uint64_t kept;  // the set of fields whose text is in the extra members
        char const* key;     // where the name of the field being read stands, if it is in the text
        // Array: for how many elements there is room, how many there are, how many were left out, and about where in the text
        // it began and grew last.
        std::size_t room, count, left_out;
        char const *start, *grown;
    };
    // The set of the field being read.
    static std::uint64_t current_bit(frame const& object) noexcept { return std::rotr(object.next_bit, 1); }
    enum class mode : unsigned char { typed, ignoring, recording };

    std::size_t depth() const noexcept { return static_cast<std::size_t>(top_ - frames_); }
    bool in_list() const noexcept { return top_->type->what == kind::array; }
    // Where the value goes that has come.
    BOOST_FORCEINLINE slot const& target() {
        if (in_list()) next_element();
        return target_;
    }
    // The offset of `at_`; `nowhere` if it is not in the text. std::less, since a buffer has nothing to do with the text.
    static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
    std::size_t offset_of(char const* place) const noexcept;
    void next_element();
    void make_room(frame& list);
    // A value that is not null, seen through optionals.
    static slot inner(slot at) {
        while (at.type->what == kind::optional || at.type->what == kind::nullable)
            at = {at.type->element, at.type->add(at.address), false};
        return at;
    }
    // On their own, so that the ways that most events take save few registers; true, so that an event may end with calling one.
    bool end_key(text last);
    bool enter(frame& object, field const& member, std::uint64_t bit);
    bool enter_other(text name);
    void forget(std::uint64_t bit);
    void store_text(text value);
    void store_other_text(slot const& entered, slot at, text value);
    void untyped_text(text value);
    void push(slot entered, slot at);
    void leave_untyped() noexcept;

    void whole(whole_number number, text json);
    bool store_whole(slot at, whole_number number) noexcept;
    void mismatch(slot at, bool opens, text found_kind, text found_text = {});
    void give_up(slot at, std::size_t open, std::string&& pointer, text expected, std::string&& found);
    void empty(slot at, std::size_t open);
    void keep_text();
    text text_of_member(char const* key) const noexcept;
    std::string pointer(std::size_t levels) const;
    void append_part(text part);

    std::vector<surprise>* surprises_;
    text json_;
    char const* sent_;
    char const* at_;  // about where the parser is in the text; or in a buffer of its own
    slot target_;
    read_summary summary_{};
    mode mode_;
    frame* top_ = frames_;     // the innermost frame; the first is of no value
    std::size_t nesting_ = 0;  // containers open while not typed
    std::size_t messages_ = 0; // elements of forgiving lists in this field of the root
    extra_recorder recorder_{};
    std::string parts_{};
    frame frames_[max_depth + 1];  // left uninitialised but for the first
};

// Reads one JSON text, without a byte order mark, into a value of that type; if that is of no kind, just checks the text.
// Values that do not fit are surprises.
template <class Handler = reader>
[[nodiscard]] read_summary read_json(schema const& type, void* value, std::string_view json,
                                     std::vector<surprise>& surprises, std::size_t depth = max_depth);

#if !CFDNS_HAS_DEFINITIONS
extern template bool is_json<reader>(std::string_view);
extern template read_summary read_json<reader>(schema const&, void*, std::string_view, std::vector<surprise>&, std::size_t);
#endif

}  // namespace cfdns::inline v1::detail

#if CFDNS_HAS_DEFINITIONS
// ---- cfdns/impl/reader.ipp
#ifndef CFDNS_IMPL_READER_IPP
#define CFDNS_IMPL_READER_IPP

// ---- cfdns/detail/list_growth.hpp
#ifndef CFDNS_DETAIL_LIST_GROWTH_HPP
#define CFDNS_DETAIL_LIST_GROWTH_HPP

#include <cstddef>

// How much room a list gets that is full.
namespace cfdns::inline v1::detail {

// For how many elements there should be room when `count` of them have taken `read` bytes of text and `left` bytes follow.
//
// A long list gets room for what the rest of the text may bring if it goes on like this: growing by doubling would move
// every element once more and hold twice the memory. Eight times what has come is the most, in case that it does not. Where
// `read` is 0, nothing is known, and the room is doubled.
constexpr std::size_t list_room(std::size_t count, std::size_t read, std::size_t left) noexcept {
    constexpr std::size_t short_list = 16;
    if (count == 0) return 2;
    if (count < short_list || read == 0) return 2 * count;
    double const factor = 1.02 * (1.0 + static_cast<double>(left) / static_cast<double>(read));
    return static_cast<std::size_t>(static_cast<double>(count) * (factor < 1.25 ? 1.25 : factor < 8.0 ? factor : 8.0));
}

}  // namespace cfdns::inline v1::detail

#endif
// ---- cfdns/detail/writer.hpp
#ifndef CFDNS_DETAIL_WRITER_HPP
#define CFDNS_DETAIL_WRITER_HPP

// ---- cfdns/detail/text_buffer.hpp
#ifndef CFDNS_DETAIL_TEXT_BUFFER_HPP
#define CFDNS_DETAIL_TEXT_BUFFER_HPP

#include <boost/config.hpp>

#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace cfdns::inline v1::detail {

// Text that grows on the stack first, so that what is made of it is allocated once and exactly.
class text_buffer {
public:
    text_buffer() noexcept = default;
    text_buffer(text_buffer const&) = delete;
    text_buffer& operator=(text_buffer const&) = delete;

    void push_back(char c) {
        *room(1) = c;
        ++at_;
    }
    void append(std::string_view text) {
        char* const to = room(text.size());
        if (!text.empty()) std::memcpy(to, text.data(), text.size());
        at_ += text.size();
    }
    // Where so many more bytes may be written; they count from grow_to on.
    [[nodiscard]] char* room(std::size_t bytes) {
        if (static_cast<std::size_t>(end_ - at_) < bytes) [[unlikely]] grow(bytes);
        return at_;
    }
    void grow_to(char* end) noexcept { at_ = end; }
    // Puts what has come since between brackets; the comma that it starts with, if it is not empty, becomes the opening one.
    void enclose(std::size_t start, char opening, char closing) {
        char* to = room(2);
        char* const first = begin_ + start;
        if (to == first) ++to;
        *first = opening;
        *to = closing;
        at_ = to + 1;
    }

    [[nodiscard]] std::string_view view() const noexcept { return {begin_, static_cast<std::size_t>(at_ - begin_)}; }
    [[nodiscard]] std::string str() const { return std::string{view()}; }

    // A secret will be appended: the text is overwritten in the end.
    void hold_secret() noexcept { secret_ = true; }
    ~text_buffer() { wipe_secret(); }

private:
    // More may have been written than counts.
    void wipe_secret() noexcept {
        if (secret_) wipe(begin_, static_cast<std::size_t>(end_ - begin_));
    }
    BOOST_NOINLINE void grow(std::size_t more) {
        std::size_t const size = view().size();
        std::size_t const capacity = 2 * (size + more);
        std::unique_ptr<char[]> larger{new char[capacity]};
        std::memcpy(larger.get(), begin_, size);
        wipe_secret();
        heap_ = std::move(larger);
        begin_ = heap_.get();
        at_ = begin_ + size;
        end_ = begin_ + capacity;
    }

    char stack_[512];  // left uninitialised
    char* begin_ = stack_;
    char* at_ = stack_;
    char* end_ = stack_ + sizeof stack_;
    bool secret_ = false;
    std::unique_ptr<char[]> heap_{};
};

}  // namespace cfdns::inline v1::detail

#endif

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// Typed values into compact JSON text, straight from the schema.
namespace cfdns::inline v1::detail {

constexpr std::string_view literal_of(bool value) noexcept {
    if (value) return "true";
    return "false";
}

// A value that has no JSON text: where it stands (names and indexes joined by '/'), and why.
struct unwritable {
    std::string place{};
    char const* why = nullptr;
};

// Appends the value. False if it, or something in it, has no JSON text; then `out` holds a part of it.
bool append_value(text_buffer& out, schema const& type, void const* value, unwritable& problem);

// Appends an object of the fields that are not in `skip` (a set of their indexes) and not empty, and of the extra members.
bool append_object(text_buffer& out, schema const& type, void const* object, std::uint64_t skip, unwritable& problem);

}  // namespace cfdns::inline v1::detail

#if CFDNS_HAS_DEFINITIONS
// ---- cfdns/impl/writer.ipp
#ifndef CFDNS_IMPL_WRITER_IPP
#define CFDNS_IMPL_WRITER_IPP

// ---- cfdns/detail/utf8.hpp
#ifndef CFDNS_DETAIL_UTF8_HPP
#define CFDNS_DETAIL_UTF8_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cfdns::inline v1::detail {

// Length of the well-formed UTF-8 sequence (RFC 3629) at the start of text, which is not empty; 0 if there is none.
constexpr std::size_t utf8_sequence(std::string_view text) noexcept {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    unsigned char const lead = byte(0);
    if (lead < 0x80) return 1;
    std::size_t const size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() < size) return 0;
    for (std::size_t i = 1; i != size; ++i)
        if ((byte(i) & 0xc0) != 0x80) return 0;
    if (lead == 0xe0 && byte(1) < 0xa0) return 0;  // overlong
    if (lead == 0xed && byte(1) > 0x9f) return 0;  // surrogates
    if (lead == 0xf0 && byte(1) < 0x90) return 0;  // overlong
    if (lead == 0xf4 && byte(1) > 0x8f) return 0;  // beyond U+10FFFF
    return size;
}

inline bool is_utf8(std::string_view text) noexcept {
    for (;;) {
        text.remove_prefix(count_plain(
            text, [](std::uint64_t bytes) { return bytes & every_top_bit; }, [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
        if (text.empty()) return true;
        std::size_t const size = utf8_sequence(text);
        if (size == 0) return false;
        text.remove_prefix(size);
    }
}

}  // namespace cfdns::inline v1::detail

#endif

#include <boost/config.hpp>

#include <charconv>
#include <chrono>
#include <string>
#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#endif

namespace cfdns::inline v1::detail {

// ---- scalars. What append_value calls is not inlined there, so that it saves no registers on the way ----

template <class Number>
BOOST_NOINLINE bool append_number(text_buffer& out, Number value) {
    constexpr std::size_t longest = 32;
    char* const to = out.room(longest);
    out.grow_to(std::to_chars(to, to + longest, value).ptr);
    return true;
}

BOOST_NOINLINE CFDNS_DECL bool append_literal(text_buffer& out, std::string_view json) {
    out.append(json);
    return true;
}

// to_chars alone would write 1e+05 for a hundred thousand. A program may be compiled so that comparisons do not tell NaN and
// infinity (-ffast-math), hence the bits.
BOOST_NOINLINE CFDNS_DECL bool append_real(text_buffer& out, double value, unwritable& problem) {
    constexpr double exact = 9007199254740992.0;  // 2^53
    if (!is_finite(value)) {
        problem.why = "must be a finite number";
        return false;
    }
    bool const fits = value > -exact && value < exact;
    std::int64_t const whole = fits ? static_cast<std::int64_t>(value) : 0;
    if (!fits || static_cast<double>(whole) != value) return append_number(out, value);
    if (whole == 0 && is_negative(value)) return append_literal(out, "-0");
    return append_number(out, whole);
}

// Copies a word; whether it is ASCII and needs no escape.
inline bool copy_word(char* to, char const* from) noexcept {
    std::uint64_t const bytes = load<std::uint64_t>(from);
    std::memcpy(to, &bytes, sizeof bytes);
    // Of bytes below 128, those underflow that are less; a byte that does takes from its neighbour only once that is so.
    std::uint64_t const less = (bytes - every_byte * 0x20) | ((bytes ^ every_byte * '"') - every_byte) |
                               ((bytes ^ every_byte * '\\') - every_byte);
    return ((bytes | less) & every_top_bit) == 0;
}

// The same of two words.
inline bool copy_words(char* to, char const* from) noexcept {
#if defined(__SSE2__) || defined(_M_X64)
    __m128i const bytes = _mm_loadu_si128(static_cast<__m128i const*>(static_cast<void const*>(from)));
    _mm_storeu_si128(static_cast<__m128i*>(static_cast<void*>(to)), bytes);
    __m128i const printable = _mm_cmpgt_epi8(bytes, _mm_set1_epi8(0x1f));  // as signed numbers, so nothing beyond ASCII
    __m128i const quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    __m128i const backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
    return _mm_movemask_epi8(_mm_andnot_si128(_mm_or_si128(quote, backslash), printable)) == 0xffff;
#else
    bool const first = copy_word(to, from);
    return copy_word(to + sizeof(std::uint64_t), from + sizeof(std::uint64_t)) && first;
#endif
}

// Copies the text in pieces of that size while they are plain, the last bytes maybe for the second time.
template <std::size_t Size, class CopyPiece>
std::size_t copy_pieces(char* to, std::string_view text, CopyPiece copy) noexcept {
    if (text.size() < Size) return 0;
    std::size_t i = 0;
    for (; text.size() - i > Size; i += Size)
        if (!copy(to + i, text.data() + i)) return i;
    return copy(to + text.size() - Size, text.data() + text.size() - Size) ? text.size() : i;
}

// Copies the start of the text that is ASCII and needs no escape.
CFDNS_DECL std::size_t copy_plain(char* to, std::string_view text) noexcept {
    std::size_t i = text.size() < 16 ? copy_pieces<8>(to, text, &copy_word) : copy_pieces<16>(to, text, &copy_words);
    for (; i != text.size() && static_cast<signed char>(text[i]) >= 0x20 && text[i] != '"' && text[i] != '\\'; ++i) to[i] = text[i];
    return i;
}

// What follows the plain start of a string.
BOOST_NOINLINE CFDNS_DECL bool append_rest_of_text(text_buffer& out, std::string_view text, unwritable& problem) {
    if (!is_utf8(text)) {
        problem.why = "must be valid UTF-8";
        return false;
    }
    append_escaped(out, text);
    out.push_back('"');
    return true;
}

CFDNS_DECL bool append_text(text_buffer& out, std::string_view text, unwritable& problem) {
    char* to = out.room(text.size() + 2);
    *to++ = '"';
    std::size_t const plain = copy_plain(to, text);
    to += plain;
    if (plain != text.size()) [[unlikely]] {
        out.grow_to(to);
        return append_rest_of_text(out, text.substr(plain), problem);
    }
    *to++ = '"';
    out.grow_to(to);
    return true;
}

// False: the value at that place has no JSON text.
BOOST_NOINLINE CFDNS_DECL bool fail_at(unwritable& problem, std::string_view name) {
    if (!problem.place.empty()) problem.place.insert(0, 1, '/');
    problem.place.insert(0, name);
    return false;
}
BOOST_NOINLINE CFDNS_DECL bool fail_at(unwritable& problem, std::size_t index) { return fail_at(problem, std::to_string(index)); }

BOOST_NOINLINE CFDNS_DECL bool append_array(text_buffer& out, schema const& type, void const* array, unwritable& problem) {
    element_range const range = type.elements(array);
    auto const* element = static_cast<unsigned char const*>(range.first);
    std::size_t const start = out.view().size();
    for (std::size_t i = 0; i != range.count; ++i, element += range.stride) {
        out.push_back(',');
        if (!append_value(out, *type.element, element, problem)) return fail_at(problem, i);
    }
    out.enclose(start, '[', ']');
    return true;
}

// An empty one is null: only as an element of an array, since empty fields are left out.
BOOST_NOINLINE CFDNS_DECL bool append_optional(text_buffer& out, schema const& type, void const* value, unwritable& problem) {
    element_range const range = type.elements(value);
    return range.count == 0 ? append_literal(out, "null") : append_value(out, *type.element, range.first, problem);
}

CFDNS_DECL bool append_value(text_buffer& out, schema const& type, void const* value, unwritable& problem) {
    switch (type.what) {
        case kind::none: return true;
        case kind::boolean: return append_literal(out, literal_of(*static_cast<bool const*>(value)));
        case kind::int8:
        case kind::int16:
        case kind::int32:
        case kind::int64:
        case kind::uint8:
        case kind::uint16:
        case kind::uint32:
        case kind::uint64: return with_integer(type.what, value, [&out](auto number) { return append_number(out, number); });
        case kind::seconds: return append_number(out, std::int64_t{static_cast<std::chrono::seconds const*>(value)->count()});
        case kind::real: return append_real(out, *static_cast<double const*>(value), problem);
        case kind::string: return append_text(out, *static_cast<std::string const*>(value), problem);
        case kind::secret:
            out.hold_secret();
            return append_text(out, static_cast<secret_string const*>(value)->expose(), problem);
        case kind::timestamp: return append_text(out, static_cast<timestamp const*>(value)->text(), problem);
        case kind::optional:
        case kind::nullable: return append_optional(out, type, value, problem);
        case kind::array: return append_array(out, type, value, problem);
        case kind::object: return append_object(out, type, value, 0, problem);
    }
    return true;
}

// A comma and a declared name, which needs no escape.
CFDNS_DECL void append_name(text_buffer& out, std::string_view name) {
    char* to = out.room(name.size() + 4);
    *to++ = ',';
    *to++ = '"';
    copy_bytes(to, name.data(), name.size());
    to += name.size();
    *to++ = '"';
    *to++ = ':';
    out.grow_to(to);
}

// Members that the struct does not declare. Those in `skip` are not sent here, so their names are free.
BOOST_NOINLINE CFDNS_DECL bool append_extra(text_buffer& out, schema const& type, extra_members const& extra, std::uint64_t skip,
                                            unwritable& problem) {
    for (extra_member const member : extra) {
        int const declared = find_field(type, member.name);
        if (!is_utf8(member.name) || !type.is_extra(member.json))
            problem.why = "must have names in UTF-8 and values that are JSON, nested at most 1000 deep";
        else if (declared >= 0 && (skip >> declared & 1) == 0)
            problem.why = "must not repeat a declared parameter";
        if (problem.why) {
            fail_at(problem, member.name);
            return fail_at(problem, "extra");
        }
        out.push_back(',');
        append_string(out, member.name);
        out.push_back(':');
        out.append(member.json);
    }
    return true;
}

CFDNS_DECL bool append_object(text_buffer& out, schema const& type, void const* object, std::uint64_t skip,
                              unwritable& problem) {
    // The tables serve reading too, hence take a mutable object; nothing is written through it here.
    void* const address = const_cast<void*>(object);
    std::size_t const start = out.view().size();
    std::uint64_t skipped = skip;
    for (field const *f = type.fields, *const end = f + type.field_count; f != end; ++f, skipped >>= 1) {
        if ((skipped & 1) != 0) continue;
        void const* const value = f->locate(address);
        if (is_absent(*f->type, value)) continue;
        append_name(out, f->name);
        if (!append_value(out, *f->type, value, problem)) return fail_at(problem, f->name);
    }
    extra_members const* const extra = type.extra ? type.extra(address) : nullptr;
    if (extra && !extra->empty() && !append_extra(out, type, *extra, skip, problem)) return false;
    out.enclose(start, '{', '}');
    return true;
}

}  // namespace cfdns::inline v1::detail

#endif
#endif

#endif

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <bit>
#include <charconv>
#include <chrono>
#include <cstring>
#include <functional>
#include <limits>
#include <memory>
#include <system_error>
#include <utility>

namespace cfdns::inline v1::detail {

CFDNS_DECL void extra_recorder::key(std::string_view name) {
    separate();
    append_string(to_->text_, name);
    to_->text_ += ':';
    comma_ = false;
}

CFDNS_DECL void extra_recorder::text(std::string_view value) {
    separate();
    append_string(to_->text_, value);
    comma_ = true;
}

CFDNS_DECL void extra_recorder::keep(extra_members& to, std::string_view name, std::string_view json) {
    std::size_t const start = to.text_.size();
    to.text_ += name;
    std::size_t const value = to.text_.size();
    bool quoted = false;
    for (std::size_t i = 0; i != json.size(); ++i) {
        char const c = json[i];
        if (quoted && c == '\\' && i + 1 != json.size()) {
            to.text_ += c;
            to.text_ += json[++i];
            continue;
        }
        if (c == '"') quoted = !quoted;
        if (quoted || !is_space(c)) to.text_ += c;
    }
    to.places_.push_back({start, value, to.text_.size()});
}

CFDNS_DECL void extra_recorder::forget(extra_members& to, std::string_view name) {
    for (std::size_t i = to.size(); i != 0; --i) {
        if (to[i - 1].name != name) continue;
        to.places_.erase(to.places_.begin() + static_cast<std::ptrdiff_t>(i - 1));
        return;
    }
}

CFDNS_DECL whole_number parse_whole_number(std::string_view json) noexcept {
    constexpr std::uint64_t greatest = (std::numeric_limits<std::uint64_t>::max)();
    whole_number out;
    std::size_t i = 0;
    if (i != json.size() && json[i] == '-') {
        out.negative = true;
        ++i;
    }
    // The digits without leading and trailing zeros, and the power of ten that belongs to the last of them.
    std::uint64_t digits = 0;
    std::int64_t exponent = 0, zeros = 0;
    bool fraction = false;
    for (; i != json.size() && json[i] != 'e' && json[i] != 'E'; ++i) {
        if (json[i] == '.') {
            fraction = true;
            continue;
        }
        if (fraction) --exponent;
        if (json[i] == '0') {
            if (digits != 0) ++zeros;
            continue;
        }
        for (; zeros != 0; --zeros) {
            if (digits > greatest / 10) return out;
            digits *= 10;
        }
        std::uint64_t const digit = static_cast<std::uint64_t>(json[i] - '0');
        if (digits > (greatest - digit) / 10) return out;
        digits = digits * 10 + digit;
    }
    exponent += zeros;
    if (i != json.size()) {
        ++i;
        bool const down = i != json.size() && json[i] == '-';
        if (i != json.size() && (json[i] == '-' || json[i] == '+')) ++i;
        std::int64_t power = 0;
        for (; i != json.size(); ++i)
            if (power < 100'000'000'000'000'000) power = power * 10 + (json[i] - '0');
        exponent += down ? -power : power;
    }
    if (digits == 0) exponent = 0;
    if (exponent < 0) return out;
    for (; exponent > 0; --exponent) {
        if (digits > greatest / 10) return out;
        digits *= 10;
    }
    out.magnitude = digits;
    out.ok = true;
    return out;
}

// ---- where the next value goes ----

CFDNS_DECL std::size_t reader::offset_of(char const* place) const noexcept {
    std::less<> const before;
    bool const inside = !before(place, json_.data()) && before(place, json_.data() + json_.size());
    return inside ? static_cast<std::size_t>(place - json_.data()) : nowhere;
}

CFDNS_DECL void reader::next_element() {
    frame& list = *top_;
    schema const& type = *list.type;
    if (type.forgiving_list && ++messages_ > max_messages) {
        ++list.count;
        target_ = {&no_schema, nullptr, true};  // nothing fits
        return;
    }
    if (list.count == list.room) [[unlikely]] make_room(list);
    ++list.count;
    target_ = {type.element, type.add(list.address), type.keeps_elements || type.drops_elements};
}

CFDNS_DECL void reader::make_room(frame& list) {
    std::size_t const start = offset_of(list.start), grown = offset_of(list.grown), at = offset_of(at_);
    bool const placed = start != nowhere && at != nowhere && at > grown && !list.type->forgiving_list;
    list.room = list_room(list.count, placed ? at - start : 0, json_.size() - (placed ? at : 0));
    if (placed) list.grown = at_;
    list.type->reserve(list.address, list.room);
}

CFDNS_DECL void reader::push(slot entered, slot at) {
    if (depth() == 1) messages_ = 0;
    frame& made = *++top_;
    made.type = at.type;
    made.address = at.address;
    made.entered = entered;
    if (at.type->what == kind::array) {
        made.room = made.count = made.left_out = 0;
        made.start = made.grown = at_;
        if (at.type->elements(at.address).count != 0) at.type->reset(at.address);  // a default makes way
    } else {
        made.next = at.type->fields;
        made.next_bit = 1;
        made.seen = made.null = made.kept = 0;
    }
}

CFDNS_DECL void reader::leave_untyped() noexcept {
    if (nesting_ != 0) return;
    if (mode_ == mode::recording) recorder_.end();
    mode_ = mode::typed;
}

// ---- what does not fit ----

// Of the value that the first `levels` frames lead to.
CFDNS_DECL std::string reader::pointer(std::size_t levels) const {
    std::string out;
    for (std::size_t i = 1; i <= levels; ++i) {
        frame const& f = frames_[i];
        out += '/';
        if (f.type->what == kind::object)
            out += f.next[-1].name;  // declared names hold neither '/' nor '~'
        else
            out += std::to_string(f.count + f.left_out - 1);
    }
    return out;
}

CFDNS_DECL std::string_view expected_name(schema const& type) noexcept {
    switch (type.what) {
        case kind::none: return "no more entries";
        case kind::boolean: return "boolean";
        case kind::int8:
        case kind::int16:
        case kind::int32:
        case kind::int64:
        case kind::uint8:
        case kind::uint16:
        case kind::uint32:
        case kind::uint64:
        case kind::seconds: return "integer";
        case kind::real: return "number";
        case kind::string:
        case kind::secret:
        case kind::timestamp: return "string";
        case kind::optional:
        case kind::nullable: return expected_name(*type.element);
        case kind::array: return "array";
        case kind::object: return "object";
    }
    return {};
}

CFDNS_DECL void reader::mismatch(slot at, bool opens, text found_kind, text found_text) {
    constexpr std::size_t shown = 40;
    if (at.type->what == kind::none && messages_ != max_messages + 1) {  // it was told before
        nesting_ = opens ? 1 : 0;
        if (opens) mode_ = mode::ignoring;
        return;
    }
    std::string found{found_kind};
    if (!found_text.empty() && !holds_secret(*at.type)) {
        found += ' ';
        std::size_t size = found_text.size() < shown ? found_text.size() : shown;
        while (size != found_text.size() && (static_cast<unsigned char>(found_text[size]) & 0xc0) == 0x80) --size;  // UTF-8
        found += found_text.substr(0, size);
        if (size != found_text.size()) found += "...";
    }
    give_up(at, depth() + (opens ? 1 : 0), pointer(depth()), expected_name(*at.type), std::move(found));
}

// The value at the slot does not fit. `open` is the number of containers that are still to be closed.
CFDNS_DECL void reader::give_up(slot at, std::size_t open, std::string&& pointer, text expected, std::string&& found) {
    surprise what{std::move(pointer), std::string{expected}, std::move(found)};
    empty(at, open);
    if (surprises_->size() < max_surprises)
        surprises_->push_back(std::move(what));
    else if (depth() <= 1)
        surprises_->back() = std::move(what);  // one that cost the whole of a root's field says more than the others
}

// Empties the slot itself or else the innermost enclosing value that may be empty, or leaves it out of its list, and ignores
// what is left of it.
CFDNS_DECL void reader::empty(slot at, std::size_t open) {
    while (!at.may_be_empty && depth() != 0) at = top_--->entered;
    if (in_list() && top_->type->drops_elements) {
        top_->type->remove_last(top_->address);
        --top_->count;
        ++top_->left_out;
    } else if (at.type->reset) {
        at.type->reset(at.address);
    }
    if (depth() == 1 && !in_list()) summary_.emptied |= current_bit(*top_);
    nesting_ = open - depth();
    if (nesting_ != 0) mode_ = mode::ignoring;
    keep_text();
}

// What does not fit is kept as JSON text in the innermost object that has extra members, so that an update made from this
// result does not take it away unnoticed. Text that may hold a secret is not.
CFDNS_DECL void reader::keep_text() {
    frame* object = top_;
    while (object != frames_ && !object->type->extra) --object;
    if (object == frames_) return;
    std::uint64_t const bit = current_bit(*object);
    field const& member = object->next[-1];
    if ((object->kept & bit) != 0 || holds_secret(*member.type)) return;
    object->kept |= bit;
    text const json = text_of_member(object->key);
    extra_recorder::keep(*object->type->extra(object->address), member.name, json);
}

// The value after the name that begins there; it ends where the text does if it is not JSON. "null" if the name is not in the
// text, because it begins with an escape.
CFDNS_DECL reader::text reader::text_of_member(char const* key) const noexcept {
    std::size_t at = offset_of(key);
    if (at == nowhere) return "null";
    text const sent{sent_, json_.size()};
    auto const string_end = [sent](std::size_t i) {
        for (; i < sent.size() && sent[i] != '"'; ++i)
            if (sent[i] == '\\') ++i;
        return i + 1;
    };
    at = string_end(at);
    while (at < sent.size() && (is_space(sent[at]) || sent[at] == ':')) ++at;
    std::size_t const start = at < sent.size() ? at : sent.size();
    for (std::size_t nested = 0; at < sent.size();) {
        char const c = sent[at];
        if (c == '"') {
            at = string_end(at + 1);
        } else if (c == '[' || c == '{') {
            ++nested;
            ++at;
        } else if (nested != 0 && (c == ']' || c == '}')) {
            --nested;
            ++at;
        } else if (nested == 0 && (is_space(c) || c == ',' || c == ']' || c == '}')) {
            break;
        } else {
            ++at;
        }
    }
    return sent.substr(start, at - start);
}

// ---- scalars ----

CFDNS_DECL bool reader::store_whole(slot at, whole_number number) noexcept {
    kind const what = at.type->what;
    if (!number.ok || (!is_integer(what) && what != kind::seconds)) return false;
    integer_bits const made = to_integer(what == kind::seconds ? kind::int64 : what, number.negative, number.magnitude);
    if (!made.fit) return false;
    auto const store = [&at, &made](auto word) {
        word = static_cast<decltype(word)>(made.bits);
        std::memcpy(at.address, &word, sizeof word);
    };
    if (what == kind::seconds)
        *static_cast<std::chrono::seconds*>(at.address) = std::chrono::seconds{static_cast<std::int64_t>(made.bits)};
    else if (made.size == 8)
        store(std::uint64_t{});
    else if (made.size == 4)
        store(std::uint32_t{});
    else if (made.size == 2)
        store(std::uint16_t{});
    else
        store(std::uint8_t{});
    return true;
}

CFDNS_DECL void reader::whole(whole_number number, text json) {
    if (mode_ != mode::typed) {
        if (mode_ == mode::recording) recorder_.token(json);
        return leave_untyped();
    }
    slot const& entered = target();
    slot const at = inner(entered);
    if (at.type->what == kind::real && number.ok) {
        double const magnitude = static_cast<double>(number.magnitude);
        *static_cast<double*>(at.address) = number.negative ? -magnitude : magnitude;
        return;
    }
    if (!store_whole(at, number)) mismatch(entered, false, "number", json);
}

CFDNS_DECL bool reader::on_int64(std::int64_t value, text json, error_code&) {
    std::uint64_t const bits = static_cast<std::uint64_t>(value);
    whole({true, json.starts_with('-'), value < 0 ? 0 - bits : bits}, json);  // also of -0
    return true;
}

CFDNS_DECL bool reader::on_uint64(std::uint64_t value, text json, error_code&) {
    whole({true, false, value}, json);
    return true;
}

CFDNS_DECL bool reader::on_double(double value, text json, error_code&) {
    if (sent_ != json_.data()) json = {sent_ + (json.data() - json_.data()), json.size()};
    // Boost 1.81 rounds some doubles by a unit in the last place, so whole numbers are taken from the text.
    whole_number const number = parse_whole_number(json);
    if (mode_ == mode::typed && !number.ok) {
        slot const& entered = target();
        slot const at = inner(entered);
#if defined(__cpp_lib_to_chars)
        auto const exact = std::from_chars(json.data(), json.data() + json.size(), value);
        bool const in_range = exact.ec == std::errc{};
#else
        bool const in_range = is_finite(value) && value != 0.0;  // zero is a whole number: this one has become it
#endif
        if (at.type->what == kind::real && in_range)
            *static_cast<double*>(at.address) = value;
        else
            mismatch(entered, false, "number", json);
        return true;
    }
    whole(number, json);
    return true;
}

CFDNS_DECL bool reader::on_bool(bool value, error_code&) {
    text const json = literal_of(value);
    if (mode_ != mode::typed) {
        if (mode_ == mode::recording) recorder_.token(json);
        leave_untyped();
        return true;
    }
    slot const& entered = target();
    slot const at = inner(entered);
    if (at.type->what == kind::boolean)
        *static_cast<bool*>(at.address) = value;
    else
        mismatch(entered, false, json);
    return true;
}

CFDNS_DECL bool reader::on_null(error_code&) {
    if (mode_ != mode::typed) {
        if (mode_ == mode::recording) recorder_.token("null");
        leave_untyped();
        return true;
    }
    slot const& at = target();
    bool const member = depth() != 0 && !in_list();
    if (member) top_->null |= current_bit(*top_);
    if (at.type->what == kind::nullable)
        at.type->set_null(at.address);
    else if (at.type->what == kind::optional || (at.may_be_empty && member))
        at.type->reset(at.address);
    else
        mismatch(at, false, "null");
    return true;
}

// It may be a secret, so no copy of it stays behind where the text moves.
CFDNS_DECL void reader::append_part(text part) {
    if (parts_.capacity() - parts_.size() < part.size()) {
        std::string wider;
        wider.reserve(2 * (parts_.size() + part.size()));
        wider += parts_;
        wipe(parts_.data(), parts_.size());
        parts_.swap(wider);
    }
    parts_ += part;
}

CFDNS_DECL bool reader::on_string_part(text part, std::size_t, error_code&) {
    if (parts_.empty()) at_ = part.data();
    append_part(part);
    return true;
}

// Moving a new text to where an empty one was costs less than assigning to that one.
template <class Text>
void put(void* empty, std::string_view value) {
    std::string made{value};
    std::destroy_at(static_cast<Text*>(empty));
    std::construct_at(static_cast<Text*>(empty), std::move(made));
}

CFDNS_DECL void reader::store_text(text value) {
    slot const& entered = target();
    slot const at = inner(entered);
    if (at.type->what == kind::string) [[likely]]
        put<std::string>(at.address, value);
    else
        store_other_text(entered, at, value);
}

BOOST_NOINLINE CFDNS_DECL void reader::store_other_text(slot const& entered, slot at, text value) {
    if (at.type->forgiving_list) at = {at.type->element, append_element(*at.type, at.address), false};
    if (at.type->text_field >= 0) {
        field const& f = at.type->fields[at.type->text_field];
        at = {f.type, f.locate(at.address), true};
    }
    switch (at.type->what) {
        case kind::string: put<std::string>(at.address, value); break;
        case kind::secret: *static_cast<secret_string*>(at.address) = secret_string{value}; break;
        case kind::timestamp: put<timestamp>(at.address, value); break;
        default: {
            std::string quoted;
            append_string(quoted, value.substr(0, 64));  // more is not shown
            mismatch(entered, false, "string", quoted);
        }
    }
}

CFDNS_DECL void reader::untyped_text(text value) {
    if (mode_ == mode::recording) recorder_.text(value);
    leave_untyped();
}

CFDNS_DECL bool reader::on_string(text last, std::size_t size, error_code&) {
    if (size == last.size()) [[likely]] {
        at_ = last.data();
        if (mode_ == mode::typed) [[likely]]
            store_text(last);
        else
            untyped_text(last);
        return true;
    }
    append_part(last);
    mode_ == mode::typed ? store_text(parts_) : untyped_text(parts_);
    wipe(parts_.data(), parts_.size());  // it may have been a secret
    parts_.clear();
    return true;
}

// ---- containers ----

CFDNS_DECL bool reader::on_key_part(text part, std::size_t, error_code&) {
    if (parts_.empty()) at_ = part.data();
    parts_ += part;
    return true;
}

CFDNS_DECL bool reader::on_key(text last, std::size_t size, error_code&) {
    if (size != last.size()) [[unlikely]] return end_key(last);
    at_ = last.data();
    frame& object = *top_;
    // Members come in the declared order, mostly.
    if (mode_ == mode::typed && is_named(*object.next, last)) [[likely]]
        return enter(object, *object.next, object.next_bit);
    return enter_other(last);
}

BOOST_NOINLINE CFDNS_DECL bool reader::end_key(text last) {
    parts_ += last;
    enter_other(parts_);
    parts_.clear();
    return true;
}

BOOST_NOINLINE CFDNS_DECL bool reader::enter(frame& object, field const& member, std::uint64_t bit) {
    bool const again = (object.seen & bit) != 0;
    object.seen |= bit;
    object.next = &member + 1;
    object.key = at_;
    object.next_bit = std::rotl(bit, 1);
    target_.type = member.type;
    target_.may_be_empty = !member.required;
    target_.address = member.locate(object.address);
    if (again) [[unlikely]] forget(bit);
    return true;
}

// The last of equal names counts.
BOOST_NOINLINE CFDNS_DECL void reader::forget(std::uint64_t bit) {
    if (target_.type->reset) target_.type->reset(target_.address);
    top_->null &= ~bit;
    if ((top_->kept & bit) != 0) {
        top_->kept &= ~bit;
        extra_recorder::forget(*top_->type->extra(top_->address), top_->next[-1].name);
    }
    if (depth() == 1) summary_.emptied &= ~bit;
}

BOOST_NOINLINE CFDNS_DECL bool reader::enter_other(text name) {
    if (mode_ != mode::typed) {
        if (mode_ == mode::recording) recorder_.key(name);
        return true;
    }
    frame& object = *top_;
    int const found = find_field(*object.type, name);
    if (found >= 0) return enter(object, object.type->fields[found], std::uint64_t{1} << found);
    if (object.type->extra) {
        mode_ = mode::recording;
        recorder_.begin(*object.type->extra(object.address), name);
    } else {
        mode_ = mode::ignoring;
    }
    return true;
}

CFDNS_DECL bool reader::on_object_begin(error_code&) {
    if (mode_ != mode::typed) {
        ++nesting_;
        if (mode_ == mode::recording) recorder_.open('{');
        return true;
    }
    slot entered = target();
    slot at = inner(entered);
    if (at.type->forgiving_list) at = entered = {at.type->element, append_element(*at.type, at.address), true};
    if (at.type->what == kind::object && depth() != max_depth) {
        push(entered, at);
        if (depth() == 1) summary_.object = true;
    } else {
        mismatch(entered, true, "object");
    }
    return true;
}

CFDNS_DECL bool reader::on_object_end(std::size_t, error_code&) {
    if (mode_ != mode::typed) {
        --nesting_;
        if (mode_ == mode::recording) recorder_.close('}');
        leave_untyped();
        return true;
    }
    frame const& object = *top_--;
    if (depth() == 0) {
        summary_.seen = object.seen;
        summary_.null = object.null;
    }
    std::uint64_t const missing = object.type->required_mask & ~object.seen;
    if (missing != 0) {
        field const& f = object.type->fields[std::countr_zero(missing)];
        give_up(object.entered, depth(), pointer(depth()) + "/" + std::string{f.name}, expected_name(*f.type), "nothing");
    }
    return true;
}

CFDNS_DECL bool reader::on_array_begin(error_code&) {
    if (mode_ != mode::typed) {
        ++nesting_;
        if (mode_ == mode::recording) recorder_.open('[');
        return true;
    }
    slot const& entered = target();
    slot const at = inner(entered);
    if (at.type->what == kind::array && depth() != max_depth)
        push(entered, at);
    else
        mismatch(entered, true, "array");
    return true;
}

CFDNS_DECL bool reader::on_array_end(std::size_t, error_code&) {
    if (mode_ != mode::typed) {
        --nesting_;
        if (mode_ == mode::recording) recorder_.close(']');
        leave_untyped();
        return true;
    }
    frame const& list = *top_--;
    // A list of which nothing could be read is not an empty list.
    if (list.left_out != 0 && list.count == 0) [[unlikely]] empty(list.entered, depth());
    return true;
}

// ---- driving the parser ----

// Makes exponents of more than eight digits no larger than 99999999, in place.
CFDNS_DECL void shorten_exponents(std::string& json) noexcept {
    bool quoted = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        if (quoted && json[i] == '\\') ++i;
        else if (json[i] == '"') quoted = !quoted;
        if (quoted || i == 0 || (json[i] != 'e' && json[i] != 'E') || !is_digit(json[i - 1])) continue;
        std::size_t first = i + 1;
        if (first != json.size() && (json[first] == '-' || json[first] == '+')) ++first;
        std::size_t end = first;
        while (end != json.size() && is_digit(json[end])) ++end;
        while (end - first > 8 && json[first] == '0') ++first;
        if (end - first > 8) {
            std::fill(json.begin() + static_cast<std::ptrdiff_t>(first), json.begin() + static_cast<std::ptrdiff_t>(end - 8), '0');
            std::fill(json.begin() + static_cast<std::ptrdiff_t>(end - 8), json.begin() + static_cast<std::ptrdiff_t>(end), '9');
        }
        i = end - 1;
    }
}

// An object as it was before anything was read into it.
CFDNS_DECL void reset_fields(schema const& type, void* value) {
    if (type.reset) return type.reset(value);
    for (std::size_t i = 0; i != type.field_count; ++i)
        if (type.fields[i].type->reset) type.fields[i].type->reset(type.fields[i].locate(value));
}

template <class Handler>
read_summary parse_text(schema const& type, void* value, std::string_view json, char const* sent,
                        std::vector<surprise>& surprises, std::size_t depth) {
    boost::json::parse_options options;
    options.max_depth = depth;
    boost::json::basic_parser<Handler> parser{options, &type, value, &surprises, json, sent};
    boost::system::error_code code;
    // Whole text and no more of it: the parser then neither suspends nor allocates.
    std::size_t const offset = parser.write_some(false, json.data(), json.size(), code);
    read_summary summary = parser.handler().summary();
    summary.offset = offset;
    if (code.failed())
        summary.code = code;
    else if (offset != json.size())
        summary.code = make_error_code(boost::json::error::extra_data);
    return summary;
}

template <class Handler>
read_summary read_json(schema const& type, void* value, std::string_view json, std::vector<surprise>& surprises,
                       std::size_t depth) {
    std::size_t const before = surprises.size();
    read_summary const summary = parse_text<Handler>(type, value, json, json.data(), surprises, depth);
    if (summary.code != boost::json::error::exponent_overflow) return summary;
    // JSON has numbers of any size, but the parser's exponents are ints. So it is given smaller ones, and the handler looks at
    // what was sent.
    std::string smaller{json};
    shorten_exponents(smaller);
    surprises.resize(before);
    reset_fields(type, value);
    read_summary const again = parse_text<Handler>(type, value, smaller, json.data(), surprises, depth);
    wipe(smaller.data(), smaller.size());
    return again;
}

template <class Handler>
bool is_json(std::string_view text) {
    std::vector<surprise> none;
    return !read_json<Handler>(no_schema, nullptr, text, none, deepest).code.failed();
}

#if defined(CFDNS_SEPARATE_COMPILATION)
template bool is_json<reader>(std::string_view);
template read_summary read_json<reader>(schema const&, void*, std::string_view, std::vector<surprise>&, std::size_t);
#endif

}  // namespace cfdns::inline v1::detail

#endif
#endif

#endif
// ---- cfdns/idempotency.hpp
#ifndef CFDNS_IDEMPOTENCY_HPP
#define CFDNS_IDEMPOTENCY_HPP

namespace cfdns::inline v1 {

/// What repeating a request means, which decides whether it may be sent again when the answer was lost.
enum class idempotency : unsigned char {
    safe,        ///< Changes nothing (RFC 9110 section 9.2.1).
    idempotent,  ///< Done twice is as done once (RFC 9110 section 9.2.2).
    repeatable,  ///< Not idempotent by its method, harmless by its meaning.
    none,        ///< Done twice is done twice: a create.
};

}  // namespace cfdns::inline v1

#endif

namespace cfdns::inline v1 {

/// Method and path of an operation. The path holds `{name}` for each member that goes into it.
struct route {
    http_method method{};        ///< Request method.
    std::string_view path{};     ///< Path below `endpoint::base_path`.
    idempotency repeating{};     ///< What repeating the request means.
};

/// Documented bounds of a number among an operation's members; values outside are refused before sending.
struct bound {
    std::string_view member{};                                            ///< Name of the member.
    std::int64_t minimum{};                                               ///< Least value; of durations in seconds.
    std::int64_t maximum{(std::numeric_limits<std::int64_t>::max)()};       ///< Greatest value.
};

struct endpoint;

namespace detail {

// An operation as constant data.
struct operation_info {
    route const* where;
    schema const* params;
    schema const* result;
    bound const* bounds;
    std::size_t bound_count;
    std::uint64_t path_fields;   // set of indexes of the params' fields
    bool result_may_be_absent;   // then it reads as an empty value
    // Here, so that only who uses an operation pays for the parser.
    read_summary (*read)(schema const& type, void* value, std::string_view json, std::vector<surprise>& surprises,
                         std::size_t depth);
};

constexpr bool is_pchar(char c) noexcept {  // RFC 3986 3.3, without the percent sign
    return is_alnum(c) || std::string_view{"-._~!$&'()*+,;=:@"}.find(c) != std::string_view::npos;
}

enum class route_problem { none, no_slash, bad_character, unbalanced, unknown_member, used_twice, not_required };

// Walks over the template and collects the fields that it names.
constexpr route_problem check_route(std::string_view path, schema const& params, std::uint64_t& named) noexcept {
    named = 0;
    if (!path.starts_with('/')) return route_problem::no_slash;
    while (!path.empty()) {
        char const c = path.front();
        path.remove_prefix(1);
        if (c != '{') {
            if (c == '}') return route_problem::unbalanced;
            if (c != '/' && !is_pchar(c)) return route_problem::bad_character;
            continue;
        }
        std::size_t const end = path.find('}');
        if (end == std::string_view::npos) return route_problem::unbalanced;
        int const index = find_field(params, path.substr(0, end));
        path.remove_prefix(end + 1);
        if (index < 0) return route_problem::unknown_member;
        field const& f = params.fields[index];
        if (f.type->what != kind::string && !is_integer(f.type->what)) return route_problem::not_required;
        if ((named >> index & 1) != 0) return route_problem::used_twice;
        named |= std::uint64_t{1} << index;
    }
    return route_problem::none;
}

constexpr bool bounds_are_good(bound const* bounds, std::size_t count, schema const& params) noexcept {
    for (std::size_t i = 0; i != count; ++i) {
        int const index = find_field(params, bounds[i].member);
        if (index < 0) return false;
        schema const* type = params.fields[index].type;
        if (type->what == kind::optional || type->what == kind::nullable) type = type->element;
        if (!is_integer(type->what) && type->what != kind::seconds) return false;
    }
    return true;
}

template <class Result>
constexpr bool result_may_be_absent() noexcept {
    if constexpr (requires { Result::may_be_absent; })
        return Result::may_be_absent;
    else
        return std::is_same_v<Result, std::string> || is_optional<Result>;
}

template <class Op>
constexpr operation_info make_info() {
    constexpr auto checked = [] {
        struct {
            route_problem problem;
            std::uint64_t named;
        } out{};
        out.problem = check_route(Op::route.path, schema_of<Op>, out.named);
        return out;
    }();
    static_assert(checked.problem != route_problem::no_slash, "a route must start with a slash");
    static_assert(checked.problem != route_problem::bad_character, "a route holds a character that no path may hold");
    static_assert(checked.problem != route_problem::unbalanced, "a brace in the route has no partner");
    static_assert(checked.problem != route_problem::unknown_member,
                  "a {name} in the route is not a member of the operation");
    static_assert(checked.problem != route_problem::used_twice, "a {name} stands twice in the route");
    static_assert(checked.problem != route_problem::not_required,
                  "a {name} in the route must be a required string or integer member");

    operation_info info{&Op::route, &schema_of<Op>, &schema_of<typename Op::response_type>, nullptr, 0, checked.named,
                        result_may_be_absent<typename Op::response_type>(), &read_json<reader>};
    if constexpr (requires { Op::bounds; }) {
        static_assert(bounds_are_good(Op::bounds, std::size(Op::bounds), schema_of<Op>),
                      "bounds must name integer or seconds members of the operation");
        info.bounds = Op::bounds;
        info.bound_count = std::size(Op::bounds);
    }
    return info;
}

template <class Op>
inline constexpr operation_info info_of = make_info<Op>();

// Makes the request. An error without code: all is well.
[[nodiscard]] error build_request(operation_info const& info, void const* params, endpoint const& where, http_request& request);

[[nodiscard]] bool has_body(http_method method) noexcept;

// What the documented bounds refuse.
[[nodiscard]] std::optional<error> out_of_bounds(operation_info const& info, void const* params);

// Reads the reply into `value`, which is of the operation's response type. An error without code: all is well.
[[nodiscard]] error read_reply(operation_info const& info, response_view const& received, reply_limits const& limits,
                               void* value, reply_info& about);

// Whether a request or a reply of the operation may carry a secret: then nothing of their content is shown.
[[nodiscard]] inline bool may_carry_secret(operation_info const& info) noexcept {
    return holds_secret(*info.params) || holds_secret(*info.result);
}

}  // namespace detail

}  // namespace cfdns::inline v1

#endif

/// What an operation is, and the two pure functions over it: params into a request, a reply into a result.
namespace cfdns::inline v1 {

/// GET of a route such as "/zones/{zone_id}/secondary_dns/incoming". Each `{name}` is a member of the operation.
constexpr route get(std::string_view path) noexcept { return {http_method::get, path, idempotency::safe}; }
/// PUT: replaces the whole object, so repeating it is harmless.
constexpr route put(std::string_view path) noexcept { return {http_method::put, path, idempotency::idempotent}; }
/// DELETE: repeating it may answer 404, and leaves the same state.
constexpr route delete_(std::string_view path) noexcept { return {http_method::delete_, path, idempotency::idempotent}; }
/// PATCH: may not be repeated blindly (RFC 5789 section 2).
constexpr route patch(std::string_view path) noexcept { return {http_method::patch, path, idempotency::none}; }
/// POST that creates something: may not be repeated blindly.
constexpr route post(std::string_view path) noexcept { return {http_method::post, path, idempotency::none}; }
/// POST whose repetition is harmless.
constexpr route repeatable_post(std::string_view path) noexcept {
    return {http_method::post, path, idempotency::repeatable};
}

/// An operation is its params struct:
///
///     struct details {                                                             // GET /zones/{zone_id}
///         cfdns::required<std::string> zone_id;
///         using response_type = zone;
///         static constexpr auto route = cfdns::get("/zones/{zone_id}");
///         CFDNS_FIELDS(zone_id)
///     };
///
/// Members named in the route go into the path. The others go into a JSON body (POST, PUT, PATCH) or the query (GET,
/// DELETE), in their order; empty optionals and absent nullables are not sent. `static constexpr cfdns::bound bounds[]`
/// may bound numbers. Both the route and the bounds are checked when the operation is compiled.
template <class Op>
concept operation = detail::has_fields<Op> && requires {
    requires std::default_initializable<typename Op::response_type>;  // what a good reply holds
    { Op::route } -> std::same_as<route const&>;                      // method, path and what repeating it means
    typename std::bool_constant<Op::route.path.empty() || true>;             // a constant
};

/// The answer to deleting something.
struct deleted {
    std::optional<std::string> id{};  ///< Identifier of what was deleted, where the service says it.
    CFDNS_FIELDS(id)
    /// A good reply without a result, such as 204, is an empty value and no error.
    static constexpr bool may_be_absent = true;
};

/// What is known of an operation besides its types: a row of a product's table.
struct operation_facts {
    std::string_view name{};         ///< As the official SDKs call it: "dns.zone_transfers.incoming.create".
    http_method method{};            ///< Request method.
    std::string_view path{};         ///< Path below `endpoint::base_path`, with `{name}` for each member that goes into it.
    idempotency repeating{};         ///< What repeating the request means.
    std::string_view permissions{};  ///< Permission groups of API tokens, one of which is needed; separated by ", ".
    std::string_view plan{};         ///< The plan that has it.
    std::string_view reference{};    ///< Page of the official API reference.
};

/// Types in a row, such as all operations of a product.
template <class... Types>
struct type_list {};

namespace detail {

template <class Op>
constexpr operation_facts facts_of(std::string_view name, std::string_view permissions, std::string_view plan,
                                   std::string_view reference) noexcept {
    return {name, Op::route.method, Op::route.path, Op::route.repeating, permissions, plan, reference};
}

}  // namespace detail

/// Where requests go, apart from the origin (scheme, host and port), which belongs to the transport; and what is to be said
/// there besides the parameters.
struct endpoint {
    /// Starts every target; empty, or `/` and path segments, none of them empty, `.` or `..` (nor `%2e`).
    std::string base_path{"/client/v4"};
    /// User-Agent; empty: none is sent.
    std::string user_agent{"cfdns/" CFDNS_VERSION};
    /// More header fields, after the library's own; `Accept` and `User-Agent` here replace the library's. Credentials have no
    /// place here. Refused are Content-Type, which says what the body is, and what belongs to the HTTP client: Host,
    /// Content-Length, Transfer-Encoding and Connection.
    std::vector<http_header> headers{};
    /// What a POST or PUT without any body member sends: `{}` with its content type, or, if false, no content. The
    /// reference has said both in its time; either may be what a deployment wants.
    bool empty_object{true};
};

namespace detail {

// A default value in its place, to be filled there.
template <class T>
result<T> empty_result() {
    if constexpr (std::is_aggregate_v<T>)
        return result<T>{boost::system::in_place_value, default_of<T>{}};
    else
        return result<T>{boost::system::in_place_value};
}

}  // namespace detail

/// Turns params into a request without credentials.
///
/// *Errors:* `errc::invalid_parameter`, naming it: an empty path member, `.` or `..`; a number out of its documented
/// bounds; text that is no UTF-8; `extra` members that are no JSON or repeat a declared one; null in a query; `base_path`,
/// `user_agent` or `headers` that would break the request. Nothing else is refused.
template <operation Op>
[[nodiscard]] result<http_request> make_request(Op const& params, endpoint const& where = {}) {
    result<http_request> out = detail::empty_result<http_request>();
    error failure = detail::build_request(detail::info_of<Op>, std::addressof(params), where, *out);
    if (failure.code().failed()) out = std::move(failure);
    return out;
}

/// Turns a reply into the operation's result and all that came with it. No reply can make it throw, save for lack of memory.
///
/// JSON is read as RFC 8259 demands: UTF-8 only, nothing after the value; a byte order mark before it is ignored. Of members
/// with equal names the last one counts, but an object of which a required member was ill-typed once is no good.
///
/// *Errors:* `api_failure` where the service says so, whatever the status; `unexpected_status` and `malformed_response`
/// where the content is not what the status and the operation promise; `no_result` for a success without result;
/// `response_too_large` beyond `limits`.
template <operation Op>
[[nodiscard]] result<reply<typename Op::response_type>> parse_reply(response_view const& received,
                                                                    reply_limits const& limits = {}) {
    auto out = detail::empty_result<reply<typename Op::response_type>>();
    error failure = detail::read_reply(detail::info_of<Op>, received, limits, std::addressof(out.value().value), out.value().info);
    if (failure.code().failed()) out = std::move(failure);
    return out;
}

/// Turns a reply into the operation's result. *Errors:* as `parse_reply`.
template <operation Op>
[[nodiscard]] result<typename Op::response_type> parse_response(response_view const& received,
                                                                reply_limits const& limits = {}) {
    auto out = detail::empty_result<typename Op::response_type>();
    reply_info about;
    error failure = detail::read_reply(detail::info_of<Op>, received, limits, std::addressof(out.value()), about);
    if (failure.code().failed()) out = std::move(failure);
    return out;
}

}  // namespace cfdns::inline v1

#if CFDNS_HAS_DEFINITIONS
// ---- cfdns/impl/operation.ipp
#ifndef CFDNS_IMPL_OPERATION_IPP
#define CFDNS_IMPL_OPERATION_IPP

// ---- cfdns/detail/uri.hpp
#ifndef CFDNS_DETAIL_URI_HPP
#define CFDNS_DETAIL_URI_HPP

#include <cstddef>
#include <string_view>

namespace cfdns::inline v1::detail {

constexpr bool is_unreserved(char c) noexcept {  // RFC 3986 2.3
    return is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

// A class of characters as a table.
struct character_set {
    bool has[256]{};

    constexpr explicit character_set(bool (*contains)(char) noexcept) {
        for (int i = 0; i != 256; ++i) has[i] = contains(static_cast<char>(static_cast<unsigned char>(i)));
    }
    [[nodiscard]] constexpr bool operator()(char c) const noexcept { return has[static_cast<unsigned char>(c)]; }
};

// Appends the characters to be kept as they are, every other byte percent-encoded (RFC 3986 2.1).
inline void append_encoded(text_buffer& out, std::string_view text, character_set const& keep) {
    static constexpr char digits[] = "0123456789ABCDEF";
    while (!text.empty()) {
        std::size_t kept = 0;
        while (kept != text.size() && keep(text[kept])) ++kept;
        out.append(text.substr(0, kept));
        if (kept == text.size()) return;
        auto const byte = static_cast<unsigned char>(text[kept]);
        char const encoded[] = {'%', digits[byte >> 4], digits[byte & 15]};
        out.append({encoded, sizeof encoded});
        text.remove_prefix(kept + 1);
    }
}

inline constexpr character_set pchars{&is_pchar};
inline constexpr character_set unreserved_characters{&is_unreserved};

// One path segment: as the official TypeScript SDK, pchar stays (RFC 3986 3.3).
inline void append_segment(text_buffer& out, std::string_view text) { append_encoded(out, text, pchars); }

// Name or value of a query pair: only unreserved stays, so that no reader takes '+', '&' or '=' amiss.
inline void append_query_text(text_buffer& out, std::string_view text) {
    append_encoded(out, text, unreserved_characters);
}

}  // namespace cfdns::inline v1::detail

#endif

#include <limits>
#include <utility>

namespace cfdns::inline v1::detail {

// ---- params into a request ----

// Tables serve reading too, hence take a mutable object; nothing is written through it here.
CFDNS_DECL void const* value_of(field const& f, void const* params) { return f.locate(const_cast<void*>(params)); }

// "." or "..", also with the dots percent-encoded: many an HTTP client and proxy removes those as well.
CFDNS_DECL bool is_dot_segment(std::string_view segment) noexcept {
    if (!segment.starts_with('.') && !segment.starts_with('%')) return false;
    std::size_t dots = 0;
    for (; !segment.empty(); ++dots) {
        bool const encoded = iequals(segment.substr(0, 3), "%2e");
        if (!encoded && segment.front() != '.') return false;
        segment.remove_prefix(encoded ? 3 : 1);
    }
    return dots == 1 || dots == 2;
}

CFDNS_DECL char const* problem_of_base_path(std::string_view path) noexcept {
    if (path.empty()) return nullptr;
    if (!path.starts_with('/')) return "must be empty or start with a slash";
    while (!path.empty()) {
        path.remove_prefix(1);
        std::string_view const segment = path.substr(0, path.find('/'));
        if (segment.empty() || is_dot_segment(segment)) return "must not have empty or dot segments";
        for (char const c : segment)
            if (c != '%' && !pchars(c)) return "must hold only characters of a path";
        path.remove_prefix(segment.size());
    }
    return nullptr;
}

CFDNS_DECL char const* problem_of_header(http_header const& header) noexcept {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";  // RFC 9110 5.6.2
    for (char const c : header.name)
        if (!is_digit(c) && (to_lower(c) < 'a' || to_lower(c) > 'z') && marks.find(c) == std::string_view::npos)
            return "must have tokens as names";
    if (header.name.empty()) return "must have names";
    if (has_control(header.value)) return "must not contain control characters";
    for (std::string_view const name : {"Host", "Content-Length", "Transfer-Encoding", "Connection"})
        if (iequals(header.name, name)) return "must not hold what belongs to the HTTP client";
    if (iequals(header.name, "Content-Type")) return "must not hold Content-Type, which says what the body is";
    return nullptr;
}

// An integer of any size as a signed 64-bit one; what does not fit counts as the greatest.
CFDNS_DECL std::int64_t whole_of(schema const& type, void const* value) noexcept {
    if (type.what == kind::seconds) return static_cast<std::chrono::seconds const*>(value)->count();
    return with_integer(type.what, value, [](auto number) {
        constexpr std::int64_t greatest = (std::numeric_limits<std::int64_t>::max)();
        return std::cmp_less(number, greatest) ? static_cast<std::int64_t>(number) : greatest;
    });
}

CFDNS_DECL std::optional<error> out_of_bounds(operation_info const& info, void const* params) {
    for (bound const* b = info.bounds; b != info.bounds + info.bound_count; ++b) {
        field const& f = info.params->fields[find_field(*info.params, b->member)];
        schema const* type = f.type;
        void const* value = value_of(f, params);
        if (type->what == kind::optional || type->what == kind::nullable) {
            element_range const range = type->elements(value);
            if (range.count == 0) continue;
            type = type->element;
            value = range.first;
        }
        std::int64_t const number = whole_of(*type, value);
        if (number < b->minimum) return invalid_parameter(b->member, "must be at least " + std::to_string(b->minimum));
        if (number > b->maximum) return invalid_parameter(b->member, "must be at most " + std::to_string(b->maximum));
    }
    return std::nullopt;
}

CFDNS_DECL char const* append_path_value(text_buffer& out, schema const& type, void const* value) {
    if (type.what != kind::string) {
        unwritable never;
        append_value(out, type, value, never);
        return nullptr;
    }
    std::string const& text = *static_cast<std::string const*>(value);
    if (text.empty()) return "must not be empty";
    if (text == "." || text == "..") return "must not be a dot segment";
    if (!is_utf8(text)) return "must be valid UTF-8";
    append_segment(out, text);
    return nullptr;
}

CFDNS_DECL std::optional<error> append_path(text_buffer& out, operation_info const& info, void const* params) {
    std::string_view rest = info.where->path;
    while (!rest.empty()) {
        std::size_t const brace = rest.find('{');
        out.append(rest.substr(0, brace));
        if (brace == std::string_view::npos) break;
        std::size_t const end = rest.find('}', brace);
        std::string_view const name = rest.substr(brace + 1, end - brace - 1);
        field const& f = info.params->fields[find_field(*info.params, name)];
        if (char const* why = append_path_value(out, *f.type, value_of(f, params))) return invalid_parameter(name, why);
        rest.remove_prefix(end + 1);
    }
    return std::nullopt;
}

// The pairs of one parameter: one for a scalar, one for each element of a list.
CFDNS_DECL char const* append_pairs(text_buffer& out, std::string_view name, schema const& type, void const* value) {
    if (type.is_null && type.is_null(value)) return "must not be null in a query";
    if (type.what == kind::optional || type.what == kind::nullable || type.what == kind::array) {
        element_range const range = type.elements(value);
        auto const* element = static_cast<unsigned char const*>(range.first);
        for (std::size_t i = 0; i != range.count; ++i, element += range.stride)
            if (char const* why = append_pairs(out, name, *type.element, element)) return why;
        return nullptr;
    }
    std::string_view text;
    text_buffer json;
    switch (type.what) {
        case kind::string: text = *static_cast<std::string const*>(value); break;
        case kind::secret:
            text = static_cast<secret_string const*>(value)->expose();
            out.hold_secret();
            break;
        case kind::timestamp: text = static_cast<timestamp const*>(value)->text(); break;
        case kind::object: return "must be text, a number or a list of them in a query";
        default: {
            unwritable problem;
            if (!append_value(json, type, value, problem)) return problem.why;
            text = json.view();
        }
    }
    if (!is_utf8(text)) return "must be valid UTF-8";
    out.push_back(out.view().find('?') == std::string_view::npos ? '?' : '&');
    append_query_text(out, name);
    out.push_back('=');
    append_query_text(out, text);
    return nullptr;
}

// Text goes into a query without its quotes, other scalars as their JSON text.
CFDNS_DECL char const* append_extra_pair(text_buffer& out, operation_info const& info, extra_member member) {
    std::string text;
    std::vector<surprise> surprises;
    if (!is_utf8(member.name)) return "must have a name in UTF-8";
    std::string_view const json = trim(member.json);
    if (!info.params->is_extra(json) || json.find_first_of("{[") == 0) return "must be a JSON string, number or literal; set_text takes plain text";
    if (json.starts_with('"'))
        static_cast<void>(info.read(schema_of<std::string>, &text, json, surprises, max_depth));
    else
        text = json;
    return append_pairs(out, member.name, schema_of<std::string>, &text);
}

CFDNS_DECL std::optional<error> append_query(text_buffer& out, operation_info const& info, void const* params) {
    for (std::size_t i = 0; i != info.params->field_count; ++i) {
        field const& f = info.params->fields[i];
        if ((info.path_fields >> i & 1) != 0) continue;
        if (char const* why = append_pairs(out, f.name, *f.type, value_of(f, params)))
            return invalid_parameter(f.name, why);
    }
    if (!info.params->extra) return std::nullopt;
    for (extra_member const member : *info.params->extra(const_cast<void*>(params))) {
        int const declared = find_field(*info.params, member.name);
        bool const repeats = declared >= 0 && (info.path_fields >> declared & 1) == 0;
        char const* why = repeats ? "must not repeat a declared parameter" : append_extra_pair(out, info, member);
        if (why) return invalid_parameter("extra/" + std::string{member.name}, why);
    }
    return std::nullopt;
}

CFDNS_DECL bool has_body(http_method method) noexcept {
    return method != http_method::get && method != http_method::delete_;
}

CFDNS_DECL void add_header(http_request& to, std::string_view name, std::string_view value) {
    to.headers.push_back({std::string{name}, std::string{value}});
}

CFDNS_DECL error build_request(operation_info const& info, void const* params, endpoint const& where, http_request& request) {
    if (char const* why = problem_of_base_path(where.base_path)) return invalid_parameter("base_path", why);
    if (has_control(where.user_agent)) return invalid_parameter("user_agent", "must not contain control characters");
    for (http_header const& header : where.headers)
        if (char const* why = problem_of_header(header)) return invalid_parameter("headers", why);

    request.method = info.where->method;
    text_buffer target;
    target.append(where.base_path);
    if (auto refused = append_path(target, info, params)) return *std::move(refused);
    if (auto refused = out_of_bounds(info, params)) return *std::move(refused);

    request.headers.reserve(5 + where.headers.size());  // with two for the credentials
    auto const add = [&](std::string_view name, std::string_view value) {
        if (!find_header(where.headers, name)) add_header(request, name, value);
    };
    add("Accept", "application/json");
    if (!where.user_agent.empty()) add("User-Agent", where.user_agent);
    if (has_body(request.method)) {
        unwritable problem;
        text_buffer body;
        bool const written = append_object(body, *info.params, params, info.path_fields, problem);
        if (written && (where.empty_object || body.view() != "{}")) {
            request.body = body.str();
            add_header(request, "Content-Type", "application/json");
        }
        if (!written) return invalid_parameter(problem.place, problem.why);
    } else if (auto refused = append_query(target, info, params)) {
        return *std::move(refused);
    }
    request.target = target.str();
    for (http_header const& header : where.headers) request.headers.push_back(header);
    return {};
}

// ---- a reply into a result ----

struct envelope {
    reply_info* about = nullptr;
    void* result = nullptr;
    std::optional<bool> success{};

    static envelope& of(void* self) { return *static_cast<envelope*>(self); }
    static void* errors(void* self) { return &of(self).about->errors; }
    static void* messages(void* self) { return &of(self).about->messages; }
    static void* page(void* self) { return &of(self).about->result_info; }
    static void* locate_success(void* self) { return &of(self).success; }
    static void* locate_result(void* self) { return of(self).result; }
};

// In the order in which they come, mostly. The type of the result is only known at run time.
struct envelope_table {
    field fields[6];
    static constexpr int success = 2, result = 3, count = 5;
};
inline constexpr envelope_table envelope_fields{{{"errors", &schema_of<std::vector<api_message>>, &envelope::errors, false},
                                                 {"messages", &schema_of<std::vector<api_message>>, &envelope::messages, false},
                                                 {"success", &schema_of<std::optional<bool>>, &envelope::locate_success, false},
                                                 {"result", nullptr, &envelope::locate_result, false},
                                                 {"result_info", &schema_of<std::optional<page_info>>, &envelope::page, false},
                                                 {no_name}}};
inline constexpr name_index envelope_names{envelope_fields.fields, envelope_table::count};

CFDNS_DECL read_summary read_envelope(envelope& into, operation_info const& info, std::string_view json, std::size_t depth) {
    envelope_table table = envelope_fields;
    table.fields[envelope_table::result].type = info.result;
    schema root{kind::object};
    root.fields = table.fields;
    root.field_count = envelope_table::count;
    root.names = &envelope_names;
    return info.read(root, &into, json, into.about->surprises, depth);
}

CFDNS_DECL std::string describe_result_surprise(std::vector<surprise> const& surprises) {
    for (std::size_t i = surprises.size(); i != 0; --i) {  // the last one below /result is what emptied it
        surprise const& s = surprises[i - 1];
        if (s.pointer == "/result" || s.pointer.starts_with("/result/"))
            return s.pointer + ": expected " + s.expected + ", found " + s.found;
    }
    return "/result is not what the operation answers with";
}

CFDNS_DECL error read_reply(operation_info const& info, response_view const& received, reply_limits const& limits, void* value,
                            reply_info& about) {
    bool const good_status = received.status >= 200 && received.status <= 299;
    errc const no_envelope = good_status ? errc::malformed_response : errc::unexpected_status;
    std::string_view json = received.body;
    if (json.starts_with("\xef\xbb\xbf")) json.remove_prefix(3);  // a byte order mark, which RFC 8259 lets readers ignore

    envelope read{&about, value};
    auto const failure = [&](errc code, std::string what) {
        error_details details;
        details.take_reply(received);
        details.request_sent = sent::yes;
        details.what = std::move(what);
        details.api_errors = std::move(about.errors);
        details.hidden = may_carry_secret(info);
        if (!details.hidden) details.take_excerpt(received.body);
        return error_details::make_error(make_error_code(code), std::move(details));
    };
    auto const without_result = [&] {
        if (info.result_may_be_absent) return error{};
        return failure(errc::no_result, info.where->method == http_method::get ? "" : "the write may have happened");
    };

    about.http_status = received.status;
    if (auto const ray = find_header(received.headers, "cf-ray")) about.cf_ray = *ray;
    about.rate_limit = find_rate_limit(received.headers);

    if (received.body.size() > limits.max_bytes)
        return failure(errc::response_too_large, std::to_string(received.body.size()) + " bytes");
    if (trim(json).empty()) {
        if (!good_status) return failure(no_envelope, "the response has no content");
        bool const allowed = received.status == 204 || received.status == 205;
        if (allowed && info.result_may_be_absent) return error{};
        return failure(errc::no_result, info.where->method == http_method::get
                                            ? "the response has no content"
                                            : "the response has no content; the write may have happened");
    }

    read_summary const summary = read_envelope(read, info, json,
                                               limits.max_depth < deepest ? limits.max_depth : deepest);
    if (!about.surprises.empty() && may_carry_secret(info))  // wherever in a strange reply it stands
        for (surprise& s : about.surprises) s.found = s.found.substr(0, s.found.find(' '));
    auto const in = [](std::uint64_t set, int index) { return read_summary::in(set, index); };
    if (summary.code.failed()) {
        about.errors.clear();  // of a text that is no JSON, nothing counts
        return failure(no_envelope,
                       "not JSON at byte " + std::to_string(summary.offset) + ": " + summary.code.message());
    }
    if (!summary.object) return failure(no_envelope, "not the API's envelope");
    if (read.success == false) return failure(errc::api_failure, "");
    if (!good_status) return failure(about.errors.empty() ? errc::unexpected_status : errc::api_failure, "");
    if (in(summary.emptied, envelope_table::success)) return failure(no_envelope, "/success is no boolean");
    bool const null = in(summary.null, envelope_table::result);
    bool const has_result = in(summary.seen, envelope_table::result) && !null;
    if (!read.success && !has_result && !about.errors.empty()) return failure(errc::api_failure, "");
    if (!read.success && !in(summary.seen, envelope_table::result))
        return failure(no_envelope, "not the API's envelope: it has neither success nor result");
    if (in(summary.emptied, envelope_table::result) && !info.result_may_be_absent)
        return failure(no_envelope, describe_result_surprise(about.surprises));

    if (!has_result && !(null && info.result->what == kind::array)) {
        if (info.result->reset) info.result->reset(value);
        return without_result();
    }
    return {};
}

}  // namespace cfdns::inline v1::detail

#endif
#endif

#endif
// ---- cfdns/rate_budget.hpp
#ifndef CFDNS_RATE_BUDGET_HPP
#define CFDNS_RATE_BUDGET_HPP

#include <deque>
#include <mutex>

/// Keeping under a rate limit before the service enforces it.
namespace cfdns::inline v1 {

namespace detail {

// The time after that wait, or the end of time; a negative wait counts as none.
template <class TimePoint, class Duration>
constexpr TimePoint later(TimePoint now, Duration wait) noexcept {
    if (wait <= Duration::zero()) return now;
    // Of a time before the clock's zero, the distance to the end of time is no number of the clock.
    TimePoint const from = now < TimePoint{} ? TimePoint{} : now;
    return wait < std::chrono::floor<Duration>((TimePoint::max)() - from) ? now + wait : (TimePoint::max)();
}

// The time from one point to a later one, or the longest that the clock can tell.
template <class TimePoint>
constexpr typename TimePoint::duration between(TimePoint from, TimePoint to) noexcept {
    using duration = typename TimePoint::duration;
    bool const fits = from >= TimePoint{} || to <= from + (duration::max)();
    return fits ? to - from : (duration::max)();
}

}  // namespace detail

/// A budget of requests per time, shared by many exchanges. It has no clock of its own.
///
/// By default it is Cloudflare's: 1200 requests in 300 s per user, beyond which every call is refused for the next 300 s. In any
/// stretch of time as long as the window, no more requests are granted than the quota, in whatever order their times were
/// reserved. What the service says of its own limits (`learn`) comes on top. Any number of threads may use one object at
/// the same time; it is neither copied nor moved, because exchanges refer to it.
/// https://developers.cloudflare.com/fundamentals/api/reference/limits/
class rate_budget {
public:
    /// The caller's clock: any monotonic time will do, also before the clock's zero.
    using time_point = std::chrono::steady_clock::time_point;

    /// `quota` requests, at least 1, in any stretch of `window`.
    explicit rate_budget(std::uint32_t quota = 1200, std::chrono::milliseconds window = std::chrono::seconds{300});
    rate_budget(rate_budget const&) = delete;
    rate_budget& operator=(rate_budget const&) = delete;

    /// The earliest time, not before `when`, at which a request may be sent. Reserves nothing.
    [[nodiscard]] time_point next(time_point when) const;

    /// Reserves the place of one request and returns when it may be sent, not before `now + delay`.
    [[nodiscard]] time_point take(time_point now, std::chrono::milliseconds delay = {});

    /// As `take`, but reserves nothing and returns nothing if that time would not be before `deadline`.
    [[nodiscard]] std::optional<time_point> take_before(time_point deadline, time_point now,
                                                        std::chrono::milliseconds delay = {});

    /// Gives back a place, once: `when` is what `take` returned, and the request will not be sent.
    void give_back(time_point when);

    /// Takes in what a response at `now` said of the service's limits: where none is left, nothing is sent before the reset.
    void learn(rate_limit const& said, time_point now);

    /// Takes in a failure at `now`: the rate limit that it reports and, if it is a refusal for the sake of a rate limit, the
    /// wait that the service asked for: `Retry-After`, or else the time until the spent limit is reset, or else one window.
    void learn(error const& failure, time_point now);

private:
    time_point earliest(time_point when) const;
    void reserve(time_point when, time_point now);
    void block_until(time_point when);

    std::chrono::milliseconds window_;
    std::size_t quota_;
    mutable std::mutex mutex_{};
    std::deque<time_point> granted_{};  // in the order of time
    time_point blocked_until_;
};

}  // namespace cfdns::inline v1

#if CFDNS_HAS_DEFINITIONS
// ---- cfdns/impl/rate_budget.ipp
#ifndef CFDNS_IMPL_RATE_BUDGET_IPP
#define CFDNS_IMPL_RATE_BUDGET_IPP

#include <algorithm>
#include <iterator>

namespace cfdns::inline v1 {

CFDNS_DECL rate_budget::rate_budget(std::uint32_t quota, std::chrono::milliseconds window)
    : window_(window.count() > 0 ? window : std::chrono::milliseconds{0}), quota_(quota == 0 ? 1 : quota),
      blocked_until_((time_point::min)()) {}

// Where a window holds the whole quota, nothing fits less than a window before its last or after its first request.
CFDNS_DECL rate_budget::time_point rate_budget::earliest(time_point when) const {
    if (when < blocked_until_) when = blocked_until_;
    if (granted_.size() < quota_) return when;
    auto const full = granted_.end() - static_cast<std::ptrdiff_t>(quota_) + 1;  // past the first of the last full window
    auto first = std::partition_point(granted_.begin(), full,
                                      [&](time_point granted) { return detail::later(granted, window_) <= when; });
    for (; first != full; ++first) {
        time_point const last = *(first + static_cast<std::ptrdiff_t>(quota_) - 1);
        time_point const free = detail::later(*first, window_);
        if (last >= detail::later(when, window_)) break;
        if (last < free && when < free) when = free;
    }
    return when;
}

CFDNS_DECL void rate_budget::reserve(time_point when, time_point now) {
    // Clocks of several threads may be read in another order than they are told here: hence twice the window.
    while (!granted_.empty() && detail::later(detail::later(granted_.front(), window_), window_) <= now) granted_.pop_front();
    granted_.insert(std::upper_bound(granted_.begin(), granted_.end(), when), when);
}

CFDNS_DECL rate_budget::time_point rate_budget::next(time_point when) const {
    std::lock_guard const lock{mutex_};
    return earliest(when);
}

CFDNS_DECL rate_budget::time_point rate_budget::take(time_point now, std::chrono::milliseconds delay) {
    std::lock_guard const lock{mutex_};
    time_point const when = earliest(detail::later(now, delay));
    reserve(when, now);
    return when;
}

CFDNS_DECL std::optional<rate_budget::time_point> rate_budget::take_before(time_point deadline, time_point now,
                                                                           std::chrono::milliseconds delay) {
    std::lock_guard const lock{mutex_};
    time_point const when = earliest(detail::later(now, delay));
    if (when >= deadline) return std::nullopt;
    reserve(when, now);
    return when;
}

CFDNS_DECL void rate_budget::give_back(time_point when) {
    std::lock_guard const lock{mutex_};
    auto const at = std::lower_bound(granted_.begin(), granted_.end(), when);
    if (at != granted_.end() && *at == when) granted_.erase(at);
}

CFDNS_DECL void rate_budget::block_until(time_point when) {
    std::lock_guard const lock{mutex_};
    if (when > blocked_until_) blocked_until_ = when;
}

CFDNS_DECL void rate_budget::learn(rate_limit const& said, time_point now) {
    if (!said.remaining || !said.reset_after) return;
    if (*said.remaining == 0) block_until(detail::later(now, *said.reset_after));
}

CFDNS_DECL void rate_budget::learn(error const& failure, time_point now) {
    if (auto const limit = failure.rate_limit()) learn(*limit, now);
    if (failure.is_rate_limited()) block_until(detail::later(now, detail::requested_wait(failure).value_or(window_)));
}

}  // namespace cfdns::inline v1

#endif
#endif

#endif
// ---- cfdns/retry.hpp
#ifndef CFDNS_RETRY_HPP
#define CFDNS_RETRY_HPP

/// Whether and when to try again: a decision without clock and dice of its own.
namespace cfdns::inline v1 {

/// The numbers of the decision. The waits between attempts grow from `first_wait` by `factor` up to `longest_wait`, and each
/// is shortened at random by up to `jitter` of itself, so that clients that failed together do not come back together.
struct retry_policy {
    int max_attempts{3};                                        ///< In all, the first one included; 1 or less: no retry.
    std::chrono::milliseconds first_wait{500};                  ///< Before the second attempt.
    double factor{2};                                           ///< From one wait to the next; less than 1 counts as 1.
    std::chrono::milliseconds longest_wait{8'000};              ///< What the waits grow to.
    double jitter{0.25};                                        ///< 0: none, to 1: any wait down to nothing.
    std::chrono::milliseconds longest_retry_after{300'000};     ///< A longer `Retry-After` ends the call.
    bool obey_should_retry{true};                               ///< Whether the service's `X-Should-Retry` counts.
};

/// How long to wait before the next attempt, or nothing: then `failure` is the call's outcome.
///
/// `attempt` is the number of the attempt that failed, from 1; `dice` is random, 0 <= dice < 1.
///
/// A request is repeated after 408, 429 and 5xx, and where there was no response, unless the transport's code is
/// `permission_denied`, by which a proxy refuses to connect. An operation that may not be repeated blindly
/// (`idempotency::none`, a create) is repeated only if the service cannot have acted on it: it was not sent, or a
/// rate limit refused it.
///
/// `Retry-After` is obeyed in full, and where a refused request has none, the reset of the spent `Ratelimit`. A wait
/// longer than `longest_retry_after` ends the call and is found in the error. `X-Should-Retry: false` forbids and
/// `true` forces a retry, except of a create.
[[nodiscard]] std::optional<std::chrono::milliseconds> retry_delay(retry_policy const& policy, error const& failure, int attempt,
                                                                   idempotency repeating, double dice) noexcept;

}  // namespace cfdns::inline v1

#if CFDNS_HAS_DEFINITIONS
// ---- cfdns/impl/retry.ipp
#ifndef CFDNS_IMPL_RETRY_IPP
#define CFDNS_IMPL_RETRY_IPP

#include <boost/system/errc.hpp>

namespace cfdns::inline v1 {

namespace detail {

// Codes that are no matter of luck.
CFDNS_DECL bool is_final(boost::system::error_code const& code) noexcept {
    if (code == boost::system::errc::permission_denied) return true;
    if (code.category() != cfdns_category()) return false;
    switch (static_cast<errc>(code.value())) {
        case errc::invalid_parameter:
        case errc::response_too_large:
        case errc::deadline_exceeded:
        case errc::cancelled: return true;
        default: return false;
    }
}

CFDNS_DECL bool is_worth_repeating(error const& failure) noexcept {
    int const status = failure.http_status();
    if (status == 0 || failure.is_rate_limited()) return true;
    // A transport's code beside a status: the reply did not arrive whole.
    if (failure.code().category() != cfdns_category()) return true;
    return status == 408 || (status >= 500 && status <= 599);
}

// The n-th wait, n from 1, without jitter. Growing stops at the longest wait, so that no attempt's number overflows.
CFDNS_DECL std::chrono::milliseconds nth_wait(retry_policy const& policy, int n) noexcept {
    double wait = static_cast<double>(policy.first_wait.count());
    double const longest = static_cast<double>(policy.longest_wait.count());
    if (policy.factor > 1)
        for (int i = 1; i < n && wait < longest && wait > 0; ++i) wait *= policy.factor;
    if (!(wait < longest)) return policy.longest_wait;  // as a double, the longest of all would not fit back
    return std::chrono::milliseconds{wait > 0 ? static_cast<std::chrono::milliseconds::rep>(wait) : 0};
}

}  // namespace detail

CFDNS_DECL std::optional<std::chrono::milliseconds> retry_delay(retry_policy const& policy, error const& failure, int attempt,
                                                                idempotency repeating, double dice) noexcept {
    if (attempt >= policy.max_attempts || detail::is_final(failure.code())) return std::nullopt;

    std::optional<bool> const wish = policy.obey_should_retry ? failure.should_retry() : std::nullopt;
    if (wish == false) return std::nullopt;
    bool const cannot_have_acted = failure.request_sent() == sent::no || failure.is_rate_limited();
    if (repeating == idempotency::none && !cannot_have_acted) return std::nullopt;
    if (wish != true && !detail::is_worth_repeating(failure)) return std::nullopt;

    std::chrono::milliseconds const asked = detail::requested_wait(failure).value_or(std::chrono::milliseconds{0});
    if (asked > policy.longest_retry_after) return std::nullopt;
    if (asked.count() > 0) return asked;

    std::chrono::milliseconds const wait = detail::nth_wait(policy, attempt);
    double const jitter = policy.jitter > 0 ? (policy.jitter < 1 ? policy.jitter : 1) : 0;
    double const part = dice > 0 ? (dice < 1 ? dice : 1) : 0;
    double const whole = static_cast<double>(wait.count()), shorter = whole * jitter * part;
    if (!(shorter < whole)) return std::chrono::milliseconds{0};
    return wait - std::chrono::milliseconds{static_cast<std::chrono::milliseconds::rep>(shorter)};
}

}  // namespace cfdns::inline v1

#endif
#endif

#endif

/// One call as a machine that the caller turns: it says what to send and when, and does neither.
namespace cfdns::inline v1 {

/// What to do next: wait for `delay`, send `*request`, and resume the exchange with what came back.
struct attempt {
    http_request const* request{};      ///< *Lifetime:* as long as the exchange.
    std::chrono::milliseconds delay{};  ///< Zero for the first attempt, unless a rate budget is spent.
    int number{};                       ///< Of this attempt, from 1.
    /// Time from the end of `delay` to the call's time limit, for the timeout of whoever sends; nothing: no limit.
    std::optional<std::chrono::milliseconds> time_left{};
};

/// How a call behaves over its attempts.
struct call_policy {
    retry_policy retry{};                                    ///< Whether and when to try again.
    std::optional<std::chrono::milliseconds> time_limit{};   ///< For the whole call, from `start`; nothing: none.
    rate_budget* budget{};                                   ///< Asked before each attempt; null: none. Must outlive the call.
    reply_limits limits{};                                   ///< How much of a reply is put up with.
};

/// What became of an attempt: for logs, metrics and traces. It owns what it shows, but for the request.
struct attempt_report {
    int number{};                                            ///< Of the attempt, from 1; 0 before the first came back.
    /// What was sent. It holds credentials and perhaps a secret. *Lifetime:* as long as the exchange.
    http_request const* request{};
    int http_status{};                                       ///< Status of the response; 0: there was none.
    std::string cf_ray{};                                    ///< The response's `cf-ray`.
    std::optional<error> failure{};                          ///< Nothing if the attempt was a success.
    std::optional<std::chrono::milliseconds> next_delay{};   ///< The wait before the next attempt; nothing: the call is over.
};

namespace detail {

// A transport's failure may hold the start of a reply, and that a secret.
[[nodiscard]] error hide_content(error const& failure);

// All of an exchange that does not depend on the operation.
class exchange_core {
public:
    using time_point = std::chrono::steady_clock::time_point;

    exchange_core(result<http_request>&& request, idempotency repeating, credentials const& who, call_policy const& policy);

    std::optional<attempt> start(time_point now);
    std::optional<attempt> succeed(reply_info const& info, time_point now);
    std::optional<attempt> fail(error const& failure, double dice, time_point now);
    void cancel(std::optional<time_point> now);

    reply_limits const& limits() const noexcept { return policy_.limits; }
    bool under_way() const noexcept { return attempts_ != 0 && !over_; }
    error const& failure() const noexcept { return failure_; }
    attempt_report const& report() const noexcept { return report_; }

private:
    std::optional<attempt> next(std::chrono::milliseconds delay, time_point now);
    std::nullopt_t end(error const& why);

    result<http_request> request_;
    idempotency repeating_;
    call_policy policy_;
    error failure_{};
    attempt_report report_{};
    std::optional<time_point> deadline_{};
    std::optional<time_point> reserved_{};  // when the attempt goes that was asked for last, if a budget has its place
    time_point scheduled_{};                // the same, budget or not
    sent earlier_ = sent::no;               // the most that is known of the attempts that failed
    int attempts_ = 0;
    bool over_ = false;
};

}  // namespace detail

/// One call of an operation, driven by the caller:
///
///     cfdns::exchange call{op, who};
///     for (auto step = call.start(now()); step;) {
///         wait(step->delay);
///         auto got = send(*step->request);
///         step = got ? call.resume(got.value(), dice(), now()) : call.resume(got.error(), dice(), now());
///     }
///     auto made = call.take();
///
/// It never sends, sleeps or reads a clock, so it serves blocking code, callbacks and coroutines alike. It is neither
/// copied nor moved, because `attempt::request` points into it.
template <operation Op>
class exchange {
public:
    /// The caller's clock: any monotonic time will do.
    using time_point = std::chrono::steady_clock::time_point;
    /// What the operation answers with.
    using value_type = typename Op::response_type;

    /// Makes the request. *Errors:* what `make_request` or `authorize` refuse comes out of `take`.
    exchange(Op const& params, credentials const& who, endpoint const& where = {}, call_policy const& policy = {})
        : core_(cfdns::make_request(params, where), Op::route.repeating, who, policy) {}
    exchange(exchange const&) = delete;
    exchange& operator=(exchange const&) = delete;

    /// The first attempt; nothing if the call is over before it began, see `take`. Only the first `start` has an effect: every
    /// further one returns nothing.
    [[nodiscard]] std::optional<attempt> start(time_point now) { return core_.start(now); }

    /// Takes a reply. Returns the next attempt, or nothing when the call is over. Before `start`, and when the call is over,
    /// it has no effect and returns nothing.
    ///
    /// `dice` is a random number, 0 <= dice < 1, that spreads retries; `now` is the time at which the reply was complete.
    [[nodiscard]] std::optional<attempt> resume(response_view const& received, double dice, time_point now) {
        if (!core_.under_way()) return std::nullopt;
        auto outcome = cfdns::parse_reply<Op>(received, core_.limits());
        if (outcome.has_error()) return core_.fail(outcome.error(), dice, now);
        value_ = std::move(outcome.value());
        return core_.succeed(value_->info, now);
    }

    /// Takes a transport's failure. Returns the next attempt, or nothing when the call is over. An error without a code counts
    /// as one of the transport after which nothing is known. Before `start`, and when the call is over, it has no effect.
    [[nodiscard]] std::optional<attempt> resume(error const& failure, double dice, time_point now) {
        if (!core_.under_way()) return std::nullopt;
        if (detail::may_carry_secret(detail::info_of<Op>)) return core_.fail(detail::hide_content(failure), dice, now);
        return core_.fail(failure, dice, now);
    }

    /// Gives up, also while an attempt is under way or waited for; without effect on a call that is over. Whether the
    /// latest attempt was sent is not known here: a budget keeps its place.
    void cancel() { core_.cancel(std::nullopt); }

    /// The same at `now`. If the wait before the latest attempt is not over by then, that attempt was not sent: its place
    /// goes back to the budget, and `request_sent()` of the outcome is the most that is known of the attempts before. To
    /// destroy an exchange that waits gives no place back.
    void cancel(time_point now) { core_.cancel(now); }

    /// What became of the latest attempt that came back; `cancel` leaves it as it is. *Lifetime:* as long as the
    /// exchange; in a copy, only `request` still points into it.
    [[nodiscard]] attempt_report const& report() const noexcept { return core_.report(); }

    /// The result with all that came with it, once, when the call is over. *Errors:* that of the last attempt; or
    /// `errc::deadline_exceeded` if the time limit was up before one could be made; or `errc::cancelled` after `cancel`,
    /// before the call is over, and when the result was taken before.
    [[nodiscard]] result<reply<value_type>> take_reply() {
        if (!value_.has_value()) {
            if (core_.failure().code().failed()) return core_.failure();
            return error{make_error_code(errc::cancelled), sent::maybe, "there is no result to take"};
        }
        result<reply<value_type>> out = std::move(*value_);
        value_.reset();
        return out;
    }

    /// The result, once, when the call is over. *Errors:* as `take_reply`.
    [[nodiscard]] result<value_type> take() {
        auto full = take_reply();
        if (full.has_error()) return full.error();
        return std::move(full.value().value);
    }

private:
    detail::exchange_core core_;
    std::optional<reply<value_type>> value_{};
};

}  // namespace cfdns::inline v1

#if CFDNS_HAS_DEFINITIONS
// ---- cfdns/impl/exchange.ipp
#ifndef CFDNS_IMPL_EXCHANGE_IPP
#define CFDNS_IMPL_EXCHANGE_IPP

namespace cfdns::inline v1::detail {

CFDNS_DECL error hide_content(error const& failure) { return error_details::without_content(failure); }

CFDNS_DECL exchange_core::exchange_core(result<http_request>&& request, idempotency repeating, credentials const& who,
                                        call_policy const& policy)
    : request_(std::move(request)), repeating_(repeating), policy_(policy) {
    if (request_.has_error()) {
        end(request_.error());
    } else if (auto const authorized = authorize(request_.value(), who); authorized.has_error()) {
        end(authorized.error());
    }
}

CFDNS_DECL std::nullopt_t exchange_core::end(error const& why) {
    failure_ = why;
    over_ = true;
    return std::nullopt;
}

// The next attempt after that delay, or later if the budget says so; the end if the time limit does not allow it.
CFDNS_DECL std::optional<attempt> exchange_core::next(std::chrono::milliseconds delay, time_point now) {
    time_point when = later(now, delay);
    if (deadline_ && when >= *deadline_) return std::nullopt;
    reserved_.reset();
    if (policy_.budget) {
        if (deadline_)
            reserved_ = policy_.budget->take_before(*deadline_, now, delay);
        else
            reserved_ = policy_.budget->take(now, delay);
        if (!reserved_) return std::nullopt;
        when = *reserved_;
    }
    scheduled_ = when;
    attempt out{&request_.value(), std::chrono::ceil<std::chrono::milliseconds>(between(now, when)), ++attempts_, {}};
    if (deadline_) out.time_left = std::chrono::floor<std::chrono::milliseconds>(between(when, *deadline_));
    return out;
}

CFDNS_DECL std::optional<attempt> exchange_core::start(time_point now) {
    if (over_ || attempts_ != 0) return std::nullopt;
    if (policy_.time_limit) deadline_ = later(now, *policy_.time_limit);
    auto const first = next(std::chrono::milliseconds{0}, now);
    if (!first) return end(error{make_error_code(errc::deadline_exceeded), sent::no});
    return first;
}

CFDNS_DECL std::optional<attempt> exchange_core::succeed(reply_info const& info, time_point now) {
    if (policy_.budget && info.rate_limit) policy_.budget->learn(*info.rate_limit, now);
    over_ = true;
    report_ = {attempts_, &request_.value(), info.http_status, info.cf_ray, std::nullopt, std::nullopt};
    return std::nullopt;
}

CFDNS_DECL std::optional<attempt> exchange_core::fail(error const& failure, double dice, time_point now) {
    failure_ = error_details::with_code(failure);
    report_ = {attempts_, &request_.value(), failure.http_status(), std::string{failure.cf_ray()}, failure_, std::nullopt};
    if (failure_.request_sent() > earlier_) earlier_ = failure_.request_sent();
    if (policy_.budget) policy_.budget->learn(failure_, now);
    auto const delay = retry_delay(policy_.retry, failure_, attempts_, repeating_, dice);
    // A retry that the time limit does not allow is none: the failure says more than that time was up.
    auto const again = delay ? next(*delay, now) : std::nullopt;
    if (!again) over_ = true;
    else report_.next_delay = again->delay;
    return again;
}

CFDNS_DECL void exchange_core::cancel(std::optional<time_point> now) {
    if (over_) return;
    sent known = attempts_ == 0 ? sent::no : sent::maybe;
    if (attempts_ != 0 && now && *now < scheduled_) {
        if (reserved_) policy_.budget->give_back(*reserved_);
        known = earlier_;
    }
    end(error{make_error_code(errc::cancelled), known});
}

}  // namespace cfdns::inline v1::detail

#endif
#endif

#endif

/// The blocking convenience for those who have a function from request to response.
namespace cfdns::inline v1 {

/// Anything that can be called with a request and gives a response or an error; a lambda will do.
///
/// A transport adds the origin, sends the request as it is, does not follow redirects, and returns every response with
/// whatever status. It fails only where there is no complete response, saying whether the request may have been sent.
template <class T>
concept transport = requires(T& send, http_request const& request) {
    { send(request) } -> std::convertible_to<result<http_response>>;  // may not change the request: it may be sent again
};

/// A transport that also takes the longest time that a request may take. Where a call has a time limit, `call` gives it
/// the time that is left.
template <class T>
concept timed_transport = transport<T> && requires(T& send, http_request const& request, std::chrono::milliseconds at_most) {
    { send(request, at_most) } -> std::convertible_to<result<http_response>>;
};

/// What `call` needs to try again: a way to wait, a clock and dice. `blocking` of cfdns/blocking.hpp is one.
///
/// If it also has `observe(attempt_report const&)`, that is called after each attempt.
template <class T>
concept call_means = requires(T& means, std::chrono::milliseconds delay) {
    means.pause(delay);                                                            // returns when that time has passed
    { means.now() } -> std::convertible_to<std::chrono::steady_clock::time_point>; // any monotonic time
    { means.dice() } -> std::convertible_to<double>;                               // random, 0 <= dice < 1
};

/// Three functions as the means of a call.
template <class Pause, class Now, class Dice>
struct means {
    Pause pause;  ///< Takes `std::chrono::milliseconds` and returns when they have passed.
    Now now;      ///< Gives a `std::chrono::steady_clock::time_point`.
    Dice dice;    ///< Gives a random number, 0 <= dice < 1.
};
/// Keeps the three as they are.
template <class Pause, class Now, class Dice>
means(Pause, Now, Dice) -> means<Pause, Now, Dice>;

namespace detail {

template <class Transport>
result<http_response> send_attempt(Transport& send, attempt const& step) {
    if constexpr (timed_transport<Transport>)
        if (step.time_left) return send(*step.request, *step.time_left);
    return send(*step.request);
}

}  // namespace detail

/// Makes the request, sends it and reads the reply, again where `policy` allows; gives the result with all that came with it.
///
/// The policy's time limit ends a request that is under way only if the transport is a `timed_transport`.
///
/// *Errors:* those of `make_request`, `authorize`, the transport and `parse_reply`, and `errc::deadline_exceeded`.
template <transport Transport, operation Op, call_means Means>
[[nodiscard]] result<reply<typename Op::response_type>> call_reply(Transport&& send, credentials const& who,
                                                                   Op const& params, endpoint const& where, Means&& by,
                                                                   call_policy const& policy = {}) {
    exchange<Op> one{params, who, where, policy};
    for (auto step = one.start(by.now()); step;) {
        if (step->delay.count() > 0) by.pause(step->delay);
        result<http_response> const got = detail::send_attempt(send, *step);
        step = got.has_value() ? one.resume(got.value(), by.dice(), by.now()) : one.resume(got.error(), by.dice(), by.now());
        if constexpr (requires { by.observe(one.report()); }) by.observe(one.report());
    }
    return one.take_reply();
}

/// The same with one attempt, which needs no means. *Errors:* those of `make_request`, `authorize`, the transport and
/// `parse_reply`.
template <transport Transport, operation Op>
[[nodiscard]] result<reply<typename Op::response_type>> call_reply(Transport&& send, credentials const& who,
                                                                   Op const& params, endpoint const& where = {}) {
    struct {
        void pause(std::chrono::milliseconds) const noexcept {}
        std::chrono::steady_clock::time_point now() const noexcept { return {}; }
        double dice() const noexcept { return 0; }
    } none;
    call_policy once;
    once.retry.max_attempts = 1;
    return cfdns::call_reply(send, who, params, where, none, once);
}

/// As `call_reply`, and gives the result alone.
template <transport Transport, operation Op, call_means Means>
[[nodiscard]] result<typename Op::response_type> call(Transport&& send, credentials const& who, Op const& params,
                                                      endpoint const& where, Means&& by, call_policy const& policy = {}) {
    auto full = cfdns::call_reply(send, who, params, where, by, policy);
    if (full.has_error()) return full.error();
    return std::move(full.value().value);
}

/// As `call_reply` with one attempt, and gives the result alone.
template <transport Transport, operation Op>
[[nodiscard]] result<typename Op::response_type> call(Transport&& send, credentials const& who, Op const& params,
                                                      endpoint const& where = {}) {
    auto full = cfdns::call_reply(send, who, params, where);
    if (full.has_error()) return full.error();
    return std::move(full.value().value);
}

}  // namespace cfdns::inline v1

#endif
// ---- cfdns/serial.hpp
#ifndef CFDNS_SERIAL_HPP
#define CFDNS_SERIAL_HPP

#include <compare>

/// Serial numbers of DNS zones.
namespace cfdns::inline v1 {

/// Compares the serials of two SOA records, which wrap around (RFC 1982 section 3.2): `less` if `a` is the older one.
///
/// Serials that are exactly 2^31 apart are `unordered`: the RFC leaves open which of them is newer.
[[nodiscard]] constexpr std::partial_ordering compare_serials(std::uint32_t a, std::uint32_t b) noexcept {
    constexpr std::uint32_t half = std::uint32_t{1} << 31;
    if (a == b) return std::partial_ordering::equivalent;
    std::uint32_t const ahead = b - a;  // modulo 2^32
    if (ahead == half) return std::partial_ordering::unordered;
    return ahead < half ? std::partial_ordering::less : std::partial_ordering::greater;
}

}  // namespace cfdns::inline v1

#endif
// ---- cfdns/zone_transfers.hpp
#ifndef CFDNS_ZONE_TRANSFERS_HPP
#define CFDNS_ZONE_TRANSFERS_HPP

// DNS zone transfers (secondary DNS): https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/

// ---- cfdns/zone_transfers/acls.hpp
#ifndef CFDNS_ZONE_TRANSFERS_ACLS_HPP
#define CFDNS_ZONE_TRANSFERS_ACLS_HPP

/// Access control lists: who may send NOTIFY for secondary zones of an account, and who may ask for transfers of its
/// primary zones. They hold for the whole account.
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/
namespace cfdns::inline v1::zone_transfers::acls {

/// An access control list.
struct acl {
    std::string id{};        ///< Identifier.
    std::string ip_range{};  ///< Allowed range in CIDR notation, at most /24 for IPv4 and /64 for IPv6.
    std::string name{};      ///< Name.
    extra_members extra{};   ///< Members that the library does not know.
    CFDNS_FIELDS(id, ip_range, name, extra)
};

/// POST /accounts/{account_id}/secondary_dns/acls
///
/// Create ACL.
/// Permissions: Account Settings Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/methods/create/
struct create {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> ip_range;    ///< Body. Allowed range in CIDR notation, such as "192.0.2.53/28".
    required<std::string> name;        ///< Body. Name of the ACL.
    extra_members extra{};             ///< Body. Members that the library does not know.
    using response_type = acl;
    static constexpr auto route = cfdns::post("/accounts/{account_id}/secondary_dns/acls");
    CFDNS_FIELDS(account_id, ip_range, name, extra)
};

/// PUT /accounts/{account_id}/secondary_dns/acls/{acl_id}
///
/// Modify ACL. It is replaced as a whole.
/// Permissions: Account Settings Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/methods/update/
struct update {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> acl_id;      ///< Path. Identifier of the ACL.
    required<std::string> ip_range;    ///< Body. Allowed range in CIDR notation, such as "192.0.2.53/28".
    required<std::string> name;        ///< Body. Name of the ACL.
    extra_members extra{};             ///< Body. Members that the library does not know.
    using response_type = acl;
    static constexpr auto route = cfdns::put("/accounts/{account_id}/secondary_dns/acls/{acl_id}");
    CFDNS_FIELDS(account_id, acl_id, ip_range, name, extra)
};

/// GET /accounts/{account_id}/secondary_dns/acls
///
/// List ACLs. The service is not known to page; `reply_info::result_info` says if it does.
/// Permissions (one of): Account Settings Write, Account Settings Read. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/methods/list/
struct list {
    required<std::string> account_id;  ///< Path. Account identifier.
    extra_members extra{};             ///< Query. Parameters that the library does not know.
    using response_type = std::vector<acl>;
    static constexpr auto route = cfdns::get("/accounts/{account_id}/secondary_dns/acls");
    CFDNS_FIELDS(account_id, extra)
};

/// DELETE /accounts/{account_id}/secondary_dns/acls/{acl_id}
///
/// Delete ACL.
/// Permissions: Account Settings Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/methods/delete/
struct delete_ {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> acl_id;      ///< Path. Identifier of the ACL.
    extra_members extra{};             ///< Query. Parameters that the library does not know.
    using response_type = deleted;
    static constexpr auto route = cfdns::delete_("/accounts/{account_id}/secondary_dns/acls/{acl_id}");
    CFDNS_FIELDS(account_id, acl_id, extra)
};

/// GET /accounts/{account_id}/secondary_dns/acls/{acl_id}
///
/// Get ACL.
/// Permissions (one of): Account Settings Write, Account Settings Read. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/methods/get/
struct get {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> acl_id;      ///< Path. Identifier of the ACL.
    extra_members extra{};             ///< Query. Parameters that the library does not know.
    using response_type = acl;
    static constexpr auto route = cfdns::get("/accounts/{account_id}/secondary_dns/acls/{acl_id}");
    CFDNS_FIELDS(account_id, acl_id, extra)
};

}  // namespace cfdns::inline v1::zone_transfers::acls

#endif
// ---- cfdns/zone_transfers/force_axfr.hpp
#ifndef CFDNS_ZONE_TRANSFERS_FORCE_AXFR_HPP
#define CFDNS_ZONE_TRANSFERS_FORCE_AXFR_HPP

/// Asking for a transfer now.
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/force_axfr/
namespace cfdns::inline v1::zone_transfers::force_axfr {

/// POST /zones/{zone_id}/secondary_dns/force_axfr
///
/// Send AXFR zone transfer request to the primaries of a secondary zone. Answers with a text such as "OK", which does not
/// mean that the zone was transferred: watch `soa_serial` of `incoming::get`.
/// Permissions (one of): Zone Settings Write, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/force_axfr/methods/create/
struct create {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Body. Members that the library does not know.
    using response_type = std::string;
    static constexpr auto route = cfdns::repeatable_post("/zones/{zone_id}/secondary_dns/force_axfr");
    CFDNS_FIELDS(zone_id, extra)
};

}  // namespace cfdns::inline v1::zone_transfers::force_axfr

#endif
// ---- cfdns/zone_transfers/incoming.hpp
#ifndef CFDNS_ZONE_TRANSFERS_INCOMING_HPP
#define CFDNS_ZONE_TRANSFERS_INCOMING_HPP

/// Incoming zone transfers: Cloudflare as secondary, pulling a zone from its primaries. At most one configuration per zone.
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/incoming/
namespace cfdns::inline v1::zone_transfers::incoming {

/// The secondary zone configuration of a zone.
struct configuration {
    std::optional<std::string> id{};                             ///< Identifier.
    std::optional<std::chrono::seconds> auto_refresh_seconds{};  ///< How often the zone is refreshed, whatever NOTIFY says.
    std::optional<timestamp> checked_time{};                     ///< When the primary was last asked for its serial.
    std::optional<timestamp> created_time{};                     ///< When the configuration was created.
    std::optional<timestamp> modified_time{};                    ///< When the zone was last changed.
    std::optional<std::string> name{};                           ///< Zone name.
    std::optional<std::vector<std::string>> peers{};             ///< Peer tags (ids), in the service's order.
    std::optional<std::uint32_t> soa_serial{};                   ///< Serial as last transferred; see `compare_serials`.
    extra_members extra{};                                       ///< Members that the library does not know.
    CFDNS_FIELDS(id, auto_refresh_seconds, checked_time, created_time, modified_time, name, peers, soa_serial, extra)
};

/// POST /zones/{zone_id}/secondary_dns/incoming
///
/// Create secondary zone configuration for incoming zone transfers.
/// Permissions (one of): Zone Settings Write, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/incoming/methods/create/
struct create {
    required<std::string> zone_id;                        ///< Path. Zone identifier.
    required<std::chrono::seconds> auto_refresh_seconds;  ///< Body. Refresh period, whatever NOTIFY says; minimum 300.
    required<std::string> name;                           ///< Body. Zone name, such as "www.example.com.".
    required<std::vector<std::string>> peers;             ///< Body. Peer tags (ids), order kept, may be empty.
    extra_members extra{};                                ///< Body. Members that the library does not know.
    using response_type = configuration;
    static constexpr auto route = cfdns::post("/zones/{zone_id}/secondary_dns/incoming");
    static constexpr bound bounds[] = {{"auto_refresh_seconds", 300}};
    CFDNS_FIELDS(zone_id, auto_refresh_seconds, name, peers, extra)
};

/// PUT /zones/{zone_id}/secondary_dns/incoming
///
/// Update secondary zone configuration for incoming zone transfers. It is replaced as a whole: send back `extra` of the
/// configuration that was read, or members that the library does not know may be lost.
/// Permissions (one of): Zone Settings Write, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/incoming/methods/update/
struct update {
    required<std::string> zone_id;                        ///< Path. Zone identifier.
    required<std::chrono::seconds> auto_refresh_seconds;  ///< Body. Refresh period, whatever NOTIFY says; minimum 300.
    required<std::string> name;                           ///< Body. Zone name, such as "www.example.com.".
    required<std::vector<std::string>> peers;             ///< Body. Peer tags (ids), order kept, may be empty.
    extra_members extra{};                                ///< Body. Members that the library does not know.
    using response_type = configuration;
    static constexpr auto route = cfdns::put("/zones/{zone_id}/secondary_dns/incoming");
    static constexpr bound bounds[] = {{"auto_refresh_seconds", 300}};
    CFDNS_FIELDS(zone_id, auto_refresh_seconds, name, peers, extra)
};

/// GET /zones/{zone_id}/secondary_dns/incoming
///
/// Get secondary zone configuration for incoming zone transfers. `error::is_not_found()`: the zone has none.
/// Permissions (one of): Zone Settings Write, Zone Settings Read, DNS Read, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/incoming/methods/get/
struct get {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters that the library does not know.
    using response_type = configuration;
    static constexpr auto route = cfdns::get("/zones/{zone_id}/secondary_dns/incoming");
    CFDNS_FIELDS(zone_id, extra)
};

/// DELETE /zones/{zone_id}/secondary_dns/incoming
///
/// Delete secondary zone configuration for incoming zone transfers.
/// Permissions (one of): Zone Settings Write, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/incoming/methods/delete/
struct delete_ {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters that the library does not know.
    using response_type = deleted;
    static constexpr auto route = cfdns::delete_("/zones/{zone_id}/secondary_dns/incoming");
    CFDNS_FIELDS(zone_id, extra)
};

}  // namespace cfdns::inline v1::zone_transfers::incoming

#endif
// ---- cfdns/zone_transfers/operations.hpp
#ifndef CFDNS_ZONE_TRANSFERS_OPERATIONS_HPP
#define CFDNS_ZONE_TRANSFERS_OPERATIONS_HPP

// Written by tools/operations.py from the headers beside this one: change those.

// ---- cfdns/zone_transfers/outgoing.hpp
#ifndef CFDNS_ZONE_TRANSFERS_OUTGOING_HPP
#define CFDNS_ZONE_TRANSFERS_OUTGOING_HPP

/// Outgoing zone transfers: Cloudflare as primary, serving a zone to secondaries. At most one configuration per zone.
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/
namespace cfdns::inline v1::zone_transfers::outgoing {

/// The primary zone configuration of a zone.
struct configuration {
    std::optional<std::string> id{};                   ///< Identifier.
    std::optional<timestamp> checked_time{};           ///< When a secondary last asked for the serial.
    std::optional<timestamp> created_time{};           ///< When the configuration was created.
    std::optional<timestamp> last_transferred_time{};  ///< When the zone was last transferred.
    std::optional<std::string> name{};                 ///< Zone name.
    std::optional<std::vector<std::string>> peers{};   ///< Peer tags (ids), in the service's order.
    std::optional<std::uint32_t> soa_serial{};         ///< Serial of the zone's SOA record; see `compare_serials`.
    extra_members extra{};                             ///< Members that the library does not know.
    CFDNS_FIELDS(id, checked_time, created_time, last_transferred_time, name, peers, soa_serial, extra)
};

/// POST /zones/{zone_id}/secondary_dns/outgoing
///
/// Create primary zone configuration for outgoing zone transfers.
/// Permissions (one of): Zone Settings Write, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/create/
struct create {
    required<std::string> zone_id;             ///< Path. Zone identifier.
    required<std::string> name;                ///< Body. Zone name, such as "www.example.com.".
    required<std::vector<std::string>> peers;  ///< Body. Peer tags (ids), order kept, may be empty.
    extra_members extra{};                     ///< Body. Members that the library does not know.
    using response_type = configuration;
    static constexpr auto route = cfdns::post("/zones/{zone_id}/secondary_dns/outgoing");
    CFDNS_FIELDS(zone_id, name, peers, extra)
};

/// PUT /zones/{zone_id}/secondary_dns/outgoing
///
/// Update primary zone configuration for outgoing zone transfers. It is replaced as a whole.
/// Permissions (one of): Zone Settings Write, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/update/
struct update {
    required<std::string> zone_id;             ///< Path. Zone identifier.
    required<std::string> name;                ///< Body. Zone name, such as "www.example.com.".
    required<std::vector<std::string>> peers;  ///< Body. Peer tags (ids), order kept, may be empty.
    extra_members extra{};                     ///< Body. Members that the library does not know.
    using response_type = configuration;
    static constexpr auto route = cfdns::put("/zones/{zone_id}/secondary_dns/outgoing");
    CFDNS_FIELDS(zone_id, name, peers, extra)
};

/// DELETE /zones/{zone_id}/secondary_dns/outgoing
///
/// Delete primary zone configuration for outgoing zone transfers.
/// Permissions (one of): Zone Settings Write, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/delete/
struct delete_ {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters that the library does not know.
    using response_type = deleted;
    static constexpr auto route = cfdns::delete_("/zones/{zone_id}/secondary_dns/outgoing");
    CFDNS_FIELDS(zone_id, extra)
};

/// POST /zones/{zone_id}/secondary_dns/outgoing/disable
///
/// Disable outgoing zone transfers for the primary zone and clear its IXFR backlog. Answers with a text such as "Disabled".
/// Permissions (one of): Zone Settings Write, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/disable/
struct disable {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Body. Members that the library does not know.
    using response_type = std::string;
    static constexpr auto route = cfdns::repeatable_post("/zones/{zone_id}/secondary_dns/outgoing/disable");
    CFDNS_FIELDS(zone_id, extra)
};

/// POST /zones/{zone_id}/secondary_dns/outgoing/enable
///
/// Enable outgoing zone transfers for the primary zone. Answers with a text such as "Enabled".
/// Permissions (one of): Zone Settings Write, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/enable/
struct enable {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Body. Members that the library does not know.
    using response_type = std::string;
    static constexpr auto route = cfdns::repeatable_post("/zones/{zone_id}/secondary_dns/outgoing/enable");
    CFDNS_FIELDS(zone_id, extra)
};

/// POST /zones/{zone_id}/secondary_dns/outgoing/force_notify
///
/// Notify the secondaries and clear the IXFR backlog of the primary zone. Answers with a text such as "OK".
/// Permissions (one of): Zone Settings Write, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/force_notify/
struct force_notify {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Body. Members that the library does not know.
    using response_type = std::string;
    static constexpr auto route = cfdns::repeatable_post("/zones/{zone_id}/secondary_dns/outgoing/force_notify");
    CFDNS_FIELDS(zone_id, extra)
};

/// GET /zones/{zone_id}/secondary_dns/outgoing
///
/// Get primary zone configuration for outgoing zone transfers. `error::is_not_found()`: the zone has none.
/// Permissions (one of): Zone Settings Write, Zone Settings Read, DNS Read, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/get/
struct get {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters that the library does not know.
    using response_type = configuration;
    static constexpr auto route = cfdns::get("/zones/{zone_id}/secondary_dns/outgoing");
    CFDNS_FIELDS(zone_id, extra)
};

namespace status {

/// GET /zones/{zone_id}/secondary_dns/outgoing/status
///
/// Get primary zone transfer status: a text such as "Enabled"; see `is_enabled`.
/// Permissions (one of): Zone Settings Write, Zone Settings Read, DNS Read, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/subresources/status/methods/get/
struct get {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters that the library does not know.
    using response_type = std::string;
    static constexpr auto route = cfdns::get("/zones/{zone_id}/secondary_dns/outgoing/status");
    CFDNS_FIELDS(zone_id, extra)
};

/// Whether a status, or the answer of `enable` or `disable`, says that transfers are on: any text that starts with
/// "enabled", in any case. The reference gives no list of texts; all others mean that it is not known to be on.
[[nodiscard]] constexpr bool is_enabled(std::string_view text) noexcept {
    return cfdns::detail::iequals(text.substr(0, 7), "enabled");
}

}  // namespace status

}  // namespace cfdns::inline v1::zone_transfers::outgoing

#endif
// ---- cfdns/zone_transfers/peers.hpp
#ifndef CFDNS_ZONE_TRANSFERS_PEERS_HPP
#define CFDNS_ZONE_TRANSFERS_PEERS_HPP

/// Peers: the name servers on the other side. For a secondary zone, the primary to pull from; for a primary zone, the
/// secondary to notify.
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/
namespace cfdns::inline v1::zone_transfers::peers {

/// A peer. A fresh one may come back with an empty `ip` and `port` 0 for what was never set.
struct peer {
    std::string id{};                      ///< Identifier.
    std::string name{};                    ///< Name; several peers may share one.
    std::optional<std::string> ip{};       ///< IPv4 or IPv6 address.
    std::optional<bool> ixfr_enable{};     ///< Transfers by IXFR in place of AXFR; of secondary zones only.
    std::optional<std::uint32_t> port{};   ///< DNS port.
    std::optional<std::string> tsig_id{};  ///< Identifier of the TSIG that signs.
    extra_members extra{};                 ///< Members that the library does not know.
    CFDNS_FIELDS(id, name, ip, ixfr_enable, port, tsig_id, extra)
};

/// POST /accounts/{account_id}/secondary_dns/peers
///
/// Create Peer. The reference names `name` alone; the others are known to be sent as well. If they do not come back,
/// send them with `update`.
/// Permissions: Account Settings Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/methods/create/
struct create {
    required<std::string> account_id;      ///< Path. Account identifier.
    required<std::string> name;            ///< Body. Name of the peer.
    std::optional<std::string> ip{};       ///< Body. IPv4 or IPv6 address, to pull from or to notify.
    std::optional<bool> ixfr_enable{};     ///< Body. IXFR in place of AXFR; of secondary zones only.
    std::optional<std::uint32_t> port{};   ///< Body. DNS port.
    std::optional<std::string> tsig_id{};  ///< Body. TSIG that signs transfers and NOTIFY.
    extra_members extra{};                 ///< Body. Members that the library does not know.
    using response_type = peer;
    static constexpr auto route = cfdns::post("/accounts/{account_id}/secondary_dns/peers");
    CFDNS_FIELDS(account_id, name, ip, ixfr_enable, port, tsig_id, extra)
};

/// PUT /accounts/{account_id}/secondary_dns/peers/{peer_id}
///
/// Modify Peer. It is replaced as a whole: what is left out may be lost.
/// Permissions: Account Settings Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/methods/update/
struct update {
    required<std::string> account_id;      ///< Path. Account identifier.
    required<std::string> peer_id;         ///< Path. Identifier of the peer.
    required<std::string> name;            ///< Body. Name of the peer.
    std::optional<std::string> ip{};       ///< Body. IPv4 or IPv6 address, to pull from or to notify.
    std::optional<bool> ixfr_enable{};     ///< Body. IXFR in place of AXFR; of secondary zones only.
    std::optional<std::uint32_t> port{};   ///< Body. DNS port.
    std::optional<std::string> tsig_id{};  ///< Body. TSIG that signs transfers and NOTIFY.
    extra_members extra{};                 ///< Body. Members that the library does not know.
    using response_type = peer;
    static constexpr auto route = cfdns::put("/accounts/{account_id}/secondary_dns/peers/{peer_id}");
    CFDNS_FIELDS(account_id, peer_id, name, ip, ixfr_enable, port, tsig_id, extra)
};

/// GET /accounts/{account_id}/secondary_dns/peers
///
/// List Peers. The service is not known to page; `reply_info::result_info` says if it does.
/// Permissions (one of): Account Settings Write, Account Settings Read. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/methods/list/
struct list {
    required<std::string> account_id;  ///< Path. Account identifier.
    extra_members extra{};             ///< Query. Parameters that the library does not know.
    using response_type = std::vector<peer>;
    static constexpr auto route = cfdns::get("/accounts/{account_id}/secondary_dns/peers");
    CFDNS_FIELDS(account_id, extra)
};

/// DELETE /accounts/{account_id}/secondary_dns/peers/{peer_id}
///
/// Delete Peer.
/// Permissions: Account Settings Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/methods/delete/
struct delete_ {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> peer_id;     ///< Path. Identifier of the peer.
    extra_members extra{};             ///< Query. Parameters that the library does not know.
    using response_type = deleted;
    static constexpr auto route = cfdns::delete_("/accounts/{account_id}/secondary_dns/peers/{peer_id}");
    CFDNS_FIELDS(account_id, peer_id, extra)
};

/// GET /accounts/{account_id}/secondary_dns/peers/{peer_id}
///
/// Get Peer.
/// Permissions (one of): Account Settings Write, Account Settings Read. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/methods/get/
struct get {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> peer_id;     ///< Path. Identifier of the peer.
    extra_members extra{};             ///< Query. Parameters that the library does not know.
    using response_type = peer;
    static constexpr auto route = cfdns::get("/accounts/{account_id}/secondary_dns/peers/{peer_id}");
    CFDNS_FIELDS(account_id, peer_id, extra)
};

}  // namespace cfdns::inline v1::zone_transfers::peers

#endif
// ---- cfdns/zone_transfers/tsigs.hpp
#ifndef CFDNS_ZONE_TRANSFERS_TSIGS_HPP
#define CFDNS_ZONE_TRANSFERS_TSIGS_HPP

/// TSIGs: keys that sign transfers and NOTIFY messages (RFC 8945).
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/
namespace cfdns::inline v1::zone_transfers::tsigs {

/// Names of TSIG algorithms (RFC 8945 section 6), as the reference spells them: with the dot at the end.
/// `algo` takes any text.
namespace algorithms {
inline constexpr std::string_view hmac_md5 = "hmac-md5.sig-alg.reg.int.";  ///< Must not be used any more.
inline constexpr std::string_view gss_tsig = "gss-tsig.";                  ///< RFC 3645.
inline constexpr std::string_view hmac_sha1 = "hmac-sha1.";                ///< Not recommended.
inline constexpr std::string_view hmac_sha224 = "hmac-sha224.";            ///< SHA-224.
inline constexpr std::string_view hmac_sha256 = "hmac-sha256.";            ///< Recommended.
inline constexpr std::string_view hmac_sha256_128 = "hmac-sha256-128.";    ///< Truncated to 128 bits.
inline constexpr std::string_view hmac_sha384 = "hmac-sha384.";            ///< SHA-384.
inline constexpr std::string_view hmac_sha384_192 = "hmac-sha384-192.";    ///< Truncated to 192 bits.
inline constexpr std::string_view hmac_sha512 = "hmac-sha512.";            ///< The reference's example.
inline constexpr std::string_view hmac_sha512_256 = "hmac-sha512-256.";    ///< Truncated to 256 bits.
}  // namespace algorithms

/// A TSIG.
struct tsig {
    std::string id{};                       ///< Identifier.
    std::string algo{};                     ///< Algorithm.
    std::string name{};                     ///< Name of the key; several TSIGs may share one.
    std::optional<secret_string> secret{};  ///< The shared secret, where the service shows it.
    extra_members extra{};                  ///< Members that the library does not know.
    CFDNS_FIELDS(id, algo, name, secret, extra)
};

/// POST /accounts/{account_id}/secondary_dns/tsigs
///
/// Create TSIG.
/// Permissions: Account Settings Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/methods/create/
struct create {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> algo;        ///< Body. Algorithm, such as "hmac-sha512."; see `algorithms`.
    required<std::string> name;        ///< Body. Name of the key, the same on both sides.
    required<secret_string> secret;    ///< Body. The shared secret.
    extra_members extra{};             ///< Body. Members that the library does not know.
    using response_type = tsig;
    static constexpr auto route = cfdns::post("/accounts/{account_id}/secondary_dns/tsigs");
    CFDNS_FIELDS(account_id, algo, name, secret, extra)
};

/// PUT /accounts/{account_id}/secondary_dns/tsigs/{tsig_id}
///
/// Modify TSIG. It is replaced as a whole.
/// Permissions: Account Settings Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/methods/update/
struct update {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> tsig_id;     ///< Path. Identifier of the TSIG.
    required<std::string> algo;        ///< Body. Algorithm, such as "hmac-sha512."; see `algorithms`.
    required<std::string> name;        ///< Body. Name of the key, the same on both sides.
    required<secret_string> secret;    ///< Body. The shared secret.
    extra_members extra{};             ///< Body. Members that the library does not know.
    using response_type = tsig;
    static constexpr auto route = cfdns::put("/accounts/{account_id}/secondary_dns/tsigs/{tsig_id}");
    CFDNS_FIELDS(account_id, tsig_id, algo, name, secret, extra)
};

/// GET /accounts/{account_id}/secondary_dns/tsigs
///
/// List TSIGs, secrets included. The service is not known to page; `reply_info::result_info` says if it does.
/// Permissions (one of): Account Settings Write, Account Settings Read. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/methods/list/
struct list {
    required<std::string> account_id;  ///< Path. Account identifier.
    extra_members extra{};             ///< Query. Parameters that the library does not know.
    using response_type = std::vector<tsig>;
    static constexpr auto route = cfdns::get("/accounts/{account_id}/secondary_dns/tsigs");
    CFDNS_FIELDS(account_id, extra)
};

/// DELETE /accounts/{account_id}/secondary_dns/tsigs/{tsig_id}
///
/// Delete TSIG.
/// Permissions: Account Settings Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/methods/delete/
struct delete_ {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> tsig_id;     ///< Path. Identifier of the TSIG.
    extra_members extra{};             ///< Query. Parameters that the library does not know.
    using response_type = deleted;
    static constexpr auto route = cfdns::delete_("/accounts/{account_id}/secondary_dns/tsigs/{tsig_id}");
    CFDNS_FIELDS(account_id, tsig_id, extra)
};

/// GET /accounts/{account_id}/secondary_dns/tsigs/{tsig_id}
///
/// Get TSIG, its secret included.
/// Permissions (one of): Account Settings Write, Account Settings Read. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/methods/get/
struct get {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> tsig_id;     ///< Path. Identifier of the TSIG.
    extra_members extra{};             ///< Query. Parameters that the library does not know.
    using response_type = tsig;
    static constexpr auto route = cfdns::get("/accounts/{account_id}/secondary_dns/tsigs/{tsig_id}");
    CFDNS_FIELDS(account_id, tsig_id, extra)
};

}  // namespace cfdns::inline v1::zone_transfers::tsigs

#endif

namespace cfdns::inline v1::zone_transfers {

/// The 28 operations of zone transfers as data.
inline constexpr operation_facts operations[] = {
    detail::facts_of<acls::create>(
        "dns.zone_transfers.acls.create", "Account Settings Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/methods/create/"),
    detail::facts_of<acls::update>(
        "dns.zone_transfers.acls.update", "Account Settings Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/methods/update/"),
    detail::facts_of<acls::list>(
        "dns.zone_transfers.acls.list", "Account Settings Write, Account Settings Read", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/methods/list/"),
    detail::facts_of<acls::delete_>(
        "dns.zone_transfers.acls.delete", "Account Settings Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/methods/delete/"),
    detail::facts_of<acls::get>(
        "dns.zone_transfers.acls.get", "Account Settings Write, Account Settings Read", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/methods/get/"),
    detail::facts_of<force_axfr::create>(
        "dns.zone_transfers.force_axfr.create", "Zone Settings Write, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/force_axfr/methods/create/"),
    detail::facts_of<incoming::create>(
        "dns.zone_transfers.incoming.create", "Zone Settings Write, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/incoming/methods/create/"),
    detail::facts_of<incoming::update>(
        "dns.zone_transfers.incoming.update", "Zone Settings Write, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/incoming/methods/update/"),
    detail::facts_of<incoming::get>(
        "dns.zone_transfers.incoming.get", "Zone Settings Write, Zone Settings Read, DNS Read, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/incoming/methods/get/"),
    detail::facts_of<incoming::delete_>(
        "dns.zone_transfers.incoming.delete", "Zone Settings Write, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/incoming/methods/delete/"),
    detail::facts_of<outgoing::create>(
        "dns.zone_transfers.outgoing.create", "Zone Settings Write, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/create/"),
    detail::facts_of<outgoing::update>(
        "dns.zone_transfers.outgoing.update", "Zone Settings Write, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/update/"),
    detail::facts_of<outgoing::delete_>(
        "dns.zone_transfers.outgoing.delete", "Zone Settings Write, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/delete/"),
    detail::facts_of<outgoing::disable>(
        "dns.zone_transfers.outgoing.disable", "Zone Settings Write, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/disable/"),
    detail::facts_of<outgoing::enable>(
        "dns.zone_transfers.outgoing.enable", "Zone Settings Write, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/enable/"),
    detail::facts_of<outgoing::force_notify>(
        "dns.zone_transfers.outgoing.force_notify", "Zone Settings Write, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/force_notify/"),
    detail::facts_of<outgoing::get>(
        "dns.zone_transfers.outgoing.get", "Zone Settings Write, Zone Settings Read, DNS Read, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/get/"),
    detail::facts_of<outgoing::status::get>(
        "dns.zone_transfers.outgoing.status.get", "Zone Settings Write, Zone Settings Read, DNS Read, Zone Write, DNS Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/subresources/status/methods/get/"),
    detail::facts_of<peers::create>(
        "dns.zone_transfers.peers.create", "Account Settings Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/methods/create/"),
    detail::facts_of<peers::update>(
        "dns.zone_transfers.peers.update", "Account Settings Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/methods/update/"),
    detail::facts_of<peers::list>(
        "dns.zone_transfers.peers.list", "Account Settings Write, Account Settings Read", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/methods/list/"),
    detail::facts_of<peers::delete_>(
        "dns.zone_transfers.peers.delete", "Account Settings Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/methods/delete/"),
    detail::facts_of<peers::get>(
        "dns.zone_transfers.peers.get", "Account Settings Write, Account Settings Read", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/methods/get/"),
    detail::facts_of<tsigs::create>(
        "dns.zone_transfers.tsigs.create", "Account Settings Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/methods/create/"),
    detail::facts_of<tsigs::update>(
        "dns.zone_transfers.tsigs.update", "Account Settings Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/methods/update/"),
    detail::facts_of<tsigs::list>(
        "dns.zone_transfers.tsigs.list", "Account Settings Write, Account Settings Read", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/methods/list/"),
    detail::facts_of<tsigs::delete_>(
        "dns.zone_transfers.tsigs.delete", "Account Settings Write", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/methods/delete/"),
    detail::facts_of<tsigs::get>(
        "dns.zone_transfers.tsigs.get", "Account Settings Write, Account Settings Read", "Enterprise",
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/methods/get/"),
};

/// The same operations as types.
using operation_list = type_list<
    acls::create, acls::update, acls::list, acls::delete_, acls::get, force_axfr::create, incoming::create,
    incoming::update, incoming::get, incoming::delete_, outgoing::create, outgoing::update, outgoing::delete_,
    outgoing::disable, outgoing::enable, outgoing::force_notify, outgoing::get, outgoing::status::get, peers::create,
    peers::update, peers::list, peers::delete_, peers::get, tsigs::create, tsigs::update, tsigs::list, tsigs::delete_,
    tsigs::get>;

}  // namespace cfdns::inline v1::zone_transfers

#endif

#endif

#endif

// After the guard, since a precompiled header or a unity build may have included this one before.
#if defined(CFDNS_SOURCE)
#if !defined(CFDNS_SEPARATE_COMPILATION)
#error "define CFDNS_SEPARATE_COMPILATION for every source that includes cfdns, this one too"
#elif !CFDNS_HAS_DEFINITIONS
#error "cfdns was included before its definitions, by a precompiled header, a unity build or another #include. \
CMake: set_source_files_properties(src.cpp PROPERTIES \
SKIP_PRECOMPILE_HEADERS ON SKIP_UNITY_BUILD_INCLUSION ON)"
#endif
#endif
