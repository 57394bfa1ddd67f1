// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_BENCH_SAMPLES_HPP
#define CFDNS_BENCH_SAMPLES_HPP

#include <cfdns/cfdns.hpp>

#include <cstdint>
#include <cstdio>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The work that is measured, the same for all peers.
namespace bench {

namespace zt = cfdns::zone_transfers;

/// Twelve members, as a DNS record of the API has them; two more come that nobody asked for.
struct record {
    std::string id{};
    std::string name{};
    std::string type{};
    std::string content{};
    std::optional<bool> proxiable{};
    std::optional<bool> proxied{};
    std::optional<std::uint32_t> ttl{};
    std::optional<std::string> comment{};
    std::optional<std::vector<std::string>> tags{};
    std::optional<cfdns::timestamp> created_on{};
    std::optional<cfdns::timestamp> modified_on{};
    std::optional<std::uint32_t> priority{};
    CFDNS_FIELDS(id, name, type, content, proxiable, proxied, ttl, comment, tags, created_on, modified_on,
                 priority)
};

struct list_records {
    cfdns::required<std::string> zone_id;
    using response_type = std::vector<record>;
    static constexpr auto route = cfdns::get("/zones/{zone_id}/dns_records");
    CFDNS_FIELDS(zone_id)
};

inline std::string envelope(std::string const& result) {
    return R"({"errors":[],"messages":[],"success":true,"result":)" + result + "}";
}

/// A: the response of the reference page's example, compact.
inline std::string const& response_a() {
    static std::string const text = envelope(
        R"({"id":"269d8f4853475ca241c4e730be286b20","auto_refresh_seconds":86400,)"
        R"("checked_time":"2019-10-24T17:09:42.883908+01:00","created_time":"2019-10-24T17:09:42.883908+01:00",)"
        R"("modified_time":"2019-10-24T17:09:42.883908+01:00","name":"www.example.com.",)"
        R"("peers":["23ff594956f20c2a721606e94745a8aa","00920f38ce07c2e2f4df50b1f61d4194"],"soa_serial":2019102400})");
    return text;
}

/// Ap: the same, pretty-printed.
inline std::string const& response_pretty() {
    static std::string const text = [] {
        std::string out;
        int depth = 0;
        bool quoted = false;
        auto const line = [&] { out.append("\n").append(static_cast<std::size_t>(depth) * 2, ' '); };
        for (char const c : response_a()) {
            if (c == '"') quoted = !quoted;
            if (quoted) {
                out += c;
            } else if (c == '{' || c == '[') {
                out += c;
                ++depth;
                line();
            } else if (c == '}' || c == ']') {
                --depth;
                line();
                out += c;
            } else if (c == ',') {
                out += c;
                line();
            } else {
                out += c;
                if (c == ':') out += ' ';
            }
        }
        return out;
    }();
    return text;
}

/// Ax: with unknown nested members, escapes, text beyond ASCII and nulls.
inline std::string const& response_unknown() {
    static std::string const text =
        R"({"success":true,"errors":[],"messages":[{"code":1000,"message":"zone \"transfer\" scheduled\n"}],)"
        R"("result_info":{"page":1,"per_page":20,"count":1,"total_count":1},)"
        R"("trace":{"colo":"IAD","steps":[1,2.5,-3e4,true,null,{"n":"v"}],"note":"caf\u00e9 \ud83d\ude00"},)"
        R"("result":{"id":"269d8f4853475ca241c4e730be286b20","zone":{"name":"example.com","plan":"enterprise","ids":[1,2,3]},)"
        R"("auto_refresh_seconds":86400,"checked_time":null,"created_time":"2019-10-24T17:09:42.883908+01:00",)"
        R"("modified_time":null,"name":"m\u00fcnchen.example.","peers":["23ff594956f20c2a721606e94745a8aa",)"
        R"("00920f38ce07c2e2f4df50b1f61d4194"],"soa_serial":2019102400,"flags":{"ixfr":true,"notify":false,"retries":3},)"
        "\"comment\":\"Z\xc3\xbcrich \xe6\x9d\xb1\xe4\xba\xac\"}}";
    return text;
}

inline std::string hex_id(std::uint64_t n) {
    char text[33];
    std::snprintf(text, sizeof text, "%016llx%016llx",
                  static_cast<unsigned long long>(n * 0x9e3779b97f4a7c15u),
                  static_cast<unsigned long long>(n * 0xc2b2ae3d27d4eb4fu));
    return text;
}

/// B1: so many peers.
inline std::string make_peers(std::size_t count) {
    std::string out = "[";
    for (std::size_t i = 0; i != count; ++i) {
        if (i != 0) out += ',';
        out += R"({"id":")" + hex_id(i + 1) + R"(","name":"my-peer-)" + std::to_string(i) +
               R"(","ip":"192.0.2.)" + std::to_string(i % 256) + R"(","ixfr_enable":)" +
               (i % 2 == 0 ? "true" : "false") + R"(,"port":53,"tsig_id":")" + hex_id(i + 7) + "\"}";
    }
    return envelope(out + "]");
}

/// B2: so many records, their members in another order than declared.
inline std::string make_records(std::size_t count) {
    std::string out = "[";
    for (std::size_t i = 0; i != count; ++i) {
        if (i != 0) out += ',';
        std::string const n = std::to_string(i);
        char const* const comments[] = {"null", R"("plain comment of a record")",
                                        R"("tab\tand \u00fcmlaut")",
                                        "\"Z\xc3\xbcrich \xe6\x9d\xb1\xe4\xba\xac\""};
        out +=
            R"({"comment":)" + std::string{comments[i % 4]} + R"(,"content":"192.0.2.)" +
            std::to_string(i % 256) + R"(","created_on":"2014-01-01T05:20:00.12345Z","id":")" +
            hex_id(i + 1) +
            R"(","meta":{"auto_added":false,"source":"primary"},"modified_on":"2014-01-01T05:20:00.12345Z","name":"host-)" +
            n +
            R"(.example.com","priority":10,"proxiable":true,"proxied":false,"settings":{},"tags":["owner:dns-team","t)" +
            n + R"("],"ttl":3600,"type":"A"})";
    }
    return envelope(out + "]");
}

/// B3: so many records of common types, as the service returns them.
inline std::string make_zone_records(std::size_t count) {
    struct sample {
        char const *before, *after;  // of the name, which is the only thing that differs
    } const samples[] = {
        {R"("name":"host-)",
         R"(.example.com","type":"A","content":"192.0.2.17","proxiable":true,"proxied":true,"ttl":1,)"
         R"("settings":{"ipv4_only":false,"ipv6_only":false},"meta":{},"comment":"web server",)"
         R"("tags":["owner:dns-team"],"created_on":"2024-05-01T08:15:30.123456Z",)"
         R"("modified_on":"2024-05-02T09:00:00.654321Z","comment_modified_on":"2024-05-02T09:00:00.654321Z",)"
         R"("tags_modified_on":"2024-05-02T09:00:00.654321Z"})"},
        {R"("name":"alias-)",
         R"(.example.com","type":"CNAME","content":"target.example.net","proxiable":true,"proxied":false,)"
         R"("ttl":3600,"settings":{"flatten_cname":false},"meta":{},"comment":null,"tags":[],)"
         R"("created_on":"2024-05-01T08:15:30.123456Z","modified_on":"2024-05-02T09:00:00.654321Z"})"},
        {R"("name":"mail-)",
         R"(.example.com","type":"MX","content":"mx.example.net","priority":10,"proxiable":false,)"
         R"("proxied":false,"ttl":1,"settings":{},"meta":{},"comment":null,"tags":[],)"
         R"("created_on":"2024-05-01T08:15:30.123456Z","modified_on":"2024-05-02T09:00:00.654321Z"})"},
        {R"("name":"_sip._tcp.s)",
         R"(.example.com","type":"SRV","content":"10 5060 sip.example.com","priority":10,"proxiable":false,)"
         R"("proxied":false,"ttl":300,"data":{"port":5060,"priority":10,"target":"sip.example.com",)"
         R"("weight":10},"settings":{},"meta":{},"comment":null,"tags":[],)"
         R"("created_on":"2024-05-01T08:15:30.123456Z","modified_on":"2024-05-02T09:00:00.654321Z"})"},
        {R"("name":"text-)",
         R"(.example.com","type":"TXT","content":"\"v=spf1 include:_spf.example.net ~all\"",)"
         R"("proxiable":false,"proxied":false,"ttl":1,"settings":{},"meta":{},"comment":null,"tags":[],)"
         R"("created_on":"2024-05-01T08:15:30.123456Z","modified_on":"2024-05-02T09:00:00.654321Z"})"}};
    std::string out = "[";
    for (std::size_t i = 0; i != count; ++i) {
        sample const& one = samples[i % std::size(samples)];
        if (i != 0) out += ',';
        out += R"({"id":")" + hex_id(i + 1) + "\"," + one.before + std::to_string(i) + one.after;
    }
    return envelope(out + "]");
}

/// E: an error response.
inline std::string const& response_error() {
    static std::string const text =
        R"({"success":false,"errors":[{"code":1004,"message":"Validation failed","documentation_url":)"
        R"("https://developers.cloudflare.com/api","source":{"pointer":"/auto_refresh_seconds"}}],"messages":[],"result":null})";
    return text;
}

inline zt::incoming::create example() {
    return {.zone_id = "269d8f4853475ca241c4e730be286b20",
            .auto_refresh_seconds = std::chrono::hours{24},
            .name = "www.example.com.",
            .peers = {"23ff594956f20c2a721606e94745a8aa", "00920f38ce07c2e2f4df50b1f61d4194"}};
}

}  // namespace bench

#endif
