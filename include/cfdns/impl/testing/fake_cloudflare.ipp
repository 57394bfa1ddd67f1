// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TESTING_FAKE_CLOUDFLARE_IPP
#define CFDNS_IMPL_TESTING_FAKE_CLOUDFLARE_IPP

#include <cfdns/serial.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <algorithm>
#include <compare>
#include <limits>
#include <utility>

namespace cfdns::inline v1::testing {

namespace detail {

inline http_response refuse(int status, std::int64_t code, std::string message, std::string pointer = {}) {
    api_message entry;
    entry.code = code;
    entry.message = std::move(message);
    if (!pointer.empty()) entry.source = api_message_source{std::move(pointer)};
    return write_failure(status, {&entry, 1});
}

// A list is one page. 20 per page is the description's example; no source says whether these lists are paged.
template <class List>
http_response make_list_reply(List const& listed) {
    std::uint64_t const count = listed.size();
    std::uint64_t const per_page = std::max<std::uint64_t>(count, 20);
    return write_reply(listed, page_info{1, per_page, count, count, std::min<std::uint64_t>(count, 1)});
}

inline http_response refuse_header(std::int64_t code, std::string message) {
    api_message entry;
    entry.code = 6003;
    entry.message = "Invalid request headers";
    entry.error_chain.push_back({});
    entry.error_chain.back().code = code;
    entry.error_chain.back().message = std::move(message);
    return write_failure(400, {&entry, 1});
}

inline void append_digits(std::string& out, std::int64_t value, std::size_t width) {
    std::string const digits = std::to_string(value);
    out.append(digits.size() < width ? width - digits.size() : 0, '0').append(digits);
}

// RFC 3339 in UTC with microseconds.
inline timestamp make_timestamp(std::chrono::sys_time<std::chrono::microseconds> at) {
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

// Well mixed bits of a number (splitmix64).
inline std::uint64_t mix(std::uint64_t value) noexcept {
    value += 0x9e37'79b9'7f4a'7c15u;
    value = (value ^ value >> 30) * 0xbf58'476d'1ce4'e5b9u;
    value = (value ^ value >> 27) * 0x94d0'49bb'1331'11ebu;
    return value ^ value >> 31;
}

inline void append_hex(std::string& out, std::uint64_t value) {
    static constexpr char digits[] = "0123456789abcdef";
    for (int shift = 60; shift >= 0; shift -= 4) out += digits[value >> shift & 15];
}

// What an operation's body says, put into the stored thing: members of the same name, and in `extra` what neither of them
// declares.
inline void store_body(operation_info const& info, void const* params, schema const& type, void* stored, bool replace) {
    // Only what the operation declares: the rest is the service's own.
    partial_type body{type};
    body.type.extra = nullptr;
    for (std::size_t i = 0; i != type.field_count; ++i) {
        int const sent = find_field(*info.params, type.fields[i].name);
        if (sent < 0 || (info.path_fields >> sent & 1) != 0) continue;
        field f = type.fields[i];
        f.required = false;
        body.add(f);
        if (replace && f.type->reset) f.type->reset(f.locate(stored));
    }
    text_buffer json;
    unwritable never;  // it was read from JSON
    std::vector<surprise> surprises;
    append_object(json, *info.params, params, info.path_fields, never);
    static_cast<void>(read_json(body.type, stored, json.view(), surprises));
    if (!info.params->extra || !type.extra) return;
    extra_members& kept = *type.extra(stored);
    if (replace) kept.clear();
    for (extra_member const member : *info.params->extra(const_cast<void*>(params)))
        if (find_field(type, member.name) < 0) kept.set(member.name, member.json);
}

// A number of at most three digits, without leading zeros; -1: it is none.
inline int small_number(std::string_view digits) noexcept {
    if (digits.empty() || digits.size() > 3 || (digits.size() > 1 && digits.front() == '0')) return -1;
    int value = 0;
    for (char const c : digits) {
        if (!is_digit(c)) return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

inline bool is_ipv4_address(std::string_view text) noexcept {
    for (int i = 0; i != 4; ++i) {
        std::size_t const dot = i == 3 ? text.size() : text.find('.');
        if (dot == std::string_view::npos) return false;
        int const octet = small_number(text.substr(0, dot));
        if (octet < 0 || octet > 255) return false;
        text.remove_prefix(i == 3 ? dot : dot + 1);
    }
    return true;
}

// In the forms of RFC 4291 2.2, without a zone.
inline bool is_ipv6_address(std::string_view text) noexcept {
    int groups = 0;
    bool gap = text.starts_with("::");
    if (gap) text.remove_prefix(2);
    while (!text.empty()) {
        std::size_t const colon = text.find(':');
        std::string_view const group = text.substr(0, colon);
        bool const last = colon == std::string_view::npos;
        if (last && is_ipv4_address(group)) {
            groups += 2;
            break;
        }
        if (group.empty() || group.size() > 4) return false;
        for (char const c : group)
            if (!is_digit(c) && (to_lower(c) < 'a' || to_lower(c) > 'f')) return false;
        ++groups;
        if (last) break;
        text.remove_prefix(colon + 1);
        if (text.empty()) return false;
        if (text.front() != ':') continue;
        if (gap) return false;
        gap = true;
        text.remove_prefix(1);
    }
    return gap ? groups < 8 : groups == 8;
}

inline bool is_ip_address(std::string_view text) noexcept {
    return is_ipv4_address(text) || is_ipv6_address(text);
}

// Why it is no range of an ACL; empty: it is one. The reference: CIDR notation, at most /24 for IPv4 and /64 for
// IPv6; its example has host bits. A bare address is a range of one.
inline std::string_view problem_of_range(std::string_view range) noexcept {
    std::size_t const slash = range.find('/');
    bool const v4 = is_ipv4_address(range.substr(0, slash));
    int const all = v4 ? 32 : 128;
    int const length = slash == std::string_view::npos ? all : small_number(range.substr(slash + 1));
    if ((!v4 && !is_ipv6_address(range.substr(0, slash))) || length < 0 || length > all)
        return "The range must be an IPv4 or IPv6 range in CIDR notation.";
    return length < (v4 ? 24 : 64) ? "The range must be at most /24 for IPv4 and /64 for IPv6." : "";
}

// Serial of a primary zone.
inline std::uint32_t serial_of(zone_transfers::outgoing::configuration const& config) noexcept {
    return config.soa_serial.value_or(1);
}

// A configuration as replies show it: a primary zone has a SOA record whether a secondary asks or not.
inline http_response make_reply_of(zone_transfers::outgoing::configuration shown) {
    shown.soa_serial = serial_of(shown);
    return write_reply(shown);
}

template <class T>
auto find_id(std::vector<T>& among, std::string_view id) {
    return std::find_if(among.begin(), among.end(), [&](T const& one) { return one.id == id; });
}

// The resource that an operation of acls, peers or tsigs is about, and the id that it names.
template <class Op>
constexpr auto resource_of() {
    using result_type = typename Op::response_type;
    if constexpr (cfdns::detail::is_vector<result_type>) return std::type_identity<typename result_type::value_type>{};
    else if constexpr (!std::is_same_v<result_type, deleted>) return std::type_identity<result_type>{};
    else if constexpr (requires(Op const& op) { op.acl_id; }) return std::type_identity<zone_transfers::acls::acl>{};
    else if constexpr (requires(Op const& op) { op.peer_id; }) return std::type_identity<zone_transfers::peers::peer>{};
    else return std::type_identity<zone_transfers::tsigs::tsig>{};
}

template <class T, class Op>
std::string const& id_of(Op const& op) {
    if constexpr (std::is_same_v<T, zone_transfers::acls::acl>) return op.acl_id.get();
    else if constexpr (std::is_same_v<T, zone_transfers::peers::peer>) return op.peer_id.get();
    else return op.tsig_id.get();
}

}  // namespace detail

// ---- a request's way through ----

inline std::string fake_cloudflare::next_id() {
    std::string id;
    ++ids_;
    detail::append_hex(id, detail::mix(ids_));
    detail::append_hex(id, detail::mix(~ids_));
    return id;
}

// Bodies as https://developers.cloudflare.com/fundamentals/api/troubleshooting/ and public reports show them.
inline std::optional<http_response> fake_cloudflare::refuse_credentials(http_request const& request) const {
    if (auto const bearer = find_header(request.headers, "Authorization")) {
        if (!bearer->starts_with("Bearer ") || bearer->size() == 7)
            return detail::refuse_header(6111, "Invalid format for Authorization header");
        if (!token.empty() && bearer->substr(7) != token.expose())
            return detail::refuse(403, 10000, "Authentication error");
        return std::nullopt;
    }
    auto const user = find_header(request.headers, "X-Auth-Email");
    auto const secret = find_header(request.headers, "X-Auth-Key");
    if (user && secret) {
        if (user->empty()) return detail::refuse_header(6102, "Invalid format for X-Auth-Email header");
        if (secret->empty()) return detail::refuse_header(6103, "Invalid format for X-Auth-Key header");
        if ((!email.empty() && *user != email) || (!key.empty() && *secret != key.expose()))
            return detail::refuse(403, 9103, "Unknown X-Auth-Key or X-Auth-Email");
        return std::nullopt;
    }
    if (auto const service = find_header(request.headers, "X-Auth-User-Service-Key")) {
        if (service_key.empty() || *service == service_key.expose()) return std::nullopt;
        return detail::refuse(403, 10000, "Authentication error");
    }
    return detail::refuse(400, 9106, "Missing X-Auth-Key, X-Auth-Email or Authorization headers");
}

// Counts the request. `shown` gets the header fields that every reply has then.
inline std::optional<http_response> fake_cloudflare::refuse_rate(http_response& shown) {
    if (!rate) return std::nullopt;
    if (blocked_until_ && now >= *blocked_until_) blocked_until_.reset();
    if (!window_ends_ || now >= *window_ends_) {
        window_ends_ = now + rate->window;
        in_window_ = 0;
    }
    bool const over = blocked_until_ || in_window_ >= rate->quota;
    if (over && !blocked_until_) blocked_until_ = now + rate->window;
    if (!over) ++in_window_;
    auto const left = std::chrono::ceil<std::chrono::seconds>((blocked_until_ ? *blocked_until_ : *window_ends_) - now);
    std::string const seconds = std::to_string(left.count());
    std::string const remaining = std::to_string(over ? 0 : rate->quota - in_window_);
    shown.headers.push_back({"Ratelimit", "\"default\";r=" + remaining + ";t=" + seconds});
    shown.headers.push_back({"Ratelimit-Policy", "\"default\";q=" + std::to_string(rate->quota) +
                                                     ";w=" + std::to_string(rate->window.count())});
    if (!over) return std::nullopt;
    // Once the block is over, a window begins anew.
    window_ends_ = blocked_until_;
    std::string const rule =
        std::to_string(rate->quota) + " requests per " + std::to_string(rate->window.count()) + " seconds";
    http_response out = detail::refuse(
        429, 10100, "More than " + rule + " reached. Please wait and consider throttling your request speed");
    out.headers.push_back({"Retry-After", seconds});
    return out;
}

inline fault fake_cloudflare::take_fault() {
    if (!next_faults.empty()) {
        fault met = std::move(next_faults.front());
        next_faults.pop_front();
        return met;
    }
    if (chance.among.empty()) return {};
    std::uint64_t const bits = detail::mix(detail::mix(chance.seed) + handled_);
    double const dice = static_cast<double>(bits >> 11) * 0x1p-53;
    if (!(dice < chance.probability)) return {};
    return chance.among.begin()[static_cast<std::ptrdiff_t>(detail::mix(bits) % chance.among.size())];
}

inline http_response fake_cloudflare::refuse_route() { return detail::refuse(400, 7003, "No route for the URI"); }

inline http_response fake_cloudflare::refuse_params(http_method method, error const& failure) {
    std::string const name{failure.parameter()};
    if (!detail::has_body(method)) return detail::refuse(400, 9207, "Query is invalid: " + name);
    if (name.empty()) return detail::refuse(400, 6007, "Malformed JSON in request body");
    return detail::refuse(400, 9207, "Request body is invalid.", "/" + name);
}

template <class Op>
http_response fake_cloudflare::serve(fake_cloudflare& self, http_request const& request, endpoint const& where) {
    // As read_request, without a result type for each operation: those are slow to compile.
    Op params = detail::make_blank<Op>(std::make_index_sequence<detail::members_of<Op>>{});
    if (!detail::match_route(detail::info_of<Op>, request, where.base_path, &params)) return refuse_route();
    if (auto const refused = detail::read_params(detail::info_of<Op>, request, &params))
        return refuse_params(request.method, *refused);
    return self.answer(params);
}

template <class... Ops>
fake_cloudflare::found_operation fake_cloudflare::find_among(type_list<Ops...>, http_request const& request,
                                                             endpoint const& where) {
    static constexpr found_operation all[] = {{&detail::info_of<Ops>, &fake_cloudflare::serve<Ops>}...};
    for (found_operation const& one : all)
        if (detail::match_route(*one.info, request, where.base_path, nullptr)) return one;
    return {};
}

inline fake_cloudflare::found_operation fake_cloudflare::find_operation(http_request const& request,
                                                                            endpoint const& where) const {
    for (std::size_t i = own_.size(); i != 0; --i)  // the last one counts
        if (detail::match_route(*own_[i - 1].info, request, where.base_path, nullptr))
            return {own_[i - 1].info, nullptr, &own_[i - 1]};
    return find_among(zone_transfers::operation_list{}, request, where);
}

inline http_response fake_cloudflare::carry_out(found_operation const& found, http_request const& request,
                                                    endpoint const& where) {
    if (auto refused = refuse_credentials(request)) return *std::move(refused);
    if (!found.info) {
        if (quirks.secondary_signup_is_refused && request.method == http_method::post &&
            request.target == where.base_path + "/zones" && request.body.find("\"secondary\"") != std::string::npos)
            return detail::refuse(403, 1000, "Secondary zone signup not allowed");
        return refuse_route();
    }
    if (forbidden_ > 0) {
        --forbidden_;
        return detail::refuse(403, 10000, "Authentication error");
    }
    if (detail::has_body(request.method)) {
        bool const nothing = detail::trim(request.body).empty();
        if (nothing && quirks.parameterless_posts_want_content)
            return detail::refuse(400, 6007, "Malformed JSON in request body");
        auto const content = find_header(request.headers, "Content-Type");
        std::string_view const type = content ? detail::trim(content->substr(0, content->find(';'))) : "";
        bool const json = detail::iequals(type, "application/json");
        bool const may_lack_type = !content && detail::open_params{*found.info}.type.required_mask == 0;
        if (!nothing && !json && !may_lack_type) return detail::refuse(400, 9207, "Content-type must be application/json.");
    }
    if (found.own) return std::function{found.own->serve}(request, where);  // a copy: it may call `on`
    return found.serve(*this, request, where);
}

inline http_response fake_cloudflare::handle(http_request const& request, endpoint const& where) {
    do_what_is_due();
    ++handled_;
    fault const met = take_fault();
    found_operation const found = find_operation(request, where);
    request_record entry = detail::redacted(request, found.info);
    entry.met = met.kind;
    entry.delay = met.delay;

    http_response shown;  // the header fields that every reply has
    http_response reply;
    bool const faulty = met.kind == fault_kind::status || met.kind == fault_kind::page;
    if (met.kind != fault_kind::lost_request) {
        if (auto refused = refuse_rate(shown))
            reply = *std::move(refused);
        else if (!faulty || met.carried_out)
            reply = carry_out(found, request, where);
    }
    if (met.kind == fault_kind::status) reply = detail::refuse(met.status, met.code, met.text);
    if (met.kind == fault_kind::page) {
        std::string const title = "api.cloudflare.com | " + std::to_string(met.status) + ": an injected fault";
        reply = {met.status, {{"Content-Type", "text/html; charset=UTF-8"}},
                 "<!DOCTYPE html>\n<html><head><title>" + title + "</title></head><body>" + title + "</body></html>\n"};
    }
    if (faulty && met.retry_after.count() > 0)
        reply.headers.push_back({"Retry-After", std::to_string(met.retry_after.count())});
    if (met.kind == fault_kind::truncated) reply.body.resize(reply.body.size() / 2);
    if (met.kind == fault_kind::lost_reply || met.kind == fault_kind::lost_request) {
        reply = {};
    } else {
        std::string ray;
        detail::append_hex(ray, detail::mix(handled_));
        reply.headers.push_back({"CF-Ray", ray + "-TST"});
        for (http_header& header : shown.headers) reply.headers.push_back(std::move(header));
    }
    entry.status = reply.status;
    log.push_back(std::move(entry));
    return reply;
}

inline result<http_response> fake_cloudflare::operator()(http_request const& request) {
    namespace codes = boost::system::errc;
    http_response reply = handle(request);
    if (reply.status != 0) return reply;
    if (log.back().met == fault_kind::lost_request)
        return error{codes::make_error_code(codes::connection_refused), sent::no, "injected fault"};
    return error{codes::make_error_code(codes::connection_reset), sent::maybe, "injected fault"};
}

// ---- transfers ----

inline void fake_cloudflare::advance(std::chrono::microseconds time) {
    do_what_is_due();
    now += time;
    do_what_is_due();
}

inline void fake_cloudflare::do_what_is_due() {
    // The last time, not after now, that is a multiple of the period after the check before. Nothing: none is due.
    using maybe_time = std::optional<time_point>;
    auto const due = [this](std::optional<timestamp> const& checked, std::chrono::seconds period) -> maybe_time {
        auto const before = checked ? checked->time() : std::nullopt;
        if (!before) return now;
        // Of a period of many years no multiple is due.
        if (period.count() < 1) period = std::chrono::seconds{1};
        if (period > std::chrono::hours{24 * 36'500} || now - *before < period) return std::nullopt;
        return *before + (now - *before) / std::chrono::microseconds{period} * std::chrono::microseconds{period};
    };
    for (auto const& [zone, primary] : primaries) {
        auto const at = incoming.find(zone);
        if (at == incoming.end()) continue;
        auto const period = at->second.auto_refresh_seconds.value_or(std::chrono::seconds{86400});
        if (auto const time = due(at->second.checked_time, period)) pull(zone, *time, false);
    }
    for (auto const& [zone, secondary] : secondaries) {
        auto const at = outgoing.find(zone);
        if (at == outgoing.end() || !at->second.checked_time) continue;
        if (auto const time = due(at->second.checked_time, secondary.refresh)) notify(zone, *time);
    }
}

inline void fake_cloudflare::pull(std::string const& zone, time_point at, bool forced) {
    auto const source = primaries.find(zone);
    auto const config = incoming.find(zone);
    if (source == primaries.end() || config == incoming.end()) return;
    zone_transfers::incoming::configuration& stored = config->second;
    if (stored.peers && stored.peers->empty()) return;  // nobody to ask
    stored.checked_time = detail::make_timestamp(at);
    primary_server const& primary = source->second;
    if (!primary.reachable || !primary.tsig_ok || primary.refuses) return;
    bool const newer = !stored.soa_serial || std::is_lt(compare_serials(*stored.soa_serial, primary.serial));
    if (!newer && !forced) return;
    stored.soa_serial = primary.serial;
    stored.modified_time = stored.checked_time;
}

inline void fake_cloudflare::notify(std::string const& zone, time_point at) {
    auto const target = secondaries.find(zone);
    auto const config = outgoing.find(zone);
    if (target == secondaries.end() || config == outgoing.end() || !facts_of(zone).transfers_enabled) return;
    zone_transfers::outgoing::configuration& stored = config->second;
    secondary_server& secondary = target->second;
    if (!secondary.reachable || (stored.peers && stored.peers->empty())) return;
    stored.checked_time = detail::make_timestamp(at);
    std::uint32_t const serial = detail::serial_of(stored);
    bool const has_it = secondary.serial && !std::is_lt(compare_serials(*secondary.serial, serial));
    if (!secondary.tsig_ok || has_it) return;
    secondary.serial = serial;
    stored.last_transferred_time = stored.checked_time;
}

// ---- what zones refuse ----

inline zone_facts fake_cloudflare::facts_of(std::string const& zone) const {
    auto const at = zones.find(zone);
    return at == zones.end() ? zone_facts{} : at->second;
}

inline http_response fake_cloudflare::refuse_absent(std::string_view what) const {
    if (quirks.absent_is_not_found) return detail::refuse(404, 1000, "There is no such " + std::string{what});
    return detail::refuse(400, 1001, "There is no such " + std::string{what});
}

inline std::optional<http_response> fake_cloudflare::refuse_zone(std::string const& zone, bool pulls,
                                                                     bool may_be_in_result) const {
    zone_facts const facts = facts_of(zone);
    if (!(pulls ? facts.incoming_allowed : facts.outgoing_allowed)) {
        if (pulls) return detail::refuse(403, 1000, "Not authorized to setup incoming zone transfers");
        std::string const text = "Not authorized to setup outgoing zone transfers";
        if (quirks.outgoing_is_denied_in_the_result && may_be_in_result)
            return detail::make_envelope(401, "false", "[]", '"' + text + '"');
        return detail::refuse(403, 1000, text);
    }
    if (facts.type == zone_type::any || pulls == (facts.type == zone_type::secondary)) return std::nullopt;
    if (pulls && quirks.incoming_of_other_zones_vanishes) return std::nullopt;
    return detail::refuse(400, 1000, pulls ? "The zone is not a secondary zone" : "The zone is a secondary zone");
}

inline std::optional<http_response> fake_cloudflare::refuse_peers(std::vector<std::string> const& named) const {
    if (named.size() > 30) return detail::refuse(400, 9207, "At most 30 peers can be linked to a zone.", "/peers");
    if (!references_must_exist) return std::nullopt;
    for (std::size_t i = 0; i != named.size(); ++i) {
        bool const known = std::any_of(peers.begin(), peers.end(), [&](auto const& of_account) {
            return std::any_of(of_account.second.begin(), of_account.second.end(),
                               [&](zone_transfers::peers::peer const& peer) { return peer.id == named[i]; });
        });
        if (!known) return detail::refuse(400, 9207, "There is no such peer.", "/peers/" + std::to_string(i));
    }
    return std::nullopt;
}

// ---- force_axfr and incoming ----

inline http_response fake_cloudflare::answer(zone_transfers::force_axfr::create const& op) {
    if (!incoming.contains(op.zone_id.get())) return refuse_absent("secondary zone configuration");
    pull(op.zone_id.get(), now, true);
    return write_reply(std::string{"OK"});
}

inline http_response fake_cloudflare::answer(zone_transfers::incoming::create const& op) {
    std::string const& zone = op.zone_id.get();
    if (auto refused = refuse_zone(zone, true, true)) return *std::move(refused);
    if (auto refused = refuse_peers(op.peers.get())) return *std::move(refused);
    if (incoming.contains(zone)) return detail::refuse(409, 1000, "The zone has a secondary zone configuration");
    zone_transfers::incoming::configuration made;
    made.id = next_id();
    made.created_time = made.modified_time = detail::make_timestamp(now);
    detail::store_body(detail::info_of<zone_transfers::incoming::create>, &op,
                       detail::schema_of<zone_transfers::incoming::configuration>, &made, true);
    zone_type const type = facts_of(zone).type;
    if (type == zone_type::any || type == zone_type::secondary) incoming[zone] = made;
    forbidden_ = quirks.forbidden_after_create;
    return write_reply(made);
}

inline http_response fake_cloudflare::answer(zone_transfers::incoming::update const& op) {
    if (auto refused = refuse_zone(op.zone_id.get(), true, true)) return *std::move(refused);
    if (auto refused = refuse_peers(op.peers.get())) return *std::move(refused);
    auto const at = incoming.find(op.zone_id.get());
    if (at == incoming.end()) return refuse_absent("secondary zone configuration");
    detail::store_body(detail::info_of<zone_transfers::incoming::update>, &op,
                       detail::schema_of<zone_transfers::incoming::configuration>, &at->second, quirks.put_replaces);
    at->second.modified_time = detail::make_timestamp(now);
    return write_reply(at->second);
}

inline http_response fake_cloudflare::answer(zone_transfers::incoming::get const& op) const {
    auto const at = incoming.find(op.zone_id.get());
    return at == incoming.end() ? refuse_absent("secondary zone configuration") : write_reply(at->second);
}

inline http_response fake_cloudflare::answer(zone_transfers::incoming::delete_ const& op) {
    auto const at = incoming.find(op.zone_id.get());
    if (at == incoming.end()) return refuse_absent("secondary zone configuration");
    http_response out = write_reply(deleted{at->second.id});
    incoming.erase(at);
    return out;
}

// ---- outgoing ----

inline http_response fake_cloudflare::answer(zone_transfers::outgoing::create const& op) {
    std::string const& zone = op.zone_id.get();
    if (auto refused = refuse_zone(zone, false, true)) return *std::move(refused);
    if (auto refused = refuse_peers(op.peers.get())) return *std::move(refused);
    auto const [at, made] = outgoing.try_emplace(zone);
    if (!made) return detail::refuse(409, 1000, "The zone has a primary zone configuration");
    at->second.id = next_id();
    at->second.created_time = detail::make_timestamp(now);
    detail::store_body(detail::info_of<zone_transfers::outgoing::create>, &op,
                       detail::schema_of<zone_transfers::outgoing::configuration>, &at->second, true);
    forbidden_ = quirks.forbidden_after_create;
    return detail::make_reply_of(at->second);
}

inline http_response fake_cloudflare::answer(zone_transfers::outgoing::update const& op) {
    if (auto refused = refuse_zone(op.zone_id.get(), false, false)) return *std::move(refused);
    if (auto refused = refuse_peers(op.peers.get())) return *std::move(refused);
    auto const at = outgoing.find(op.zone_id.get());
    if (at == outgoing.end()) return refuse_absent("primary zone configuration");
    detail::store_body(detail::info_of<zone_transfers::outgoing::update>, &op,
                       detail::schema_of<zone_transfers::outgoing::configuration>, &at->second, quirks.put_replaces);
    return detail::make_reply_of(at->second);
}

inline http_response fake_cloudflare::answer(zone_transfers::outgoing::get const& op) const {
    auto const at = outgoing.find(op.zone_id.get());
    if (at == outgoing.end()) return refuse_absent("primary zone configuration");
    return detail::make_reply_of(at->second);
}

inline http_response fake_cloudflare::answer(zone_transfers::outgoing::delete_ const& op) {
    if (auto refused = refuse_zone(op.zone_id.get(), false, true)) return *std::move(refused);
    auto const at = outgoing.find(op.zone_id.get());
    if (at == outgoing.end()) return refuse_absent("primary zone configuration");
    http_response out = write_reply(deleted{at->second.id});
    outgoing.erase(at);
    if (auto const facts = zones.find(op.zone_id.get()); facts != zones.end()) facts->second.transfers_enabled = false;
    return out;
}

inline http_response fake_cloudflare::answer(zone_transfers::outgoing::enable const& op) {
    if (auto refused = refuse_zone(op.zone_id.get(), false, false)) return *std::move(refused);
    if (!outgoing.contains(op.zone_id.get())) return refuse_absent("primary zone configuration");
    zones[op.zone_id.get()].transfers_enabled = true;
    notify(op.zone_id.get(), now);
    return write_reply(quirks.enabled_text);
}

inline http_response fake_cloudflare::answer(zone_transfers::outgoing::disable const& op) {
    if (auto refused = refuse_zone(op.zone_id.get(), false, false)) return *std::move(refused);
    if (!outgoing.contains(op.zone_id.get())) return refuse_absent("primary zone configuration");
    zones[op.zone_id.get()].transfers_enabled = false;
    return write_reply(quirks.disabled_text);
}

inline http_response fake_cloudflare::answer(zone_transfers::outgoing::force_notify const& op) {
    if (auto refused = refuse_zone(op.zone_id.get(), false, false)) return *std::move(refused);
    if (!outgoing.contains(op.zone_id.get())) return refuse_absent("primary zone configuration");
    notify(op.zone_id.get(), now);
    return write_reply(std::string{"OK"});
}

inline http_response fake_cloudflare::answer(zone_transfers::outgoing::status::get const& op) const {
    if (!outgoing.contains(op.zone_id.get())) return refuse_absent("primary zone configuration");
    return write_reply(facts_of(op.zone_id.get()).transfers_enabled ? quirks.enabled_text : quirks.disabled_text);
}

// ---- acls, peers and tsigs ----

inline bool fake_cloudflare::in_use(std::string const&, zone_transfers::acls::acl const&) const { return false; }

// A zone may be of any account here, and ids are unique.
inline bool fake_cloudflare::in_use(std::string const&, zone_transfers::peers::peer const& one) const {
    auto const names_it = [&](auto const& zone) {
        auto const& named = zone.second.peers;
        return named && std::find(named->begin(), named->end(), one.id) != named->end();
    };
    return std::any_of(incoming.begin(), incoming.end(), names_it) ||
           std::any_of(outgoing.begin(), outgoing.end(), names_it);
}

inline bool fake_cloudflare::in_use(std::string const& account, zone_transfers::tsigs::tsig const& one) const {
    auto const at = peers.find(account);
    if (at == peers.end()) return false;
    return std::any_of(at->second.begin(), at->second.end(), [&](auto const& peer) { return peer.tsig_id == one.id; });
}

template <class T>
auto& fake_cloudflare::store_of() {
    if constexpr (std::is_same_v<T, zone_transfers::acls::acl>) return acls;
    else if constexpr (std::is_same_v<T, zone_transfers::peers::peer>) return peers;
    else return tsigs;
}

// What is refused beyond the types of members.
template <class T>
std::optional<http_response> fake_cloudflare::refuse_resource(std::string const& account, T const& made) const {
    if constexpr (std::is_same_v<T, zone_transfers::acls::acl>) {
        std::string_view const problem = detail::problem_of_range(made.ip_range);
        if (!problem.empty()) return detail::refuse(400, 9207, std::string{problem}, "/ip_range");
        return std::nullopt;
    } else {
        if constexpr (std::is_same_v<T, zone_transfers::peers::peer>) {
            // Empty and 0 are what a peer shows that has neither.
            if (made.ip && !made.ip->empty() && !detail::is_ip_address(*made.ip))
                return detail::refuse(400, 9207, "The address must be an IPv4 or IPv6 address.", "/ip");
            auto const keys = tsigs.find(account);
            bool const known = keys != tsigs.end() &&
                               std::any_of(keys->second.begin(), keys->second.end(),
                                           [&](zone_transfers::tsigs::tsig const& one) { return made.tsig_id == one.id; });
            if (references_must_exist && made.tsig_id && !made.tsig_id->empty() && !known)
                return detail::refuse(400, 9207, "There is no such TSIG.", "/tsig_id");
        }
        if (quirks.names_are_not_unique) return std::nullopt;
        auto const& all = const_cast<fake_cloudflare*>(this)->store_of<T>();
        auto const at = all.find(account);
        bool const taken = at != all.end() && std::any_of(at->second.begin(), at->second.end(), [&](T const& other) {
            return other.name == made.name && other.id != made.id;
        });
        if (taken) return detail::refuse(409, 1000, "The name is taken", "/name");
        return std::nullopt;
    }
}

template <class T>
T fake_cloudflare::shown(T one) const {
    if constexpr (std::is_same_v<T, zone_transfers::peers::peer>) {
        if (quirks.unset_peer_members_are_shown) {
            if (!one.ip) one.ip = "";
            if (!one.port) one.port = 0;
        }
    }
    if constexpr (std::is_same_v<T, zone_transfers::tsigs::tsig>)
        if (!quirks.tsig_secrets_are_shown) one.secret.reset();
    return one;
}

template <class Op>
    requires requires(Op const& op) { op.account_id; }
http_response fake_cloudflare::answer(Op const& op) {
    using resource = typename decltype(detail::resource_of<Op>())::type;
    std::string const& account = op.account_id.get();
    auto& all = store_of<resource>();

    if constexpr (std::is_same_v<typename Op::response_type, std::vector<resource>>) {
        std::vector<resource> listed;
        if (auto const at = all.find(account); at != all.end())
            for (resource const& one : at->second) listed.push_back(shown(one));
        return detail::make_list_reply(listed);
    } else if constexpr (Op::route.method == http_method::post) {
        resource made;
        made.id = next_id();
        detail::store_body(detail::info_of<Op>, &op, detail::schema_of<resource>, &made, true);
        if constexpr (std::is_same_v<resource, zone_transfers::peers::peer>)
            if (quirks.peers_are_created_by_name_only) made = {.id = made.id, .name = made.name, .extra = made.extra};
        if (auto refused = refuse_resource(account, made)) return *std::move(refused);
        all[account].push_back(made);
        forbidden_ = quirks.forbidden_after_create;
        if constexpr (std::is_same_v<resource, zone_transfers::tsigs::tsig>)
            return write_reply(made);
        else
            return write_reply(shown(std::move(made)));
    } else {
        auto const store = all.find(account);
        if (store == all.end()) return refuse_absent("object");
        std::vector<resource>& stored = store->second;
        auto const at = detail::find_id(stored, detail::id_of<resource>(op));
        if (at == stored.end()) return refuse_absent("object");
        if constexpr (Op::route.method == http_method::put) {
            resource made = *at;
            detail::store_body(detail::info_of<Op>, &op, detail::schema_of<resource>, &made, quirks.put_replaces);
            if (auto refused = refuse_resource(account, made)) return *std::move(refused);
            *at = made;
            return write_reply(shown(std::move(made)));
        } else if constexpr (Op::route.method == http_method::delete_) {
            if (in_use(account, *at)) return detail::refuse(409, 1000, "It is in use");
            deleted const gone{at->id};
            stored.erase(at);
            return write_reply(gone);
        } else {
            return write_reply(shown(*at));
        }
    }
}

}  // namespace cfdns::inline v1::testing

#endif
