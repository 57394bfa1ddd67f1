// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_TEXT_BODY_HPP
#define CFDNS_CORE_TEXT_BODY_HPP

#include <cfdns/detail/config.hpp>

#include <string>

/// The result of operations that respond with text instead of JSON.
namespace cfdns::inline v0_2 {

/// For use as `response_type`: the content of a successful response is text without an envelope, such as an
/// exported zone file. The request has `Accept: text/plain`.
///
/// *Errors:* content that is not the text is an error even if the status is 2xx:
/// - the API's envelope, or anything with a JSON media type: `errc::api_failure` with the details in the
///   envelope if it reports a failure, otherwise `errc::malformed_response`. Without a JSON media type, an
///   envelope is recognised by its content: an object whose first member is one of the envelope's, even if
///   it is incomplete, or a valid object with a boolean `success`, a `result` or `errors`;
/// - an HTML page, by its media type or by its beginning (`<!DOCTYPE`, `<html`): `errc::malformed_response`;
/// - no content, or only white space: `errc::no_result`.
///
/// Responses with other statuses are errors as for other operations.
struct text_body {
    /// The content, byte for byte. It need not be valid UTF-8. At most `response_limits::max_bytes`.
    std::string text{};
    /// The `Content-Type` of the response as received; empty if it has none.
    std::string content_type{};

    /// Whether both members are equal.
    friend bool operator==(text_body const&, text_body const&) = default;
};

}  // namespace cfdns::inline v0_2

#endif
