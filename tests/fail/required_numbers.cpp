// A parameter takes no number that it would have to change.
// expect 1: the_constant_does_not_fit_its_parameter
// expect 2: the_constant_does_not_fit_its_parameter
// expect 3: the_constant_does_not_fit_its_parameter
// expect 4 gcc: is not a constant expression
// expect 4 clang: is not a constant expression
// expect 5 gcc: could not convert
// expect 5 clang: no viable conversion
// expect 6 gcc: could not convert
// expect 6 clang: no viable conversion
// expect 7 gcc: could not convert
// expect 7 clang: no viable conversion
#include <cfdns/core/operation.hpp>

struct op {
    cfdns::required<std::uint32_t> ttl;
    cfdns::required<std::int32_t> number;
    cfdns::nullable<std::uint16_t> port{};
    cfdns::required<double> weight;
    using response_type = cfdns::deleted;
    static constexpr auto route = cfdns::post("/x");
    CFDNS_FIELDS(ttl, number, port, weight)
};

op make([[maybe_unused]] int from_outside) {
#if MUST_FAIL == 1
    return {.ttl = -1, .number = 2, .port = 3, .weight = 4};
#elif MUST_FAIL == 2
    return {.ttl = 1, .number = 4294967295u, .port = 3, .weight = 4};
#elif MUST_FAIL == 3
    return {.ttl = 1, .number = 2, .port = 65536, .weight = 9007199254740993};
#elif MUST_FAIL == 4
    return {.ttl = from_outside, .number = 2, .port = 3, .weight = 4};
#elif MUST_FAIL == 5
    return {.ttl = 'x', .number = 2, .port = 3, .weight = 4};
#elif MUST_FAIL == 6
    return {.ttl = 1, .number = 2.0, .port = 3, .weight = 4};
#elif MUST_FAIL == 7
    return {.ttl = 1, .number = true, .port = 3, .weight = 4};
#else
    return {.ttl = 1, .number = from_outside, .port = 65535, .weight = from_outside};
#endif
}
