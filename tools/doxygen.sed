# What Doxygen reads instead of a header or README. Its parser (1.9.4) takes cfdns::inline v1 for two things, and what
# every operation says of itself is documented once, in cfdns/operation.hpp.
s/cfdns::inline v1/cfdns/
s|^\( *using response_type = [^;]*;\)$|\1  ///< What the service answers with.|
s|^\( *static constexpr auto route = .*;\)$|\1  ///< Method, path, and what repeating the request means.|
s|^\( *static constexpr bound bounds\[\] = .*;\)$|\1  ///< What is refused before it is sent.|
# A specialisation in a namespace that is not ours and not read.
/^struct boost::system::is_error_code_enum/d
/^template <>$/{N;/is_error_code_enum/d}
# Macros belong to a file, and are shown only if it is one that has documentation.
1s|^// SPDX.*|/// \\file|
s/^#define CFDNS_\(DETAIL_.*\|VERSION_HPP\)$//
# The anchors of README's titles, which Doxygen 1.9.4 does not have.
s/\[\([^]]*\)\](#[^)]*)/\1/g
