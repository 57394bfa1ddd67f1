// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_FUZZ_REFERENCE_HPP
#define CFDNS_TESTS_FUZZ_REFERENCE_HPP

#include "support.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

// The documented meaning of reading, a second time: over a tree, and slowly. It shares the tables with the
// reader and nothing else. Only for text that is JSON.
namespace fuzz {

struct node {
    char kind = 0;  // of n t f # " [ {
    std::string text{};
    std::vector<node> items{};
    std::vector<std::string> names{};
    std::vector<bool> escaped{};  // whether a name begins with an escape
    std::string_view spelled{};   // the whole value
};

class tree_reader {
public:
    explicit tree_reader(std::string_view json) : at_(json) {}

    node value() {
        space();
        node out;
        out.kind = at_.front();
        char const* const start = at_.data();
        switch (out.kind) {
            case 'n':
            case 't': at_.remove_prefix(4); break;
            case 'f': at_.remove_prefix(5); break;
            case '"': out.text = string(); break;
            case '[':
            case '{': items(out); break;
            default: {
                out.kind = '#';
                std::size_t const end = std::min(at_.find_first_not_of("0123456789+-.eE"), at_.size());
                out.text = at_.substr(0, end);
                at_.remove_prefix(end);
            }
        }
        out.spelled = {start, static_cast<std::size_t>(at_.data() - start)};
        return out;
    }

private:
    char next() {
        char const c = at_.front();
        at_.remove_prefix(1);
        return c;
    }
    void space() { at_.remove_prefix(std::min(at_.find_first_not_of(" \t\r\n"), at_.size())); }

    void items(node& out) {
        char const close = next() == '[' ? ']' : '}';
        space();
        if (at_.front() == close) {
            next();
            return;
        }
        do {
            space();
            if (close == '}') {
                out.escaped.push_back(at_.size() > 1 && at_[1] == '\\');
                out.names.push_back(string());
                space();
                next();
            }
            out.items.push_back(value());
            space();
        } while (next() != close);
    }

    unsigned hex() {
        unsigned out = 0;
        for (int i = 0; i != 4; ++i) {
            char const c = cfdns::detail::to_lower(next());
            out = out * 16 + static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
        }
        return out;
    }

    static void append(std::string& out, unsigned code) {
        auto const byte = [&out](unsigned value) { out += static_cast<char>(value); };
        if (code < 0x80) return byte(code);
        if (code < 0x800) {
            byte(0xc0 | code >> 6);
        } else {
            if (code < 0x10000) {
                byte(0xe0 | code >> 12);
            } else {
                byte(0xf0 | code >> 18);
                byte(0x80 | (code >> 12 & 63));
            }
            byte(0x80 | (code >> 6 & 63));
        }
        byte(0x80 | (code & 63));
    }

    std::string string() {
        std::string out;
        next();
        for (char c = next(); c != '"'; c = next()) {
            if (c != '\\') {
                out += c;
                continue;
            }
            c = next();
            std::size_t const plain = std::string_view{"bfnrt"}.find(c);
            if (c == 'u') {
                unsigned code = hex();
                if (code >= 0xd800 && code < 0xdc00) {
                    at_.remove_prefix(2);
                    code = 0x10000 + ((code - 0xd800) << 10) + (hex() - 0xdc00);
                }
                append(out, code);
            } else {
                out += plain == std::string_view::npos ? c : "\b\f\n\r\t"[plain];
            }
        }
        return out;
    }

    std::string_view at_;
};

// The decimal digits of a whole number without zeros in front; false if it is not whole or has more than 25
// of them.
inline bool whole_digits(std::string const& text, bool& negative, std::string& digits) {
    std::size_t i = 0;
    negative = text[0] == '-';
    if (negative) ++i;
    double exponent = 0;
    digits.clear();
    for (bool fraction = false; i != text.size() && text[i] != 'e' && text[i] != 'E'; ++i) {
        if (text[i] == '.') {
            fraction = true;
            continue;
        }
        digits += text[i];
        if (fraction) --exponent;
    }
    if (i != text.size()) exponent += std::strtod(text.c_str() + i + 1, nullptr);
    while (!digits.empty() && digits.back() == '0') {
        digits.pop_back();
        ++exponent;
    }
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    if (digits.empty()) {
        digits = "0";
        return true;
    }
    if (exponent < 0 || static_cast<double>(digits.size()) + exponent > 25) return false;
    digits.append(static_cast<std::size_t>(exponent), '0');
    return true;
}

// The values and the mismatches that a text should give.
class reference {
public:
    std::uint64_t seen = 0, null = 0, emptied = 0;  // of the root
    bool object = false;
    std::size_t mismatches = 0;

    // False: it does not fit, and whoever may be empty is to be emptied.
    bool fill(cfdns::detail::schema const& type, void* value, node const& from, bool root = false) {
        using cfdns::detail::kind;
        switch (type.what) {
            case kind::none: return bad();
            case kind::optional:
                if (from.kind != 'n') return fill(*type.element, type.add(value), from);
                type.reset(value);
                return true;
            case kind::nullable:
                if (from.kind != 'n') return fill(*type.element, type.add(value), from);
                type.set_null(value);
                return true;
            case kind::boolean:
                if (from.kind != 't' && from.kind != 'f') return bad();
                *static_cast<bool*>(value) = from.kind == 't';
                return true;
            case kind::int8: return whole<std::int8_t>(from, value);
            case kind::int16: return whole<std::int16_t>(from, value);
            case kind::int32: return whole<std::int32_t>(from, value);
            case kind::int64: return whole<std::int64_t>(from, value);
            case kind::uint8: return whole<std::uint8_t>(from, value);
            case kind::uint16: return whole<std::uint16_t>(from, value);
            case kind::uint32: return whole<std::uint32_t>(from, value);
            case kind::uint64: return whole<std::uint64_t>(from, value);
            case kind::seconds:
                return whole<std::int64_t>(from, [&](auto n) {
                    *static_cast<std::chrono::seconds*>(value) = std::chrono::seconds{n};
                });
            case kind::real: return real(*static_cast<double*>(value), from);
            case kind::string:
                if (from.kind != '"') return bad();
                *static_cast<std::string*>(value) = from.text;
                return true;
            case kind::secret:
                if (from.kind != '"') return bad();
                *static_cast<cfdns::secret_string*>(value) = cfdns::secret_string{from.text};
                return true;
            case kind::timestamp:
                if (from.kind != '"') return bad();
                *static_cast<cfdns::timestamp*>(value) = cfdns::timestamp{from.text};
                return true;
            case kind::custom:
                if (from.kind != '"' || !even_text::accepts(from.text)) return bad();
                *static_cast<even_text*>(value) = even_text{from.text};
                return true;
            case kind::map: return fill_map(type, value, from);
            case kind::array: return fill_array(type, value, from);
            case kind::object: return fill_object(type, value, from, root);
            case kind::variant:
            case kind::file: return bad();  // only in parameters
        }
        return false;
    }

private:
    bool bad() {
        ++mismatches;
        unkept_ = true;
        return false;
    }

    template <class T>
    bool whole(node const& from, void* value) {
        return whole<T>(from, [&](T n) { std::memcpy(value, &n, sizeof n); });
    }

    template <class T, class Store>
    bool whole(node const& from, Store&& store) {
        bool negative = false;
        std::string digits;
        if (from.kind != '#' || !whole_digits(from.text, negative, digits)) return bad();
        using wide = __int128;
        wide number = 0;
        for (char const c : digits) number = number * 10 + (c - '0');
        if (negative) number = -number;
        if (number < wide{(std::numeric_limits<T>::min)()} || number > wide{(std::numeric_limits<T>::max)()})
            return bad();
        store(static_cast<T>(number));
        return true;
    }

    bool real(double& value, node const& from) {
        if (from.kind != '#') return bad();
        double const number = std::strtod(from.text.c_str(), nullptr);
        bool negative = false;
        std::string digits;
        bool const small = number == 0 && !whole_digits(from.text, negative, digits);
        if (std::isinf(number) || small) return bad();
        value = number;
        return true;
    }

    bool fill_array(cfdns::detail::schema const& type, void* value, node const& from) {
        auto const add = [&](node const& item) {
            if (type.lenient_list && ++messages_ > cfdns::detail::max_messages) {
                if (messages_ == cfdns::detail::max_messages + 1) bad();
                return true;
            }
            void* const element = cfdns::detail::append_element(type, value);
            if (fill(*type.element, element, item)) return true;
            if (type.drops_bad_elements)
                type.remove_last(value);
            else if (type.empties_bad_elements)
                type.element->reset(element);
            return type.drops_bad_elements || type.empties_bad_elements;
        };
        if (type.lenient_list && (from.kind == '{' || from.kind == '"')) {
            // A bare entry: the list's only one, which counts against no limit.
            void* const element = cfdns::detail::append_element(type, value);
            if (!fill(*type.element, element, from)) type.element->reset(element);
            return true;
        }
        if (from.kind != '[') return bad();
        for (node const& item : from.items)
            if (!add(item)) return false;
        bool const lost = type.drops_bad_elements && !from.items.empty() && type.elements(value).count == 0;
        if (lost) unkept_ = true;
        return !lost;
    }

    bool fill_map(cfdns::detail::schema const& type, void* value, node const& from) {
        if (from.kind != '{') return bad();
        type.reset(value);
        for (std::size_t i = 0; i != from.items.size(); ++i) {
            cfdns::detail::map_entry const entry = type.map->insert(value, from.names[i]);
            if (!fill(*type.element, entry.value, from.items[i])) type.map->erase(value, from.names[i]);
        }
        bool const lost = !from.items.empty() && type.map->size(value) == 0;
        if (lost) unkept_ = true;
        return !lost;
    }

    bool fill_object(cfdns::detail::schema const& type, void* value, node const& from, bool root) {
        if (from.kind == '"' && type.text_field >= 0) {
            cfdns::detail::field const& f = type.fields[type.text_field];
            return fill(*f.type, f.locate(value), from);
        }
        if (from.kind != '{') return bad();
        std::uint64_t seen_here = 0, null_here = 0, emptied_here = 0;
        for (std::size_t i = 0; i != from.items.size(); ++i) {
            int const found = cfdns::detail::find_field(type, from.names[i]);
            if (found < 0) {
                if (type.extra) type.extra(value)->set(from.names[i], plain(from.items[i]));
                continue;
            }
            cfdns::detail::field const& f = type.fields[found];
            void* const member = f.locate(value);
            std::uint64_t const bit = std::uint64_t{1} << found;
            if (root) messages_ = 0;
            if ((seen_here & bit) != 0) {
                f.type->reset(member);
                if (type.extra) type.extra(value)->erase(f.name);
            }
            bool const unkept_before = std::exchange(unkept_, false);
            seen_here |= bit;
            null_here &= ~bit;
            emptied_here &= ~bit;
            if (from.items[i].kind == 'n') {
                null_here |= bit;
                if (!f.required || f.type->what == cfdns::detail::kind::optional) {
                    if (f.type->what == cfdns::detail::kind::nullable)
                        f.type->set_null(member);
                    else
                        f.type->reset(member);
                    unkept_ = unkept_before;
                    continue;
                }
            }
            bool const fits = fill(*f.type, member, from.items[i]);
            if (!fits && f.required) return false;
            // What did not fit, here or deeper, is kept by the innermost object that is there and can.
            if (unkept_ && type.extra) {
                unkept_ = false;
                if (!cfdns::detail::holds_secret(*f.type))
                    type.extra(value)->set(f.name,
                                           from.escaped[i] ? "null" : without_space(from.items[i].spelled));
            }
            unkept_ = unkept_ || unkept_before;
            if (fits) continue;
            f.type->reset(member);
            emptied_here |= bit;
        }
        if (root) {
            object = true;
            seen = seen_here;
            null = null_here;
            emptied = emptied_here;
        }
        if ((type.required_mask & ~seen_here) != 0) return bad();
        return true;
    }

    static std::string without_space(std::string_view json) {
        std::string out;
        bool quoted = false;
        for (std::size_t i = 0; i != json.size(); ++i) {
            if (json[i] == '"') quoted = !quoted;
            if (!quoted && std::string_view{" \t\r\n"}.find(json[i]) != std::string_view::npos) continue;
            out += json[i];
            if (quoted && json[i] == '\\') out += json[++i];
        }
        return out;
    }

    // As extra_members keep it.
    static std::string plain(node const& from) {
        std::string out;
        switch (from.kind) {
            case 'n': return "null";
            case 't': return "true";
            case 'f': return "false";
            case '#': return from.text;
            case '"': cfdns::detail::append_string(out, from.text); return out;
            default: break;
        }
        out += from.kind;
        for (std::size_t i = 0; i != from.items.size(); ++i) {
            if (i != 0) out += ',';
            if (from.kind == '{') {
                cfdns::detail::append_string(out, from.names[i]);
                out += ':';
            }
            out += plain(from.items[i]);
        }
        return out + (from.kind == '[' ? ']' : '}');
    }

    std::size_t messages_ = 0;
    bool unkept_ = false;
};

}  // namespace fuzz

#endif
