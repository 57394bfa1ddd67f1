// SPDX-License-Identifier: BSL-1.0
// An operation that the library does not have, declared in the program's own namespace. It has all the
// features of the library's operations.

#include <cfdns/cfdns.hpp>

#include <iostream>

namespace my {

struct zone {
    std::string id{};
    std::string name{};
    std::optional<std::string> type{};
    std::optional<std::vector<std::string>> name_servers{};
    CFDNS_FIELDS(id, name, type, name_servers)
};

struct zone_details {  // GET /zones/{zone_id}
    cfdns::required<std::string> zone_id;
    using response_type = zone;
    static constexpr auto route = cfdns::get("/zones/{zone_id}");
    CFDNS_FIELDS(zone_id)
};

}  // namespace my

int main() {
    // A stand-in for the service; any transport can be used.
    auto const transport = [](cfdns::http_request const& request) -> cfdns::result<cfdns::http_response> {
        std::cout << to_string(request.method) << ' ' << request.target << '\n';
        return cfdns::http_response{200,
                                    {},
                                    R"({"success":true,"errors":[],"messages":[],"result":{
            "id":"023e105f4ecef8ad9ca31a8372d0c353","name":"example.com","type":"secondary",
            "name_servers":["ns0068.secondary.cloudflare.com"],"plan":{"name":"Enterprise"}}})"};
    };
    my::zone_details const op{.zone_id = "023e105f4ecef8ad9ca31a8372d0c353"};
    auto const zone = cfdns::call(transport, cfdns::api_token{cfdns::secret_string{"token"}}, op);
    if (!zone) {
        std::cerr << zone.error().message() << '\n';
        return 1;
    }
    std::cout << zone.value().name << " is a " << zone.value().type.value_or("?") << " zone\n";
    return 0;
}
