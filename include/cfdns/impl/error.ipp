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
