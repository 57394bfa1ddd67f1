// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TESTING_SUPPORT_IPP
#define CFDNS_IMPL_TESTING_SUPPORT_IPP

#include <cfdns/core/http.hpp>
#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/mix.hpp>
#include <cfdns/testing/codec.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What several services have in common.
namespace cfdns::inline v0_2::detail {

inline std::string lower(std::string_view text) {
    std::string out{text};
    for (char& c : out) c = to_lower(c);
    return out;
}

inline bool is_below(std::string_view name, std::string_view parent) noexcept {
    return name.size() > parent.size() + 1 && name.ends_with(parent) &&
           name[name.size() - parent.size() - 1] == '.';
}

inline std::vector<std::string> assigned_name_servers(std::string_view account) {
    static constexpr std::array<std::string_view, 4> first{"alice", "carol", "erin", "grace"};
    static constexpr std::array<std::string_view, 4> second{"bob", "dave", "frank", "henry"};
    std::uint64_t sum = 0;
    for (char const c : account) sum = mix(sum + static_cast<unsigned char>(c));
    std::string const domain = ".ns.cloudflare.com";
    return {std::string{first.at(sum & 3)} + domain, std::string{second.at(sum >> 2 & 3)} + domain};
}

enum class text_match : unsigned char { contains, endswith, exact, startswith };

inline bool passes(text_match how, std::string_view wanted, std::string_view text) {
    std::string const w = lower(wanted), t = lower(text);
    switch (how) {
        case text_match::contains: return t.find(w) != std::string::npos;
        case text_match::endswith: return t.ends_with(w);
        case text_match::exact: return t == w;
        case text_match::startswith: return t.starts_with(w);
    }
    return false;
}

// Counts the filters that are given and those that pass.
struct filter_count {
    int given = 0, passed = 0;

    void add(bool passes) {
        ++given;
        passed += passes ? 1 : 0;
    }
    void add_text(std::optional<std::string> const& wanted, text_match how, std::string_view text) {
        if (wanted) add(passes(how, *wanted, text));
    }
    template <class Filter>
    void add_texts(Filter const& filter, std::string_view text) {
        add_text(filter.contains, text_match::contains, text);
        add_text(filter.endswith, text_match::endswith, text);
        add_text(filter.exact, text_match::exact, text);
        add_text(filter.startswith, text_match::startswith, text);
    }
    [[nodiscard]] bool matches(std::optional<std::string> const& match) const {
        return match == "any" ? passed > 0 || given == 0 : passed == given;
    }
};

// The token of a request; empty if it has none.
inline std::string_view token_of(http_request const& request) noexcept {
    std::string_view const scheme = "Bearer ";
    std::string_view const value = find_header(request.headers, "Authorization").value_or("");
    return value.starts_with(scheme) ? value.substr(scheme.size()) : std::string_view{};
}

// The response to the verification of a token that may not start with `other_kind`.
template <class Service, class State>
http_response verify_token(Service const& service, http_request const& request, std::string_view other_kind,
                           State const& state) {
    bool const has_key = find_header(request.headers, "X-Auth-Email").has_value();
    if (has_key && !find_header(request.headers, "Authorization"))
        return testing::write_failure(400, 1001, "Missing \"Authorization\" header");
    auto refused = service.refuse_credentials(request);
    if (refused && refused->status == 400) return *std::move(refused);
    if (refused || token_of(request).starts_with(other_kind))
        return testing::write_failure(401, 1000, "Invalid API Token");
    if (state.status != "active") return testing::write_response(state);
    api_message active;
    active.code = 10000;
    active.message = "This API Token is valid and active";
    return testing::write_response(state, {}, {&active, 1});
}

}  // namespace cfdns::inline v0_2::detail

#endif
