// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_JSON_IPP
#define CFDNS_IMPL_FLOWS_JSON_IPP

#include <cfdns/detail/config.hpp>
#include <cfdns/detail/json_string.hpp>

#include <string>
#include <string_view>

namespace cfdns::inline v0_2::detail {

// JSON, member by member.
class json_writer {
public:
    explicit json_writer(std::string& out) : out_(out) {}

    void open(char bracket) {
        comma();
        out_ += bracket;
        first_ = true;
    }
    void close(char bracket) {
        out_ += bracket;
        first_ = false;
    }
    void name(std::string_view text) {
        comma();
        append_string(out_, text);
        out_ += ':';
        first_ = true;
    }
    void text(std::string_view value) {
        comma();
        append_string(out_, value);
    }
    void literal(std::string_view json) {
        comma();
        out_ += json;
    }
    void member(std::string_view of, std::string_view value) {
        name(of);
        text(value);
    }

private:
    void comma() {
        if (!first_) out_ += ',';
        first_ = false;
    }
    std::string& out_;
    bool first_ = true;
};

}  // namespace cfdns::inline v0_2::detail

#endif
