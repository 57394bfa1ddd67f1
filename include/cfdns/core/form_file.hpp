// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_FORM_FILE_HPP
#define CFDNS_CORE_FORM_FILE_HPP

#include <cfdns/detail/config.hpp>

#include <string>

/// Files in forms.
namespace cfdns::inline v0_2 {

/// A file in a form: a member of an operation whose route is made by `post_form`.
struct form_file {
    /// File name, which must not be empty. CR, LF and `"` are sent as `%0D`, `%0A` and `%22`; other control
    /// characters are rejected.
    std::string name{"file"};
    /// Media type of the content; not sent if it is empty.
    std::string content_type{"application/octet-stream"};
    /// The bytes of the file, which are sent unchanged.
    std::string content{};

    /// Whether both have equal members.
    friend bool operator==(form_file const&, form_file const&) = default;
};

}  // namespace cfdns::inline v0_2

#endif
