// SPDX-License-Identifier: BSL-1.0
#include "../support/values.hpp"

#include <doctest/doctest.h>
#include <boost/preprocessor/repetition/enum_params.hpp>
#include <boost/preprocessor/repetition/repeat.hpp>

#include <array>
#include <cstdint>
#include <iterator>
#include <utility>

// As many fields as a struct may have: sets of them have no bit to spare.
namespace {

constexpr std::size_t width = 64;

// sized<N> has N members.
template <std::size_t N>
struct sized;
#define SIZED_MEMBER(z, n, unused) int m##n{};
#define SIZED(z, n, unused)                                                                   \
    template <>                                                                               \
    struct sized<n> {                                                                         \
        BOOST_PP_REPEAT_##z(n, SIZED_MEMBER, ~) CFDNS_FIELDS(BOOST_PP_ENUM_PARAMS_Z(z, n, m)) \
    };
BOOST_PP_REPEAT(65, SIZED, ~)

template <std::size_t N>
bool lists_all_members() {
    cfdns::detail::schema const& type = cfdns::detail::schema_of<sized<N>>;
    if (type.field_count != N) return false;
    sized<N> object;
    for (std::size_t i = 0; i != N; ++i)
        if (type.fields[i].name != "m" + std::to_string(i) ||
            type.fields[i].locate(&object) != reinterpret_cast<char*>(&object) + i * sizeof(int))
            return false;
    return true;
}

#define MEMBER(z, n, unused) std::int64_t m##n{};
#define PLACE(z, n, unused) &wide::m##n,

struct wide {
    BOOST_PP_REPEAT(64, MEMBER, ~)
    CFDNS_FIELDS(BOOST_PP_ENUM_PARAMS(64, m))
};

constexpr std::array<std::int64_t wide::*, width> places{BOOST_PP_REPEAT(64, PLACE, ~)};

struct get_wide {
    using response_type = wide;
    static constexpr auto route = cfdns::get("/wide");
    CFDNS_FIELDS()
};

std::string member(std::size_t i, std::string const& value) {
    return "\"m" + std::to_string(i) + "\":" + value;
}

// An object of all members, each of its own index, `first` first.
std::string object(std::size_t first, std::size_t step, std::size_t left_out = width) {
    std::string json;
    for (std::size_t n = 0; n != width; ++n) {
        std::size_t const i = (first + n * step) % width;
        if (i != left_out) json += (json.empty() ? "{" : ",") + member(i, std::to_string(i));
    }
    return json + "}";
}

cfdns::result<wide> read(std::string const& json) {
    return cfdns::parse_response<get_wide>({200, {}, success(json)});
}

}  // namespace

TEST_CASE("a list of members of any length up to 64 has them all, in order") {
    [&]<std::size_t... N>(std::index_sequence<N...>) {
        bool const good[] = {lists_all_members<N>()...};
        for (std::size_t n = 0; n != std::size(good); ++n) {
            CAPTURE(n);
            CHECK(good[n]);
        }
    }
    (std::make_index_sequence<width + 1>{});
}

TEST_CASE("sixty-four fields are read in any order") {
    struct {
        std::size_t first, step;
    } const orders[] = {{0, 1}, {63, 63}, {1, 1}, {63, 1}, {0, 63}, {7, 5}, {62, 31}};
    for (auto const& order : orders) {
        CAPTURE(order.first);
        CAPTURE(order.step);
        auto const got = read(object(order.first, order.step));
        REQUIRE(got.has_value());
        for (std::size_t i = 0; i != width; ++i) CHECK((*got).*places[i] == static_cast<std::int64_t>(i));
    }
}

TEST_CASE("among sixty-four fields, the missing one is named") {
    for (std::size_t i = 0; i != width; ++i) {
        auto const got = read(object(0, 1, i));
        REQUIRE(got.has_error());
        CHECK(got.error().message().find("/result/m" + std::to_string(i) +
                                         ": expected integer, found nothing") != std::string::npos);
    }
}

TEST_CASE("among sixty-four fields, a repeated one has its last value") {
    for (std::size_t i = 0; i != width; ++i) {
        std::string json = object(0, 1);
        json.back() = ',';
        auto const got = read(json + member(i, "1000") + "," + member(i, "1001") + "}");
        REQUIRE(got.has_value());
        CHECK((*got).*places[i] == 1001);
        CHECK((*got).*places[(i + 1) % width] == static_cast<std::int64_t>((i + 1) % width));
    }
}

TEST_CASE("among sixty-four fields, the mismatched one is named") {
    for (std::size_t i = 0; i != width; ++i) {
        std::string json = object(0, 1, i);
        json.back() = ',';
        auto const got = read(json + member(i, "true") + "}");
        REQUIRE(got.has_error());
        CHECK(got.error().message().find("/result/m" + std::to_string(i) +
                                         ": expected integer, found true") != std::string::npos);
    }
}
