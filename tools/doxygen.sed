# What Doxygen reads instead of a header. Its parser (1.9.4) takes cfdns::inline v0_2 for two things, and what
# every operation says of itself is documented once, in cfdns/core/operation.hpp.
s/cfdns::inline v0_2/cfdns/
s|^\( *\)\(using response_type = \)|\1/** What the service returns. */ \2|
s|^\( *\)\(static constexpr auto route\)|\1/** Method, path, and what repeating the request does. The \\ref doc_docs_operations "reference" has an example. */ \2|
s|^\( *\)\(static constexpr bound bounds\[\]\)|\1/** What is refused before it is sent. */ \2|
s|^\( *\)\(static constexpr std::string_view exactly_one\[\]\)|\1/** Of these, one must be set. */ \2|
s|^\( *\)\(static constexpr element_limit\)|\1/** How many elements these lists may have together. */ \2|
s|^\( *\)\(static constexpr std::string_view in_query\[\]\)|\1/** Sent in the query instead of the body. */ \2|
s|^\( *\)\(static constexpr std::string_view outside\[\]\)|\1/** Sent outside of the object that the tag names. */ \2|
s|^\( *\)\(static constexpr alternative_tag alternative\)|\1/** The tag that denotes this struct. */ \2|
s|^\( *\)\(static constexpr api_reference reference\)|\1/** What the official API reference says. */ \2|
# A specialisation in a namespace that is not ours and not read.
/^struct boost::system::is_error_code_enum/d
/^template <>$/{N;/is_error_code_enum/d}
# Macros belong to a file, and are shown only if it is one that has documentation.
1s|^// SPDX.*|/// \\file|
s/^#define CFDNS_VERSION_HPP$//
/^#define CFDNS_DETAIL_/{
:continued
/\\$/{N;b continued
}
s/[^\n]*//g
}
