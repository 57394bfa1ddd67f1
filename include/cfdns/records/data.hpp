// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_RECORDS_DATA_HPP
#define CFDNS_RECORDS_DATA_HPP

#include <cfdns/core/response.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/read_alternative.hpp>
#include <cfdns/detail/reader.hpp>
#include <cfdns/records/operations.hpp>
#include <cfdns/records/text.hpp>
#include <cfdns/records/types.hpp>

#include <chrono>
#include <concepts>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace cfdns::inline v0_2::detail {

// Templates, so that only programs that use them compile the parser and the tables of all types. The types
// depend on a parameter for the same reason: compilers instantiate what does not when they read a template.
template <class T, class>
struct dependent {
    using type = T;
};
template <class T, class Parameter>
using dependent_t = typename dependent<T, Parameter>::type;

// Reads the value of a record as an alternative. Returns whether all required members have a value.
template <class Handler = reader>
bool read_record_value(alternative_type const& type, void* value, records::record const& from,
                       std::vector<mismatch>& mismatches);

// The type and value of a record; `records::other` if the type is unknown or a member is missing or
// ill-typed.
template <class Handler = reader>
records::record_data read_record_data(records::record const& from, std::vector<mismatch>& mismatches);

// Copies to the parameters what replacing the record would reset. Members that could not be read are copied
// to `extra`, where `make_request` refuses them.
void carry_over(records::record const& from, std::optional<std::chrono::seconds>& ttl,
                std::optional<std::string>& comment, std::optional<bool>& private_routing,
                std::optional<bool>& proxied, std::optional<records::settings>& settings,
                std::optional<std::vector<std::string>>& tags, extra_members& extra);

#if !CFDNS_HAS_DEFINITIONS
extern template bool read_record_value<reader>(alternative_type const&, void*, records::record const&,
                                               std::vector<mismatch>&);
extern template records::record_data read_record_data<reader>(records::record const&,
                                                              std::vector<mismatch>&);
#endif

template <class T, class Variant>
inline constexpr bool is_alternative_of = false;
template <class T, class... Alternatives>
inline constexpr bool is_alternative_of<T, std::variant<Alternatives...>> = (std::same_as<T, Alternatives> ||
                                                                             ...);

template <class Params>
void carry_over(records::record const& from, Params& to) {
    detail::carry_over(from, to.ttl, to.comment, to.private_routing, to.proxied, to.settings, to.tags,
                       to.extra);
}

}  // namespace cfdns::inline v0_2::detail

/// The values of records that were returned by the service, and parameters made from such records.
namespace cfdns::inline v0_2::records {

/// The struct of a specific record type, such as `mx` or `srv`; not `other`.
template <class T>
concept record_type = detail::is_alternative_of<T, record_data> && !std::same_as<T, other>;

/// Returns the value of a record that was returned by the service, as the struct of its type:
///
///     if (auto const found = records::as<records::srv>(record)) connect(found->target.get(), ...);
///
/// Returns `std::nullopt` if the record has another type, or if a member that `T` requires is missing or
/// ill-typed. In these cases, and for each ill-typed optional member, an entry is added to `mismatches` if
/// it is given, with a pointer relative to the record: `/data/port`.
///
/// Equivalent forms of a value are accepted: members missing from `data` are taken from `content`; a missing
/// priority is taken from the other of the two places where it can occur; and the target `false`, which SRV
/// records have in old responses, is read as ".". Members of `data` that `T` does not declare are stored in
/// its `extra`, except `service`, `proto` and `name` of SRV records, which the service no longer accepts.
template <record_type T>
[[nodiscard]] std::optional<T> as(record const& record, std::vector<mismatch>* mismatches = nullptr) {
    static constexpr detail::alternative_type type = detail::make_alternative<std::variant<T>, 0>();
    std::vector<mismatch> unused;
    std::optional<T> value{detail::make_blank<T>()};
    if (!detail::read_record_value<detail::reader>(type, std::addressof(*value), record,
                                                   mismatches ? *mismatches : unused))
        value.reset();
    return value;
}

/// Returns the type and the value of a record that was returned by the service: as the struct of its type,
/// or as `other` if the library does not know the type, or if a member is missing or ill-typed. See `as`.
template <std::same_as<record> Record>
[[nodiscard]] record_data data_of(Record const& record, std::vector<mismatch>* mismatches = nullptr) {
    std::vector<mismatch> unused;
    return detail::read_record_data<detail::reader>(record, mismatches ? *mismatches : unused);
}

/// Returns the parameters of an `update` that leaves the record as it is, so that a program can change some
/// of them and keep the others:
///
///     records::update op = records::to_update(record, zone_id);
///     op.ttl = std::chrono::minutes{5};
///
/// They contain the record's name, type, value, TTL, comment, tags and settings, and whether it is proxied
/// and routed privately. Members that have the service's default values are omitted, and so are a generated
/// `content` and members that cannot be sent, such as `created_on`.
///
/// If a member that the update would reset could not be read, it is stored in `extra`, and `make_request`
/// rejects the operation with the name of that member. Assign the member and erase it from `extra`, or use
/// `edit`.
template <std::same_as<record> Record>
[[nodiscard]] update to_update(Record const& record, std::string_view zone_id) {
    detail::dependent_t<update, Record> out{.zone_id = zone_id,
                                            .dns_record_id = record.id,
                                            .name = record.name,
                                            .data = records::data_of(record)};
    detail::carry_over(record, out);
    return out;
}

/// Returns an entry for `batch::puts` that leaves the record as it is. See `to_update`.
template <std::same_as<record> Record>
[[nodiscard]] record_put to_put(Record const& record) {
    detail::dependent_t<record_put, Record> out{
        .id = record.id, .name = record.name, .data = records::data_of(record)};
    detail::carry_over(record, out);
    return out;
}

/// Returns an entry for `batch::posts` or `scan_review::accepts` that creates a record like this one. See
/// `to_update`.
template <std::same_as<record> Record>
[[nodiscard]] record_post to_post(Record const& record) {
    detail::dependent_t<record_post, Record> out{.name = record.name, .data = records::data_of(record)};
    detail::carry_over(record, out);
    return out;
}

}  // namespace cfdns::inline v0_2::records

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/records/data.ipp>
#endif

#endif
