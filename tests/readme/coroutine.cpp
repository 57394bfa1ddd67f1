// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>
#include <cfdns/drivers/coroutine.hpp>

#include "drivers/manual_loop.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// EXAMPLE

struct zone {
    std::string id{};
    CFDNS_FIELDS(id)
};
struct list_zones {
    std::optional<std::uint32_t> page{}, per_page{};
    using response_type = std::vector<zone>;
    static constexpr auto route = cfdns::get("/zones");
    CFDNS_FIELDS(page, per_page)
};

int main() {
    int pages = 0;
    cfdns_test::manual_loop loop{[&](cfdns::http_request const&) -> cfdns::result<cfdns::http_response> {
        return cfdns::http_response{200,
                                    {},
                                    R"({"success":true,"result":[{"id":")" + std::to_string(++pages) +
                                        R"("}],"result_info":{"total_pages":3}})"};
    }};
    cfdns::credentials const credentials = cfdns::api_token{cfdns::secret_string{"any"}};
    cfdns::pages<list_zones> list{{}, credentials};
    auto counting = count_zones(loop, list);
    counting.start();
    loop.run();
    return counting.done() && counting.take() == 3 ? 0 : 1;
}
