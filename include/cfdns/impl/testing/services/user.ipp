// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TESTING_SERVICES_USER_IPP
#define CFDNS_IMPL_TESTING_SERVICES_USER_IPP

#include <cfdns/impl/testing/support.ipp>
#include <cfdns/testing/fake_cloudflare.hpp>

namespace cfdns::inline v0_2::detail {

struct verify_user_token {
    static constexpr bool checks_credentials = true;
    http_response operator()(testing::fake_cloudflare& service, user::tokens::verify const&,
                             http_request const& request) const {
        return verify_token(service, request, "cfat_", service.user.token);
    }
};

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::testing::services {

CFDNS_TESTING_DECL void user::mount(fake_cloudflare& service) {
    service.on<cfdns::user::tokens::verify>(cfdns::detail::verify_user_token{});
}

}  // namespace cfdns::inline v0_2::testing::services

#endif
