// SPDX-License-Identifier: BSL-1.0
// Compiled with -ffast-math, under which a comparison does not tell NaN or infinity: numbers without JSON text are refused all
// the same, and the sign of zero is kept.
#include <cfdns/cfdns.hpp>

#include <bit>
#include <cstdint>
#include <cstdio>

namespace {

struct weigh {
    cfdns::required<double> weight;
    using response_type = double;
    static constexpr auto route = cfdns::post("/weigh");
    CFDNS_FIELDS(weight)
};

int faults = 0;

void check(bool good, char const* what) {
    if (good) return;
    ++faults;
    std::fprintf(stderr, "not so: %s\n", what);
}

// Through memory that the optimiser does not look into.
double from_bits(std::uint64_t bits) {
    std::uint64_t volatile hidden = bits;
    return std::bit_cast<double>(std::uint64_t{hidden});
}

std::uint64_t read(char const* number) {
    std::string const body = std::string{R"({"success":true,"result":)"} + number + "}";
    auto const got = cfdns::parse_response<weigh>({200, {}, body});
    return got ? std::bit_cast<std::uint64_t>(*got) : 1;
}

}  // namespace

int main() {
    for (std::uint64_t const bits : {0x7ff0000000000000u, 0xfff0000000000000u, 0x7ff8000000000000u, 0xfff8000000000001u}) {
        auto const request = cfdns::make_request(weigh{.weight = from_bits(bits)});
        check(request.has_error() && request.error().parameter() == "weight", "NaN and infinity are refused");
    }
    auto const zero = cfdns::make_request(weigh{.weight = from_bits(0x8000000000000000u)});
    check(zero.has_value() && zero->body == R"({"weight":-0})", "-0 is sent as -0");
    auto const half = cfdns::make_request(weigh{.weight = 0.5});
    check(half.has_value() && half->body == R"({"weight":0.5})", "0.5 is sent as 0.5");
    check(read("-0") == 0x8000000000000000u, "-0 is read as -0");
    check(read("-0.0") == 0x8000000000000000u, "-0.0 is read as -0");
    check(read("1e400") == 1, "a number beyond a double is not read as infinity");
    check(read("0.5") == 0x3fe0000000000000u, "0.5 is read as 0.5");
    return faults;
}
