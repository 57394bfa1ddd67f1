// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_READER_HPP
#define CFDNS_DETAIL_READER_HPP

#include <cfdns/core/response.hpp>
#include <cfdns/detail/assign_text.hpp>
#include <cfdns/detail/codegen.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/schema.hpp>

#include <boost/system/error_code.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// Reads JSON into typed values, in one pass and without a DOM.
namespace cfdns::inline v0_2::detail {

// Documented in response.hpp and error.hpp.
inline constexpr std::size_t max_depth = 32;           // of declared members, and the default for all
inline constexpr std::size_t max_parser_depth = 1000;  // the parser is recursive
inline constexpr std::size_t max_mismatches = 64;
inline constexpr std::size_t max_messages = 256;

// Appends unknown members to an `extra_members` from parser events.
class extra_recorder {
public:
    void begin(extra_members& to, std::string_view name) {
        to_ = &to;
        comma_ = false;
        std::size_t const start = to.text_.size();
        to.text_ += name;
        to.positions_.push_back({start, to.text_.size(), 0});
    }
    void end() noexcept {
        to_->positions_.back().end = to_->text_.size();
        to_ = nullptr;
    }
    // Appends a complete member. White space outside strings is removed from the value.
    static void append(extra_members& to, std::string_view name, std::string_view json);
    // Removes the last member of that name.
    static void remove_last(extra_members& to, std::string_view name);
    [[nodiscard]] bool active() const noexcept { return to_ != nullptr; }

    void key(std::string_view name);
    void text(std::string_view value);
    void token(std::string_view json) {
        separate();
        to_->text_ += json;
        comma_ = true;
    }
    void open(char bracket) {
        separate();
        to_->text_ += bracket;
        comma_ = false;
    }
    void close(char bracket) {
        to_->text_ += bracket;
        comma_ = true;
    }

private:
    void separate() {
        if (comma_) to_->text_ += ',';
    }

    extra_members* to_ = nullptr;
    bool comma_ = false;
};

// The JSON type of values of that type, for `mismatch::expected`.
[[nodiscard]] std::string_view expected_name(schema const& type) noexcept;

// A JSON number as sign and magnitude, if it is an integer (such as 1e3) whose magnitude fits into 64 bits.
struct exact_integer {
    bool exact = false, negative = false;
    std::uint64_t magnitude = 0;
};
[[nodiscard]] exact_integer parse_exact_integer(std::string_view json) noexcept;

inline constexpr schema given_type{};  // stands for the type that the reader is given for that field

// The outcome of reading a text. Sets contain indexes of fields of the root object.
struct read_summary {
    boost::system::error_code code{};  // set if the text is not valid JSON
    std::size_t offset = 0;            // of the first invalid byte
    bool object = false;               // whether the root is an object
    std::uint64_t seen = 0, null = 0, emptied = 0;

    [[nodiscard]] static bool contains(std::uint64_t set, int field) noexcept {
        return (set >> field & 1) != 0;
    }
};

// A handler for Boost.JSON's basic_parser that stores values as the schema describes. It is not a template,
// because each instantiation of the parser costs 50 kB.
//
// A value of the wrong type is a mismatch, not an error: the innermost enclosing value that may be empty, or
// else the root, is emptied, and reading continues. A value of a map is left out instead.
//
// Members are expected in declared order: `frame::next` points to the expected field, and only other names
// are looked up.
//
// The number of api_messages is limited, because each needs a hundred times the memory of its JSON text,
// which can be as short as two bytes.
class reader {
public:
    using error_code = boost::system::error_code;
    using text = std::string_view;

    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    // Reads `json` into `object`, whose type is `root`. `given` is what `given_type` in `root` stands for.
    // `sent` is the original text of the same length, which may differ from `json` in digits of exponents.
    reader(schema const* root, void* object, schema const* given, std::vector<mismatch>* mismatches,
           text json, char const* sent) noexcept
        : given_(given),
          mismatches_(mismatches),
          json_(json),
          sent_(sent),
          position_(json.data()),
          mode_(root->what == kind::none ? mode::ignoring : mode::typed) {
        frames_[0].type = &untyped;
        frames_[0].target = {root, false, object};
    }
    reader(reader const&) = delete;
    reader& operator=(reader const&) = delete;
    ~reader() { wipe(parts_.data(), parts_.size()); }  // may contain a part of a secret

    [[nodiscard]] read_summary const& summary() const noexcept { return summary_; }

    bool on_document_begin(error_code&) noexcept { return true; }
    bool on_document_end(error_code&) noexcept { return true; }
    bool on_object_begin(error_code&);
    bool on_object_end(std::size_t, error_code&);
    bool on_array_begin(error_code&);
    bool on_array_end(std::size_t, error_code&);
    bool on_key_part(text part, std::size_t, error_code&);
    bool on_key(text last, std::size_t size, error_code&);
    bool on_string_part(text part, std::size_t, error_code&);
    bool on_string(text last, std::size_t size, error_code&);
    bool on_number_part(text, error_code&) noexcept { return true; }
    bool on_int64(std::int64_t value, text json, error_code&);
    bool on_uint64(std::uint64_t value, text json, error_code&);
    bool on_double(double value, text json, error_code&);
    bool on_bool(bool value, error_code&);
    bool on_null(error_code&);
    bool on_comment_part(text, error_code&) noexcept { return true; }
    bool on_comment(text, error_code&) noexcept { return true; }

private:
    // Where a value is stored.
    struct location {
        schema const* type;
        void* address;
    };
    // The location for a value, before its optionals are created. The type and the address are apart, so
    // that they are not loaded as one vector shortly after each was stored, which would stall.
    struct slot {
        schema const* type;
        bool may_be_empty;
        void* address;
    };
    struct frame {
        schema const* type;  // object or array
        void* address;
        slot target;  // of the current value; if it is a container, the one to empty if it is rejected
        // Objects:
        field const* next;         // the field after the current one, which is expected next
        std::uint64_t next_bit;    // bit mask of `next`
        std::uint64_t seen, null;  // sets of fields
        std::uint64_t kept;        // set of fields whose raw text is stored in the extra members
        char const* key;           // position of the current field's name, if it is in the text
        // Arrays: sizes, and the approximate positions in the text of the start and of the last growth.
        std::size_t capacity, count, dropped;
        char const *start, *last_growth;
        // Maps:
        std::string const* name;  // of the current value, owned by the map
    };
    // Bit mask of the field being read.
    static std::uint64_t current_bit(frame const& object) noexcept { return std::rotr(object.next_bit, 1); }
    enum class mode : unsigned char { typed, ignoring, recording };

    std::size_t depth() const noexcept { return static_cast<std::size_t>(top_ - frames_); }
    bool in_list() const noexcept { return top_->type->what == kind::array; }
    bool in_map() const noexcept { return top_->type->what == kind::map; }
    // The slot for the current value.
    CFDNS_DETAIL_INLINE slot const& target() {
        if (in_list()) next_element();
        return top_->target;
    }
    // The offset of a position in the text; `no_offset` if it is in a buffer of the parser.
    static constexpr std::size_t no_offset = static_cast<std::size_t>(-1);
    std::size_t offset_of(char const* place) const noexcept;
    void next_element();
    void grow_list(frame& list);
    // Creates the values of optionals and returns the location inside them.
    static location unwrap(slot const& entered) {
        location at{entered.type, entered.address};
        while (at.type->what == kind::optional || at.type->what == kind::nullable)
            at = {at.type->element, at.type->add(at.address)};
        return at;
    }
    // Stores the text of a string or timestamp. Returns false for other types.
    static bool store_plain_text(location at, text value) {
        if (at.type->what == kind::string)
            assign_text(*static_cast<std::string*>(at.address), value);
        else if (at.type->what == kind::timestamp)
            *static_cast<timestamp*>(at.address) = timestamp{value};
        else
            return false;
        return true;
    }
    CFDNS_DETAIL_INLINE bool enter_field(frame& object, field const& member, std::uint64_t bit) {
        if ((object.seen & bit) != 0) [[unlikely]]
            return enter_again(object, member, bit);
        object.seen |= bit;
        object.next = &member + 1;
        object.key = position_;
        object.next_bit = std::rotl(bit, 1);
        object.target.type = member.type == &given_type ? given_ : member.type;
        object.target.may_be_empty = !member.required;
        object.target.address = member.locate(object.address);  // last: no registers to save
        return true;
    }
    // Rare paths of the events; see codegen.hpp. They return true, so that events can tail-call them.
    bool end_key(text last);
    bool enter_again(frame& object, field const& member, std::uint64_t bit);
    bool enter_by_name(text name);
    bool end_string(text last);
    void store_text(text value);
    void store_text_slow(location at, text value);
    bool untyped_text(text value);
    void push(location at);
    bool begin_map(location at);
    void enter_value(frame& map, text name);
    void end_untyped() noexcept;

    void on_integer(exact_integer number, text json);
    bool store_integer(location at, exact_integer number) noexcept;
    void end_incomplete(frame const& object, std::uint64_t missing);
    void report_mismatch(slot at, bool opens, text found_kind, text found_text = {});
    void reject(slot at, std::size_t open, std::string&& pointer, text expected, std::string&& found);
    void empty_slot(slot at, std::size_t open);
    void keep_raw_text();
    text raw_text_of(char const* key) const noexcept;
    std::string pointer(std::size_t levels) const;
    void append_part(text part);

    schema const* given_;
    std::vector<mismatch>* mismatches_;
    text json_;
    char const* sent_;
    char const* position_;  // approximate position of the parser in the text, or in a buffer of the parser
    read_summary summary_{};
    mode mode_;
    frame* top_ = frames_;      // the innermost frame; the first one is a sentinel
    std::size_t nesting_ = 0;   // number of open containers in an untyped value
    std::size_t messages_ = 0;  // number of elements of lenient lists in the current field of the root
    extra_recorder recorder_{};
    std::string parts_{};
    frame frames_[max_depth + 1];  // uninitialised except for the first
};

// Reads a JSON text without a byte order mark into a value of the given type. With the type `untyped`, only
// checks the syntax. `given` is what `given_type` in `type` stands for.
template <class Handler = reader>
[[nodiscard]] read_summary read_json(schema const& type, void* value, std::string_view json,
                                     std::vector<mismatch>& mismatches, std::size_t depth = max_depth,
                                     schema const* given = nullptr);

#if !CFDNS_HAS_DEFINITIONS
extern template bool is_json<reader>(std::string_view);
extern template read_summary read_json<reader>(schema const&, void*, std::string_view,
                                               std::vector<mismatch>&, std::size_t, schema const*);
#endif

}  // namespace cfdns::inline v0_2::detail

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/reader.ipp>
#endif

#endif
