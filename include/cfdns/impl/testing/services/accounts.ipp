// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TESTING_SERVICES_ACCOUNTS_IPP
#define CFDNS_IMPL_TESTING_SERVICES_ACCOUNTS_IPP

#include <cfdns/impl/testing/support.ipp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cfdns::inline v0_2::detail {

struct verify_account_token {
    static constexpr bool checks_credentials = true;
    http_response operator()(testing::fake_cloudflare& service, accounts::tokens::verify const& op,
                             http_request const& request) const {
        auto const& states = service.accounts.tokens;
        auto const at = states.find(op.account_id.get());
        return verify_token(
            service, request, "cfut_",
            at != states.end()
                ? at->second
                : accounts::tokens::state{.id = "ed17574386854bf78a67040be0a770b0", .status = "active"});
    }
};

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::testing::services {

CFDNS_TESTING_DECL void accounts::mount(fake_cloudflare& to) {
    using account = cfdns::accounts::account;

    to.on<cfdns::accounts::list>([](fake_cloudflare& service, cfdns::accounts::list const& op,
                                    http_request const& request) {
        if (cfdns::detail::token_of(request).starts_with("cfat_"))
            return testing::write_failure(400, 1001,
                                          "List accounts endpoint does not support account owned tokens.");
        std::vector<account> found;
        for (auto const& [id, one] : service.accounts.all)
            if (!op.name || cfdns::detail::iequals(*op.name, one.name)) found.push_back(one);
        std::stable_sort(found.begin(), found.end(), [&](account const& a, account const& b) {
            return op.direction == "desc" ? b.name < a.name : a.name < b.name;
        });
        return cfdns::detail::make_page_response(found, op.page, op.per_page, {.minimum = 5, .maximum = 50});
    });

    to.on<cfdns::accounts::get>([](fake_cloudflare& service, cfdns::accounts::get const& op) {
        std::string const& id = op.account_id.get();
        auto const at = service.accounts.all.find(id);
        if (at != service.accounts.all.end()) return testing::write_response(at->second);
        return testing::write_failure(
            404, 7003,
            "Could not route to /accounts/" + id + ", perhaps your object identifier is invalid?");
    });

    to.on<cfdns::accounts::tokens::verify>(cfdns::detail::verify_account_token{});
}

}  // namespace cfdns::inline v0_2::testing::services

#endif
