// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_FUZZ_SUPPORT_HPP
#define CFDNS_TESTS_FUZZ_SUPPORT_HPP

#include "../support/even_text.hpp"
#include "../support/kept_members.hpp"

#include "../api/operations.hpp"

#include <cfdns/detail/reader.hpp>
#include <cfdns/detail/writer.hpp>

#include <boost/json.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

// What the fuzz targets share.
namespace fuzz {

// One of the programs in one: what to do with bytes, where to begin, and perhaps how to change bytes.
struct target {
    char const* name;
    void (*run)(std::string_view input);
    std::vector<std::string> (*seeds)();
    // Changes `text` to something else of at most `limit` bytes; null: libFuzzer's own ways.
    void (*mutate)(std::string& text, std::size_t limit, unsigned seed) = nullptr;
};

// Ends the program, which keeps the input, unless the condition holds.
#define MUST(condition, shown)                                               \
    do {                                                                     \
        if (!(condition)) fuzz::fail(#condition, __FILE__, __LINE__, shown); \
    } while (false)

[[noreturn]] inline void fail(char const* condition, char const* file, int line, std::string_view shown) {
    std::fprintf(stderr, "%s:%d: not true: %s\n%s\n", file, line, condition, std::string{shown}.c_str());
    std::abort();
}

// The input as a source of decisions; at its end all decisions are 0.
class source {
public:
    explicit source(std::string_view input) : rest_(input) {}

    unsigned get() {
        if (rest_.empty()) return 0;
        unsigned const byte = static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
        return byte;
    }
    unsigned below(unsigned count) { return get() % count; }
    bool one_in(unsigned count) { return below(count) == 0; }
    std::string_view rest() const { return rest_; }
    // Up to the next byte 1.
    std::string part() {
        std::size_t const end = rest_.find('\x01');
        std::string out{rest_.substr(0, end)};
        rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
        return out;
    }

private:
    std::string_view rest_;
};

// What became of a response, without its type.
struct outcome {
    bool good = false;
    cfdns::error failure{};
    cfdns::response_info info{};
    std::string written{};  // the value as JSON
};

template <class Op>
outcome read(cfdns::response_view const& received) {
    auto got = cfdns::parse_full_response<Op>(received);
    if (got.has_error()) return {false, got.error(), {}, {}};
    outcome out{true, {}, std::move(got.value().info), {}};
    auto const& type = cfdns::detail::schema_of<typename Op::response_type>;
    cfdns::detail::text_buffer text;
    auto const kept = take_kept_members(type, &got.value().value);
    MUST(kept.empty() || !out.info.mismatches.empty(), kept.front());
    auto const refused = cfdns::detail::append_value(text, type, &got.value().value);
    MUST(!refused, refused->parameter);
    out.written = text.view();
    return out;
}

struct operation_case {
    std::string name{};
    std::string example{};  // a result
    bool secret = false;
    bool may_be_absent = false;
    outcome (*read)(cfdns::response_view const& received) = nullptr;
};

inline std::vector<operation_case> const& all_cases() {
    static std::vector<operation_case> const all = [] {
        std::vector<operation_case> out;
        for_each_json_example([&](char const* name, auto const& op, answer const& expected) {
            using operation = std::remove_cvref_t<decltype(op)>;
            out.push_back({name, expected.json, cfdns::detail::descriptor_of<operation>.carries_secret(),
                           expected.may_be_absent, &fuzz::read<operation>});
        });
        return out;
    }();
    return all;
}

// The same text as Boost.JSON reads it, within the library's limits.
inline boost::json::value parse(std::string_view json, boost::system::error_code& code) {
    boost::json::parse_options options;
    options.max_depth = cfdns::detail::max_depth;
    std::string smaller{json};  // the parser's exponents are ints
    cfdns::detail::shorten_exponents(smaller);
    return boost::json::parse(smaller, code, {}, options);
}

}  // namespace fuzz

#endif
