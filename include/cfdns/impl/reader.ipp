// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_READER_IPP
#define CFDNS_IMPL_READER_IPP

#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/assign_text.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/list_growth.hpp>
#include <cfdns/detail/reader.hpp>
#include <cfdns/detail/utf8.hpp>
#include <cfdns/detail/writer.hpp>

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <bit>
#include <charconv>
#include <chrono>
#include <cstring>
#include <functional>
#include <limits>
#include <memory>
#include <system_error>
#include <utility>

namespace cfdns::inline v0_2::detail {

CFDNS_DECL void extra_recorder::key(std::string_view name) {
    separate();
    append_string(to_->text_, name);
    to_->text_ += ':';
    comma_ = false;
}

CFDNS_DECL void extra_recorder::text(std::string_view value) {
    separate();
    append_string(to_->text_, value);
    comma_ = true;
}

CFDNS_DECL void extra_recorder::append(extra_members& to, std::string_view name, std::string_view json) {
    std::size_t const start = to.text_.size();
    to.text_ += name;
    std::size_t const value = to.text_.size();
    bool quoted = false;
    for (std::size_t i = 0; i != json.size(); ++i) {
        char const c = json[i];
        if (quoted && c == '\\' && i + 1 != json.size()) {
            to.text_ += c;
            to.text_ += json[++i];
            continue;
        }
        if (c == '"') quoted = !quoted;
        if (quoted || !is_space(c)) to.text_ += c;
    }
    to.positions_.push_back({start, value, to.text_.size()});
}

CFDNS_DECL void extra_recorder::remove_last(extra_members& to, std::string_view name) {
    for (std::size_t i = to.size(); i != 0; --i) {
        if (to[i - 1].name != name) continue;
        to.positions_.erase(to.positions_.begin() + static_cast<std::ptrdiff_t>(i - 1));
        return;
    }
}

CFDNS_DECL exact_integer parse_exact_integer(std::string_view json) noexcept {
    constexpr std::uint64_t greatest = (std::numeric_limits<std::uint64_t>::max)();
    exact_integer out;
    std::size_t i = 0;
    if (i != json.size() && json[i] == '-') {
        out.negative = true;
        ++i;
    }
    // The digits without leading and trailing zeros, and the exponent of the last of them.
    std::uint64_t digits = 0;
    std::int64_t exponent = 0, zeros = 0;
    bool fraction = false;
    for (; i != json.size() && json[i] != 'e' && json[i] != 'E'; ++i) {
        if (json[i] == '.') {
            fraction = true;
            continue;
        }
        if (fraction) --exponent;
        if (json[i] == '0') {
            if (digits != 0) ++zeros;
            continue;
        }
        for (; zeros != 0; --zeros) {
            if (digits > greatest / 10) return out;
            digits *= 10;
        }
        std::uint64_t const digit = static_cast<std::uint64_t>(json[i] - '0');
        if (digits > (greatest - digit) / 10) return out;
        digits = digits * 10 + digit;
    }
    exponent += zeros;
    if (i != json.size()) {
        ++i;
        bool const down = i != json.size() && json[i] == '-';
        if (i != json.size() && (json[i] == '-' || json[i] == '+')) ++i;
        std::int64_t power = 0;
        for (; i != json.size(); ++i)
            if (power < 100'000'000'000'000'000) power = power * 10 + (json[i] - '0');
        exponent += down ? -power : power;
    }
    if (digits == 0) exponent = 0;
    if (exponent < 0) return out;
    for (; exponent > 0; --exponent) {
        if (digits > greatest / 10) return out;
        digits *= 10;
    }
    out.magnitude = digits;
    out.exact = true;
    return out;
}

// ---- slots and frames ----

CFDNS_DECL std::size_t reader::offset_of(char const* place) const noexcept {
    std::less<> const before;  // `<` would be unspecified for pointers into different arrays
    bool const inside = !before(place, json_.data()) && before(place, json_.data() + json_.size());
    return inside ? static_cast<std::size_t>(place - json_.data()) : no_offset;
}

CFDNS_DECL void reader::next_element() {
    frame& list = *top_;
    schema const& type = *list.type;
    if (type.lenient_list && ++messages_ > max_messages) {
        ++list.count;
        list.target = {&untyped, true, nullptr};  // ignored
        return;
    }
    if (list.count == list.capacity) [[unlikely]]
        grow_list(list);
    ++list.count;
    list.target.type = type.element;
    list.target.may_be_empty = type.empties_bad_elements || type.drops_bad_elements;
    list.target.address = type.add(list.address);
}

CFDNS_DETAIL_OUTLINE CFDNS_DECL void reader::grow_list(frame& list) {
    if (list.count == 0) {
        list.capacity = grown_capacity(0, 0, 0);
        return list.type->reserve(list.address, list.capacity);
    }
    std::size_t const start = offset_of(list.start), last_growth = offset_of(list.last_growth),
                      at = offset_of(position_);
    bool const known = start != no_offset && at != no_offset && at > last_growth && !list.type->lenient_list;
    list.capacity = grown_capacity(list.count, known ? at - start : 0, json_.size() - (known ? at : 0));
    if (known) list.last_growth = position_;
    list.type->reserve(list.address, list.capacity);
}

// `at` is inside the target.
CFDNS_DECL void reader::push(location at) {
    if (depth() == 1) messages_ = 0;
    frame& made = *++top_;
    made.type = at.type;
    made.address = at.address;
    if (at.type->what == kind::array) {
        made.capacity = made.count = made.dropped = 0;
        made.start = made.last_growth = position_;
        if (at.type->elements(at.address).count != 0)
            at.type->reset(at.address);  // discard the default value
    } else {
        made.next = at.type->fields;
        made.next_bit = 1;
        made.seen = made.null = made.kept = 0;
    }
}

CFDNS_DECL void reader::end_untyped() noexcept {
    if (nesting_ != 0) return;
    if (mode_ == mode::recording) recorder_.end();
    mode_ = mode::typed;
}

// ---- mismatches ----

// The size of the longest prefix of at most `size` bytes that ends between characters.
CFDNS_DECL std::size_t utf8_prefix(std::string_view text, std::size_t size) noexcept {
    if (size >= text.size()) return text.size();
    while (size != 0 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) --size;
    return size;
}

// A name of a map in a JSON pointer (RFC 6901), shortened.
CFDNS_DECL void append_reference_token(std::string& out, std::string_view name) {
    constexpr std::size_t shown = 64;
    std::size_t const size = utf8_prefix(name, shown);
    for (char const c : name.substr(0, size)) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
    if (size != name.size()) out += "...";
}

// The JSON pointer to the current value of the frame at `levels`.
CFDNS_DECL std::string reader::pointer(std::size_t levels) const {
    std::string out;
    for (std::size_t i = 1; i <= levels; ++i) {
        frame const& f = frames_[i];
        out += '/';
        if (f.type->what == kind::object)
            out += f.next[-1].name;  // declared names contain neither '/' nor '~'
        else if (f.type->what == kind::map)
            append_reference_token(out, *f.name);
        else
            out += std::to_string(f.count + f.dropped - 1);
    }
    return out;
}

CFDNS_DECL std::string_view expected_name(schema const& type) noexcept {
    switch (type.what) {
        case kind::none: return "no more entries";
        case kind::boolean: return "boolean";
        case kind::int8:
        case kind::int16:
        case kind::int32:
        case kind::int64:
        case kind::uint8:
        case kind::uint16:
        case kind::uint32:
        case kind::uint64:
        case kind::seconds: return "integer";
        case kind::real: return "number";
        case kind::string:
        case kind::secret:
        case kind::timestamp: return "string";
        case kind::custom: return type.scalar->name;
        case kind::optional:
        case kind::nullable: return expected_name(*type.element);
        case kind::array: return "array";
        case kind::object:
        case kind::map:
        case kind::variant: return "object";
        case kind::file: return "file";
    }
    return {};
}

CFDNS_DECL void reader::report_mismatch(slot at, bool opens, text found_kind, text found_text) {
    constexpr std::size_t shown = 40;
    if (at.type->what == kind::none && messages_ != max_messages + 1) {  // already reported
        nesting_ = opens ? 1 : 0;
        if (opens) mode_ = mode::ignoring;
        return;
    }
    std::string found{found_kind};
    bool const secret = holds_secret(*at.type) || (given_ && holds_secret(*given_));
    if (!found_text.empty() && !secret) {
        found += ' ';
        std::size_t const size = utf8_prefix(found_text, shown);
        found += found_text.substr(0, size);
        if (size != found_text.size()) found += "...";
    }
    reject(at, depth() + (opens ? 1 : 0), pointer(depth()), expected_name(*at.type), std::move(found));
}

// Reports a mismatch and empties the slot. `open` is the number of containers that are not closed yet.
CFDNS_DECL void reader::reject(slot at, std::size_t open, std::string&& pointer, text expected,
                               std::string&& found) {
    mismatch what{std::move(pointer), std::string{expected}, std::move(found)};
    empty_slot(at, open);
    // When the list is full, a mismatch that empties a field of the root replaces the last one.
    if (mismatches_->size() < max_mismatches)
        mismatches_->push_back(std::move(what));
    else if (depth() <= 1)
        mismatches_->back() = std::move(what);
}

// Empties the slot or, if it must not be empty, the innermost enclosing value that may be empty or dropped
// from its list. The rest of that value is ignored.
CFDNS_DECL void reader::empty_slot(slot at, std::size_t open) {
    while (!at.may_be_empty && depth() != 0 && !in_map()) at = (--top_)->target;
    if (in_map() && !at.may_be_empty) {
        top_->type->map->erase(top_->address, *top_->name);
        top_->seen &= ~all_values_fit;
    } else if (in_list() && top_->type->drops_bad_elements) {
        top_->type->remove_last(top_->address);
        --top_->count;
        ++top_->dropped;
    } else if (at.type->reset) {
        at.type->reset(at.address);
    }
    if (depth() == 1 && !in_list()) summary_.emptied |= current_bit(*top_);
    nesting_ = open - depth();
    if (nesting_ != 0) mode_ = mode::ignoring;
    keep_raw_text();
}

// Stores the raw text of a mismatched member in the innermost object that has extra members, so that an
// update made from this result does not silently drop it. Text that may contain a secret is not stored.
CFDNS_DECL void reader::keep_raw_text() {
    frame* object = top_;
    while (object != frames_ && !object->type->extra) --object;
    if (object == frames_) return;
    std::uint64_t const bit = current_bit(*object);
    field const& member = object->next[-1];
    if ((object->kept & bit) != 0 || holds_secret(*member.type)) return;
    object->kept |= bit;
    text const json = raw_text_of(object->key);
    extra_recorder::append(*object->type->extra(object->address), member.name, json);
}

// The raw value of the member whose name is at `key`. "null" if the name is not in the text, because it
// begins with an escape. If the text is not valid JSON, the value extends at most to its end.
CFDNS_DECL reader::text reader::raw_text_of(char const* key) const noexcept {
    std::size_t at = offset_of(key);
    if (at == no_offset) return "null";
    text const sent{sent_, json_.size()};
    auto const end_of_string = [sent](std::size_t i) {
        for (; i < sent.size() && sent[i] != '"'; ++i)
            if (sent[i] == '\\') ++i;
        return i + 1;
    };
    at = end_of_string(at);
    while (at < sent.size() && (is_space(sent[at]) || sent[at] == ':')) ++at;
    std::size_t const start = at < sent.size() ? at : sent.size();
    for (std::size_t nested = 0; at < sent.size();) {
        char const c = sent[at];
        if (c == '"') {
            at = end_of_string(at + 1);
        } else if (c == '[' || c == '{') {
            ++nested;
            ++at;
        } else if (nested != 0 && (c == ']' || c == '}')) {
            --nested;
            ++at;
        } else if (nested == 0 && (is_space(c) || c == ',' || c == ']' || c == '}')) {
            break;
        } else {
            ++at;
        }
    }
    return sent.substr(start, at - start);
}

// ---- scalars ----

CFDNS_DECL bool reader::store_integer(location at, exact_integer number) noexcept {
    kind const what = at.type->what;
    if (!number.exact || (!is_integer(what) && what != kind::seconds)) return false;
    integer_bits const made =
        to_integer(what == kind::seconds ? kind::int64 : what, number.negative, number.magnitude);
    if (!made.fit) return false;
    auto const store = [&at, &made](auto word) {
        word = static_cast<decltype(word)>(made.bits);
        std::memcpy(at.address, &word, sizeof word);
    };
    if (what == kind::seconds)
        *static_cast<std::chrono::seconds*>(at.address) =
            std::chrono::seconds{static_cast<std::int64_t>(made.bits)};
    else if (made.size == 8)
        store(std::uint64_t{});
    else if (made.size == 4)
        store(std::uint32_t{});
    else if (made.size == 2)
        store(std::uint16_t{});
    else
        store(std::uint8_t{});
    return true;
}

CFDNS_DECL void reader::on_integer(exact_integer number, text json) {
    if (mode_ != mode::typed) {
        if (mode_ == mode::recording) recorder_.token(json);
        return end_untyped();
    }
    location const at = unwrap(target());
    if (at.type->what == kind::real && number.exact) {
        double const magnitude = static_cast<double>(number.magnitude);
        *static_cast<double*>(at.address) = number.negative ? -magnitude : magnitude;
        return;
    }
    if (!store_integer(at, number)) [[unlikely]]
        report_mismatch(top_->target, false, "number", json);
}

CFDNS_DECL bool reader::on_int64(std::int64_t value, text json, error_code&) {
    std::uint64_t const bits = static_cast<std::uint64_t>(value);
    on_integer({true, json.starts_with('-'), value < 0 ? 0 - bits : bits}, json);  // keeps the sign of -0
    return true;
}

CFDNS_DECL bool reader::on_uint64(std::uint64_t value, text json, error_code&) {
    on_integer({true, false, value}, json);
    return true;
}

CFDNS_DECL bool reader::on_double(double value, text json, error_code&) {
    if (sent_ != json_.data()) json = {sent_ + (json.data() - json_.data()), json.size()};
    // Boost 1.81 rounds some doubles incorrectly by one unit in the last place, so integers are parsed from
    // the text.
    exact_integer const number = parse_exact_integer(json);
    if (mode_ == mode::typed && !number.exact) {
        slot const& entered = target();
        location const at = unwrap(entered);
#if defined(__cpp_lib_to_chars)
        auto const exact = std::from_chars(json.data(), json.data() + json.size(), value);
        bool const in_range = exact.ec == std::errc{};
#else
        // Zero is an integer and does not get here: 0.0 is an underflow.
        bool const in_range = is_finite(value) && value != 0.0;
#endif
        if (at.type->what == kind::real && in_range)
            *static_cast<double*>(at.address) = value;
        else
            report_mismatch(entered, false, "number", json);
        return true;
    }
    on_integer(number, json);
    return true;
}

CFDNS_DECL bool reader::on_bool(bool value, error_code&) {
    text const json = literal_of(value);
    if (mode_ != mode::typed) {
        if (mode_ == mode::recording) recorder_.token(json);
        end_untyped();
        return true;
    }
    slot const& entered = target();
    location const at = unwrap(entered);
    if (at.type->what == kind::boolean)
        *static_cast<bool*>(at.address) = value;
    else
        report_mismatch(entered, false, json);
    return true;
}

CFDNS_DECL bool reader::on_null(error_code&) {
    if (mode_ != mode::typed) {
        if (mode_ == mode::recording) recorder_.token("null");
        end_untyped();
        return true;
    }
    slot const& at = target();
    bool const member = depth() != 0 && !in_list();
    if (member) top_->null |= current_bit(*top_);
    if (at.type->what == kind::nullable)
        at.type->set_null(at.address);
    else if (at.type->what == kind::optional || (at.may_be_empty && member))
        at.type->reset(at.address);
    else
        report_mismatch(at, false, "null");
    return true;
}

// The text may be a secret, so the old storage is wiped when it moves.
CFDNS_DECL void reader::append_part(text part) {
    if (parts_.capacity() - parts_.size() < part.size()) {
        std::string wider;
        wider.reserve(2 * (parts_.size() + part.size()));
        wider += parts_;
        wipe(parts_.data(), parts_.size());
        parts_.swap(wider);
    }
    parts_ += part;
}

CFDNS_DECL bool reader::on_string_part(text part, std::size_t, error_code&) {
    if (parts_.empty()) position_ = part.data();
    append_part(part);
    return true;
}

CFDNS_DECL void reader::store_text(text value) {
    location const at = unwrap(target());
    if (!store_plain_text(at, value)) [[unlikely]]
        store_text_slow(at, value);
}

CFDNS_DETAIL_OUTLINE CFDNS_DECL void reader::store_text_slow(location at, text value) {
    if (at.type->lenient_list) at = {at.type->element, append_element(*at.type, at.address)};
    if (at.type->text_field >= 0) {
        field const& f = at.type->fields[at.type->text_field];
        at = {f.type, f.locate(at.address)};
    }
    if (store_plain_text(at, value)) return;
    if (at.type->what == kind::secret) {
        *static_cast<secret_string*>(at.address) = secret_string{value};
    } else if (at.type->what != kind::custom || !at.type->scalar->assign(at.address, value)) {
        std::string quoted;
        append_string(quoted, value.substr(0, 64));  // mismatch::found is shorter
        report_mismatch(top_->target, false, "string", quoted);
    }
}

CFDNS_DETAIL_OUTLINE CFDNS_DECL bool reader::untyped_text(text value) {
    if (mode_ == mode::recording) recorder_.text(value);
    end_untyped();
    return true;
}

CFDNS_DETAIL_OUTLINE CFDNS_DECL bool reader::end_string(text last) {
    append_part(last);
    if (mode_ == mode::typed)
        store_text(parts_);
    else
        untyped_text(parts_);
    wipe(parts_.data(), parts_.size());  // may have been a secret
    parts_.clear();
    return true;
}

CFDNS_DECL bool reader::on_string(text last, std::size_t size, error_code&) {
    if (size != last.size()) [[unlikely]]
        return end_string(last);
    position_ = last.data();
    if (mode_ != mode::typed) [[unlikely]]
        return untyped_text(last);
    store_text(last);
    return true;
}

// ---- containers ----

CFDNS_DECL bool reader::on_key_part(text part, std::size_t, error_code&) {
    if (parts_.empty()) position_ = part.data();
    parts_ += part;
    return true;
}

CFDNS_DECL bool reader::on_key(text last, std::size_t size, error_code&) {
    if (size != last.size()) [[unlikely]]
        return end_key(last);
    position_ = last.data();
    frame& object = *top_;
    // Members usually arrive in declared order.
    if (mode_ == mode::typed && is_named(*object.next, last)) [[likely]]
        return enter_field(object, *object.next, object.next_bit);
    return enter_by_name(last);
}

CFDNS_DETAIL_OUTLINE CFDNS_DECL bool reader::end_key(text last) {
    parts_ += last;
    enter_by_name(parts_);
    parts_.clear();
    return true;
}

// Of members with the same name, the last one counts.
CFDNS_DETAIL_OUTLINE CFDNS_DECL bool reader::enter_again(frame& object, field const& member,
                                                         std::uint64_t bit) {
    object.seen &= ~bit;
    enter_field(object, member, bit);
    if (object.target.type->reset) object.target.type->reset(object.target.address);
    top_->null &= ~bit;
    if ((top_->kept & bit) != 0) {
        top_->kept &= ~bit;
        extra_recorder::remove_last(*top_->type->extra(top_->address), top_->next[-1].name);
    }
    if (depth() == 1) summary_.emptied &= ~bit;
    return true;
}

CFDNS_DETAIL_OUTLINE CFDNS_DECL bool reader::enter_by_name(text name) {
    if (mode_ != mode::typed) {
        if (mode_ == mode::recording) recorder_.key(name);
        return true;
    }
    frame& object = *top_;
    int const found = find_field(*object.type, name);
    if (found >= 0) return enter_field(object, object.type->fields[found], std::uint64_t{1} << found);
    if (object.type->extra) {
        mode_ = mode::recording;
        recorder_.begin(*object.type->extra(object.address), name);
    } else if (object.type->what == kind::map) {
        enter_value(object, name);
    } else {
        mode_ = mode::ignoring;
    }
    return true;
}

// Of values with the same name, the last one counts. A value that does not fit is left out, so it is not one
// that may be empty.
CFDNS_DETAIL_OUTLINE CFDNS_DECL void reader::enter_value(frame& map, text name) {
    map_entry const entry = map.type->map->insert(map.address, name);
    map.name = entry.name;
    map.target = {map.type->element, false, entry.value};
}

CFDNS_DECL bool reader::on_object_begin(error_code&) {
    if (mode_ != mode::typed) {
        ++nesting_;
        if (mode_ == mode::recording) recorder_.open('{');
        return true;
    }
    location at = unwrap(target());
    if (at.type->lenient_list) [[unlikely]] {
        at = {at.type->element, append_element(*at.type, at.address)};
        top_->target = {at.type, true, at.address};
    }
    if (at.type->what == kind::object && depth() != max_depth) [[likely]] {
        push(at);
        if (depth() == 1) summary_.object = true;
        return true;
    }
    return begin_map(at);
}

CFDNS_DETAIL_OUTLINE CFDNS_DECL bool reader::begin_map(location at) {
    if (at.type->what != kind::map || depth() == max_depth) {
        report_mismatch(top_->target, true, "object");
        return true;
    }
    at.type->reset(at.address);  // discard the default value
    push(at);
    top_->seen = all_values_fit;
    if (depth() == 1) summary_.object = true;
    return true;
}

CFDNS_DECL bool reader::on_object_end(std::size_t, error_code&) {
    if (mode_ != mode::typed) {
        --nesting_;
        if (mode_ == mode::recording) recorder_.close('}');
        end_untyped();
        return true;
    }
    frame const& object = *top_--;
    if (depth() == 0) {
        summary_.seen = object.seen;
        summary_.null = object.null;
    }
    std::uint64_t const missing = object.type->required_mask & ~object.seen;
    if (missing != 0) [[unlikely]]
        end_incomplete(object, missing);
    return true;
}

// An object without all of its required members, or a map in which a value was left out.
CFDNS_DETAIL_OUTLINE CFDNS_DECL void reader::end_incomplete(frame const& object, std::uint64_t missing) {
    if (object.type->what == kind::map) {
        // A map without a single valid value is not an empty map.
        if (object.type->map->size(object.address) == 0) empty_slot(top_->target, depth());
        return;
    }
    field const& member = object.type->fields[std::countr_zero(missing)];
    reject(top_->target, depth(), pointer(depth()) + "/" + std::string{member.name},
           expected_name(*member.type), "nothing");
}

CFDNS_DECL bool reader::on_array_begin(error_code&) {
    if (mode_ != mode::typed) {
        ++nesting_;
        if (mode_ == mode::recording) recorder_.open('[');
        return true;
    }
    location const at = unwrap(target());
    if (at.type->what == kind::array && depth() != max_depth) [[likely]]
        push(at);
    else
        report_mismatch(top_->target, true, "array");
    return true;
}

CFDNS_DECL bool reader::on_array_end(std::size_t, error_code&) {
    if (mode_ != mode::typed) {
        --nesting_;
        if (mode_ == mode::recording) recorder_.close(']');
        end_untyped();
        return true;
    }
    frame const& list = *top_--;
    // A list without a single valid element is not an empty list.
    if (list.dropped != 0 && list.count == 0) [[unlikely]]
        empty_slot(top_->target, depth());
    return true;
}

// ---- driving the parser ----

// Replaces exponents of more than eight digits by 99999999, in place.
CFDNS_DECL void shorten_exponents(std::string& json) noexcept {
    bool quoted = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        if (quoted && json[i] == '\\')
            ++i;
        else if (json[i] == '"')
            quoted = !quoted;
        if (quoted || i == 0 || (json[i] != 'e' && json[i] != 'E') || !is_digit(json[i - 1])) continue;
        std::size_t first = i + 1;
        if (first != json.size() && (json[first] == '-' || json[first] == '+')) ++first;
        std::size_t end = first;
        while (end != json.size() && is_digit(json[end])) ++end;
        while (end - first > 8 && json[first] == '0') ++first;
        if (end - first > 8) {
            std::fill(json.begin() + static_cast<std::ptrdiff_t>(first),
                      json.begin() + static_cast<std::ptrdiff_t>(end - 8), '0');
            std::fill(json.begin() + static_cast<std::ptrdiff_t>(end - 8),
                      json.begin() + static_cast<std::ptrdiff_t>(end), '9');
        }
        i = end - 1;
    }
}

// Discards what was read into an object. Parameters without a default value are read again.
CFDNS_DECL void discard(schema const& type, void* value, schema const* given) {
    if (type.reset) return type.reset(value);
    for (std::size_t i = 0; i != type.field_count; ++i) {
        field const& f = type.fields[i];
        discard(f.type == &given_type ? *given : *f.type, f.locate(value), given);
    }
    if (type.extra) type.extra(value)->clear();
}

template <class Handler>
read_summary parse_text(schema const& type, void* value, schema const* given, std::string_view json,
                        char const* sent, std::vector<mismatch>& mismatches, std::size_t depth) {
    boost::json::parse_options options;
    options.max_depth = depth;
    options.allow_invalid_utf8 = is_ascii(json);  // need not be checked again
    boost::json::basic_parser<Handler> parser{options, &type, value, given, &mismatches, json, sent};
    boost::system::error_code code;
    // The complete text in a single call: the parser then neither suspends nor allocates.
    std::size_t const offset = parser.write_some(false, json.data(), json.size(), code);
    read_summary summary = parser.handler().summary();
    summary.offset = offset;
    if (code.failed())
        summary.code = code;
    else if (offset != json.size())
        summary.code = make_error_code(boost::json::error::extra_data);
    return summary;
}

template <class Handler>
read_summary read_json(schema const& type, void* value, std::string_view json,
                       std::vector<mismatch>& mismatches, std::size_t depth, schema const* given) {
    std::size_t const before = mismatches.size();
    read_summary summary = parse_text<Handler>(type, value, given, json, json.data(), mismatches, depth);
    if (!summary.code.failed() || summary.code != boost::json::error::exponent_overflow) return summary;
    // JSON allows exponents of any size, but the parser stores them as int. It therefore gets a copy with
    // smaller exponents, and the handler reads numbers from the original text.
    std::string adjusted{json};
    shorten_exponents(adjusted);
    mismatches.resize(before);
    discard(type, value, given);
    summary = parse_text<Handler>(type, value, given, adjusted, json.data(), mismatches, depth);
    wipe(adjusted.data(), adjusted.size());
    return summary;
}

template <class Handler>
bool is_json(std::string_view text) {
    std::vector<mismatch> none;
    return !read_json<Handler>(untyped, nullptr, text, none, max_parser_depth, nullptr).code.failed();
}

#if defined(CFDNS_SEPARATE_COMPILATION)
template CFDNS_DECL bool is_json<reader>(std::string_view);
template CFDNS_DECL read_summary read_json<reader>(schema const&, void*, std::string_view,
                                                   std::vector<mismatch>&, std::size_t, schema const*);
#endif

}  // namespace cfdns::inline v0_2::detail

#endif
