// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_API_RECORDS_EXAMPLES_HPP
#define CFDNS_TESTS_API_RECORDS_EXAMPLES_HPP

// The values are those of the official reference's examples and of the recorded requests of the official
// SDK.

#include "../../support/values.hpp"
#include "../example.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace values::records {
inline constexpr char id[] = "372e67954025e0ba6aaa6d586b9e0b59";
inline constexpr char other_id[] = "9f2a61c3d4b7e8a05b16c27d38e94fa0";
inline constexpr char third_id[] = "0f4b8c1d2e3f4a5b6c7d8e9f0a1b2c3d";
}  // namespace values::records

#define CFDNS_TESTS_RECORD_A                                                                            \
    R"({"id":"372e67954025e0ba6aaa6d586b9e0b59","name":"full.example.com","type":"A",)"                 \
    R"("content":"198.51.100.4","proxiable":true,"proxied":true,"ttl":1,)"                              \
    R"("settings":{"ipv4_only":true,"ipv6_only":false},"private_routing":false,)"                       \
    R"("meta":{"shadowed_by":["023e105f4ecef8ad9ca31a8372d0c353"],"is_glue":true,"source":"primary"},)" \
    R"("comment":"Domain verification record","tags":["owner:dns-team"],)"                              \
    R"("created_on":"2014-01-01T05:20:00.12345Z","modified_on":"2014-01-01T05:20:00.12345Z",)"          \
    R"("comment_modified_on":"2024-01-01T05:20:00.12345Z","tags_modified_on":"2025-01-01T05:20:00.12345Z"})"
#define CFDNS_TESTS_RECORD_SRV                                                                 \
    R"({"id":"9f2a61c3d4b7e8a05b16c27d38e94fa0","name":"_sip._tcp.example.com","type":"SRV",)" \
    R"("content":"5 8806 sip.example.com","proxiable":false,"proxied":false,"ttl":3600,)"      \
    R"("settings":{},"priority":10,)"                                                          \
    R"("data":{"priority":10,"weight":5,"port":8806,"target":"sip.example.com"},"meta":{},)"   \
    R"("tags":[],"created_on":"2014-01-01T05:20:00.12345Z","modified_on":"2014-01-01T05:20:00.12345Z"})"

namespace results::records {
inline constexpr char a[] = CFDNS_TESTS_RECORD_A;
inline constexpr char srv[] = CFDNS_TESTS_RECORD_SRV;
inline constexpr char list[] = "[" CFDNS_TESTS_RECORD_A "," CFDNS_TESTS_RECORD_SRV "]";
inline constexpr char batch[] = R"({"deletes":[)" CFDNS_TESTS_RECORD_A
                                R"(],"patches":[)" CFDNS_TESTS_RECORD_A R"(],"puts":[)" CFDNS_TESTS_RECORD_A
                                R"(],"posts":[)" CFDNS_TESTS_RECORD_A "," CFDNS_TESTS_RECORD_SRV "]}";
inline constexpr char scan_review[] =
    R"({"accepts":[)" CFDNS_TESTS_RECORD_A R"(],"rejects":["9f2a61c3d4b7e8a05b16c27d38e94fa0"]})";
inline constexpr char import[] =
    R"({"recs_added":5,"total_records_parsed":6,"recs_added_by_type":{"A":3,"TXT":2}})";
}  // namespace results::records

#undef CFDNS_TESTS_RECORD_A
#undef CFDNS_TESTS_RECORD_SRV

template <>
struct example<cfdns::records::list> {
    static cfdns::records::list params() {
        return {.zone_id = zone,
                .comment = {.contains = "x"},
                .content = {.exact = "198.51.100.4"},
                .direction = "desc",
                .include_shadow_metadata = true,
                .match = "any",
                .name = {.exact = "www.example.com"},
                .order = "name",
                .page = 1,
                .per_page = 100,
                .proxied = false,
                .search = "www.example.com",
                .shadowed_by_name = "sub.example.com",
                .shadowing_name = "www.sub.example.com",
                .tag = {.exact = "owner:dns-team"},
                .tag_match = "any",
                .type = "A"};
    }
    static constexpr auto request =
        "GET /zones/269d8f4853475ca241c4e730be286b20/dns_records?comment.contains=x"
        "&content.exact=198.51.100.4&direction=desc&include_shadow_metadata=true&match=any"
        "&name.exact=www.example.com&order=name&page=1&per_page=100&proxied=false&search=www.example.com"
        "&shadowed_by_name=sub.example.com&shadowing_name=www.sub.example.com&tag.exact=owner%3Adns-team"
        "&tag_match=any&type=A";
    static constexpr auto result = results::records::list;
};

template <>
struct example<cfdns::records::get> {
    static cfdns::records::get params() {
        return {.zone_id = zone, .dns_record_id = values::records::id, .include_shadow_metadata = true};
    }
    static constexpr auto request =
        "GET /zones/269d8f4853475ca241c4e730be286b20/dns_records/372e67954025e0ba6aaa6d586b9e0b59"
        "?include_shadow_metadata=true";
    static constexpr auto result = results::records::srv;
};

template <>
struct example<cfdns::records::create> {
    static cfdns::records::create params() {
        return {.zone_id = zone,
                .name = "full.example.com",
                .data = cfdns::records::a{.content = "198.51.100.4"},
                .ttl = cfdns::records::automatic_ttl,
                .comment = "Domain verification record",
                .private_routing = false,
                .proxied = true,
                .settings = cfdns::records::settings{.ipv4_only = true, .ipv6_only = false},
                .tags = std::vector<std::string>{"owner:dns-team", "reviewed"}};
    }
    static constexpr auto request = "POST /zones/269d8f4853475ca241c4e730be286b20/dns_records";
    static constexpr auto body =
        R"({"name":"full.example.com","type":"A","content":"198.51.100.4","ttl":1,)"
        R"("comment":"Domain verification record","private_routing":false,"proxied":true,)"
        R"("settings":{"ipv4_only":true,"ipv6_only":false},"tags":["owner:dns-team","reviewed"]})";
    static constexpr auto result = results::records::a;
};

template <>
struct example<cfdns::records::update> {
    static cfdns::records::update params() {
        return {
            .zone_id = zone,
            .dns_record_id = values::records::id,
            .name = "_sip._tcp.example.com",
            .data =
                cfdns::records::srv{.priority = 10, .weight = 5, .port = 8806, .target = "sip.example.com"},
            .ttl = std::chrono::hours{1}};
    }
    static constexpr auto request =
        "PUT /zones/269d8f4853475ca241c4e730be286b20/dns_records/372e67954025e0ba6aaa6d586b9e0b59";
    static constexpr auto body =
        R"({"name":"_sip._tcp.example.com","type":"SRV",)"
        R"("data":{"priority":10,"weight":5,"port":8806,"target":"sip.example.com"},"ttl":3600})";
    static constexpr auto result = results::records::srv;
};

template <>
struct example<cfdns::records::edit> {
    static cfdns::records::edit params() {
        return {.zone_id = zone,
                .dns_record_id = values::records::id,
                .data = cfdns::records::partial{.content = "198.51.100.8"},
                .include_shadow_metadata = false};
    }
    static constexpr auto request =
        "PATCH /zones/269d8f4853475ca241c4e730be286b20/dns_records/372e67954025e0ba6aaa6d586b9e0b59"
        "?include_shadow_metadata=false";
    static constexpr auto body = R"({"content":"198.51.100.8"})";
    static constexpr auto result = results::records::a;
};

template <>
struct example<cfdns::records::delete_> {
    static cfdns::records::delete_ params() {
        return {.zone_id = zone, .dns_record_id = values::records::id};
    }
    static constexpr auto request =
        "DELETE /zones/269d8f4853475ca241c4e730be286b20/dns_records/372e67954025e0ba6aaa6d586b9e0b59";
    static constexpr auto result = R"({"id":"372e67954025e0ba6aaa6d586b9e0b59"})";
};

template <>
struct example<cfdns::records::batch> {
    static cfdns::records::batch params() {
        return {.zone_id = zone,
                .deletes = std::vector<cfdns::records::record_id>{{.id = values::records::id}},
                .patches =
                    std::vector<cfdns::records::record_patch>{
                        {.id = values::records::other_id,
                         .data = cfdns::records::partial{.content = "198.51.100.9"}}},
                .puts =
                    std::vector<cfdns::records::record_put>{
                        {.id = values::records::third_id,
                         .name = "example.com",
                         .data = cfdns::records::txt{.content = "\"v=spf1 include:_spf.example.net -all\""},
                         .ttl = cfdns::records::automatic_ttl}},
                .posts = std::vector<cfdns::records::record_post>{
                    {.name = "a.example.com",
                     .data = cfdns::records::a{.content = "198.51.100.4"},
                     .ttl = std::chrono::hours{1}},
                    {.name = "example.com",
                     .data = cfdns::records::mx{.content = "mx.example.net", .priority = 10},
                     .ttl = std::chrono::hours{1}}}};
    }
    static constexpr auto request = "POST /zones/269d8f4853475ca241c4e730be286b20/dns_records/batch";
    static constexpr auto body =
        R"({"deletes":[{"id":"372e67954025e0ba6aaa6d586b9e0b59"}],)"
        R"("patches":[{"id":"9f2a61c3d4b7e8a05b16c27d38e94fa0","content":"198.51.100.9"}],)"
        R"("puts":[{"id":"0f4b8c1d2e3f4a5b6c7d8e9f0a1b2c3d","name":"example.com","type":"TXT",)"
        R"("content":"\"v=spf1 include:_spf.example.net -all\"","ttl":1}],)"
        R"("posts":[{"name":"a.example.com","type":"A","content":"198.51.100.4","ttl":3600},)"
        R"({"name":"example.com","type":"MX","content":"mx.example.net","priority":10,"ttl":3600}]})";
    static constexpr auto result = results::records::batch;
};

template <>
struct example<cfdns::records::export_> {
    static cfdns::records::export_ params() { return {.zone_id = zone}; }
    static constexpr auto request = "GET /zones/269d8f4853475ca241c4e730be286b20/dns_records/export";
    static constexpr auto result = "www.example.com. 300 IN  A 127.0.0.1\n";
};

template <>
struct example<cfdns::records::import_> {
    static cfdns::records::import_ params() {
        return {.zone_id = zone,
                .file = cfdns::form_file{.name = "bind_config.txt",
                                         .content_type = "text/plain",
                                         .content = "www.example.com. 300 IN A 127.0.0.1\n"},
                .proxied = false};
    }
    static constexpr auto request = "POST /zones/269d8f4853475ca241c4e730be286b20/dns_records/import";
    static constexpr auto body =
        "--cfdns-form-0000000000\r\n"
        "Content-Disposition: form-data; name=\"file\"; filename=\"bind_config.txt\"\r\n"
        "Content-Type: text/plain\r\n\r\n"
        "www.example.com. 300 IN A 127.0.0.1\n\r\n"
        "--cfdns-form-0000000000\r\n"
        "Content-Disposition: form-data; name=\"proxied\"\r\n\r\n"
        "false\r\n"
        "--cfdns-form-0000000000--\r\n";
    static constexpr auto result = results::records::import;
};

template <>
struct example<cfdns::records::scan> {
    static cfdns::records::scan params() { return {.zone_id = zone}; }
    static constexpr auto request = "POST /zones/269d8f4853475ca241c4e730be286b20/dns_records/scan";
    static constexpr auto body = "{}";
    static constexpr auto result = results::records::import;
};

template <>
struct example<cfdns::records::scan_trigger> {
    static cfdns::records::scan_trigger params() { return {.zone_id = zone}; }
    static constexpr auto request = "POST /zones/269d8f4853475ca241c4e730be286b20/dns_records/scan/trigger";
    static constexpr auto body = "{}";
    static constexpr auto result = "null";
};

template <>
struct example<cfdns::records::scan_list> {
    static cfdns::records::scan_list params() { return {.zone_id = zone}; }
    static constexpr auto request = "GET /zones/269d8f4853475ca241c4e730be286b20/dns_records/scan/review";
    static constexpr auto result = results::records::list;
};

template <>
struct example<cfdns::records::scan_review> {
    static cfdns::records::scan_review params() {
        return {.zone_id = zone,
                .accepts =
                    std::vector<cfdns::records::record_post>{
                        {.name = "a.example.com",
                         .data = cfdns::records::a{.content = "198.51.100.4"},
                         .ttl = std::chrono::hours{1},
                         .proxied = true}},
                .rejects = std::vector<cfdns::records::record_id>{{.id = values::records::other_id}}};
    }
    static constexpr auto request = "POST /zones/269d8f4853475ca241c4e730be286b20/dns_records/scan/review";
    static constexpr auto body =
        R"({"accepts":[{"name":"a.example.com","type":"A","content":"198.51.100.4","ttl":3600,)"
        R"("proxied":true}],"rejects":[{"id":"9f2a61c3d4b7e8a05b16c27d38e94fa0"}]})";
    static constexpr auto result = results::records::scan_review;
};

#endif
