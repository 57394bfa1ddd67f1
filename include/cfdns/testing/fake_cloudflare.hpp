// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTING_FAKE_CLOUDFLARE_HPP
#define CFDNS_TESTING_FAKE_CLOUDFLARE_HPP

#include <cfdns/testing/codec.hpp>
#include <cfdns/zone_transfers.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

/// A service in memory to test programs with. Opt-in: not part of cfdns/cfdns.hpp.
namespace cfdns::inline v1::testing {

/// An in-memory Cloudflare: takes requests, keeps state, answers as the service is known to answer. It is a transport.
///
/// It serves `zone_transfers::incoming`. No I/O, no threads, no clock, no randomness: the same requests give the same
/// replies. What the public sources do not say is chosen here and may differ from the service: a second create answers
/// 409, and `update` and `delete_` of what is not there answer 404.
class fake_cloudflare {
public:
    /// Configuration of every zone that has one, by zone id. Set or inspect it as the test needs.
    std::map<std::string, zone_transfers::incoming::configuration, std::less<>> incoming{};

    /// The only API token that is accepted; empty: any is. E-mail and key, and user service keys, are accepted as they are.
    secret_string token{};

    /// The time that new timestamps show.
    std::chrono::sys_time<std::chrono::microseconds> now{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};

    /// Answers a request whose target starts with `where.base_path`.
    [[nodiscard]] http_response handle(http_request const& request, endpoint const& where = {});

    /// The same as a transport.
    [[nodiscard]] result<http_response> operator()(http_request const& request) { return handle(request); }

private:
    template <operation Op>
    std::optional<http_response> serve(http_request const& request, endpoint const& where);

    http_response answer(zone_transfers::incoming::create const& op);
    http_response answer(zone_transfers::incoming::update const& op);
    http_response answer(zone_transfers::incoming::get const& op);
    http_response answer(zone_transfers::incoming::delete_ const& op);

    std::optional<http_response> refuse_credentials(http_request const& request) const;
    std::string next_id();

    std::uint64_t ids_{};
};

}  // namespace cfdns::inline v1::testing

#include <cfdns/impl/testing/fake_cloudflare.ipp>

#endif
