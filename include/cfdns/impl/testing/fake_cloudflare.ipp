// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TESTING_FAKE_CLOUDFLARE_IPP
#define CFDNS_IMPL_TESTING_FAKE_CLOUDFLARE_IPP

#include <cfdns/testing/fake_cloudflare.hpp>

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

// Undocumented members to be stored, less those that the stored configuration has itself.
inline extra_members storable(extra_members const& sent_along, schema const& stored) {
    extra_members out;
    for (extra_member const member : sent_along)
        if (find_field(stored.fields, stored.field_count, member.name) < 0) out.set(member.name, member.json);
    return out;
}

}  // namespace detail

inline std::string fake_cloudflare::next_id() {
    // The digits of 32 that a counter fills, spread by an odd factor so that ids do not look alike.
    static constexpr char digits[] = "0123456789abcdef";
    std::string id;
    std::uint64_t value = ++ids_ * 0x9e37'79b9'7f4a'7c15u;
    for (int i = 0; i != 32; ++i) {
        if (i == 16) value = ids_ * 0xc2b2'ae3d'27d4'eb4fu;
        id += digits[value >> 60];
        value <<= 4;
    }
    return id;
}

// Bodies as https://developers.cloudflare.com/fundamentals/api/troubleshooting/ and public reports show them.
inline std::optional<http_response> fake_cloudflare::refuse_credentials(http_request const& request) const {
    if (auto const bearer = find_header(request.headers, "Authorization")) {
        if (!bearer->starts_with("Bearer ") || bearer->size() == 7)
            return detail::refuse(400, 6003, "Invalid request headers");
        if (!token.empty() && bearer->substr(7) != token.expose())
            return detail::refuse(403, 10000, "Authentication error");
        return std::nullopt;
    }
    bool const key = find_header(request.headers, "X-Auth-Email") && find_header(request.headers, "X-Auth-Key");
    if (key || find_header(request.headers, "X-Auth-User-Service-Key")) return std::nullopt;
    return detail::refuse(400, 9106, "Missing X-Auth-Key, X-Auth-Email or Authorization headers");
}

template <operation Op>
std::optional<http_response> fake_cloudflare::serve(http_request const& request, endpoint const& where) {
    auto params = read_request<Op>(request, where);
    if (!params) return std::nullopt;
    if (params->has_error()) {
        std::string const name{params->error().parameter()};
        if (name.empty()) return detail::refuse(400, 6007, "Malformed JSON in request body");
        return detail::refuse(400, 9207, "Request body is invalid.", "/" + name);
    }
    return answer(params->value());
}

inline http_response fake_cloudflare::handle(http_request const& request, endpoint const& where) {
    namespace zt = zone_transfers;
    if (auto refused = refuse_credentials(request)) return *std::move(refused);
    if (auto got = serve<zt::incoming::create>(request, where)) return *std::move(got);
    if (auto got = serve<zt::incoming::update>(request, where)) return *std::move(got);
    if (auto got = serve<zt::incoming::get>(request, where)) return *std::move(got);
    if (auto got = serve<zt::incoming::delete_>(request, where)) return *std::move(got);
    return detail::refuse(400, 7003, "No route for the URI");
}

inline http_response fake_cloudflare::answer(zone_transfers::incoming::create const& op) {
    auto [at, made] = incoming.try_emplace(op.zone_id.get());
    if (!made) return detail::refuse(409, 1000, "The zone has a secondary zone configuration");
    zone_transfers::incoming::configuration& stored = at->second;
    stored.id = next_id();
    stored.auto_refresh_seconds = op.auto_refresh_seconds.get();
    stored.name = op.name.get();
    stored.peers = op.peers.get();
    stored.created_time = stored.modified_time = detail::make_timestamp(now);
    stored.extra = detail::storable(op.extra, detail::schema_of<zone_transfers::incoming::configuration>);
    return write_reply(stored);
}

inline http_response fake_cloudflare::answer(zone_transfers::incoming::update const& op) {
    auto const at = incoming.find(op.zone_id.get());
    if (at == incoming.end()) return detail::refuse(404, 1000, "The zone has no secondary zone configuration");
    zone_transfers::incoming::configuration& stored = at->second;
    stored.auto_refresh_seconds = op.auto_refresh_seconds.get();
    stored.name = op.name.get();
    stored.peers = op.peers.get();
    stored.modified_time = detail::make_timestamp(now);
    stored.extra = detail::storable(op.extra, detail::schema_of<zone_transfers::incoming::configuration>);
    return write_reply(stored);
}

inline http_response fake_cloudflare::answer(zone_transfers::incoming::get const& op) {
    auto const at = incoming.find(op.zone_id.get());
    if (at == incoming.end()) return detail::refuse(404, 1000, "The zone has no secondary zone configuration");
    return write_reply(at->second);
}

inline http_response fake_cloudflare::answer(zone_transfers::incoming::delete_ const& op) {
    auto const at = incoming.find(op.zone_id.get());
    if (at == incoming.end()) return detail::refuse(404, 1000, "The zone has no secondary zone configuration");
    http_response out = write_reply(deleted{at->second.id});
    incoming.erase(at);
    return out;
}

}  // namespace cfdns::inline v1::testing

#endif
