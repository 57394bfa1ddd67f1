// Traits that are incomplete or not wanted are named as such.
// expect 1: scalar_traits<T> must have static members std::string to_text\(T const&\) and std::optional<T> from_text\(std::string_view\)
// expect 2: scalar_traits<T> must have static members
// expect 3: a type with scalar_traits must be default-constructible and copyable
// expect 4: scalar_traits must not be specialised for a type that is supported without it
// expect 5: a type with CFDNS_FIELDS must not have scalar_traits
// expect 6: cfdns cannot read or write a member of this type
// expect 7: must be a required string or integer member, or one with scalar_traits
#include <cfdns/core/operation.hpp>

struct address {
#if MUST_FAIL == 3
    explicit address(int) {}
#else
    address() = default;
#endif
    std::string text;
};

struct point {
    std::optional<std::string> x{};
    CFDNS_FIELDS(x)
};

#if MUST_FAIL != 6
template <>
struct cfdns::scalar_traits<address> {
#if MUST_FAIL != 1
    static std::string to_text(address const& value) { return value.text; }
#endif
#if MUST_FAIL == 2
    static bool from_text(std::string_view, address&) { return true; }
#else
    static std::optional<address> from_text(std::string_view) { return std::nullopt; }
#endif
};
#endif

#if MUST_FAIL == 4
template <>
struct cfdns::scalar_traits<std::int32_t> {
    static std::string to_text(std::int32_t value) { return std::to_string(value); }
    static std::optional<std::int32_t> from_text(std::string_view) { return 1; }
};
#elif MUST_FAIL == 5
template <>
struct cfdns::scalar_traits<point> {
    static std::string to_text(point const&) { return {}; }
    static std::optional<point> from_text(std::string_view) { return point{}; }
};
#endif

struct details {
#if MUST_FAIL == 7
    std::optional<address> ip{};
#else
    cfdns::required<address> ip;
#endif
    std::optional<std::int32_t> count{};
    std::optional<point> where{};
    using response_type = std::vector<address>;
    static constexpr auto route = cfdns::put("/hosts/{ip}");
    CFDNS_FIELDS(ip, count, where)
};

auto make(details const& op) { return cfdns::make_request(op); }
