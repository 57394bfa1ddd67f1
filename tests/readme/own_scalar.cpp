// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>

#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace my {

class address {
public:
    address() = default;
    explicit address(std::string_view text) : text_(text) {}
    std::string const& to_string() const { return text_; }

private:
    std::string text_{};
};

inline std::optional<address> parse(std::string_view text) {
    if (text.find(':') == std::string_view::npos && text.find('.') == std::string_view::npos)
        return std::nullopt;
    return address{text};
}

}  // namespace my

// EXAMPLE

struct get_host {
    cfdns::required<my::address> ip;
    using response_type = host;
    static constexpr auto route = cfdns::get("/hosts/{ip}");
    CFDNS_FIELDS(ip)
};

int main() {
    auto const request = cfdns::make_request(get_host{.ip = my::address{"192.0.2.1"}});
    auto const got = cfdns::parse_full_response<get_host>(
        {200, {}, R"({"success":true,"result":{"ip":"2001:db8::1","also":["x","192.0.2.2"]}})"});
    bool const good = request && got && request->target == "/client/v4/hosts/192.0.2.1" &&
                      got->value.ip->to_string() == "2001:db8::1" && got->value.also.size() == 1 &&
                      got->info.mismatches.size() == 1 && got->info.mismatches[0].expected == "IP address";
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
