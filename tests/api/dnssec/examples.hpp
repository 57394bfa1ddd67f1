// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_API_DNSSEC_EXAMPLES_HPP
#define CFDNS_TESTS_API_DNSSEC_EXAMPLES_HPP

// The values are those of the official reference's examples.

#include "../../support/values.hpp"
#include "../example.hpp"

namespace results::dnssec {
inline constexpr char details[] =
    R"({"status":"active","algorithm":"13","digest":)"
    R"("48E939042E82C22542CB377B580DFDC52A361CEFDC72E7F9107E2B6BD9306A45",)"
    R"("digest_algorithm":"SHA256","digest_type":"2",)"
    R"("ds":"example.com. 3600 IN )"
    R"(DS 16953 13 2 48E939042E82C22542CB377B580DFDC52A361CEFDC72E7F9107E2B6BD9306A45",)"
    R"("flags":257,"key_tag":42,"key_type":"ECDSAP256SHA256","modified_on":"2014-01-01T05:20:00Z",)"
    R"("public_key":)"
    R"("oXiGYrSTO+LSCJ3mohc8EP+CzF9KxBj8/ydXJ22pKuZP3VAC3/Md/k7xZfz470CoRyZJ6gV6vml07IC3d8xqhA==",)"
    R"("dnssec_multi_signer":false,"dnssec_presigned":true,"dnssec_use_nsec3":false})";
}  // namespace results::dnssec

template <>
struct example<cfdns::dnssec::get> {
    static cfdns::dnssec::get params() { return {.zone_id = zone}; }
    static constexpr auto request = "GET /zones/269d8f4853475ca241c4e730be286b20/dnssec";
    static constexpr auto result = results::dnssec::details;
};

template <>
struct example<cfdns::dnssec::edit> {
    static cfdns::dnssec::edit params() { return {.zone_id = zone, .status = "active"}; }
    static constexpr auto request = "PATCH /zones/269d8f4853475ca241c4e730be286b20/dnssec";
    static constexpr auto body = R"({"status":"active"})";
    static constexpr auto result = results::dnssec::details;
};

template <>
struct example<cfdns::dnssec::delete_> {
    static cfdns::dnssec::delete_ params() { return {.zone_id = zone}; }
    static constexpr auto request = "DELETE /zones/269d8f4853475ca241c4e730be286b20/dnssec";
    static constexpr auto result = R"("")";
};

template <>
struct example<cfdns::dnssec::zsk::list> {
    static cfdns::dnssec::zsk::list params() { return {.zone_id = zone}; }
    static constexpr auto request = "GET /zones/269d8f4853475ca241c4e730be286b20/dnssec/zsk";
    static constexpr auto result =
        R"([{"DNSKEY":{"Algorithm":13,"Flags":256,"Hdr":{"Name":"example.com.","Class":1,"Rrtype":48,)"
        R"("Ttl":3600,"Rdlength":0},"Protocol":3,)"
        R"("PublicKey":)"
        R"("oJMRESz5E4gYzS/q6XDrvU1qMPYIjCWzJaOau8XNEZeqCYKD5ar0IRd8KqXXFJkqmVfRvMGPmM1x8fGAa2XhSA=="},)"
        R"("Location":"database","Name":"zsk_default",)"
        R"("SigningKey":{"kek":"k1","privkey":"ZW5jcnlwdGVk","pubkey":"cHVibGlj"},"Tag":"active"},)"
        R"({"DNSKEY":{"Algorithm":13,"Flags":256,"Protocol":3,)"
        R"("PublicKey":)"
        R"("oXiGYrSTO+LSCJ3mohc8EP+CzF9KxBj8/ydXJ22pKuZP3VAC3/Md/k7xZfz470CoRyZJ6gV6vml07IC3d8xqhA=="},)"
        R"("Location":"vault","Name":"zsk_other","Tag":"external"}])";
};

#endif
