// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_FUZZ_READING_HPP
#define CFDNS_TESTS_FUZZ_READING_HPP

#include "reference.hpp"

#include <map>
#include <type_traits>

// The reader against Boost.JSON (accept or refuse) and against a second, independent reading (values,
// mismatches), with types of every shape that it knows.
namespace fuzz {

struct leaf {
    std::string id{};
    std::optional<std::int8_t> i8{};
    std::optional<std::uint16_t> u16{};
    std::optional<std::int32_t> i32{};
    std::optional<std::int64_t> i64{};
    std::optional<std::uint32_t> u32{};
    std::optional<std::uint64_t> u64{};
    std::optional<double> real{};
    std::optional<bool> flag{};
    std::optional<std::chrono::seconds> wait{};
    std::optional<cfdns::secret_string> secret{};
    std::optional<cfdns::timestamp> at{};
    std::optional<even_text> even{};
    cfdns::extra_members extra{};
    CFDNS_FIELDS(id, i8, u16, i32, i64, u32, u64, real, flag, wait, secret, at, even, extra)
};

struct tree {
    std::optional<std::string> name{};
    std::vector<tree> kids{};
    std::optional<std::vector<tree>> more{};
    cfdns::extra_members extra{};
    CFDNS_FIELDS(name, kids, more, extra)
};

struct nest {
    std::optional<leaf> one{};
    leaf must{};
    std::optional<std::vector<leaf>> list{};
    std::optional<std::vector<std::vector<std::int32_t>>> grid{};
    std::optional<std::vector<std::optional<std::string>>> maybe{};
    std::optional<std::vector<std::optional<leaf>>> maybe_leaf{};
    std::optional<std::optional<std::string>> twice{};
    std::optional<std::vector<cfdns::secret_string>> secrets{};
    std::optional<std::vector<std::string>> texts{};
    cfdns::nullable<std::string> may_be_null{};
    cfdns::nullable<std::vector<leaf>> null_list{};
    std::optional<tree> root{};
    std::optional<std::vector<cfdns::api_message>> notes{};
    cfdns::extra_members extra{};
    CFDNS_FIELDS(one, must, list, grid, maybe, maybe_leaf, twice, secrets, texts, may_be_null, null_list,
                 root, notes, extra)
};

struct maps {
    std::map<std::string, double> totals{};  // required
    std::optional<std::map<std::string, std::map<std::string, std::uint16_t>>> grid{};
    std::optional<std::map<std::string, leaf>> leaves{};
    std::optional<std::map<std::string, std::optional<std::string>>> maybe{};
    std::optional<std::map<std::string, cfdns::nullable<even_text>>> evens{};
    std::optional<std::map<std::string, std::vector<even_text>>> lists{};
    std::optional<std::vector<std::map<std::string, bool>>> rows{};
    std::optional<std::vector<std::optional<std::map<std::string, even_text>>>> maybe_rows{};
    std::optional<std::map<std::string, maps>> more{};
    std::optional<std::map<std::string, std::vector<cfdns::api_message>>> notes{};
    cfdns::nullable<even_text> even{};
    cfdns::extra_members extra{};
    CFDNS_FIELDS(totals, grid, leaves, maybe, evens, lists, rows, maybe_rows, more, notes, even, extra)
};

struct outer {  // nothing required
    std::optional<nest> inner{};
    std::optional<std::vector<nest>> list{};
    std::optional<std::string> text{};
    std::optional<double> delete_{};
    CFDNS_FIELDS(inner, list, text, delete_)
};

struct notes {  // lists that put up with anything, at the root
    std::vector<cfdns::api_message> errors{};
    std::vector<cfdns::api_message> messages{};
    std::optional<bool> success{};
    std::optional<cfdns::page_info> result_info{};
    CFDNS_FIELDS(errors, messages, success, result_info)
};

// JSON text, most of it along a type.
class text_generator {
public:
    text_generator(source& in, std::string& out) : in_(in), out_(out) {}

    void value_of(cfdns::detail::schema const& type, int depth) {
        using cfdns::detail::kind;
        unsigned const strange = in_.below(24);
        if (strange == 0 || depth > 40) {
            out_ += "null";
            return;
        }
        if (strange == 1) return any(depth);
        if (in_.one_in(16)) out_ += " \n\t\r"[in_.below(4)];
        switch (type.what) {
            case kind::optional:
            case kind::nullable: return value_of(*type.element, depth);
            case kind::array:
                // Seldom more than is kept of a list of messages.
                return list(in_.one_in(200) ? 300 : in_.below(4),
                            [&] { value_of(*type.element, depth + 1); });
            case kind::object: return object(type, depth);
            case kind::map: return map(type, depth);
            case kind::boolean: out_ += in_.one_in(2) ? "false" : "true"; return;
            case kind::string:
            case kind::secret:
            case kind::timestamp:
            case kind::custom: return string();
            default: return number();
        }
    }

private:
    template <class Each>
    void list(unsigned count, Each&& each) {
        out_ += '[';
        for (unsigned i = 0; i != count; ++i) {
            if (i != 0) out_ += ',';
            each();
        }
        out_ += ']';
    }

    void object(cfdns::detail::schema const& type, int depth) {
        bool first = true;
        auto const member = [&](std::size_t index) {
            if (!first) out_ += ',';
            first = false;
            if (index >= type.field_count) {
                out_ += in_.one_in(2) ? "\"new\":" : R"("x\ny":)";
                return any(depth + 1);
            }
            std::string_view name = type.fields[index].name;
            out_ += '"';
            if (in_.one_in(20)) {
                static constexpr char digits[] = "0123456789abcdef";
                out_ += "\\u00";
                out_ += digits[name.front() >> 4];
                out_ += digits[name.front() & 15];
                name.remove_prefix(1);
            }
            out_.append(name).append("\":");
            value_of(*type.fields[index].type, depth + 1);
        };
        out_ += '{';
        if (in_.one_in(4)) {
            unsigned const count = in_.below(6);
            for (unsigned i = 0; i != count; ++i)
                member(in_.below(static_cast<unsigned>(type.field_count) + 2));
        } else {
            for (std::size_t i = 0; i != type.field_count; ++i) {
                if (in_.one_in(type.fields[i].required ? 30 : 3)) continue;
                member(i);
                if (in_.one_in(16)) member(i);
                if (in_.one_in(16)) member(type.field_count);
            }
        }
        out_ += '}';
    }

    // Names repeat often.
    void map(cfdns::detail::schema const& type, int depth) {
        out_ += '{';
        for (unsigned i = 0, count = in_.below(5); i != count; ++i) {
            if (i != 0) out_ += ',';
            string();
            out_ += ':';
            value_of(*type.element, depth + 1);
        }
        out_ += '}';
    }

    void any(int depth) {
        switch (in_.below(10)) {
            case 0: out_ += "null"; return;
            case 1: out_ += "true"; return;
            case 2: return number();
            case 3: return string();
            case 4: return list(in_.below(4), [&] { depth > 40 ? number() : any(depth + 1); });
            case 5: {
                unsigned const count = in_.below(4);
                out_ += '{';
                for (unsigned i = 0; i != count; ++i) {
                    if (i != 0) out_ += ',';
                    string();
                    out_ += ':';
                    depth > 40 ? number() : any(depth + 1);
                }
                out_ += '}';
                return;
            }
            case 6: {
                unsigned const count = 1 + in_.below(36);
                out_.append(count, '[').append(count, ']');
                return;
            }
            case 7: {
                unsigned const count = in_.below(36);
                for (unsigned i = 0; i != count; ++i) out_ += R"({"kids":[{"more":)";
                out_ += '0';
                for (unsigned i = 0; i != count; ++i) out_ += "}]}";
                return;
            }
            case 8: out_ += "{}"; return;
            default: out_ += "[]"; return;
        }
    }

    void string() {
        static constexpr char const* texts[] = {R"("")",
                                                R"("a")",
                                                R"("n/a")",
                                                R"("\u0041\n")",
                                                R"("\ud83d\ude00")",
                                                "\"\xc3\xa9\"",
                                                R"("2020-01-01T00:00:00Z")",
                                                R"("id")",
                                                R"("\\\"\/")",
                                                R"("\u0000x")"};
        unsigned const chosen = in_.below(12);
        if (chosen < 10) {
            out_ += texts[chosen];
            return;
        }
        unsigned const size = in_.get() * (chosen == 11 ? 40 : 1);
        out_ += '"';
        for (unsigned i = 0; i != size; ++i) out_ += i % 17 == 3 ? "\\n" : "x";
        out_ += '"';
    }

    void number() {
        static constexpr char const* numbers[] = {"0",
                                                  "-0",
                                                  "1",
                                                  "-1",
                                                  "2147483647",
                                                  "2147483648",
                                                  "-2147483648",
                                                  "-2147483649",
                                                  "4294967295",
                                                  "4294967296",
                                                  "9223372036854775807",
                                                  "9223372036854775808",
                                                  "-9223372036854775808",
                                                  "-9223372036854775809",
                                                  "18446744073709551615",
                                                  "18446744073709551616",
                                                  "184467440737095516150e-1",
                                                  "1.0",
                                                  "-0.0",
                                                  "0.5",
                                                  "1e3",
                                                  "2019102400.0",
                                                  "2.0191024e9",
                                                  "1E+2",
                                                  "1e-2",
                                                  "100e-2",
                                                  "1e400",
                                                  "1e-400",
                                                  "0e999999",
                                                  "7e2147483648",
                                                  "0e-99999999999",
                                                  "1.7976931348623157e308",
                                                  "12345678901234567890123",
                                                  "0.0000000000000000000001e22",
                                                  "99999999999999999999e-10",
                                                  "5e-324",
                                                  "1e19",
                                                  "1e20",
                                                  "4.294967295e9",
                                                  "4.2949672955e9"};
        unsigned const chosen = in_.below(44);
        if (chosen < std::size(numbers)) {
            out_ += numbers[chosen];
            return;
        }
        if (in_.one_in(2)) out_ += '-';
        out_ += static_cast<char>('1' + in_.below(9));
        for (unsigned i = in_.below(24); i != 0; --i) out_ += static_cast<char>('0' + in_.below(4) * 3);
        if (in_.one_in(2)) {
            out_ += '.';
            for (unsigned i = 1 + in_.below(24); i != 0; --i) out_ += in_.one_in(3) ? '7' : '0';
        }
        if (in_.one_in(2)) {
            out_ += in_.one_in(2) ? "e" : "E+";
            out_ += std::to_string(in_.below(30));
        }
    }

    source& in_;
    std::string& out_;
};

// Of extra members with equal names the last one counts; the reference keeps only that.
inline void drop_repeated(cfdns::detail::schema const& type, void* value) {
    if (type.what == cfdns::detail::kind::object) {
        for (std::size_t i = 0; i != type.field_count; ++i)
            drop_repeated(*type.fields[i].type, type.fields[i].locate(value));
        if (!type.extra) return;
        cfdns::extra_members once;
        for (cfdns::extra_member const member : *type.extra(value)) once.set(member.name, member.json);
        *type.extra(value) = once;
    } else if (type.map) {
        void* element = const_cast<cfdns::detail::schema*>(type.element);
        type.map->visit(value, element, [](void* inner, std::string_view, void const* at) {
            drop_repeated(*static_cast<cfdns::detail::schema const*>(inner), const_cast<void*>(at));
            return true;
        });
    } else if (type.elements) {
        cfdns::detail::element_range const range = type.elements(value);
        auto* element = static_cast<unsigned char*>(const_cast<void*>(range.first));
        for (std::size_t i = 0; i != range.count; ++i, element += range.stride)
            drop_repeated(*type.element, element);
    }
}

template <class T>
std::string written(T const& value) {
    cfdns::detail::text_buffer out;
    auto const refused = cfdns::detail::append_value(out, cfdns::detail::schema_of<T>, &value);
    MUST(!refused, refused->parameter);
    return out.str();
}

template <class T>
void check_reading(std::string const& json) {
    cfdns::detail::schema const& type = cfdns::detail::schema_of<T>;
    T got{};
    std::vector<cfdns::mismatch> mismatches;
    cfdns::detail::read_summary const summary = cfdns::detail::read_json(type, &got, json, mismatches);
    boost::system::error_code code;
    parse(json, code);
    MUST(code.failed() == summary.code.failed(), json);
    if (code != boost::json::error::too_deep)
        MUST(cfdns::detail::is_json<cfdns::detail::reader>(json) == !code.failed(), json);
    if (code.failed()) return;

    T wanted{};
    reference expected;
    if (!expected.fill(type, &wanted, tree_reader{json}.value(), true)) wanted = T{};
    drop_repeated(type, &got);
    auto const kept = take_kept_members(type, &got);
    auto const kept_wanted = take_kept_members(type, &wanted);
    MUST(kept == kept_wanted, json);
    std::string const text = written(got);
    MUST(text == written(wanted), json + "\ngot    " + text + "\nwanted " + written(wanted));
    MUST(mismatches.size() == std::min(expected.mismatches, cfdns::detail::max_mismatches), json);
    if (expected.object && (expected.mismatches == 0 || std::is_same_v<T, outer>)) {
        MUST(summary.object && summary.seen == expected.seen && summary.null == expected.null, json);
        MUST(summary.emptied == expected.emptied, json);
    }
    // What was written reads as the same.
    T again{};
    std::vector<cfdns::mismatch> second;
    boost::system::error_code const reread = cfdns::detail::read_json(type, &again, text, second).code;
    if (reread == boost::json::error::too_deep)
        return;  // an entry that stood without its list is written with it
    MUST(!reread.failed(), text);
    if (second.empty()) MUST(written(again) == text, text);
}

template <class T>
void run_type(bool raw, bool flip, source& in) {
    std::string json;
    if (raw) {
        json = in.rest();
    } else {
        text_generator{in, json}.value_of(cfdns::detail::schema_of<T>, 0);
        if (flip && !json.empty())
            for (int i = 0; i != 2; ++i)
                json[(in.get() * 256 + in.get()) % json.size()] = static_cast<char>(in.get());
    }
    check_reading<T>(json);
}

inline void run_reading(std::string_view input) {
    source in{input};
    unsigned const how = in.get();
    bool const raw = (how & 128) != 0, flip = (how & 64) != 0;
    switch (how % 12) {
        case 0: return run_type<nest>(raw, flip, in);
        case 1: return run_type<outer>(raw, flip, in);
        case 2: return run_type<tree>(raw, flip, in);
        case 3: return run_type<leaf>(raw, flip, in);
        case 4: return run_type<std::vector<nest>>(raw, flip, in);
        case 5: return run_type<std::vector<zt::peers::peer>>(raw, flip, in);
        case 6: return run_type<notes>(raw, flip, in);
        case 7: return run_type<maps>(raw, flip, in);
        case 8: return run_type<std::vector<maps>>(raw, flip, in);
        case 9: return run_type<std::map<std::string, maps>>(raw, flip, in);
        case 10:
            return run_type<std::map<std::string, std::vector<std::map<std::string, std::int8_t>>>>(
                raw, flip, in);
        default: return run_type<std::vector<std::vector<std::optional<double>>>>(raw, flip, in);
    }
}

inline std::vector<std::string> reading_seeds() {
    std::string every;
    for (int i = 0; i != 256; ++i) every += static_cast<char>(i);
    std::vector<std::string> out;
    for (char const how : {'\0', '\1', '\2', '\3', '\4', '\5', '\6', '\7', '\x8', '\x9', '\xa', '\xb'}) {
        out.push_back(how + every);
        out.push_back(how + std::string(200, '\x07'));
        out.push_back(static_cast<char>(how + 64) + std::string{every.rbegin(), every.rend()});
        out.push_back(
            static_cast<char>(how - 128) +
            std::string{
                R"({"id":"i","must":{"id":"x","i32":-1},"kids":[],"name":"n","errors":[{"code":1}],"text":"\u00e9"})"});
    }
    return out;
}

inline constexpr target reading_target{"reading", &run_reading, &reading_seeds};

}  // namespace fuzz

#endif
