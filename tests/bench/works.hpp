// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_BENCH_WORKS_HPP
#define CFDNS_BENCH_WORKS_HPP

#include "empty_handler.hpp"
#include "peers.hpp"
#include "samples.hpp"
#if defined(CFDNS_BENCH_GLAZE)
#include "glaze_peer.hpp"
#endif

#include <cstddef>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What is measured: each work as each of the peers does it.
namespace bench {

/// One round of a work. A name that starts with a tilde is a limit, not a peer.
struct contender {
    std::string work, who;
    std::size_t bytes;  ///< Size of the text that is read; 0 if there is none.
    std::function<void()> run;
};

/// Keeps a result from being optimised away.
template <class T>
void keep(T const& value) {
    asm volatile("" : : "g"(&value) : "memory");
}

template <class Op>
void read_by_cfdns(std::string const& text) {
    auto const got = cfdns::parse_response<Op>({200, {}, text}, {.max_bytes = text.size()});
    if (!got.has_value()) std::abort();
    keep(got);
}

#if defined(CFDNS_BENCH_GLAZE)
template <class T>
struct glaze_twin;
template <>
struct glaze_twin<zt::incoming::configuration> {
    using type = glaze_peer::configuration;
};
template <>
struct glaze_twin<std::vector<zt::peers::peer>> {
    using type = std::vector<glaze_peer::peer>;
};
template <>
struct glaze_twin<std::vector<record>> {
    using type = std::vector<glaze_peer::record>;
};
template <>
struct glaze_twin<std::vector<cfdns::records::record>> {
    using type = std::vector<glaze_peer::dns_record>;
};
#endif

/// All who read a response of that operation. *Lifetime:* `text` must outlive them.
template <class Op>
void add_readers(std::vector<contender>& to, std::string const& work, std::string const& text) {
    using result = typename Op::response_type;
    auto const add = [&](char const* who, std::function<void()> run) {
        to.push_back({work, who, text.size(), std::move(run)});
    };
    add("cfdns", [&text] { read_by_cfdns<Op>(text); });
    add("simdjson On-Demand", [&text] { keep(simdjson_on_demand::parse<result>(text)); });
#if defined(CFDNS_BENCH_GLAZE)
    add("glaze", [&text] { keep(glaze_peer::parse<typename glaze_twin<result>::type>(text)); });
#endif
#if defined(CFDNS_BENCH_YYJSON)
    add("yyjson", [&text] { keep(yyjson_dom::parse<result>(text)); });
#endif
    add("Boost.JSON DOM", [&text] { keep(boost_dom::parse<result>(text)); });
    add("RapidJSON DOM", [&text] { keep(rapidjson_dom::parse<result>(text)); });
    add("nlohmann", [&text] { keep(nlohmann_dom::parse<result>(text)); });
    add("~ empty handler", [&text] { parse_into_nothing(text); });
    auto const made = cfdns::parse_response<Op>({200, {}, text}).value();
    add("~ copy of the result", [made] {
        auto const copy = made;
        keep(copy);
    });
}

inline std::string body_by_cfdns(zt::incoming::create const& op) {
    cfdns::detail::text_buffer out;
    static_cast<void>(
        cfdns::detail::append_object(out, cfdns::detail::schema_of<zt::incoming::create>, &op,
                                     cfdns::detail::descriptor_of<zt::incoming::create>.path_fields));
    return out.str();
}

/// What a program would write that has Boost.JSON and strings.
inline cfdns::http_request request_by_hand(zt::incoming::create const& op) {
    cfdns::http_request made;
    made.method = cfdns::http_method::post;
    made.target = "/client/v4/zones/" + op.zone_id.get() + "/secondary_dns/incoming";
    made.headers.push_back({"Accept", "application/json"});
    made.headers.push_back({"User-Agent", "cfdns/" CFDNS_VERSION});
    made.headers.push_back({"Content-Type", "application/json"});
    made.headers.push_back({"Authorization", "Bearer 0123456789012345678901234567890123456789"});
    made.body = body_by_boost(op);
    return made;
}

/// A transport that answers at once, with a copy of a prepared response.
inline cfdns::result<cfdns::http_response> answer_from_memory(cfdns::http_request const&) {
    static cfdns::http_response const prepared{
        200, {{"Content-Type", "application/json"}, {"cf-ray", "1-A"}}, response_a()};
    return prepared;
}

inline std::vector<cfdns::api_message> errors_by_boost(std::string const& text) {
    boost::json::value const root = boost::json::parse(text);
    std::vector<cfdns::api_message> out;
    for (auto const& entry : root.at("errors").as_array()) {
        cfdns::api_message& added = out.emplace_back();
        added.code = entry.at("code").as_int64();
        added.message = entry.at("message").as_string();
        added.documentation_url = std::string{entry.at("documentation_url").as_string()};
        added.source = cfdns::api_message_source{std::string{entry.at("source").at("pointer").as_string()}};
    }
    return out;
}

inline void add_others(std::vector<contender>& to) {
    static zt::incoming::create const op = example();
    static cfdns::request_options const where;
    static cfdns::credentials const who =
        cfdns::api_token{cfdns::secret_string{"0123456789012345678901234567890123456789"}};
    auto const add = [&](char const* work, char const* name, std::function<void()> run) {
        to.push_back({work, name, 0, std::move(run)});
    };
    add("C body", "cfdns", [] { keep(body_by_cfdns(op)); });
    add("C body", "Boost.JSON", [] { keep(body_by_boost(op)); });
    add("C body", "RapidJSON", [] { keep(body_by_rapidjson(op)); });
    add("C body", "nlohmann", [] { keep(body_by_nlohmann(op)); });
#if defined(CFDNS_BENCH_GLAZE)
    static glaze_peer::create const twin{op.auto_refresh_seconds.get().count(), op.name.get(),
                                         op.peers.get()};
    add("C body", "glaze", [] { keep(glaze_peer::write(twin)); });
#endif
    add("C descriptor", "cfdns", [] {
        auto made = cfdns::make_request(op, where);
        if (cfdns::authorize(*made, who).has_error()) std::abort();
        keep(made);
    });
    add("C descriptor", "Boost.JSON and strings", [] { keep(request_by_hand(op)); });
    add("D call in memory", "cfdns", [] {
        auto const made = cfdns::call(answer_from_memory, who, op, where);
        if (!made.has_value()) std::abort();
        keep(made);
    });
    add("D call in memory", "Boost.JSON and strings", [] {
        auto const received = answer_from_memory(request_by_hand(op));
        if (!received.has_value() || received->status != 200) std::abort();
        keep(boost_dom::parse<zt::incoming::configuration>(received->body));
    });
    add("E error response", "cfdns", [] {
        auto const got = cfdns::parse_response<zt::incoming::create>({400, {}, response_error()});
        if (got.error().api_errors().size() != 1) std::abort();
        keep(got);
    });
    add("E error response", "Boost.JSON DOM", [] { keep(errors_by_boost(response_error())); });
}

/// All works; those with long lists only if asked for. The texts live as long as the program.
inline std::vector<contender> all_works(bool long_lists) {
    std::vector<contender> out;
    add_readers<zt::incoming::get>(out, "A response", response_a());
    add_readers<zt::incoming::get>(out, "Ap pretty", response_pretty());
    add_readers<zt::incoming::get>(out, "Ax unknown members", response_unknown());
    if (long_lists) {
        static std::string const peers = make_peers(50'000), records = make_records(100'000),
                                 zone = make_zone_records(5'000);
        add_readers<zt::peers::list>(out, "B1 50,000 peers", peers);
        add_readers<list_records>(out, "B2 100,000 records", records);
        add_readers<cfdns::records::list>(out, "B3 5,000 DNS records", zone);
    }
    add_others(out);
    return out;
}

}  // namespace bench

#endif
