// A union is a member whose alternatives are structs with distinct tags and names; it is sent in a body.
// expect 1: an alternative of a union sends a name twice, or one that another member of the enclosing struct has
// expect 2: an alternative of a union sends a name twice, or one that another member of the enclosing struct has
// expect 3: an alternative of a union sends a name twice, or one that another member of the enclosing struct has
// expect 4: an alternative of a union sends a name twice, or one that another member of the enclosing struct has
// expect 5: an alternative of a union sends a name twice, or one that another member of the enclosing struct has
// expect 6: two alternatives of a union have the same value of the tag
// expect 7: the alternatives of a union must be structs with CFDNS_FIELDS
// expect 8: `outside` must name members of the alternative, each once
// expect 9: a union may have one alternative without an alternative_tag
// expect 10: a union .std::variant. cannot be sent in a query
// expect 11: must be a required string or integer member
// expect 12: the tags of all alternatives of a union must have the same name
// expect 13: `outside` needs a tag with an `object`
// expect 14: a response_type must not contain a union
// expect 15: a union must be a member of a struct, possibly in a required or std::optional
// expect 16: an alternative of a union must not have a union
// expect 17: an alternative may have extra_members only if its tag has an `object`
// expect 18: the alternative without an alternative_tag must have a text member of the tag's name
// expect 19: an alternative of a union must have `static constexpr cfdns::alternative_tag alternative`
// expect 20: an alternative_tag needs a name and a value, of printable ASCII without quotes
// expect 21: an alternative of a union sends a name twice, or one that another member of the enclosing struct has
// expect 22: a union .std::variant. cannot be sent in a query
// expect 23 gcc: use of deleted function .*required
// expect 23 clang: call to deleted constructor of .*required
// expect 23 clang: priority
// expect 24 gcc: use of deleted function .*required
// expect 24 clang: call to deleted constructor of .*required
// expect 24 clang: data
#include <cfdns/core/operation.hpp>

#include <variant>

struct address {
    cfdns::required<std::string> content;
    static constexpr cfdns::alternative_tag alternative{"type", "A"};
    CFDNS_FIELDS(content)
};

struct mx {
    cfdns::required<std::string> content;
    cfdns::required<std::uint16_t> priority;
#if MUST_FAIL == 1
    std::optional<std::string> comment{};
    CFDNS_FIELDS(content, priority, comment)
#elif MUST_FAIL == 2
    std::optional<std::string> type{};
    CFDNS_FIELDS(content, priority, type)
#elif MUST_FAIL == 16
    std::optional<std::variant<address>> inner{};
    CFDNS_FIELDS(content, priority, inner)
#elif MUST_FAIL == 17
    cfdns::extra_members extra{};
    CFDNS_FIELDS(content, priority, extra)
#else
    CFDNS_FIELDS(content, priority)
#endif
#if MUST_FAIL == 3
    static constexpr cfdns::alternative_tag alternative{"ttl", "MX"};
#elif MUST_FAIL == 6
    static constexpr cfdns::alternative_tag alternative{"type", "A"};
#elif MUST_FAIL == 12
    static constexpr cfdns::alternative_tag alternative{"kind", "MX"};
#elif MUST_FAIL == 13
    static constexpr cfdns::alternative_tag alternative{"type", "MX"};
    static constexpr std::string_view outside[] = {"priority"};
#elif MUST_FAIL == 20
    static constexpr cfdns::alternative_tag alternative{"type", "M\"X"};
#elif MUST_FAIL != 9
    static constexpr cfdns::alternative_tag alternative{"type", "MX"};
#endif
};

struct uri {
    cfdns::required<std::uint16_t> priority;
    cfdns::required<std::string> target;
#if MUST_FAIL == 4
    static constexpr cfdns::alternative_tag alternative{"type", "URI", "comment"};
#elif MUST_FAIL == 5
    static constexpr cfdns::alternative_tag alternative{"type", "URI", "priority"};
#else
    static constexpr cfdns::alternative_tag alternative{"type", "URI", "data"};
#endif
#if MUST_FAIL == 8
    static constexpr std::string_view outside[] = {"weight"};
#else
    static constexpr std::string_view outside[] = {"priority"};
#endif
    CFDNS_FIELDS(priority, target)
};

struct other {
#if MUST_FAIL == 18
    cfdns::required<std::string> kind;
    CFDNS_FIELDS(kind)
#else
    cfdns::required<std::string> type;
    CFDNS_FIELDS(type)
#endif
};

struct second {
    std::optional<std::string> content{};
    static constexpr cfdns::alternative_tag alternative{"kind", "second"};
    CFDNS_FIELDS(content)
};

#if MUST_FAIL == 3
using record_data = std::variant<mx>;
#elif MUST_FAIL == 7
using record_data = std::variant<address, mx, uri, std::string>;
#elif MUST_FAIL == 19
using record_data = std::variant<other>;
#else
using record_data = std::variant<address, mx, uri, other>;
#endif

struct holder {
    std::optional<record_data> data{};
    CFDNS_FIELDS(data)
};

struct create {
    cfdns::required<std::string> zone_id;
#if MUST_FAIL == 15
    cfdns::required<std::vector<record_data>> data;
#else
    cfdns::required<record_data> data;
#endif
    std::optional<std::uint32_t> ttl{};
    std::optional<std::string> comment{};
#if MUST_FAIL == 14
    using response_type = holder;
#else
    using response_type = std::string;
#endif
#if MUST_FAIL == 10
    static constexpr auto route = cfdns::get("/zones/{zone_id}");
#elif MUST_FAIL == 11
    static constexpr auto route = cfdns::post("/zones/{zone_id}/{data}");
#else
    static constexpr auto route = cfdns::post("/zones/{zone_id}");
#endif
#if MUST_FAIL == 21
    std::optional<std::variant<second>> more{};
    CFDNS_FIELDS(zone_id, data, ttl, comment, more)
#else
    CFDNS_FIELDS(zone_id, data, ttl, comment)
#endif
};

struct search {
    std::optional<std::string> name{};
#if MUST_FAIL == 22
    std::optional<holder> filter{};
#else
    std::optional<std::string> filter{};
#endif
    using response_type = std::string;
    static constexpr auto route = cfdns::get("/search");
    CFDNS_FIELDS(name, filter)
};

auto make(create const& op) { return cfdns::make_request(op); }
auto make(search const& op) { return cfdns::make_request(op); }

#if !defined(MUST_FAIL) || MUST_FAIL > 22
auto make_one() {
    return cfdns::make_request(create{
        .zone_id = "z",
#if MUST_FAIL != 24
        .data = mx{.content = "m.example",
#if MUST_FAIL != 23
                   .priority = 10
#endif
        },
#endif
        .ttl = 1,
    });
}
#endif
