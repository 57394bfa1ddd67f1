// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_READER_IPP
#define CFDNS_IMPL_READER_IPP

#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/list_growth.hpp>
#include <cfdns/detail/reader.hpp>
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

namespace cfdns::inline v1::detail {

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

CFDNS_DECL void extra_recorder::keep(extra_members& to, std::string_view name, std::string_view json) {
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
    to.places_.push_back({start, value, to.text_.size()});
}

CFDNS_DECL void extra_recorder::forget(extra_members& to, std::string_view name) {
    for (std::size_t i = to.size(); i != 0; --i) {
        if (to[i - 1].name != name) continue;
        to.places_.erase(to.places_.begin() + static_cast<std::ptrdiff_t>(i - 1));
        return;
    }
}

CFDNS_DECL whole_number parse_whole_number(std::string_view json) noexcept {
    constexpr std::uint64_t greatest = (std::numeric_limits<std::uint64_t>::max)();
    whole_number out;
    std::size_t i = 0;
    if (i != json.size() && json[i] == '-') {
        out.negative = true;
        ++i;
    }
    // The digits without leading and trailing zeros, and the power of ten that belongs to the last of them.
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
    out.ok = true;
    return out;
}

// ---- where the next value goes ----

CFDNS_DECL std::size_t reader::offset_of(char const* place) const noexcept {
    std::less<> const before;
    bool const inside = !before(place, json_.data()) && before(place, json_.data() + json_.size());
    return inside ? static_cast<std::size_t>(place - json_.data()) : nowhere;
}

CFDNS_DECL void reader::next_element() {
    frame& list = *top_;
    schema const& type = *list.type;
    if (type.forgiving_list && ++messages_ > max_messages) {
        ++list.count;
        target_ = {&no_schema, nullptr, true};  // nothing fits
        return;
    }
    if (list.count == list.room) [[unlikely]] make_room(list);
    ++list.count;
    target_ = {type.element, type.add(list.address), type.keeps_elements || type.drops_elements};
}

CFDNS_DECL void reader::make_room(frame& list) {
    std::size_t const start = offset_of(list.start), grown = offset_of(list.grown), at = offset_of(at_);
    bool const placed = start != nowhere && at != nowhere && at > grown && !list.type->forgiving_list;
    list.room = list_room(list.count, placed ? at - start : 0, json_.size() - (placed ? at : 0));
    if (placed) list.grown = at_;
    list.type->reserve(list.address, list.room);
}

CFDNS_DECL void reader::push(slot entered, slot at) {
    if (depth() == 1) messages_ = 0;
    frame& made = *++top_;
    made.type = at.type;
    made.address = at.address;
    made.entered = entered;
    if (at.type->what == kind::array) {
        made.room = made.count = made.left_out = 0;
        made.start = made.grown = at_;
        if (at.type->elements(at.address).count != 0) at.type->reset(at.address);  // a default makes way
    } else {
        made.next = at.type->fields;
        made.next_bit = 1;
        made.seen = made.null = made.kept = 0;
    }
}

CFDNS_DECL void reader::leave_untyped() noexcept {
    if (nesting_ != 0) return;
    if (mode_ == mode::recording) recorder_.end();
    mode_ = mode::typed;
}

// ---- what does not fit ----

// Of the value that the first `levels` frames lead to.
CFDNS_DECL std::string reader::pointer(std::size_t levels) const {
    std::string out;
    for (std::size_t i = 1; i <= levels; ++i) {
        frame const& f = frames_[i];
        out += '/';
        if (f.type->what == kind::object)
            out += f.next[-1].name;  // declared names hold neither '/' nor '~'
        else
            out += std::to_string(f.count + f.left_out - 1);
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
        case kind::optional:
        case kind::nullable: return expected_name(*type.element);
        case kind::array: return "array";
        case kind::object: return "object";
    }
    return {};
}

CFDNS_DECL void reader::mismatch(slot at, bool opens, text found_kind, text found_text) {
    constexpr std::size_t shown = 40;
    if (at.type->what == kind::none && messages_ != max_messages + 1) {  // it was told before
        nesting_ = opens ? 1 : 0;
        if (opens) mode_ = mode::ignoring;
        return;
    }
    std::string found{found_kind};
    if (!found_text.empty() && !holds_secret(*at.type)) {
        found += ' ';
        std::size_t size = found_text.size() < shown ? found_text.size() : shown;
        while (size != found_text.size() && (static_cast<unsigned char>(found_text[size]) & 0xc0) == 0x80) --size;  // UTF-8
        found += found_text.substr(0, size);
        if (size != found_text.size()) found += "...";
    }
    give_up(at, depth() + (opens ? 1 : 0), pointer(depth()), expected_name(*at.type), std::move(found));
}

// The value at the slot does not fit. `open` is the number of containers that are still to be closed.
CFDNS_DECL void reader::give_up(slot at, std::size_t open, std::string&& pointer, text expected, std::string&& found) {
    surprise what{std::move(pointer), std::string{expected}, std::move(found)};
    empty(at, open);
    if (surprises_->size() < max_surprises)
        surprises_->push_back(std::move(what));
    else if (depth() <= 1)
        surprises_->back() = std::move(what);  // one that cost the whole of a root's field says more than the others
}

// Empties the slot itself or else the innermost enclosing value that may be empty, or leaves it out of its list, and ignores
// what is left of it.
CFDNS_DECL void reader::empty(slot at, std::size_t open) {
    while (!at.may_be_empty && depth() != 0) at = top_--->entered;
    if (in_list() && top_->type->drops_elements) {
        top_->type->remove_last(top_->address);
        --top_->count;
        ++top_->left_out;
    } else if (at.type->reset) {
        at.type->reset(at.address);
    }
    if (depth() == 1 && !in_list()) summary_.emptied |= current_bit(*top_);
    nesting_ = open - depth();
    if (nesting_ != 0) mode_ = mode::ignoring;
    keep_text();
}

// What does not fit is kept as JSON text in the innermost object that has extra members, so that an update made from this
// result does not take it away unnoticed. Text that may hold a secret is not.
CFDNS_DECL void reader::keep_text() {
    frame* object = top_;
    while (object != frames_ && !object->type->extra) --object;
    if (object == frames_) return;
    std::uint64_t const bit = current_bit(*object);
    field const& member = object->next[-1];
    if ((object->kept & bit) != 0 || holds_secret(*member.type)) return;
    object->kept |= bit;
    text const json = text_of_member(object->key);
    extra_recorder::keep(*object->type->extra(object->address), member.name, json);
}

// The value after the name that begins there; it ends where the text does if it is not JSON. "null" if the name is not in the
// text, because it begins with an escape.
CFDNS_DECL reader::text reader::text_of_member(char const* key) const noexcept {
    std::size_t at = offset_of(key);
    if (at == nowhere) return "null";
    text const sent{sent_, json_.size()};
    auto const string_end = [sent](std::size_t i) {
        for (; i < sent.size() && sent[i] != '"'; ++i)
            if (sent[i] == '\\') ++i;
        return i + 1;
    };
    at = string_end(at);
    while (at < sent.size() && (is_space(sent[at]) || sent[at] == ':')) ++at;
    std::size_t const start = at < sent.size() ? at : sent.size();
    for (std::size_t nested = 0; at < sent.size();) {
        char const c = sent[at];
        if (c == '"') {
            at = string_end(at + 1);
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

CFDNS_DECL bool reader::store_whole(slot at, whole_number number) noexcept {
    kind const what = at.type->what;
    if (!number.ok || (!is_integer(what) && what != kind::seconds)) return false;
    integer_bits const made = to_integer(what == kind::seconds ? kind::int64 : what, number.negative, number.magnitude);
    if (!made.fit) return false;
    auto const store = [&at, &made](auto word) {
        word = static_cast<decltype(word)>(made.bits);
        std::memcpy(at.address, &word, sizeof word);
    };
    if (what == kind::seconds)
        *static_cast<std::chrono::seconds*>(at.address) = std::chrono::seconds{static_cast<std::int64_t>(made.bits)};
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

CFDNS_DECL void reader::whole(whole_number number, text json) {
    if (mode_ != mode::typed) {
        if (mode_ == mode::recording) recorder_.token(json);
        return leave_untyped();
    }
    slot const& entered = target();
    slot const at = inner(entered);
    if (at.type->what == kind::real && number.ok) {
        double const magnitude = static_cast<double>(number.magnitude);
        *static_cast<double*>(at.address) = number.negative ? -magnitude : magnitude;
        return;
    }
    if (!store_whole(at, number)) mismatch(entered, false, "number", json);
}

CFDNS_DECL bool reader::on_int64(std::int64_t value, text json, error_code&) {
    std::uint64_t const bits = static_cast<std::uint64_t>(value);
    whole({true, json.starts_with('-'), value < 0 ? 0 - bits : bits}, json);  // also of -0
    return true;
}

CFDNS_DECL bool reader::on_uint64(std::uint64_t value, text json, error_code&) {
    whole({true, false, value}, json);
    return true;
}

CFDNS_DECL bool reader::on_double(double value, text json, error_code&) {
    if (sent_ != json_.data()) json = {sent_ + (json.data() - json_.data()), json.size()};
    // Boost 1.81 rounds some doubles by a unit in the last place, so whole numbers are taken from the text.
    whole_number const number = parse_whole_number(json);
    if (mode_ == mode::typed && !number.ok) {
        slot const& entered = target();
        slot const at = inner(entered);
#if defined(__cpp_lib_to_chars)
        auto const exact = std::from_chars(json.data(), json.data() + json.size(), value);
        bool const in_range = exact.ec == std::errc{};
#else
        bool const in_range = is_finite(value) && value != 0.0;  // zero is a whole number: this one has become it
#endif
        if (at.type->what == kind::real && in_range)
            *static_cast<double*>(at.address) = value;
        else
            mismatch(entered, false, "number", json);
        return true;
    }
    whole(number, json);
    return true;
}

CFDNS_DECL bool reader::on_bool(bool value, error_code&) {
    text const json = literal_of(value);
    if (mode_ != mode::typed) {
        if (mode_ == mode::recording) recorder_.token(json);
        leave_untyped();
        return true;
    }
    slot const& entered = target();
    slot const at = inner(entered);
    if (at.type->what == kind::boolean)
        *static_cast<bool*>(at.address) = value;
    else
        mismatch(entered, false, json);
    return true;
}

CFDNS_DECL bool reader::on_null(error_code&) {
    if (mode_ != mode::typed) {
        if (mode_ == mode::recording) recorder_.token("null");
        leave_untyped();
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
        mismatch(at, false, "null");
    return true;
}

// It may be a secret, so no copy of it stays behind where the text moves.
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
    if (parts_.empty()) at_ = part.data();
    append_part(part);
    return true;
}

// Moving a new text to where an empty one was costs less than assigning to that one.
template <class Text>
void put(void* empty, std::string_view value) {
    std::string made{value};
    std::destroy_at(static_cast<Text*>(empty));
    std::construct_at(static_cast<Text*>(empty), std::move(made));
}

CFDNS_DECL void reader::store_text(text value) {
    slot const& entered = target();
    slot const at = inner(entered);
    if (at.type->what == kind::string) [[likely]]
        put<std::string>(at.address, value);
    else
        store_other_text(entered, at, value);
}

BOOST_NOINLINE CFDNS_DECL void reader::store_other_text(slot const& entered, slot at, text value) {
    if (at.type->forgiving_list) at = {at.type->element, append_element(*at.type, at.address), false};
    if (at.type->text_field >= 0) {
        field const& f = at.type->fields[at.type->text_field];
        at = {f.type, f.locate(at.address), true};
    }
    switch (at.type->what) {
        case kind::string: put<std::string>(at.address, value); break;
        case kind::secret: *static_cast<secret_string*>(at.address) = secret_string{value}; break;
        case kind::timestamp: put<timestamp>(at.address, value); break;
        default: {
            std::string quoted;
            append_string(quoted, value.substr(0, 64));  // more is not shown
            mismatch(entered, false, "string", quoted);
        }
    }
}

CFDNS_DECL void reader::untyped_text(text value) {
    if (mode_ == mode::recording) recorder_.text(value);
    leave_untyped();
}

CFDNS_DECL bool reader::on_string(text last, std::size_t size, error_code&) {
    if (size == last.size()) [[likely]] {
        at_ = last.data();
        if (mode_ == mode::typed) [[likely]]
            store_text(last);
        else
            untyped_text(last);
        return true;
    }
    append_part(last);
    mode_ == mode::typed ? store_text(parts_) : untyped_text(parts_);
    wipe(parts_.data(), parts_.size());  // it may have been a secret
    parts_.clear();
    return true;
}

// ---- containers ----

CFDNS_DECL bool reader::on_key_part(text part, std::size_t, error_code&) {
    if (parts_.empty()) at_ = part.data();
    parts_ += part;
    return true;
}

CFDNS_DECL bool reader::on_key(text last, std::size_t size, error_code&) {
    if (size != last.size()) [[unlikely]] return end_key(last);
    at_ = last.data();
    frame& object = *top_;
    // Members come in the declared order, mostly.
    if (mode_ == mode::typed && is_named(*object.next, last)) [[likely]]
        return enter(object, *object.next, object.next_bit);
    return enter_other(last);
}

BOOST_NOINLINE CFDNS_DECL bool reader::end_key(text last) {
    parts_ += last;
    enter_other(parts_);
    parts_.clear();
    return true;
}

BOOST_NOINLINE CFDNS_DECL bool reader::enter(frame& object, field const& member, std::uint64_t bit) {
    bool const again = (object.seen & bit) != 0;
    object.seen |= bit;
    object.next = &member + 1;
    object.key = at_;
    object.next_bit = std::rotl(bit, 1);
    target_.type = member.type;
    target_.may_be_empty = !member.required;
    target_.address = member.locate(object.address);
    if (again) [[unlikely]] forget(bit);
    return true;
}

// The last of equal names counts.
BOOST_NOINLINE CFDNS_DECL void reader::forget(std::uint64_t bit) {
    if (target_.type->reset) target_.type->reset(target_.address);
    top_->null &= ~bit;
    if ((top_->kept & bit) != 0) {
        top_->kept &= ~bit;
        extra_recorder::forget(*top_->type->extra(top_->address), top_->next[-1].name);
    }
    if (depth() == 1) summary_.emptied &= ~bit;
}

BOOST_NOINLINE CFDNS_DECL bool reader::enter_other(text name) {
    if (mode_ != mode::typed) {
        if (mode_ == mode::recording) recorder_.key(name);
        return true;
    }
    frame& object = *top_;
    int const found = find_field(*object.type, name);
    if (found >= 0) return enter(object, object.type->fields[found], std::uint64_t{1} << found);
    if (object.type->extra) {
        mode_ = mode::recording;
        recorder_.begin(*object.type->extra(object.address), name);
    } else {
        mode_ = mode::ignoring;
    }
    return true;
}

CFDNS_DECL bool reader::on_object_begin(error_code&) {
    if (mode_ != mode::typed) {
        ++nesting_;
        if (mode_ == mode::recording) recorder_.open('{');
        return true;
    }
    slot entered = target();
    slot at = inner(entered);
    if (at.type->forgiving_list) at = entered = {at.type->element, append_element(*at.type, at.address), true};
    if (at.type->what == kind::object && depth() != max_depth) {
        push(entered, at);
        if (depth() == 1) summary_.object = true;
    } else {
        mismatch(entered, true, "object");
    }
    return true;
}

CFDNS_DECL bool reader::on_object_end(std::size_t, error_code&) {
    if (mode_ != mode::typed) {
        --nesting_;
        if (mode_ == mode::recording) recorder_.close('}');
        leave_untyped();
        return true;
    }
    frame const& object = *top_--;
    if (depth() == 0) {
        summary_.seen = object.seen;
        summary_.null = object.null;
    }
    std::uint64_t const missing = object.type->required_mask & ~object.seen;
    if (missing != 0) {
        field const& f = object.type->fields[std::countr_zero(missing)];
        give_up(object.entered, depth(), pointer(depth()) + "/" + std::string{f.name}, expected_name(*f.type), "nothing");
    }
    return true;
}

CFDNS_DECL bool reader::on_array_begin(error_code&) {
    if (mode_ != mode::typed) {
        ++nesting_;
        if (mode_ == mode::recording) recorder_.open('[');
        return true;
    }
    slot const& entered = target();
    slot const at = inner(entered);
    if (at.type->what == kind::array && depth() != max_depth)
        push(entered, at);
    else
        mismatch(entered, true, "array");
    return true;
}

CFDNS_DECL bool reader::on_array_end(std::size_t, error_code&) {
    if (mode_ != mode::typed) {
        --nesting_;
        if (mode_ == mode::recording) recorder_.close(']');
        leave_untyped();
        return true;
    }
    frame const& list = *top_--;
    // A list of which nothing could be read is not an empty list.
    if (list.left_out != 0 && list.count == 0) [[unlikely]] empty(list.entered, depth());
    return true;
}

// ---- driving the parser ----

// Makes exponents of more than eight digits no larger than 99999999, in place.
CFDNS_DECL void shorten_exponents(std::string& json) noexcept {
    bool quoted = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        if (quoted && json[i] == '\\') ++i;
        else if (json[i] == '"') quoted = !quoted;
        if (quoted || i == 0 || (json[i] != 'e' && json[i] != 'E') || !is_digit(json[i - 1])) continue;
        std::size_t first = i + 1;
        if (first != json.size() && (json[first] == '-' || json[first] == '+')) ++first;
        std::size_t end = first;
        while (end != json.size() && is_digit(json[end])) ++end;
        while (end - first > 8 && json[first] == '0') ++first;
        if (end - first > 8) {
            std::fill(json.begin() + static_cast<std::ptrdiff_t>(first), json.begin() + static_cast<std::ptrdiff_t>(end - 8), '0');
            std::fill(json.begin() + static_cast<std::ptrdiff_t>(end - 8), json.begin() + static_cast<std::ptrdiff_t>(end), '9');
        }
        i = end - 1;
    }
}

// An object as it was before anything was read into it.
CFDNS_DECL void reset_fields(schema const& type, void* value) {
    if (type.reset) return type.reset(value);
    for (std::size_t i = 0; i != type.field_count; ++i)
        if (type.fields[i].type->reset) type.fields[i].type->reset(type.fields[i].locate(value));
}

template <class Handler>
read_summary parse_text(schema const& type, void* value, std::string_view json, char const* sent,
                        std::vector<surprise>& surprises, std::size_t depth) {
    boost::json::parse_options options;
    options.max_depth = depth;
    boost::json::basic_parser<Handler> parser{options, &type, value, &surprises, json, sent};
    boost::system::error_code code;
    // Whole text and no more of it: the parser then neither suspends nor allocates.
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
read_summary read_json(schema const& type, void* value, std::string_view json, std::vector<surprise>& surprises,
                       std::size_t depth) {
    std::size_t const before = surprises.size();
    read_summary const summary = parse_text<Handler>(type, value, json, json.data(), surprises, depth);
    if (summary.code != boost::json::error::exponent_overflow) return summary;
    // JSON has numbers of any size, but the parser's exponents are ints. So it is given smaller ones, and the handler looks at
    // what was sent.
    std::string smaller{json};
    shorten_exponents(smaller);
    surprises.resize(before);
    reset_fields(type, value);
    read_summary const again = parse_text<Handler>(type, value, smaller, json.data(), surprises, depth);
    wipe(smaller.data(), smaller.size());
    return again;
}

template <class Handler>
bool is_json(std::string_view text) {
    std::vector<surprise> none;
    return !read_json<Handler>(no_schema, nullptr, text, none, deepest).code.failed();
}

#if defined(CFDNS_SEPARATE_COMPILATION)
template bool is_json<reader>(std::string_view);
template read_summary read_json<reader>(schema const&, void*, std::string_view, std::vector<surprise>&, std::size_t);
#endif

}  // namespace cfdns::inline v1::detail

#endif
