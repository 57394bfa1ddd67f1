// A text response is the whole of a response.
// expect 1: cfdns cannot read or write a member of this type
// expect 2: cfdns cannot read or write a member of this type
#include <cfdns/core/operation.hpp>

struct page {
    std::optional<std::string> name{};
#if MUST_FAIL == 1
    cfdns::text_body text{};
    CFDNS_FIELDS(name, text)
#else
    CFDNS_FIELDS(name)
#endif
};

struct export_zone {
    cfdns::required<std::string> zone_id;
    std::optional<page> part{};
#if MUST_FAIL == 2
    using response_type = std::optional<cfdns::text_body>;
#else
    using response_type = cfdns::text_body;
#endif
    static constexpr auto route = cfdns::post("/zones/{zone_id}/text");
    CFDNS_FIELDS(zone_id, part)
};

auto make(export_zone const& op) { return cfdns::make_request(op); }
