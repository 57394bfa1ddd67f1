// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_BENCH_GLAZE_PEER_HPP
#define CFDNS_BENCH_GLAZE_PEER_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// The same work with glaze, in a source of its own since glaze wants C++23. It knows neither `timestamp`
/// nor `seconds`, so its results are plain structs with the same members; unknown members are skipped where
/// cfdns keeps them.
namespace bench::glaze_peer {

struct configuration {
    std::optional<std::string> id{};
    std::optional<std::int64_t> auto_refresh_seconds{};
    std::optional<std::string> checked_time{};
    std::optional<std::string> created_time{};
    std::optional<std::string> modified_time{};
    std::optional<std::string> name{};
    std::optional<std::vector<std::string>> peers{};
    std::optional<std::uint32_t> soa_serial{};
};

struct peer {
    std::string id{};
    std::string name{};
    std::optional<std::string> ip{};
    std::optional<bool> ixfr_enable{};
    std::optional<std::uint32_t> port{};
    std::optional<std::string> tsig_id{};
};

struct record {
    std::string id{};
    std::string name{};
    std::string type{};
    std::string content{};
    std::optional<bool> proxiable{};
    std::optional<bool> proxied{};
    std::optional<std::uint32_t> ttl{};
    std::optional<std::string> comment{};
    std::optional<std::vector<std::string>> tags{};
    std::optional<std::string> created_on{};
    std::optional<std::string> modified_on{};
    std::optional<std::uint32_t> priority{};
};

struct settings {
    std::optional<bool> flatten_cname{};
    std::optional<bool> ipv4_only{};
    std::optional<bool> ipv6_only{};
};

struct metadata {
    std::optional<std::vector<std::string>> shadowed_by{};
    std::optional<bool> is_glue{};
    std::optional<bool> dead_glue{};
    std::optional<std::uint16_t> shadowed_records_count{};
};

struct dns_record {
    std::string id{};
    std::string name{};
    std::string type{};
    std::optional<std::string> content{};
    std::optional<bool> proxiable{};
    std::optional<bool> proxied{};
    std::optional<std::int64_t> ttl{};
    std::optional<glaze_peer::settings> settings{};
    std::optional<std::uint16_t> priority{};
    std::optional<bool> private_routing{};
    std::optional<metadata> meta{};
    std::optional<std::string> comment{};
    std::optional<std::vector<std::string>> tags{};
    std::optional<std::string> created_on{};
    std::optional<std::string> modified_on{};
    std::optional<std::string> comment_modified_on{};
    std::optional<std::string> tags_modified_on{};
};

struct create {
    std::int64_t auto_refresh_seconds{};
    std::string name{};
    std::vector<std::string> peers{};
};

/// Skipped values are validated and missing required members refused, as everywhere here; throws what is
/// wrong.
template <class Result>
Result parse(std::string const& text);

std::string write(create const& body);

}  // namespace bench::glaze_peer

#endif
