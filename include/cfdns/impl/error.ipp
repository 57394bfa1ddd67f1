// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_ERROR_IPP
#define CFDNS_IMPL_ERROR_IPP

#include <cfdns/detail/config.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/detail/rate_limit.hpp>
#include <cfdns/detail/retry_after.hpp>

#include <boost/system/errc.hpp>
#include <boost/throw_exception.hpp>

#include <utility>

// g++ warns about the non-virtual destructor of Boost's base class.
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
#endif

namespace cfdns::inline v0_2 {

namespace detail {

class errc_category final : public boost::system::error_category {
public:
    constexpr errc_category() noexcept : error_category(0x9d41'c6a2'7be0'53f8) {}

    char const* name() const noexcept override { return "cfdns"; }
    std::string message(int code) const override { return text(code); }
    char const* message(int code, char*, std::size_t) const noexcept override { return text(code); }
    boost::system::error_condition default_error_condition(int code) const noexcept override {
        namespace generic = boost::system::errc;
        switch (static_cast<errc>(code)) {
            case errc::deadline_exceeded: return generic::make_error_condition(generic::timed_out);
            case errc::cancelled: return generic::make_error_condition(generic::operation_canceled);
            default: return {code, *this};
        }
    }

private:
    static char const* text(int code) noexcept {
        switch (static_cast<errc>(code)) {
            case errc::invalid_parameter: return "invalid parameter";
            case errc::api_failure: return "API failure";
            case errc::unexpected_status: return "unexpected status";
            case errc::malformed_response: return "malformed response";
            case errc::no_result: return "no result";
            case errc::response_too_large: return "response too large";
            case errc::deadline_exceeded: return "deadline exceeded";
            case errc::cancelled: return "cancelled";
        }
        return "unknown cfdns error";
    }
};

inline constexpr errc_category errc_category_instance{};

}  // namespace detail

CFDNS_DECL boost::system::error_category const& cfdns_category() noexcept {
    return detail::errc_category_instance;
}

CFDNS_DECL boost::system::error_code make_error_code(errc code) noexcept {
    return {static_cast<int>(code), cfdns_category()};
}

namespace detail {

CFDNS_DECL void error_details::set_response(response_view const& response) {
    http_status = response.status;
    if (auto const ray = find_header(response.headers, "cf-ray")) cf_ray = *ray;
    retry_after = find_retry_after(response.headers);
    rate_limit = find_rate_limit(response.headers);
    if (auto const value = find_header(response.headers, "X-Should-Retry")) {
        if (iequals(trim(*value), "true")) should_retry = true;
        if (iequals(trim(*value), "false")) should_retry = false;
    }
}

CFDNS_DECL void error_details::set_excerpt(std::string_view body) {
    excerpt = body.substr(0, excerpt_limit);
}

CFDNS_DECL error error_details::make_error(boost::system::error_code code, error_details&& details) {
    error made;
    made.code_ = code;
    made.details_ = std::make_shared<error_details const>(std::move(details));
    return made;
}

CFDNS_DECL error_details error_details::of(error const& failure) {
    return failure.details_ ? *failure.details_ : error_details{};
}

CFDNS_DECL error error_details::redact(error const& failure) {
    if (!failure.details_) return failure;
    error_details details = of(failure);
    details.excerpt.clear();
    details.redacted = true;
    return make_error(failure.code_, std::move(details));
}

CFDNS_DECL error error_details::ensure_code(error const& failure) {
    if (failure.code_.failed()) return failure;
    error_details details = of(failure);
    if (details.delivery == delivery::not_sent) details.delivery = delivery::unknown;
    if (details.what.empty()) details.what = "the transport reported an error without a code";
    return make_error(boost::system::errc::make_error_code(boost::system::errc::io_error),
                      std::move(details));
}

CFDNS_DECL error error_details::raise_delivery(error const& failure, cfdns::delivery least) {
    if (failure.delivery() >= least) return failure;
    error_details details = of(failure);
    details.delivery = least;
    return make_error(failure.code_, std::move(details));
}

CFDNS_DECL std::optional<std::chrono::milliseconds> error_details::requested_wait(
    error const& failure) noexcept {
    if (!failure.details_) return std::nullopt;
    if (auto const wait = failure.details_->retry_after) return wait;
    auto const& limit = failure.details_->rate_limit;
    if (!failure.is_rate_limited() || !limit || limit->remaining.value_or(0) != 0) return std::nullopt;
    return limit->reset_after;
}

CFDNS_DECL error invalid_parameter(std::string_view name, std::string_view reason) {
    error_details details;
    details.delivery = delivery::not_sent;
    details.parameter = name;
    details.what = reason;
    return error_details::make_error(make_error_code(errc::invalid_parameter), std::move(details));
}

CFDNS_DECL error invalid_parameter(refusal const& refused) {
    return invalid_parameter(refused.parameter, refused.reason);
}

// Printable ASCII only, so that texts of the service can neither forge log lines nor control a terminal.
CFDNS_DECL void append_log_safe(std::string& out, std::string_view text, std::size_t limit) {
    for (char const c : text.substr(0, limit))
        out += is_control(c) ? ' ' : static_cast<unsigned char>(c) < 0x80 ? c : '?';
    if (text.size() > limit) out += "...";
}

// Whether the message contains `text`, which is in lower case. Codes are reused with other meanings, which
// only the message distinguishes.
CFDNS_DECL bool says(api_message const& m, std::string_view text) noexcept {
    for (std::string_view rest = m.message; rest.size() >= text.size(); rest.remove_prefix(1))
        if (iequals(rest.substr(0, text.size()), text)) return true;
    return false;
}

CFDNS_DECL bool is_absence(api_message const& m) noexcept {
    switch (m.code.value_or(0)) {
        case 81044: return true;
        case 9109: return says(m, "invalid zone identifier");
        case 7003: return says(m, "object identifier");
        case 1015: return says(m, "not found");
        default: return false;
    }
}

CFDNS_DECL bool is_duplicate(api_message const& m) noexcept {
    std::int64_t const code = m.code.value_or(0);
    return code == 81057 || code == 81058 || code == 1061;
}

CFDNS_DECL bool has_code(std::vector<api_message> const& messages,
                         std::initializer_list<std::int64_t> codes) noexcept {
    for (api_message const& m : messages)
        for (std::int64_t const code : codes)
            if (m.code == code) return true;
    return false;
}

CFDNS_DECL bool is_rejected_credential(api_message const& m) noexcept {
    switch (m.code.value_or(0)) {
        case 9103:
        case 9106:
        case 10000:
        case 10001: return true;
        case 9109: return !says(m, "invalid zone identifier");
        // Any invalid header; the error chain says which one (6105 is Content-Type).
        case 6003: return m.error_chain.empty() || has_code(m.error_chain, {6102, 6103, 6111});
        default: return false;
    }
}

// Whether an entry matches, or one of its causes.
CFDNS_DECL bool any_of(std::vector<api_message> const& messages,
                       bool (*matches)(api_message const&) noexcept) noexcept {
    for (api_message const& m : messages)
        if (matches(m) || any_of(m.error_chain, matches)) return true;
    return false;
}

}  // namespace detail

CFDNS_DECL error::error(boost::system::error_code code, cfdns::delivery delivery, std::string_view what,
                        response_view const& partial) {
    detail::error_details details;
    details.set_response(partial);
    details.set_excerpt(partial.body);
    details.delivery = partial.status != 0 ? delivery::answered : delivery;
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

CFDNS_DECL cfdns::delivery error::delivery() const noexcept {
    if (details_) return details_->delivery;
    return code_.failed() ? delivery::unknown : delivery::not_sent;  // moved from, or no error
}

CFDNS_DECL bool error::is_authentication() const noexcept {
    return details_ &&
           (http_status() == 401 || detail::any_of(details_->api_errors, &detail::is_rejected_credential));
}

CFDNS_DECL bool error::is_permission() const noexcept { return http_status() == 403; }

CFDNS_DECL bool error::is_not_found() const noexcept {
    return details_ && (http_status() == 404 || detail::any_of(details_->api_errors, &detail::is_absence));
}

CFDNS_DECL bool error::is_conflict() const noexcept { return http_status() == 409; }

CFDNS_DECL bool error::is_duplicate() const noexcept {
    return details_ && detail::any_of(details_->api_errors, &detail::is_duplicate);
}

CFDNS_DECL bool error::is_rate_limited() const noexcept {
    return details_ && (http_status() == 429 || detail::has_code(details_->api_errors, {971, 10100}));
}

CFDNS_DECL std::string error::message() const {
    std::string out;
    if (http_status() != 0) out += "HTTP " + std::to_string(http_status()) + ": ";
    detail::append_log_safe(out, code_.message(), 160);
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
        detail::append_log_safe(out, details_->redacted ? "[redacted]" : std::string_view{entry.message},
                                100);
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

}  // namespace cfdns::inline v0_2

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#endif
