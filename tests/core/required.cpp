// SPDX-License-Identifier: BSL-1.0
#include "../support/values.hpp"

#include <doctest/doctest.h>

#include <limits>

using cfdns::required;
using strings = std::vector<std::string>;

// What compiles and what does not, from the reader's point of view: `.member = value`.
static_assert(!std::is_default_constructible_v<required<std::string>>);
static_assert(!std::is_default_constructible_v<zt::incoming::create>);
static_assert(std::is_convertible_v<char const*, required<std::string>>);
static_assert(std::is_convertible_v<std::string_view, required<std::string>>);
static_assert(!std::is_convertible_v<std::nullptr_t, required<std::string>>);
static_assert(!std::is_convertible_v<int, required<std::string>>);
static_assert(!std::is_convertible_v<int, required<strings>>);
static_assert(std::is_convertible_v<strings, required<strings>>);
static_assert(!std::is_convertible_v<int, required<std::chrono::seconds>>);
static_assert(!std::is_convertible_v<std::chrono::milliseconds, required<std::chrono::seconds>>);
static_assert(!std::is_convertible_v<std::chrono::duration<double>, required<std::chrono::seconds>>);
static_assert(std::is_convertible_v<std::chrono::hours, required<std::chrono::seconds>>);
static_assert(!std::is_convertible_v<std::string, required<cfdns::secret_string>>);
static_assert(!std::is_convertible_v<char const*, required<cfdns::secret_string>>);
static_assert(std::is_convertible_v<cfdns::secret_string, required<cfdns::secret_string>>);
static_assert(std::is_convertible_v<int, required<std::uint32_t>>);
static_assert(!std::is_convertible_v<double, required<std::uint32_t>>);
static_assert(!std::is_convertible_v<bool, required<std::uint32_t>>);
static_assert(!std::is_convertible_v<char, required<std::uint32_t>>);
static_assert(!std::is_convertible_v<char8_t, required<std::int64_t>>);
static_assert(!std::is_convertible_v<double, required<std::int64_t>>);
static_assert(std::is_convertible_v<std::uint8_t, required<std::uint32_t>>);
static_assert(std::is_convertible_v<std::int32_t, required<std::int64_t>>);
static_assert(std::is_convertible_v<float, required<double>>);
static_assert(!std::is_convertible_v<char, required<double>>);
static_assert(!std::is_convertible_v<int, required<std::optional<std::uint16_t>>>);
static_assert(!std::is_convertible_v<char, required<std::optional<std::int32_t>>>);
static_assert(!std::is_convertible_v<double, required<std::optional<std::int32_t>>>);
static_assert(!std::is_convertible_v<char const*, required<std::optional<bool>>>);
static_assert(!std::is_convertible_v<std::nullptr_t, required<std::optional<std::string>>>);
static_assert(!std::is_convertible_v<bool, required<double>>);
static_assert(std::is_convertible_v<int, required<double>>);
static_assert(!std::is_constructible_v<required<std::string>, std::nullptr_t>);
static_assert(std::is_convertible_v<bool, required<bool>>);
static_assert(!std::is_convertible_v<char const*, required<bool>>);
static_assert(!std::is_convertible_v<int, required<bool>>);

TEST_CASE("a required member accepts implicit conversions, text and lists") {
    required<std::string> const from_literal = "a";
    required<std::string> const from_view = std::string_view{"b"};
    required<std::string> const from_string = std::string{"c"};
    CHECK(from_literal.get() + from_view.get() + from_string.get() == "abc");

    required<strings> const list = {"x", "y"};
    CHECK(list.get() == strings{"x", "y"});
    required<strings> const one = {"only"};
    CHECK(one.get() == strings{"only"});
    required<strings> const empty = strings{};
    CHECK(empty.get().empty());

    required<std::chrono::seconds> const day = 24h;
    CHECK(day.get() == 86400s);
    required<std::uint32_t> const port = 53;
    CHECK(port.get() == 53);
}

TEST_CASE("a number is accepted if its type or its constant value fits") {
    std::uint16_t const small = 53;
    required<std::uint32_t> const widened = small;
    CHECK(widened.get() == 53);
    required<std::uint16_t> const constant = 65535;
    CHECK(constant.get() == 65535);
    required<std::int64_t> const least = (std::numeric_limits<std::int64_t>::min)();
    CHECK(least.get() == (std::numeric_limits<std::int64_t>::min)());
    required<std::int32_t> const positive = 2147483647u;
    CHECK(positive.get() == 2147483647);
    required<long long> const other = std::int64_t{-5};
    CHECK(other.get() == -5);
    required<double> const exact = 9007199254740992;
    CHECK(exact.get() == 9007199254740992.0);
    int const narrow = 7;
    required<double> const real = narrow;
    CHECK(real.get() == 7.0);
}

TEST_CASE("a duration keeps its value or is clamped to the maximum") {
    using unsigned_seconds = std::chrono::duration<std::uint64_t>;
    required<std::chrono::seconds> const hour = std::chrono::minutes{60};
    CHECK(hour.get() == 3600s);
    required<std::chrono::seconds> const past = std::chrono::hours{-2};
    CHECK(past.get() == -7200s);
    required<std::chrono::seconds> const wrapped =
        unsigned_seconds{(std::numeric_limits<std::uint64_t>::max)() - 4};
    CHECK(wrapped.get() == (std::chrono::seconds::max)());
    required<std::chrono::seconds> const longest =
        std::chrono::duration<std::int64_t, std::ratio<3600>>{(std::numeric_limits<std::int64_t>::max)()};
    CHECK(longest.get() == (std::chrono::seconds::max)());
    required<std::chrono::seconds> const least =
        std::chrono::duration<std::int64_t, std::ratio<3600>>{(std::numeric_limits<std::int64_t>::min)()};
    CHECK(least.get() == (std::chrono::seconds::min)());
}

TEST_CASE("a required optional accepts what its value accepts, and braces") {
    required<std::optional<std::int32_t>> const braces{5};
    CHECK(braces.get() == 5);
    required<std::optional<std::string>> const text = "abc";
    CHECK(text.get() == "abc");
    required<std::optional<std::string>> const none = std::nullopt;
    CHECK_FALSE(none.get().has_value());
}

TEST_CASE("a null pointer is empty text, which is rejected in a path") {
    char const* const unset = nullptr;
    zt::incoming::get const op{.zone_id = unset};
    CHECK(op.zone_id.get().empty());
    CHECK(cfdns::make_request(op).error().parameter() == "zone_id");
    required<strings> const list = {unset, "a"};
    CHECK(list.get() == strings{"", "a"});
}

TEST_CASE("nested braces in a list of text are elements, never an iterator range") {
    required<strings> const list = {{"a"}, {"b"}};
    CHECK(list.get() == strings{"a", "b"});
    required<strings> const nested = {{"a", "b"}};  // std::string would take the two for a range
    CHECK(nested.get() == strings{"a", "b"});
}

TEST_CASE("a required member can be changed and copied") {
    auto op = example_create();
    auto copy = op;
    op.name = "other.example.";
    op.peers.get().push_back("third");
    CHECK(op.name.get() == "other.example.");
    CHECK(op.peers.get().size() == 3);
    CHECK(copy.name.get() == "www.example.com.");
    copy = std::move(op);
    CHECK(copy.peers.get().back() == "third");
}
