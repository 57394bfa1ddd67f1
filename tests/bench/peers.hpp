// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_BENCH_PEERS_HPP
#define CFDNS_BENCH_PEERS_HPP

#include "samples.hpp"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <simdjson.h>
#include <boost/json.hpp>
#include <nlohmann/json.hpp>
#if __has_include(<yyjson.h>)
#include <yyjson.h>
#define CFDNS_BENCH_YYJSON 1
#endif

#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// The same work with other JSON libraries: the same result types, validated JSON, checked types, a missing
/// required member is an error. Each peer gives `parse<T>(text)`, which throws, over the field lists that
/// the structs have anyway.
namespace bench {

using cfdns::detail::is_optional;
using cfdns::detail::is_vector;

[[noreturn]] inline void fail(char const* why) { throw std::runtime_error(why); }

// Puts a value where it belongs, through what a peer's `Value` offers.
template <class Peer, class T>
void extract(typename Peer::value_type value, T& out);

template <class Peer, class T>
struct member_reader {
    typename Peer::object_type& object;
    T& out;

    template <auto Member>
    void field(std::string_view name) {
        using type = std::remove_cvref_t<decltype(out.*Member)>;
        if constexpr (!std::is_same_v<type, cfdns::extra_members>) {
            auto found = Peer::find(object, name);
            if (found)
                extract<Peer>(*found, out.*Member);
            else if constexpr (!is_optional<type>)
                fail("a member is missing");
        }
    }
};

template <class Peer, class T>
void extract(typename Peer::value_type value, T& out) {
    if constexpr (is_optional<T>) {
        if (!Peer::is_null(value)) extract<Peer>(value, out.emplace());
    } else if constexpr (is_vector<T>) {
        Peer::each(value,
                   [&](typename Peer::value_type element) { extract<Peer>(element, out.emplace_back()); });
    } else if constexpr (std::is_same_v<T, std::string>) {
        out = Peer::text(value);
    } else if constexpr (std::is_same_v<T, cfdns::timestamp>) {
        out = cfdns::timestamp{Peer::text(value)};
    } else if constexpr (std::is_same_v<T, bool>) {
        out = Peer::boolean(value);
    } else if constexpr (std::is_same_v<T, std::chrono::seconds>) {
        out = std::chrono::seconds{Peer::integer(value)};
    } else if constexpr (std::is_integral_v<T>) {
        out = static_cast<T>(Peer::integer(value));
    } else {
        decltype(auto) object = Peer::object(value);
        member_reader<Peer, T> reader{object, out};
        T::template cfdns_visit_fields<T>(reader);
    }
}

struct boost_dom {
    using value_type = boost::json::value const&;
    using object_type = boost::json::object const;
    static boost::json::value const* find(object_type& o, std::string_view name) {
        return o.if_contains(name);
    }
    static bool is_null(value_type v) { return v.is_null(); }
    static std::string_view text(value_type v) { return v.as_string(); }
    static bool boolean(value_type v) { return v.as_bool(); }
    static std::int64_t integer(value_type v) { return v.to_number<std::int64_t>(); }
    static object_type& object(value_type v) { return v.as_object(); }
    template <class F>
    static void each(value_type v, F f) {
        for (auto const& element : v.as_array()) f(element);
    }
    template <class T>
    static T parse(std::string const& text) {
        unsigned char memory[4096];
        boost::json::monotonic_resource resource{memory};
        boost::json::value const root = boost::json::parse(text, &resource);
        if (!root.at("success").as_bool()) fail("refused");
        T out{};
        extract<boost_dom>(root.at("result"), out);
        return out;
    }
};

struct nlohmann_dom {
    using value_type = nlohmann::json const&;
    using object_type = nlohmann::json const;
    static nlohmann::json const* find(object_type& o, std::string_view name) {
        auto const at = o.find(name);
        return at == o.end() ? nullptr : &*at;
    }
    static bool is_null(value_type v) { return v.is_null(); }
    static std::string const& text(value_type v) { return v.get_ref<std::string const&>(); }
    static bool boolean(value_type v) { return v.get<bool>(); }
    static std::int64_t integer(value_type v) { return v.get<std::int64_t>(); }
    static object_type& object(value_type v) { return v; }
    template <class F>
    static void each(value_type v, F f) {
        for (auto const& element : v) f(element);
    }
    template <class T>
    static T parse(std::string const& text) {
        auto const root = nlohmann::json::parse(text);
        if (!root.at("success").get<bool>()) fail("refused");
        T out{};
        extract<nlohmann_dom>(root.at("result"), out);
        return out;
    }
};

struct rapidjson_dom {
    using value_type = rapidjson::Value const&;
    using object_type = rapidjson::Value const;
    static rapidjson::Value const* find(object_type& o, std::string_view name) {
        auto const at = o.FindMember(rapidjson::Value{rapidjson::StringRef(name.data(), name.size())});
        return at == o.MemberEnd() ? nullptr : &at->value;
    }
    static bool is_null(value_type v) { return v.IsNull(); }
    static std::string_view text(value_type v) {
        if (!v.IsString()) fail("no string");
        return {v.GetString(), v.GetStringLength()};
    }
    static bool boolean(value_type v) {
        if (!v.IsBool()) fail("no boolean");
        return v.GetBool();
    }
    static std::int64_t integer(value_type v) {
        if (!v.IsInt64()) fail("no integer");
        return v.GetInt64();
    }
    static object_type& object(value_type v) {
        if (!v.IsObject()) fail("no object");
        return v;
    }
    template <class F>
    static void each(value_type v, F f) {
        if (!v.IsArray()) fail("no array");
        for (auto const& element : v.GetArray()) f(element);
    }
    template <class T>
    static T parse(std::string const& text) {
        rapidjson::Document root;
        root.Parse<rapidjson::kParseValidateEncodingFlag>(text.data(), text.size());
        if (root.HasParseError()) fail(rapidjson::GetParseError_En(root.GetParseError()));
        if (!boolean(*find(root, "success"))) fail("refused");
        T out{};
        extract<rapidjson_dom>(*find(root, "result"), out);
        return out;
    }
};

// On-Demand goes forwards only, so members are asked for in the order in which they come; that is its best
// case.
struct simdjson_on_demand {
    using value_type = simdjson::ondemand::value;
    using object_type = simdjson::ondemand::object;
    static std::optional<simdjson::ondemand::value> find(object_type& o, std::string_view name) {
        simdjson::ondemand::value out;
        auto const code = o.find_field_unordered(name).get(out);
        if (code == simdjson::NO_SUCH_FIELD) return std::nullopt;
        if (code != simdjson::SUCCESS) fail(simdjson::error_message(code));
        return out;
    }
    static bool is_null(value_type v) { return v.is_null(); }
    static std::string_view text(value_type v) { return v.get_string(); }
    static bool boolean(value_type v) { return v.get_bool(); }
    static std::int64_t integer(value_type v) { return v.get_int64(); }
    static object_type object(value_type v) { return v.get_object(); }
    template <class F>
    static void each(value_type v, F f) {
        for (auto element : v.get_array()) f(element.value());
    }
    template <class T>
    static T parse(std::string const& text) {
        thread_local simdjson::ondemand::parser parser;
        simdjson::padded_string const padded{text};
        auto document = parser.iterate(padded);
        simdjson::ondemand::object root = document.get_object();
        if (!bool{root["success"].get_bool()}) fail("refused");
        T out{};
        extract<simdjson_on_demand>(root["result"].value(), out);
        return out;
    }
};

#if defined(CFDNS_BENCH_YYJSON)
struct yyjson_dom {
    using value_type = yyjson_val*;
    using object_type = yyjson_val;
    static std::optional<yyjson_val*> find(object_type& o, std::string_view name) {
        yyjson_val* const found = yyjson_obj_getn(&o, name.data(), name.size());
        if (found == nullptr) return std::nullopt;
        return found;
    }
    static bool is_null(value_type v) { return yyjson_is_null(v); }
    static std::string_view text(value_type v) {
        if (!yyjson_is_str(v)) fail("no string");
        return {yyjson_get_str(v), yyjson_get_len(v)};
    }
    static bool boolean(value_type v) {
        if (!yyjson_is_bool(v)) fail("no boolean");
        return yyjson_get_bool(v);
    }
    static std::int64_t integer(value_type v) {
        if (!yyjson_is_int(v)) fail("no integer");
        return yyjson_get_sint(v);
    }
    static object_type& object(value_type v) {
        if (!yyjson_is_obj(v)) fail("no object");
        return *v;
    }
    template <class F>
    static void each(value_type v, F f) {
        if (!yyjson_is_arr(v)) fail("no array");
        yyjson_arr_iter iter;
        yyjson_arr_iter_init(v, &iter);
        while (yyjson_val* const element = yyjson_arr_iter_next(&iter)) f(element);
    }
    template <class T>
    static T parse(std::string const& text) {
        struct closer {
            void operator()(yyjson_doc* doc) const { yyjson_doc_free(doc); }
        };
        std::unique_ptr<yyjson_doc, closer> const doc{yyjson_read(text.data(), text.size(), 0)};
        if (!doc) fail("no JSON");
        yyjson_val* const root = yyjson_doc_get_root(doc.get());
        if (!boolean(*find(*root, "success"))) fail("refused");
        T out{};
        extract<yyjson_dom>(*find(*root, "result"), out);
        return out;
    }
};
#endif

// ---- the body of the example request ----

inline std::string body_by_boost(zt::incoming::create const& op) {
    boost::json::array peers;
    for (auto const& peer : op.peers.get()) peers.emplace_back(peer);
    boost::json::object body;
    body.reserve(3);
    body["auto_refresh_seconds"] = op.auto_refresh_seconds.get().count();
    body["name"] = op.name.get();
    body["peers"] = std::move(peers);
    return boost::json::serialize(body);
}

inline std::string body_by_nlohmann(zt::incoming::create const& op) {
    nlohmann::json const body{{"auto_refresh_seconds", op.auto_refresh_seconds.get().count()},
                              {"name", op.name.get()},
                              {"peers", op.peers.get()}};
    return body.dump();
}

inline std::string body_by_rapidjson(zt::incoming::create const& op) {
    rapidjson::StringBuffer out;
    rapidjson::Writer<rapidjson::StringBuffer, rapidjson::UTF8<>, rapidjson::UTF8<>, rapidjson::CrtAllocator,
                      rapidjson::kWriteValidateEncodingFlag>
        writer{out};
    writer.StartObject();
    writer.Key("auto_refresh_seconds");
    writer.Int64(op.auto_refresh_seconds.get().count());
    writer.Key("name");
    writer.String(op.name.get().data(), static_cast<rapidjson::SizeType>(op.name.get().size()));
    writer.Key("peers");
    writer.StartArray();
    for (auto const& peer : op.peers.get())
        writer.String(peer.data(), static_cast<rapidjson::SizeType>(peer.size()));
    writer.EndArray();
    writer.EndObject();
    return {out.GetString(), out.GetSize()};
}

}  // namespace bench

#endif
