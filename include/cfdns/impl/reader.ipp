// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_READER_IPP
#define CFDNS_IMPL_READER_IPP

#include <cfdns/detail/config.hpp>
#include <cfdns/detail/reader.hpp>
#include <cfdns/detail/writer.hpp>

#include <boost/json/basic_parser_impl.hpp>

#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
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

CFDNS_DECL reader::slot reader::next_element() {
    frame& list = top();
    if (list.current == list.room) make_room(list);
    ++list.current;
    return {list.type->element, list.type->add(list.address), list.type->forgiving_list};
}

// A long list gets room for what the rest of the text may bring if it goes on like this: growing by doubling would move
// every element once more and hold twice the memory. Eight times what has come is the most, in case that it does not.
CFDNS_DECL void reader::make_room(frame& list) {
    constexpr std::size_t short_list = 16;
    std::size_t const count = list.current;
    if (count < short_list) {
        list.room = short_list;
        return;  // the vector's own growth
    }
    std::size_t const used = static_cast<std::size_t>(at_ - list.start), left = static_cast<std::size_t>(end_ - at_);
    double const rest = 1.02 * static_cast<double>(left) / static_cast<double>(used == 0 ? 1 : used);
    double const wanted = static_cast<double>(count) * (1.0 + (rest < 1.0 ? 1.0 : rest));
    list.room = wanted < 8.0 * static_cast<double>(count) ? static_cast<std::size_t>(wanted) : 8 * count;
    list.type->reserve(list.address, list.room);
}

// A value that is not null, seen through optionals and through lists that take one bare element.
CFDNS_DECL reader::slot reader::inner(slot at) {
    while (at.type->what == kind::optional) at = {at.type->element, at.type->add(at.address), false};
    return at;
}

CFDNS_DECL void reader::push(slot entered, slot at) noexcept {
    frames_[depth_++] = {at.type, at.address, entered, 0, 0, 0, 0, at_};
    list_ = at.type->what == kind::array;
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
    for (std::size_t i = 0; i != levels; ++i) {
        frame const& f = frames_[i];
        out += '/';
        if (f.type->what == kind::object)
            out += f.type->fields[f.current].name;  // declared names hold neither '/' nor '~'
        else
            out += std::to_string(f.current - 1);
    }
    return out;
}

CFDNS_DECL std::string_view expected_name(schema const& type) noexcept {
    switch (type.what) {
        case kind::boolean: return "boolean";
        case kind::int32:
        case kind::int64:
        case kind::uint32:
        case kind::uint64:
        case kind::seconds: return "integer";
        case kind::real: return "number";
        case kind::string:
        case kind::secret:
        case kind::timestamp: return "string";
        case kind::optional: return expected_name(*type.element);
        case kind::array: return "array";
        case kind::object: return "object";
    }
    return {};
}

CFDNS_DECL void reader::mismatch(slot at, bool opens, text found_kind, text found_text) {
    constexpr std::size_t shown = 40;
    std::string found{found_kind};
    if (!found_text.empty() && !holds_secret(*at.type)) {
        found += ' ';
        std::size_t size = found_text.size() < shown ? found_text.size() : shown;
        while (size != found_text.size() && (static_cast<unsigned char>(found_text[size]) & 0xc0) == 0x80) --size;  // UTF-8
        found += found_text.substr(0, size);
        if (size != found_text.size()) found += "...";
    }
    give_up(at, depth_ + (opens ? 1 : 0), pointer(depth_), expected_name(*at.type), std::move(found));
}

// Empties the slot itself or else the innermost enclosing value that may be empty, and ignores what is left of it. `open`
// is the number of containers that are still to be closed.
CFDNS_DECL void reader::give_up(slot at, std::size_t open, std::string&& pointer, text expected, std::string&& found) {
    surprise what{std::move(pointer), std::string{expected}, std::move(found)};
    while (!at.may_be_empty && depth_ != 0) {
        at = top().entered;
        pop();
    }
    if (at.type->reset) at.type->reset(at.address);
    if (depth_ == 1) summary_.emptied |= std::uint64_t{1} << frames_[0].current;
    if (surprises_->size() < max_surprises)
        surprises_->push_back(std::move(what));
    else if (depth_ <= 1)
        surprises_->back() = std::move(what);  // one that cost the whole of a root's field says more than the others
    nesting_ = open - depth_;
    if (nesting_ != 0) mode_ = mode::ignoring;
}

// ---- scalars ----

CFDNS_DECL bool reader::store_whole(slot at, whole_number number) noexcept {
    auto const fits = [&](std::uint64_t below, std::uint64_t above) {
        return number.ok && (number.negative ? number.magnitude <= below : number.magnitude <= above);
    };
    // Two's complement: negating the unsigned magnitude gives the bits of the negative number.
    std::uint64_t const bits = number.negative ? 0 - number.magnitude : number.magnitude;
    constexpr std::uint64_t max63 = std::uint64_t{1} << 63;
    switch (at.type->what) {
        case kind::int32:
            if (!fits(std::uint64_t{1} << 31, (std::uint64_t{1} << 31) - 1)) return false;
            *static_cast<std::int32_t*>(at.address) = static_cast<std::int32_t>(static_cast<std::int64_t>(bits));
            return true;
        case kind::int64:
            if (!fits(max63, max63 - 1)) return false;
            *static_cast<std::int64_t*>(at.address) = static_cast<std::int64_t>(bits);
            return true;
        case kind::seconds:
            if (!fits(max63, max63 - 1)) return false;
            *static_cast<std::chrono::seconds*>(at.address) = std::chrono::seconds{static_cast<std::int64_t>(bits)};
            return true;
        case kind::uint32:
            if (!fits(0, (std::numeric_limits<std::uint32_t>::max)())) return false;
            *static_cast<std::uint32_t*>(at.address) = static_cast<std::uint32_t>(bits);
            return true;
        case kind::uint64:
            if (!fits(0, (std::numeric_limits<std::uint64_t>::max)())) return false;
            *static_cast<std::uint64_t*>(at.address) = bits;
            return true;
        default: return false;
    }
}

CFDNS_DECL void reader::whole(whole_number number, text json) {
    if (mode_ != mode::typed) {
        if (mode_ == mode::recording) recorder_.token(json);
        return leave_untyped();
    }
    slot const entered = next_slot();
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
    whole({true, value < 0, value < 0 ? 0 - bits : bits}, json);
    return true;
}

CFDNS_DECL bool reader::on_uint64(std::uint64_t value, text json, error_code&) {
    whole({true, false, value}, json);
    return true;
}

CFDNS_DECL bool reader::on_double(double value, text json, error_code&) {
    // Boost 1.81 rounds some doubles by a unit in the last place, so whole numbers are taken from the text.
    whole_number const number = parse_whole_number(json);
    if (mode_ == mode::typed && !number.ok) {
        slot const entered = next_slot();
        slot const at = inner(entered);
#if defined(__cpp_lib_to_chars)
        auto const exact = std::from_chars(json.data(), json.data() + json.size(), value);
        bool const in_range = exact.ec == std::errc{};
#else
        bool const in_range = std::isfinite(value);
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
    text const json = value ? "true" : "false";
    if (mode_ != mode::typed) {
        if (mode_ == mode::recording) recorder_.token(json);
        leave_untyped();
        return true;
    }
    slot const entered = next_slot();
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
    slot const at = next_slot();
    if (depth_ != 0 && !list_) top().null |= std::uint64_t{1} << top().current;
    if (at.type->what == kind::optional || (at.may_be_empty && depth_ != 0 && !list_))
        at.type->reset(at.address);
    else
        mismatch(at, false, "null");
    return true;
}

CFDNS_DECL bool reader::on_string_part(text part, std::size_t, error_code&) {
    parts_ += part;
    return true;
}

CFDNS_DECL bool reader::on_string(text last, std::size_t size, error_code&) {
    bool const whole_text = size == last.size();
    if (!whole_text) parts_ += last;
    text const value = whole_text ? last : text{parts_};
    note_place(last);
    if (mode_ != mode::typed) {
        if (mode_ == mode::recording) recorder_.text(value);
        leave_untyped();
    } else {
        slot const entered = next_slot();
        slot at = inner(entered);
        if (at.type->forgiving_list) at = {at.type->element, at.type->add(at.address), false};
        if (at.type->text_field >= 0) {
            field const& f = at.type->fields[at.type->text_field];
            at = {f.type, f.locate(at.address), true};
        }
        switch (at.type->what) {
            // A new string is cheaper than assigning to an empty one.
            case kind::string: *static_cast<std::string*>(at.address) = std::string{value}; break;
            case kind::secret: *static_cast<secret_string*>(at.address) = secret_string{value}; break;
            case kind::timestamp: *static_cast<timestamp*>(at.address) = timestamp{std::string{value}}; break;
            default: {
                std::string quoted;
                append_string(quoted, value.substr(0, 64));  // more is not shown
                mismatch(entered, false, "string", quoted);
            }
        }
    }
    if (!whole_text) {
        wipe(parts_.data(), parts_.size());  // it may have been a secret
        parts_.clear();
    }
    return true;
}

// ---- containers ----

CFDNS_DECL bool reader::on_key_part(text part, std::size_t, error_code&) {
    parts_ += part;
    return true;
}

CFDNS_DECL bool reader::on_key(text last, std::size_t size, error_code&) {
    bool const whole_text = size == last.size();
    if (!whole_text) parts_ += last;
    text const name = whole_text ? last : text{parts_};
    note_place(last);
    if (mode_ != mode::typed) {
        if (mode_ == mode::recording) recorder_.key(name);
    } else {
        frame& object = top();
        std::size_t const count = object.type->field_count;
        std::size_t const guess = object.current + (object.seen != 0 ? 1 : 0);  // members come in the declared order, mostly
        int const found = find_field_near(guess, object.type->fields, count, name);
        if (found >= 0) {
            field const& f = object.type->fields[found];
            std::uint64_t const bit = std::uint64_t{1} << found;
            target_ = {f.type, f.locate(object.address), !f.required};
            bool const again = (object.seen & bit) != 0;
            if (again && f.type->reset) f.type->reset(target_.address);  // the last of equal names counts
            object.current = static_cast<std::size_t>(found);
            object.seen |= bit;
            object.null &= ~bit;
            if (depth_ == 1) summary_.emptied &= ~bit;
        } else if (object.type->extra) {
            mode_ = mode::recording;
            recorder_.begin(*object.type->extra(object.address), name);
        } else {
            mode_ = mode::ignoring;
        }
    }
    if (!whole_text) parts_.clear();
    return true;
}

CFDNS_DECL bool reader::on_object_begin(error_code&) {
    if (mode_ != mode::typed) {
        ++nesting_;
        if (mode_ == mode::recording) recorder_.open('{');
        return true;
    }
    slot entered = next_slot();
    slot at = inner(entered);
    if (at.type->forgiving_list) at = entered = {at.type->element, at.type->add(at.address), true};
    if (at.type->what == kind::object && depth_ != max_depth) {
        push(entered, at);
        if (depth_ == 1) summary_.object = true;
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
    frame const& object = top();
    std::uint64_t const missing = object.type->required_mask & ~object.seen;
    if (depth_ == 1) {
        summary_.seen = object.seen;
        summary_.null = object.null;
    }
    if (missing != 0) {
        field const& f = object.type->fields[std::countr_zero(missing)];
        slot const entered = object.entered;
        pop();
        give_up(entered, depth_, pointer(depth_) + "/" + std::string{f.name}, expected_name(*f.type), "nothing");
        return true;
    }
    pop();
    return true;
}

CFDNS_DECL bool reader::on_array_begin(error_code&) {
    if (mode_ != mode::typed) {
        ++nesting_;
        if (mode_ == mode::recording) recorder_.open('[');
        return true;
    }
    slot const entered = next_slot();
    slot const at = inner(entered);
    if (at.type->what == kind::array && depth_ != max_depth)
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
    pop();
    return true;
}

// ---- driving the parser ----

// A template, so that a source that reads nothing does not pay for the parser's instantiation.
template <class Handler>
read_summary parse_all(schema const* type, void* value, std::string_view json, std::vector<surprise>* surprises) {
    boost::json::parse_options options;
    options.max_depth = max_depth;
    boost::json::basic_parser<Handler> parser{options, type, value, surprises, json};
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

CFDNS_DECL read_summary read_json(schema const& type, void* value, std::string_view json,
                                  std::vector<surprise>& surprises) {
    return parse_all<reader>(&type, value, json, &surprises);
}

CFDNS_DECL bool is_json(std::string_view json) { return !parse_all<reader>(nullptr, nullptr, json, nullptr).code; }

}  // namespace cfdns::inline v1::detail

#endif
