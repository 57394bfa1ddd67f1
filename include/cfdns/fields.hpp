// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_FIELDS_HPP
#define CFDNS_FIELDS_HPP

#include <cfdns/detail/config.hpp>

#include <boost/preprocessor/control/iif.hpp>
#include <boost/preprocessor/facilities/check_empty.hpp>
#include <boost/preprocessor/seq/for_each.hpp>
#include <boost/preprocessor/stringize.hpp>
#include <boost/preprocessor/tuple/eat.hpp>
#include <boost/preprocessor/variadic/to_seq.hpp>

/// Lists the members of a struct, in the order of their declaration, inside of the struct:
///
///     struct peer {
///         std::string id{};
///         std::optional<std::string> ip{};
///         CFDNS_FIELDS(id, ip)
///     };
///
/// This list is all that reading, writing, path building and the in-memory service need. Member names are the JSON names;
/// one trailing underscore, as `delete_` needs it, is dropped. A list that leaves out a member does not compile; that of a
/// struct without members is empty.
#define CFDNS_FIELDS(...)                                                                                         \
    template <class Self, class Visitor>                                                                          \
    static constexpr void cfdns_visit_fields([[maybe_unused]] Visitor& visitor) {                                 \
        BOOST_PP_IIF(BOOST_PP_CHECK_EMPTY(__VA_ARGS__), BOOST_PP_EAT, CFDNS_DETAIL_EACH_FIELD)(Self, __VA_ARGS__) \
    }

#define CFDNS_DETAIL_EACH_FIELD(Self, ...) BOOST_PP_SEQ_FOR_EACH(CFDNS_DETAIL_FIELD, Self, BOOST_PP_VARIADIC_TO_SEQ(__VA_ARGS__))
#define CFDNS_DETAIL_FIELD(r, Self, name) visitor.template field<&Self::name>(BOOST_PP_STRINGIZE(name));

#endif
