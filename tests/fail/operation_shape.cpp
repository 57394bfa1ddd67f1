// What is not an operation is told by the concept, not by an error deep in the library.
// expect 1: (constraints? not satisfied|no matching function)
// expect 2: (constraints? not satisfied|no matching function)
// expect 3: (constraints? not satisfied|no matching function)
// expect 4: (constraints? not satisfied|no matching function)
#include <cfdns/core/operation.hpp>

struct like_a_route {
    constexpr operator cfdns::route() const { return cfdns::get("/x"); }
};

struct without_default {
    cfdns::required<std::string> id;
    CFDNS_FIELDS(id)
};

struct op {
#if MUST_FAIL == 1
    static constexpr like_a_route route{};
#elif MUST_FAIL == 2
    static inline cfdns::route const route = cfdns::get("/x");
#else
    static constexpr auto route = cfdns::get("/x");
#endif
#if MUST_FAIL == 3
    using response_type = void;
#elif MUST_FAIL == 4
    using response_type = without_default;
#else
    using response_type = std::string;
#endif
    CFDNS_FIELDS()
};

auto make() { return cfdns::make_request(op{}); }
