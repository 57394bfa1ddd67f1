// SPDX-License-Identifier: BSL-1.0
#include "samples.hpp"

#include "peers.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <new>

namespace {

using namespace bench;

std::size_t allocations = 0;

// The floor under every reader that stands on Boost.JSON's parser.
struct empty_handler {
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
    using code = boost::system::error_code;
    using text = std::string_view;
    bool on_document_begin(code&) { return true; }
    bool on_document_end(code&) { return true; }
    bool on_object_begin(code&) { return true; }
    bool on_object_end(std::size_t, code&) { return true; }
    bool on_array_begin(code&) { return true; }
    bool on_array_end(std::size_t, code&) { return true; }
    bool on_key_part(text, std::size_t, code&) { return true; }
    bool on_key(text, std::size_t, code&) { return true; }
    bool on_string_part(text, std::size_t, code&) { return true; }
    bool on_string(text, std::size_t, code&) { return true; }
    bool on_number_part(text, code&) { return true; }
    bool on_int64(std::int64_t, text, code&) { return true; }
    bool on_uint64(std::uint64_t, text, code&) { return true; }
    bool on_double(double, text, code&) { return true; }
    bool on_bool(bool, code&) { return true; }
    bool on_null(code&) { return true; }
    bool on_comment_part(text, code&) { return true; }
    bool on_comment(text, code&) { return true; }
};

// Work in a loop, with the allocations of one round.
template <class Work>
void measure(benchmark::State& state, std::size_t bytes, Work work) {
    work();
    std::size_t const before = allocations;
    work();
    state.counters["allocs"] = static_cast<double>(allocations - before);
    for (auto _ : state) work();
    if (bytes != 0) state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
}

template <class Op>
void by_cfdns(benchmark::State& state, std::string const& text) {
    cfdns::response_view const reply{200, text, {}};
    measure(state, text.size(), [&] {
        auto got = cfdns::parse_response<Op>(reply);
        if (!got.has_value()) std::abort();
        benchmark::DoNotOptimize(got);
    });
}

template <class Peer, class Op>
void by_peer(benchmark::State& state, std::string const& text) {
    measure(state, text.size(), [&] {
        auto got = Peer::template parse<typename Op::response_type>(text);
        benchmark::DoNotOptimize(got);
    });
}

void by_empty_handler(benchmark::State& state, std::string const& text) {
    measure(state, text.size(), [&] {
        boost::json::basic_parser<empty_handler> parser{boost::json::parse_options{}};
        boost::system::error_code failed;
        parser.write_some(false, text.data(), text.size(), failed);
        if (failed) std::abort();
        benchmark::DoNotOptimize(parser);
    });
}

template <class Op>
void copy_of_result(benchmark::State& state, std::string const& text) {
    auto const made = cfdns::parse_response<Op>({200, text, {}}).value();
    measure(state, text.size(), [&] {
        auto copy = made;
        benchmark::DoNotOptimize(copy);
    });
}

// The name of each benchmark is "work/who".
template <class Op>
void readers(std::string const& work, std::string const& text) {
    auto const add = [&](char const* who, void (*run)(benchmark::State&, std::string const&)) {
        benchmark::RegisterBenchmark((work + "/" + who).c_str(), [run, &text](benchmark::State& state) { run(state, text); })
            ->Unit(text.size() > 100'000 ? benchmark::kMillisecond : benchmark::kNanosecond);
    };
    add("cfdns", &by_cfdns<Op>);
    add("simdjson On-Demand", &by_peer<simdjson_on_demand, Op>);
#if defined(CFDNS_BENCH_YYJSON)
    add("yyjson", &by_peer<yyjson_dom, Op>);
#endif
    add("Boost.JSON DOM", &by_peer<boost_dom, Op>);
    add("RapidJSON DOM", &by_peer<rapidjson_dom, Op>);
    add("nlohmann", &by_peer<nlohmann_dom, Op>);
    add("~ empty handler", &by_empty_handler);
    add("~ copy of the result", &copy_of_result<Op>);
}

void writers() {
    static zt::incoming::create const op = example();
    auto const add = [](char const* who, std::string (*run)(zt::incoming::create const&)) {
        benchmark::RegisterBenchmark((std::string{"C body/"} + who).c_str(), [run](benchmark::State& state) {
            measure(state, 0, [&] {
                auto made = run(op);
                benchmark::DoNotOptimize(made);
            });
        });
    };
    add("cfdns", [](zt::incoming::create const& params) {
        cfdns::detail::text_buffer out;
        cfdns::detail::unwritable problem;
        cfdns::detail::append_object(out, cfdns::detail::schema_of<zt::incoming::create>, &params,
                                     cfdns::detail::info_of<zt::incoming::create>.path_fields, problem);
        return out.str();
    });
    add("Boost.JSON", &body_by_boost);
    add("RapidJSON", &body_by_rapidjson);
    add("nlohmann", &body_by_nlohmann);

    static cfdns::endpoint const where;
    static cfdns::credentials const who = cfdns::api_token{cfdns::secret_string{"0123456789012345678901234567890123456789"}};
    benchmark::RegisterBenchmark("C descriptor/cfdns", [](benchmark::State& state) {
        measure(state, 0, [&] {
            auto made = cfdns::make_request(op, where);
            if (cfdns::authorize(*made, who).has_error()) std::abort();
            benchmark::DoNotOptimize(made);
        });
    });
    benchmark::RegisterBenchmark("C descriptor/Boost.JSON and strings", [](benchmark::State& state) {
        measure(state, 0, [&] {
            cfdns::http_request made;
            made.method = cfdns::http_method::post;
            made.target = "/client/v4/zones/" + op.zone_id.get() + "/secondary_dns/incoming";
            made.headers.push_back({"Accept", "application/json"});
            made.headers.push_back({"User-Agent", where.user_agent});
            made.headers.push_back({"Content-Type", "application/json"});
            made.headers.push_back({"Authorization", "Bearer 0123456789012345678901234567890123456789"});
            made.body = body_by_boost(op);
            benchmark::DoNotOptimize(made);
        });
    });
    benchmark::RegisterBenchmark("D call in memory/cfdns", [](benchmark::State& state) {
        auto const transport = [](cfdns::http_request const&) -> cfdns::result<cfdns::http_response> {
            return cfdns::http_response{200, {{"Content-Type", "application/json"}, {"cf-ray", "1-A"}}, reply_a()};
        };
        measure(state, 0, [&] {
            auto made = cfdns::call(transport, who, op, where);
            if (!made.has_value()) std::abort();
            benchmark::DoNotOptimize(made);
        });
    });
}

void by_cfdns_error(benchmark::State& state) {
    cfdns::response_view const reply{400, reply_error(), {}};
    measure(state, reply_error().size(), [&] {
        auto got = cfdns::parse_response<zt::incoming::create>(reply);
        if (got.error().api_errors().size() != 1) std::abort();
        benchmark::DoNotOptimize(got);
    });
}

void by_boost_error(benchmark::State& state) {
    measure(state, reply_error().size(), [&] {
        boost::json::value const root = boost::json::parse(reply_error());
        std::vector<cfdns::api_message> out;
        for (auto const& entry : root.at("errors").as_array()) {
            cfdns::api_message& added = out.emplace_back();
            added.code = entry.at("code").as_int64();
            added.message = entry.at("message").as_string();
            added.documentation_url = std::string{entry.at("documentation_url").as_string()};
            added.source = cfdns::api_message_source{std::string{entry.at("source").at("pointer").as_string()}};
        }
        benchmark::DoNotOptimize(out);
    });
}

}  // namespace

void* operator new(std::size_t size) {
    ++allocations;
    if (void* const out = std::malloc(size)) return out;
    std::abort();
}
void operator delete(void* what) noexcept { std::free(what); }
void operator delete(void* what, std::size_t) noexcept { std::free(what); }

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    readers<zt::incoming::get>("A reply", reply_a());
    readers<zt::incoming::get>("Ap pretty", reply_pretty());
    readers<zt::incoming::get>("Ax unknown members", reply_unknown());
    static std::string const peers = make_peers(50'000), records = make_records(100'000);
    readers<zt::peers::list>("B1 50,000 peers", peers);
    readers<list_records>("B2 100,000 records", records);
    writers();
    benchmark::RegisterBenchmark("E error reply/cfdns", &by_cfdns_error);
    benchmark::RegisterBenchmark("E error reply/Boost.JSON DOM", &by_boost_error);
    benchmark::RunSpecifiedBenchmarks();
}
