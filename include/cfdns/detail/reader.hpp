// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_READER_HPP
#define CFDNS_DETAIL_READER_HPP

#include <cfdns/detail/config.hpp>
#include <cfdns/detail/schema.hpp>
#include <cfdns/reply.hpp>

#include <boost/config.hpp>
#include <boost/system/error_code.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// JSON text into typed values, in one pass and without a DOM.
namespace cfdns::inline v1::detail {

inline constexpr std::size_t max_depth = 32;      // of what is typed, and by default of all
inline constexpr std::size_t deepest = 1000;      // reply.hpp promises it: the parser recurses
inline constexpr std::size_t max_surprises = 64;  // reply.hpp promises it
inline constexpr std::size_t max_messages = 256;  // reply.hpp and error.hpp promise it

// Writes unknown members into an extra_members while their events come in.
class extra_recorder {
public:
    void begin(extra_members& to, std::string_view name) {
        to_ = &to;
        comma_ = false;
        std::size_t const start = to.text_.size();
        to.text_ += name;
        to.places_.push_back({start, to.text_.size(), 0});
    }
    void end() noexcept {
        to_->places_.back().end = to_->text_.size();
        to_ = nullptr;
    }
    // Sets a whole member: a copy of the value without the white space outside of strings.
    static void keep(extra_members& to, std::string_view name, std::string_view json);
    // Removes the last member of that name.
    static void forget(extra_members& to, std::string_view name);
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

// What JSON calls a value of that type.
[[nodiscard]] std::string_view expected_name(schema const& type) noexcept;

// A number as JSON spells it, exactly, where it is a whole one of at most 64 bits and a sign.
struct whole_number {
    bool ok = false, negative = false;
    std::uint64_t magnitude = 0;
};
[[nodiscard]] whole_number parse_whole_number(std::string_view json) noexcept;

inline constexpr schema no_schema{};

// What became of the fields of the root, as sets of their indexes.
struct read_summary {
    boost::system::error_code code{};  // set if the text is no JSON
    std::size_t offset = 0;            // of the first byte that is no JSON
    bool object = false;               // the root was an object
    std::uint64_t seen = 0, null = 0, emptied = 0;

    [[nodiscard]] static bool in(std::uint64_t set, int field) noexcept { return (set >> field & 1) != 0; }
};

// The events of Boost.JSON's basic_parser, put where the schema says. Not a template: every instantiation of the parser
// over another handler would cost 50 kB.
//
// What does not fit is a surprise, not a failure: the nearest enclosing place that may be empty is emptied (if need be the
// root) and the rest goes on.
//
// An api_message takes a hundred times the memory of the two bytes that it may be in the text, so their number is limited.
class reader {
public:
    using error_code = boost::system::error_code;
    using text = std::string_view;

    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    // Reads into `object`, which is of the type `root`. The text was sent as `sent`, which differs in digits of numbers alone.
    reader(schema const* root, void* object, std::vector<surprise>* surprises, text json, char const* sent) noexcept
        : surprises_(surprises), json_(json), sent_(sent), at_(json.data()), target_{root, object, false},
          mode_(root->what == kind::none ? mode::ignoring : mode::typed) {
        frames_[0].type = &no_schema;
    }
    reader(reader const&) = delete;
    reader& operator=(reader const&) = delete;
    ~reader() { wipe(parts_.data(), parts_.size()); }  // a text that ends within a secret leaves it here

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
    struct slot {
        schema const* type;
        void* address;
        bool may_be_empty;
    };
    struct frame {
        schema const* type;  // object or array
        void* address;
        slot entered;        // what to empty when this value turns out to be no good
        // Object: the field after the one being read, which probably comes next, and the set of it; the sets of fields that
        // have come and that were null.
        field const* next;
        std::uint64_t next_bit, seen, null;
        std::uint64_t kept;  // the set of fields whose text is in the extra members
        char const* key;     // where the name of the field being read stands, if it is in the text
        // Array: for how many elements there is room, how many there are, how many were left out, and about where in the text
        // it began and grew last.
        std::size_t room, count, left_out;
        char const *start, *grown;
    };
    // The set of the field being read.
    static std::uint64_t current_bit(frame const& object) noexcept { return std::rotr(object.next_bit, 1); }
    enum class mode : unsigned char { typed, ignoring, recording };

    std::size_t depth() const noexcept { return static_cast<std::size_t>(top_ - frames_); }
    bool in_list() const noexcept { return top_->type->what == kind::array; }
    // Where the value goes that has come.
    BOOST_FORCEINLINE slot const& target() {
        if (in_list()) next_element();
        return target_;
    }
    // The offset of `at_`; `nowhere` if it is not in the text. std::less, since a buffer has nothing to do with the text.
    static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
    std::size_t offset_of(char const* place) const noexcept;
    void next_element();
    void make_room(frame& list);
    // A value that is not null, seen through optionals.
    static slot inner(slot at) {
        while (at.type->what == kind::optional || at.type->what == kind::nullable)
            at = {at.type->element, at.type->add(at.address), false};
        return at;
    }
    // On their own, so that the ways that most events take save few registers; true, so that an event may end with calling one.
    bool end_key(text last);
    bool enter(frame& object, field const& member, std::uint64_t bit);
    bool enter_other(text name);
    void forget(std::uint64_t bit);
    void store_text(text value);
    void store_other_text(slot const& entered, slot at, text value);
    void untyped_text(text value);
    void push(slot entered, slot at);
    void leave_untyped() noexcept;

    void whole(whole_number number, text json);
    bool store_whole(slot at, whole_number number) noexcept;
    void mismatch(slot at, bool opens, text found_kind, text found_text = {});
    void give_up(slot at, std::size_t open, std::string&& pointer, text expected, std::string&& found);
    void empty(slot at, std::size_t open);
    void keep_text();
    text text_of_member(char const* key) const noexcept;
    std::string pointer(std::size_t levels) const;
    void append_part(text part);

    std::vector<surprise>* surprises_;
    text json_;
    char const* sent_;
    char const* at_;  // about where the parser is in the text; or in a buffer of its own
    slot target_;
    read_summary summary_{};
    mode mode_;
    frame* top_ = frames_;     // the innermost frame; the first is of no value
    std::size_t nesting_ = 0;  // containers open while not typed
    std::size_t messages_ = 0; // elements of forgiving lists in this field of the root
    extra_recorder recorder_{};
    std::string parts_{};
    frame frames_[max_depth + 1];  // left uninitialised but for the first
};

// Reads one JSON text, without a byte order mark, into a value of that type; if that is of no kind, just checks the text.
// Values that do not fit are surprises.
template <class Handler = reader>
[[nodiscard]] read_summary read_json(schema const& type, void* value, std::string_view json,
                                     std::vector<surprise>& surprises, std::size_t depth = max_depth);

#if !CFDNS_HAS_DEFINITIONS
extern template bool is_json<reader>(std::string_view);
extern template read_summary read_json<reader>(schema const&, void*, std::string_view, std::vector<surprise>&, std::size_t);
#endif

}  // namespace cfdns::inline v1::detail

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/reader.ipp>
#endif

#endif
