// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TESTING_SERVICES_DNSSEC_IPP
#define CFDNS_IMPL_TESTING_SERVICES_DNSSEC_IPP

#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/mix.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cfdns::inline v0_2::detail {

inline dnssec::details unsigned_zone() {
    return {.status = std::string{dnssec::statuses::disabled},
            .dnssec_multi_signer = false,
            .dnssec_presigned = false,
            .dnssec_use_nsec3 = false};
}

// 64 hexadecimal digits that depend on the text only.
inline std::string digest_of(std::string_view text) {
    std::uint64_t state = 0;
    for (char const c : text) state = mix(state + static_cast<unsigned char>(c));
    std::string out;
    for (int i = 0; i != 64; ++i) {
        if (i % 16 == 0) state = mix(state + 1);
        out += "0123456789ABCDEF"[state >> (i % 16 * 4) & 15];
    }
    return out;
}

inline std::string name_of(testing::fake_cloudflare const& service, std::string const& zone_id) {
    auto const known = service.zones.all.find(zone_id);
    return known == service.zones.all.end() ? "example.com" : known->second.name;
}

inline void add_key(testing::fake_cloudflare const& service, std::string const& zone_id,
                    dnssec::details& state) {
    state.algorithm = "13";
    state.key_type = "ECDSAP256SHA256";
    state.digest_type = "2";
    state.digest_algorithm = "SHA256";
    state.digest = digest_of(zone_id);
    state.flags = std::uint16_t{257};
    state.key_tag = static_cast<std::uint16_t>(std::stoul(state.digest->substr(0, 4), nullptr, 16));
    state.public_key = digest_of("public" + zone_id) + "==";
    state.ds = name_of(service, zone_id) + ". 3600 IN DS " + std::to_string(*state.key_tag) + " 13 2 " +
               *state.digest;
}

inline dnssec::details& state_of(testing::fake_cloudflare& service, std::string const& zone_id) {
    return service.dnssec.zones.try_emplace(zone_id, unsigned_zone()).first->second;
}

inline http_response edit_dnssec(testing::fake_cloudflare& service, dnssec::edit const& op) {
    namespace statuses = dnssec::statuses;
    if (!op.status && !op.dnssec_multi_signer && !op.dnssec_presigned && !op.dnssec_use_nsec3 &&
        op.extra.empty())
        return testing::write_failure(400, 1002, "The request body is empty");
    if (op.status && op.status != statuses::active && op.status != statuses::disabled)
        return testing::write_failure(400, 1004, "The status must be active or disabled", "/status");
    std::string const& id = op.zone_id.get();
    testing::zone_type const type = service.zone(id).type;
    if (op.dnssec_presigned == true && type != testing::zone_type::any &&
        type != testing::zone_type::secondary)
        return testing::write_failure(400, 1004, "Only a secondary zone can be presigned",
                                      "/dnssec_presigned");
    dnssec::details& state = state_of(service, id);
    if (op.status == statuses::active && state.status != statuses::active &&
        state.status != statuses::pending) {
        if (!state.digest) add_key(service, id, state);
        state.status = std::string{statuses::pending};
    } else if (op.status == statuses::disabled && state.status != statuses::disabled) {
        bool const published =
            state.status == statuses::active || state.status == statuses::pending_disabled;
        state.status = std::string{published ? statuses::pending_disabled : statuses::disabled};
    }
    if (op.dnssec_multi_signer) state.dnssec_multi_signer = op.dnssec_multi_signer;
    if (op.dnssec_presigned) state.dnssec_presigned = op.dnssec_presigned;
    if (op.dnssec_use_nsec3) state.dnssec_use_nsec3 = op.dnssec_use_nsec3;
    state.modified_on = service.make_timestamp();
    service.dnssec.run_pending(service);
    return testing::write_response(state);
}

inline dnssec::zsk::key zone_signing_key(testing::fake_cloudflare const& service,
                                         std::string const& zone_id) {
    return {
        .DNSKEY =
            dnssec::zsk::dnskey{.Algorithm = 13,
                                .Flags = 256,
                                .Hdr = dnssec::zsk::record_header{.Name = name_of(service, zone_id) + ".",
                                                                  .Class = 1,
                                                                  .Rrtype = 48,
                                                                  .Ttl = 3600,
                                                                  .Rdlength = 0},
                                .Protocol = 3,
                                .PublicKey = digest_of("zsk" + zone_id) + "=="},
        .Location = "database",
        .Name = "zsk_default",
        .SigningKey = dnssec::zsk::signing_key{.kek = "k1",
                                               .privkey = secret_string{digest_of("private" + zone_id)},
                                               .pubkey = digest_of("zsk" + zone_id) + "=="},
        .Tag = std::string{dnssec::zsk::tags::active}};
}

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::testing::services {

CFDNS_TESTING_DECL void dnssec::mount(fake_cloudflare& to) {
    namespace all = cfdns::dnssec;
    to.on<all::get>([](fake_cloudflare& service, all::get const& op) {
        return testing::write_response(cfdns::detail::state_of(service, op.zone_id.get()));
    });
    to.on<all::edit>([](fake_cloudflare& service, all::edit const& op) {
        return cfdns::detail::edit_dnssec(service, op);
    });
    to.on<all::delete_>([](fake_cloudflare& service, all::delete_ const& op) {
        if (cfdns::detail::state_of(service, op.zone_id.get()).status != all::statuses::disabled)
            return testing::write_failure(400, 1004, "DNSSEC must be disabled first");
        service.dnssec.zones.erase(op.zone_id.get());
        return testing::write_response(std::string{});
    });
    to.on<all::zsk::list>([](fake_cloudflare& service, all::zsk::list const& op) {
        std::vector<all::zsk::key> out;
        auto const state = service.dnssec.zones.find(op.zone_id.get());
        if (state != service.dnssec.zones.end() && state->second.digest)
            out.push_back(cfdns::detail::zone_signing_key(service, op.zone_id.get()));
        auto const others = service.dnssec.zsks.find(op.zone_id.get());
        if (others != service.dnssec.zsks.end())
            out.insert(out.end(), others->second.begin(), others->second.end());
        return testing::write_response(out);  // without pages
    });
}

CFDNS_TESTING_DECL void dnssec::run_pending(fake_cloudflare& service) {
    namespace statuses = cfdns::dnssec::statuses;
    for (auto& [id, state] : zones) {
        bool const published = parents.contains(id);
        if (state.status == statuses::pending && published)
            state.status = std::string{statuses::active};
        else if (state.status == statuses::pending_disabled && !published)
            state.status = std::string{statuses::disabled};
        else
            continue;
        state.modified_on = service.make_timestamp();
    }
}

}  // namespace cfdns::inline v0_2::testing::services

#endif
