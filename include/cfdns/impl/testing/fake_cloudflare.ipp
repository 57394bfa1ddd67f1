// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TESTING_FAKE_CLOUDFLARE_IPP
#define CFDNS_IMPL_TESTING_FAKE_CLOUDFLARE_IPP

#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/mix.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace cfdns::inline v0_2::detail {

inline http_response refuse_route() { return testing::write_failure(400, 7003, "No route for the URI"); }

inline http_response refuse_params(http_method method, error const& failure) {
    std::string const name{failure.parameter()};
    if (!has_body(method)) return testing::write_failure(400, 9207, "Query is invalid: " + name);
    if (name.empty()) return testing::write_failure(400, 6007, "Malformed JSON in request body");
    return testing::write_failure(400, 9207, "Request body is invalid.", "/" + name);
}

CFDNS_TESTING_DECL std::optional<http_response> refuse_request(operation_descriptor const& info,
                                                               http_request const& request,
                                                               request_options const& options,
                                                               void* params) {
    auto const refused = read_whole_request(info, request, options.base_path, params);
    if (!refused) return refuse_route();
    if (*refused) return refuse_params(request.method, **refused);
    return std::nullopt;
}

inline http_response refuse_header(std::int64_t code, std::string message) {
    api_message entry;
    entry.code = 6003;
    entry.message = "Invalid request headers";
    entry.error_chain.push_back({});
    entry.error_chain.back().code = code;
    entry.error_chain.back().message = std::move(message);
    return testing::write_failure(400, {&entry, 1});
}

// The characters of a bearer token (RFC 6750 section 2.1).
inline bool is_token_text(std::string_view text) noexcept {
    if (text.empty()) return false;
    for (char const c : text)
        if (!is_alnum(c) && std::string_view{"-._~+/="}.find(c) == std::string_view::npos) return false;
    return true;
}

inline void append_digits(std::string& out, std::int64_t value, std::size_t width) {
    std::string const digits = std::to_string(value);
    out.append(digits.size() < width ? width - digits.size() : 0, '0').append(digits);
}

CFDNS_TESTING_DECL timestamp make_timestamp(std::chrono::sys_time<std::chrono::microseconds> at) {
    auto const days = std::chrono::floor<std::chrono::days>(at);
    std::chrono::year_month_day const date{days};
    std::chrono::hh_mm_ss const time{at - days};
    std::string out;
    append_digits(out, static_cast<int>(date.year()), 4);
    append_digits(out += '-', static_cast<unsigned>(date.month()), 2);
    append_digits(out += '-', static_cast<unsigned>(date.day()), 2);
    append_digits(out += 'T', time.hours().count(), 2);
    append_digits(out += ':', time.minutes().count(), 2);
    append_digits(out += ':', time.seconds().count(), 2);
    append_digits(out += '.', time.subseconds().count(), 6);
    return timestamp{out += 'Z'};
}

inline void append_hex(std::string& out, std::uint64_t value) {
    for (int shift = 60; shift >= 0; shift -= 4) out += lower_hex_digits[value >> shift & 15];
}

CFDNS_TESTING_DECL void store_body(operation_descriptor const& info, void const* params, schema const& type,
                                   void* stored, bool replace) {
    // Other members belong to the service.
    partial_type body{type};
    body.type.extra = nullptr;
    std::uint64_t const elsewhere = info.path_fields | info.query_fields;
    for (std::size_t i = 0; i != type.field_count; ++i) {
        int const sent = find_field(*info.params, type.fields[i].name);
        bool const in_body = sent < 0 ? find_union(*info.params, type.fields[i].name) != nullptr
                                      : (elsewhere >> sent & 1) == 0;
        if (!in_body) continue;
        field f = type.fields[i];
        f.required = false;
        body.add(f);
        if (replace && f.type->reset) f.type->reset(f.locate(stored));
    }
    text_buffer json;
    std::vector<mismatch> mismatches;
    static_cast<void>(append_object(json, *info.params, params, elsewhere));
    static_cast<void>(read_json(body.type, stored, json.view(), mismatches));
    if (!info.params->extra || !type.extra) return;
    extra_members& kept = *type.extra(stored);
    if (replace) kept.clear();
    for (extra_member const member : *info.params->extra(const_cast<void*>(params)))
        if (find_field(type, member.name) < 0) kept.set(member.name, member.json);
}

// Of two routes that match the same path, whether the first has literal text where they first differ.
inline bool is_more_literal(std::string_view first, std::string_view second) noexcept {
    while (!first.empty() && !second.empty()) {
        std::string_view const a = first.substr(0, first.find('/'));
        std::string_view const b = second.substr(0, second.find('/'));
        bool const literal = a.find('{') == std::string_view::npos;
        if (literal != (b.find('{') == std::string_view::npos)) return literal;
        first.remove_prefix(a.size() < first.size() ? a.size() + 1 : a.size());
        second.remove_prefix(b.size() < second.size() ? b.size() + 1 : b.size());
    }
    return false;
}

struct known_operation {
    operation_descriptor const* info;
    std::string_view name;
};

template <class... Ops>
std::array<known_operation, sizeof...(Ops)> const& known_operations(type_list<Ops...>) noexcept {
    static constexpr auto all = [] {
        std::array<known_operation, sizeof...(Ops)> out{{{&descriptor_of<Ops>, {}}...}};
        for (std::size_t i = 0; i != out.size(); ++i) out[i].name = operations[i].name.view();
        return out;
    }();
    return all;
}

// The API treats a POST that may not be repeated as one that creates.
inline bool creates(route const& of) noexcept {
    return of.method == http_method::post && of.idempotency == idempotency::none;
}

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::testing {

// ---- routes ----

CFDNS_TESTING_DECL fake_cloudflare::fake_cloudflare() {
    auto const& known = cfdns::detail::known_operations(operation_list{});
    routes_.reserve(known.size());
    for (cfdns::detail::known_operation const& one : known)
        routes_.push_back({.info = one.info, .name = one.name});
    for_each_service([this]<class Service>(Service&) { Service::mount(*this); });
}

CFDNS_TESTING_DECL void fake_cloudflare::add(cfdns::detail::operation_descriptor const& info,
                                             cfdns::detail::routed_operation::server server,
                                             std::shared_ptr<void const> handler, bool checks_credentials) {
    auto at =
        std::find_if(routes_.begin(), routes_.end(), [&](auto const& one) { return one.info == &info; });
    if (at == routes_.end()) at = routes_.insert(at, {.info = &info});
    at->serve = server;
    at->handler = std::move(handler);
    at->order = ++registered_;
    at->checks_credentials = checks_credentials;
}

CFDNS_TESTING_DECL void fake_cloudflare::remove(cfdns::detail::operation_descriptor const& info) {
    auto const at =
        std::find_if(routes_.begin(), routes_.end(), [&](auto const& one) { return one.info == &info; });
    if (at == routes_.end()) return;
    bool const own = static_cast<std::size_t>(at - routes_.begin()) >= operations.size();
    if (own)
        routes_.erase(at);
    else
        *at = {.info = at->info, .name = at->name};
}

CFDNS_TESTING_DECL cfdns::detail::routed_operation fake_cloudflare::find_operation(
    http_request const& request, request_options const& options) const {
    cfdns::detail::routed_operation const* best = nullptr;
    for (cfdns::detail::routed_operation const& one : routes_) {
        if (!cfdns::detail::match_route(*one.info, request, options.base_path, nullptr)) continue;
        bool const better =
            !best || cfdns::detail::is_more_literal(one.info->route->path, best->info->route->path);
        bool const worse =
            best && cfdns::detail::is_more_literal(best->info->route->path, one.info->route->path);
        if (better || (!worse && one.order > best->order)) best = &one;
    }
    return best ? *best : cfdns::detail::routed_operation{};
}

// ---- handling of requests ----

CFDNS_TESTING_DECL std::string fake_cloudflare::make_id() {
    std::string id;
    ++ids_;
    cfdns::detail::append_hex(id, cfdns::detail::mix(ids_));
    cfdns::detail::append_hex(id, cfdns::detail::mix(~ids_));
    return id;
}

CFDNS_TESTING_DECL timestamp fake_cloudflare::make_timestamp() const {
    return cfdns::detail::make_timestamp(now);
}

CFDNS_TESTING_DECL zone_options fake_cloudflare::zone(std::string_view id) const {
    auto const at = options_by_zone.find(id);
    zone_options out = at == options_by_zone.end() ? default_options : at->second;
    if (out.type == zone_type::any) out.type = zones.type_of(id);
    return out;
}

CFDNS_TESTING_DECL http_response fake_cloudflare::not_found(std::string_view what) const {
    if (quirks.absent_is_not_found)
        return testing::write_failure(404, 1000, "There is no such " + std::string{what});
    return testing::write_failure(400, 1001, "There is no such " + std::string{what});
}

// Bodies as https://developers.cloudflare.com/fundamentals/api/troubleshooting/ and public reports show
// them.
CFDNS_TESTING_DECL std::optional<http_response> fake_cloudflare::refuse_credentials(
    http_request const& request) const {
    if (auto const bearer = find_header(request.headers, "Authorization")) {
        if (!bearer->starts_with("Bearer ") || !cfdns::detail::is_token_text(bearer->substr(7)))
            return cfdns::detail::refuse_header(6111, "Invalid format for Authorization header");
        if (!token.empty() && bearer->substr(7) != token.expose())
            return testing::write_failure(403, 10000, "Authentication error");
        return std::nullopt;
    }
    auto const address = find_header(request.headers, "X-Auth-Email");
    auto const secret = find_header(request.headers, "X-Auth-Key");
    if (address && secret) {
        if (address->empty())
            return cfdns::detail::refuse_header(6102, "Invalid format for X-Auth-Email header");
        if (secret->empty())
            return cfdns::detail::refuse_header(6103, "Invalid format for X-Auth-Key header");
        if ((!email.empty() && *address != email) || (!key.empty() && *secret != key.expose()))
            return testing::write_failure(403, 9103, "Unknown X-Auth-Key or X-Auth-Email");
        return std::nullopt;
    }
    if (auto const service = find_header(request.headers, "X-Auth-User-Service-Key")) {
        if (service_key.empty() || *service == service_key.expose()) return std::nullopt;
        return testing::write_failure(403, 10000, "Authentication error");
    }
    return testing::write_failure(400, 9106, "Missing X-Auth-Key, X-Auth-Email or Authorization headers");
}

// Counts the request, and adds the header fields that every response then has to `shown`.
CFDNS_TESTING_DECL std::optional<http_response> fake_cloudflare::refuse_rate(http_response& shown) {
    if (!rate) return std::nullopt;
    if (blocked_until_ && now >= *blocked_until_) blocked_until_.reset();
    if (!window_ends_ || now >= *window_ends_) {
        window_ends_ = now + rate->window;
        in_window_ = 0;
    }
    bool const over = blocked_until_ || in_window_ >= rate->quota;
    if (over && !blocked_until_) blocked_until_ = now + rate->window;
    if (!over) ++in_window_;
    auto const left =
        std::chrono::ceil<std::chrono::seconds>((blocked_until_ ? *blocked_until_ : *window_ends_) - now);
    std::string const seconds = std::to_string(left.count());
    std::string const remaining = std::to_string(over ? 0 : rate->quota - in_window_);
    shown.headers.push_back({"Ratelimit", "\"default\";r=" + remaining + ";t=" + seconds});
    shown.headers.push_back({"Ratelimit-Policy", "\"default\";q=" + std::to_string(rate->quota) +
                                                     ";w=" + std::to_string(rate->window.count())});
    if (!over) return std::nullopt;
    // The next window starts when the block ends.
    window_ends_ = blocked_until_;
    std::string const rule =
        std::to_string(rate->quota) + " requests per " + std::to_string(rate->window.count()) + " seconds";
    http_response out = testing::write_failure(
        429, 10100,
        "More than " + rule + " reached. Please wait and consider throttling your request speed");
    out.headers.push_back({"Retry-After", seconds});
    return out;
}

CFDNS_TESTING_DECL fault fake_cloudflare::take_fault() {
    if (!next_faults.empty()) {
        fault met = std::move(next_faults.front());
        next_faults.pop_front();
        return met;
    }
    if (chance.faults.empty()) return {};
    std::uint64_t const bits = cfdns::detail::mix(cfdns::detail::mix(chance.seed) + handled_);
    double const random = static_cast<double>(bits >> 11) * 0x1p-53;
    if (!(random < chance.probability)) return {};
    return chance.faults
        .begin()[static_cast<std::ptrdiff_t>(cfdns::detail::mix(bits) % chance.faults.size())];
}

CFDNS_TESTING_DECL std::optional<http_response> fake_cloudflare::refuse_content(
    cfdns::detail::operation_descriptor const& info, http_request const& request) const {
    if (!cfdns::detail::has_body(request.method)) return std::nullopt;
    if (info.route->body == body_kind::form) {
        if (cfdns::detail::split_form(request)) return std::nullopt;
        return testing::write_failure(400, 1004, std::string{cfdns::detail::unreadable_form});
    }
    bool const empty = cfdns::detail::trim(request.body).empty();
    if (empty && quirks.parameterless_posts_want_content)
        return testing::write_failure(400, 6007, "Malformed JSON in request body");
    auto const content = find_header(request.headers, "Content-Type");
    std::string_view const type = content ? cfdns::detail::trim(content->substr(0, content->find(';'))) : "";
    bool const json = cfdns::detail::iequals(type, "application/json");
    bool const may_lack_type = !content && cfdns::detail::open_params{info}.type.field_count == 0;
    if (!empty && !json && !may_lack_type)
        return testing::write_failure(400, 9207, "Content-type must be application/json.");
    return std::nullopt;
}

CFDNS_TESTING_DECL http_response fake_cloudflare::carry_out(cfdns::detail::routed_operation const& found,
                                                            http_request const& request,
                                                            request_options const& options) {
    if (!found.checks_credentials)
        if (auto refused = refuse_credentials(request)) return *std::move(refused);
    if (!found.info) return cfdns::detail::refuse_route();
    if (!found.serve)
        return testing::write_failure(501, 1000,
                                      "No service is mounted for the operation " + std::string{found.name} +
                                          ": register a handler with fake_cloudflare::on<Op>");
    if (forbidden_ > 0) {
        --forbidden_;
        return testing::write_failure(403, 10000, "Authentication error");
    }
    if (auto refused = refuse_content(*found.info, request)) return *std::move(refused);
    http_response out = found.serve(*this, request, options, found.handler.get());
    if (out.status == 200 && cfdns::detail::creates(*found.info->route))
        forbidden_ = quirks.forbidden_after_create;
    return out;
}

CFDNS_TESTING_DECL http_response fake_cloudflare::handle(http_request const& request,
                                                         request_options const& options) {
    run_pending();
    ++handled_;
    fault const met = take_fault();
    cfdns::detail::routed_operation const found = find_operation(request, options);
    request_record entry = cfdns::detail::redacted(request, found.info);
    entry.fault = met.kind;
    entry.delay = met.delay;

    http_response shown;  // the header fields that every response has
    http_response response;
    bool const faulty = met.kind == fault_kind::status || met.kind == fault_kind::html_page;
    if (met.kind != fault_kind::lost_request) {
        if (auto refused = refuse_rate(shown))
            response = *std::move(refused);
        else if (!faulty || met.carried_out)
            response = carry_out(found, request, options);
    }
    if (met.kind == fault_kind::status) response = testing::write_failure(met.status, met.code, met.text);
    if (met.kind == fault_kind::html_page) {
        std::string const title =
            "api.cloudflare.com | " + std::to_string(met.status) + ": an injected fault";
        response = {met.status,
                    {{"Content-Type", "text/html; charset=UTF-8"}},
                    "<!DOCTYPE html>\n<html><head><title>" + title + "</title></head><body>" + title +
                        "</body></html>\n"};
    }
    if (faulty && met.retry_after.count() > 0)
        response.headers.push_back({"Retry-After", std::to_string(met.retry_after.count())});
    if (met.kind == fault_kind::truncated) response.body.resize(response.body.size() / 2);
    if (met.kind == fault_kind::lost_response || met.kind == fault_kind::lost_request) {
        response = {};
    } else {
        std::string ray;
        cfdns::detail::append_hex(ray, cfdns::detail::mix(handled_));
        response.headers.push_back({"CF-Ray", ray + "-TST"});
        for (http_header& header : shown.headers) response.headers.push_back(std::move(header));
    }
    entry.status = response.status;
    log.push_back(std::move(entry));
    return response;
}

CFDNS_TESTING_DECL result<http_response> fake_cloudflare::operator()(http_request const& request) {
    namespace codes = boost::system::errc;
    http_response response = handle(request);
    if (response.status != 0) return response;
    if (log.back().fault == fault_kind::lost_request)
        return error{codes::make_error_code(codes::connection_refused), delivery::not_sent,
                     "injected fault"};
    return error{codes::make_error_code(codes::connection_reset), delivery::unknown, "injected fault"};
}

// ---- time ----

CFDNS_TESTING_DECL void fake_cloudflare::advance(std::chrono::microseconds time) {
    run_pending();
    now += time;
    run_pending();
}

CFDNS_TESTING_DECL void fake_cloudflare::run_pending() {
    for_each_service([this](auto& service) {
        if constexpr (requires { service.run_pending(*this); }) service.run_pending(*this);
    });
}

}  // namespace cfdns::inline v0_2::testing

#endif
