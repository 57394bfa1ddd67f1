// SPDX-License-Identifier: BSL-1.0
// DNS records in memory: names, values, conflicts, changes, lists, batches, zone files and scans.
#include "../api/any_operation.hpp"
#include "fake.hpp"

#include <doctest/doctest.h>

#include <cfdns/records/compare.hpp>
#include <cfdns/records/data.hpp>
#include <cfdns/records/text.hpp>

#include <algorithm>
#include <map>

namespace {

namespace records = cfdns::records;
using cfdns::http_method;
using records::record;
using std::chrono::seconds;

char const* const z = "z";

fake_cloudflare with_zone(char const* name = "example.com", char const* type = "full") {
    fake_cloudflare service;
    service.zones.all[z] = {.id = z, .name = name, .type = type};
    return service;
}

cfdns::http_response send(fake_cloudflare& service, http_method method, std::string const& path,
                          std::string const& body = {}) {
    return service.handle(with_token({method, "/client/v4/zones/z/dns_records" + path, {}, body}));
}

// "STATUS CODE/POINTER" of a refusal; empty if there is none.
std::string refusal_of(cfdns::http_response const& response) {
    if (response.status == 200) return {};
    cfdns::error const failure = cfdns::parse_response<records::get>(response).error();
    REQUIRE(failure.api_errors().size() == 1);
    auto const& entry = failure.api_errors()[0];
    return std::to_string(response.status) + " " + std::to_string(entry.code.value()) +
           (entry.source ? entry.source->pointer.value_or("") : "");
}

std::string post(fake_cloudflare& service, std::string const& body) {
    return refusal_of(send(service, http_method::post, "", body));
}

template <class Op>
std::string refusal(fake_cloudflare& service, Op const& op) {
    return refusal_of(service.handle(with_token(cfdns::make_request(op).value())));
}

record create(fake_cloudflare& service, records::create const& op) {
    return cfdns::call(service, token(), op).value();
}

record add(fake_cloudflare& service, records::record_post const& op) {
    return create(
        service,
        {.zone_id = z, .name = op.name.get(), .data = op.data.get(), .ttl = op.ttl, .comment = op.comment});
}

records::create new_a(std::string const& name, std::string const& address = "192.0.2.1") {
    return {.zone_id = z, .name = name, .data = records::a{.content = address}};
}

// The names of the records, in their order.
std::string names(std::vector<record> const& list) {
    std::string out;
    for (record const& one : list) out += (out.empty() ? "" : " ") + one.name.substr(0, one.name.find('.'));
    return out;
}

std::string list_names(fake_cloudflare& service, records::list const& op) {
    return names(cfdns::call(service, token(), op).value());
}

std::string members_of(std::optional<records::raw_object> const& data) {
    std::string out;
    if (data)
        for (auto const member : data->extra)
            out += (out.empty() ? "" : ",") + std::string{member.name} + ":" + std::string{member.json};
    return out;
}

struct imported {
    records::import_result result{};
    std::vector<cfdns::api_message> messages{};
};

imported import_text(fake_cloudflare& service, std::string const& text, bool proxied = false) {
    records::import_ op{.zone_id = z, .file = records::zone_file(text)};
    if (proxied) op.proxied = true;
    auto got = cfdns::call_full(service, token(), op);
    REQUIRE(got.has_value());
    return {got->value, got->info.messages};
}

std::string export_text(fake_cloudflare& service) {
    return cfdns::call(service, token(), records::export_{.zone_id = z}).value().text;
}

}  // namespace

TEST_CASE("a new record has an identifier, times, and the default of what is left out") {
    fake_cloudflare service = with_zone();
    record const made = create(service, new_a("www"));
    CHECK(made.id.size() == 32);
    CHECK(made.name == "www.example.com");
    CHECK(made.type == "A");
    CHECK(made.content == "192.0.2.1");
    CHECK(made.proxiable == true);
    CHECK(made.proxied == false);
    CHECK(made.ttl == records::automatic_ttl);
    CHECK(made.private_routing == false);
    CHECK(made.tags == std::vector<std::string>{});
    CHECK(made.settings.has_value());
    CHECK(made.meta.has_value());
    CHECK_FALSE(made.comment.has_value());
    CHECK_FALSE(made.comment_modified_on.has_value());
    CHECK_FALSE(made.tags_modified_on.has_value());
    CHECK(made.created_on == service.make_timestamp());
    CHECK(made.modified_on == service.make_timestamp());
    REQUIRE(service.records.all.at(z).size() == 1);
    CHECK(service.records.all.at(z)[0].id == made.id);
    CHECK(create(service, new_a("b")).id != made.id);
    auto const got =
        cfdns::call(service, token(), records::get{.zone_id = z, .dns_record_id = made.id}).value();
    CHECK(got.name == made.name);
    CHECK(got.content == made.content);
}

TEST_CASE("names are completed with the name of the zone, and stored in canonical form") {
    struct row {
        std::string name;
        char const* stored;
    };
    std::string const label63(63, 'a');
    for (row const& one : std::vector<row>{
             {"www", "www.example.com"},
             {"www.example.com", "www.example.com"},
             {"WWW.Example.COM.", "www.example.com"},
             {"example.com", "example.com"},
             {"example.com.", "example.com"},
             {"@", "example.com"},
             {"a.b", "a.b.example.com"},
             {"www.example.org", "www.example.org.example.com"},
             {"notexample.com", "notexample.com.example.com"},
             {"example.com.example.com", "example.com.example.com"},
             {"*", "*.example.com"},
             {"*.example.com", "*.example.com"},
             {"_sip._tcp", "_sip._tcp.example.com"},
             {"b\xc3\xbc"
              "cher",
              "xn--bcher-kva.example.com"},
             {label63, nullptr},
             {"", ""},
             {".", ""},
             {"..", ""},
             {"a..b", ""},
             {"a b", ""},
             {"a\nb", ""},
             {"a;b", ""},
             {"a\\.b", ""},
             {"a@b", ""},
             {"$ORIGIN", ""},
             {"a" + label63, ""},
             {label63 + "." + label63 + "." + label63 + "." + std::string(50, 'a'), ""},
         }) {
        CAPTURE(one.name);
        fake_cloudflare service = with_zone();
        std::string const got = refusal(service, new_a(one.name));
        if (one.stored && *one.stored == 0) {
            CHECK(got == "400 9000/name");
            CHECK(service.records.all[z].empty());
            continue;
        }
        CHECK(got.empty());
        REQUIRE(service.records.all.at(z).size() == 1);
        CHECK(service.records.all.at(z)[0].name == (one.stored ? one.stored : one.name + ".example.com"));
    }
}

TEST_CASE("every zone exists; its name is that of the zone, as A-labels, or the default name") {
    fake_cloudflare service;
    CHECK(create(service, new_a("www")).name == "www.example.com");
    service.records.default_zone_name = "Example.ORG";
    CHECK(create(service, new_a("www")).name == "www.example.org");
    service.zones.all[z] = {.id = z,
                            .name =
                                "b\xc3\xbc"
                                "cher.example"};
    CHECK(create(service, new_a("www")).name == "www.xn--bcher-kva.example");
    CHECK(service.records.all.at(z).size() == 3);
    CHECK(cfdns::call(service, token(), records::list{.zone_id = "other"}).value().empty());
}

TEST_CASE("values of all types: what is stored, and what is refused") {
    struct row {
        char const* body;    // without the name
        char const* stored;  // CONTENT|PRIORITY|DATA
        char const* refused = "";
    };
    for (row const& one : std::vector<row>{
             {R"("type":"A","content":"192.0.2.1")", "192.0.2.1||"},
             {R"("type":"A","content":"1.1")", "", "400 9005/content"},
             {R"("type":"A","content":"192.0.2.256")", "", "400 9005/content"},
             {R"("type":"A","content":"192.0.2.01")", "", "400 9005/content"},
             {R"("type":"A","content":"::1")", "", "400 9005/content"},
             {R"("type":"A","content":"")", "", "400 9005/content"},
             {R"("type":"A")", "", "400 9207/content"},
             {R"("type":"A","content":1)", "", "400 9207/content"},
             {R"("type":"AAAA","content":"FE80::0:0:1")", "fe80::1||"},
             {R"("type":"AAAA","content":"2001:DB8:0:0:1:0:0:1")", "2001:db8::1:0:0:1||"},
             {R"("type":"AAAA","content":"192.0.2.1")", "", "400 9006/content"},
             {R"("type":"AAAA","content":"::1::")", "", "400 9006/content"},
             {R"("type":"CNAME","content":"Target.Example.NET.")", "target.example.net||"},
             {R"("type":"CNAME","content":"@")", "example.com||"},
             {R"("type":"CNAME","content":"n.example.com")", "", "400 9039/content"},
             {R"("type":"CNAME","content":".")", "", "400 9007/content"},
             {R"("type":"CNAME","content":"a b")", "", "400 9007/content"},
             {R"("type":"MX","content":"Mail.example.net.","priority":10)", "mail.example.net|10|"},
             {R"("type":"MX","content":".","priority":0)", ".|0|"},
             {R"("type":"MX","content":"n.example.com","priority":1)", "n.example.com|1|"},
             {R"("type":"MX","content":"mail.example.net")", "", "400 9207/priority"},
             {R"("type":"MX","content":"192.0.2.1","priority":1)", "", "400 9009/content"},
             {R"("type":"MX","content":"2001:db8::1","priority":1)", "", "400 9009/content"},
             {R"("type":"NS","content":"NS1.example.net.")", "ns1.example.net||"},
             {R"("type":"NS","content":".")", "", "400 9007/content"},
             {R"("type":"PTR","content":"Host.example.net.")", "host.example.net||"},
             {R"("type":"OPENPGPKEY","content":"mQENBFg=")", "mQENBFg=||"},
             {R"("type":"OPENPGPKEY","content":"#")", "", "400 9007/content"},
             {R"("type":"TXT","content":"\"v=spf1 -all\"")", "\"v=spf1 -all\"||"},
             {R"("type":"TXT","content":"no quotes")", "no quotes||"},
             {R"("type":"TXT","content":"\"a\" \"b\"")", "\"a\" \"b\"||"},
             {R"("type":"TXT","content":"\"say \\\"hi\\\"\"")", "\"say \\\"hi\\\"\"||"},
             {R"("type":"TXT","content":"\"this")", "", "400 9007/content"},
             {R"("type":"TXT","content":"\"these\" ones\"")", "", "400 9007/content"},
             {R"("type":"TXT","content":"a\"b")", "", "400 9007/content"},
             {R"("type":"TXT","content":"")", "", "400 9007/content"},
             {R"("type":"TXT","content":"\"\"")", "", "400 9007/content"},
             {R"("type":"CAA","data":{"flags":0,"tag":"issue","value":"ca.example.net"})",
              R"(0 issue "ca.example.net"||flags:0,tag:"issue",value:"ca.example.net")"},
             {R"("type":"CAA","data":{"flags":0,"tag":"issue"})", "", "400 9207/data/value"},
             {R"("type":"CAA","data":{"flags":256,"tag":"issue","value":"x"})", "", "400 9207/data/flags"},
             {R"("type":"CAA","content":"0 issue \"x\"")", "", "400 9207/data/flags"},
             {R"("type":"CAA","content":"0 issue \"x\"","data":{"flags":0,"tag":"issue","value":"x"})", "",
              "400 9007/content"},
             {R"("type":"CERT","data":{"type":1,"key_tag":12345,"algorithm":8,"certificate":"MIIBCg=="})",
              R"(1 12345 8 MIIBCg==||type:1,key_tag:12345,algorithm:8,certificate:"MIIBCg==")"},
             {R"("type":"DNSKEY","data":{"flags":256,"protocol":3,"algorithm":13,"public_key":"bWR+"})",
              R"(256 3 13 bWR+||flags:256,protocol:3,algorithm:13,public_key:"bWR+")"},
             {R"("type":"HTTPS","data":{"priority":1,"target":".","value":"alpn=\"h3,h2\""}})",
              R"(1 . alpn="h3,h2"||priority:1,target:".",value:"alpn=\"h3,h2\"")"},
             {R"("type":"HTTPS","data":{"priority":0,"target":"Svc.example.net."}})",
              R"(0 svc.example.net||priority:0,target:"svc.example.net")"},
             {R"("type":"SVCB","data":{"priority":1,"target":"dns.example.net.","value":"alpn=\"dot\""}})",
              R"(1 dns.example.net alpn="dot"||priority:1,target:"dns.example.net",value:"alpn=\"dot\"")"},
             {R"("type":"LOC","data":{"lat_degrees":37,"lat_minutes":46,"lat_seconds":46,)"
              R"("lat_direction":"N","long_degrees":122,"long_minutes":23,"long_seconds":35.5,)"
              R"("long_direction":"W","altitude":0,"size":100,"precision_horz":0,"precision_vert":0}})",
              R"(37 46 46 N 122 23 35.5 W 0m 100m 0m 0m||lat_degrees:37,lat_minutes:46,)"
              R"(lat_seconds:46,lat_direction:"N",long_degrees:122,long_minutes:23,)"
              R"(long_seconds:35.5,long_direction:"W",altitude:0,size:100,)"
              R"(precision_horz:0,precision_vert:0)"},
             {R"("type":"LOC","data":{"lat_degrees":91,"lat_direction":"N","long_degrees":1,)"
              R"("long_direction":"W"})",
              "", "400 9207/data/lat_degrees"},
             {R"("type":"LOC","data":{"lat_degrees":1,"lat_direction":"E","long_degrees":1,)"
              R"("long_direction":"W"})",
              "", "400 9007/data/lat_direction"},
             {R"("type":"NAPTR","data":{"order":100,"preference":10,"flags":"S","service":"SIP+D2T",)"
              R"("regex":"","replacement":"_sip._tcp.Example.com."}})",
              R"(100 10 "S" "SIP+D2T" "" _sip._tcp.example.com||order:100,preference:10,flags:"S",)"
              R"(service:"SIP+D2T",regex:"",replacement:"_sip._tcp.example.com")"},
             {R"("type":"SMIMEA","data":{"usage":3,"selector":0,"matching_type":1,"certificate":"d2Ab"}})",
              R"(3 0 1 d2Ab||usage:3,selector:0,matching_type:1,certificate:"d2Ab")"},
             {R"("type":"SRV","data":{"priority":10,"weight":5,"port":8806,"target":"Sip.Example.com."}})",
              R"(5 8806 sip.example.com|10|priority:10,weight:5,port:8806,target:"sip.example.com")"},
             {R"("type":"SRV","data":{"priority":0,"weight":0,"port":0,"target":"."}})",
              R"(0 0 .|0|priority:0,weight:0,port:0,target:".")"},
             {R"("type":"SRV","content":"5 1 x","data":{"priority":1,"weight":0,"port":0,"target":"."}})",
              "", "400 9036/content"},
             {R"("type":"SRV","data":{"priority":1,"weight":0,"port":0,"target":".","proto":"_tcp"}})", "",
              "400 9036/data/proto"},
             {R"("type":"SRV","data":{"priority":1,"weight":0,"port":0,"target":".","future":1}})",
              R"(0 0 .|1|priority:1,weight:0,port:0,target:".")"},
             {R"("type":"SSHFP","data":{"algorithm":4,"type":2,"fingerprint":"D2ab"}})",
              R"(4 2 D2ab||algorithm:4,type:2,fingerprint:"D2ab")"},
             {R"("type":"SSHFP","data":{"algorithm":4,"type":2,"fingerprint":"xyz"}})", "",
              "400 9007/data/fingerprint"},
             {R"("type":"TLSA","data":{"usage":3,"selector":1,"matching_type":1,"certificate":"d2ab"}})",
              R"(3 1 1 d2ab||usage:3,selector:1,matching_type:1,certificate:"d2ab")"},
             {R"("type":"URI","priority":10,"data":{"weight":5,"target":"https://example.com/\"x\""}})",
              R"(5 "https://example.com/\"x\""|10|weight:5,target:"https://example.com/\"x\"")"},
             {R"("type":"URI","data":{"weight":5,"target":"https://example.com"}})", "",
              "400 9207/priority"},
             {R"("type":"SPF","content":"v=spf1 -all")", "", "400 9207/type"},
             {R"("type":"a","content":"192.0.2.1")", "", "400 9207/type"},
         }) {
        CAPTURE(std::string{one.body});
        fake_cloudflare service = with_zone();
        std::string body = R"({"name":"n",)" + std::string{one.body};
        body +=
            std::count(body.begin(), body.end(), '{') > std::count(body.begin(), body.end(), '}') ? "}" : "";
        CHECK(post(service, body) == one.refused);
        if (*one.refused != 0) {
            CHECK(service.records.all[z].empty());
            continue;
        }
        REQUIRE(service.records.all[z].size() == 1);
        record const& stored = service.records.all.at(z)[0];
        CHECK(stored.content.value() + "|" + (stored.priority ? std::to_string(*stored.priority) : "") +
                  "|" + members_of(stored.data) ==
              one.stored);
        // What the service returns is read without a mismatch, and its value can be sent back.
        auto const got =
            cfdns::call_full(service, token(), records::get{.zone_id = z, .dns_record_id = stored.id});
        REQUIRE(got.has_value());
        CHECK(got->info.mismatches.empty());
        std::string const before = records::comparison_key(got->value);
        auto const again = cfdns::call(service, token(), records::to_update(got->value, z));
        REQUIRE(again.has_value());
        CHECK(records::comparison_key(*again) == before);
    }
}

TEST_CASE("TXT content: strings of more than 255 octets are split, and the length is limited") {
    struct row {
        std::string content;
        std::string stored;
        char const* refused = "";
    };
    auto const quoted = [](std::size_t size) { return "\"" + std::string(size, 'a') + "\""; };
    for (row const& one : std::vector<row>{
             {quoted(255), quoted(255)},
             {quoted(256), quoted(255) + " " + quoted(1)},
             {std::string(255, 'a'), std::string(255, 'a')},
             {std::string(300, 'a'), quoted(255) + " " + quoted(45)},
             {quoted(200) + " " + quoted(200), quoted(200) + " " + quoted(200)},
             {records::txt_content(std::string(4080, 'a')), records::txt_content(std::string(4080, 'a'))},
             {records::txt_content(std::string(4081, 'a')), "", "400 9015/content"},
         }) {
        fake_cloudflare service = with_zone();
        CAPTURE(one.content.size());
        CHECK(refusal(service,
                      records::create{
                          .zone_id = z, .name = "t", .data = records::txt{.content = one.content}}) ==
              one.refused);
        if (*one.refused == 0) CHECK(service.records.all.at(z)[0].content == one.stored);
    }
    fake_cloudflare service = with_zone();
    auto const add = [&](char c, char const* name) {
        return refusal(
            service,
            records::create{.zone_id = z,
                            .name = name,
                            .data = records::txt{.content = std::string(200, c) +
                                                            records::txt_content("x").substr(0, 0)}});
    };
    for (char c = 'a'; c != 'a' + 26; ++c) CHECK(add(c, "t").empty());
    for (char c = 'A'; c != 'A' + 14; ++c) CHECK(add(c, "t").empty());
    CHECK(add('Z', "t") == "400 83011");
    CHECK(add('Z', "u").empty());
}

TEST_CASE("only A, AAAA and CNAME records of zones that are not internal are proxied, with automatic TTL") {
    struct row {
        char const* body;
        bool proxiable;
    };
    for (row const& one : {row{R"("type":"A","content":"192.0.2.1")", true},
                           row{R"("type":"AAAA","content":"2001:db8::1")", true},
                           row{R"("type":"CNAME","content":"x.example.net")", true},
                           row{R"("type":"TXT","content":"x")", false},
                           row{R"("type":"NS","content":"x.example.net")", false},
                           row{R"("type":"MX","content":"x.example.net","priority":1)", false}}) {
        CAPTURE(std::string{one.body});
        for (char const* type : {"full", "internal"}) {
            CAPTURE(std::string{type});
            bool const can = one.proxiable && std::string_view{type} == "full";
            fake_cloudflare service = with_zone("example.com", type);
            std::string const start = R"({"name":"n",)" + std::string{one.body} + R"(,"ttl":300,"proxied":)";
            CHECK(post(service, start + "true}") == (can ? "" : "400 9041/proxied"));
            if (!can) CHECK(post(service, start + "false}").empty());
            record const& stored = service.records.all.at(z)[0];
            CHECK(stored.proxiable == can);
            CHECK(stored.proxied == can);
            CHECK(stored.ttl == seconds{can ? 1 : 300});
            auto const changed =
                cfdns::call(service, token(),
                            records::edit{.zone_id = z, .dns_record_id = stored.id, .ttl = seconds{600}});
            CHECK(changed.value().ttl == seconds{can ? 1 : 600});
        }
    }
}

TEST_CASE("TTLs are automatic, or within the limits of the plan") {
    struct row {
        std::int64_t ttl, minimum;
        char const* refused;
    };
    for (row const& one : {row{1, 60, ""}, row{30, 60, "400 9021/ttl"}, row{59, 60, "400 9021/ttl"},
                           row{60, 60, ""}, row{30, 30, ""}, row{86400, 60, ""}}) {
        CAPTURE(one.ttl);
        fake_cloudflare service = with_zone();
        service.records.limits[z].minimum_ttl = seconds{one.minimum};
        auto op = new_a("n");
        op.ttl = seconds{one.ttl};
        CHECK(refusal(service, op) == one.refused);
    }
    // What the operation declares is refused before.
    fake_cloudflare service = with_zone();
    for (char const* ttl : {"0", "29", "86401", "-1", "\"1\"", "1.5"}) {
        CAPTURE(std::string{ttl});
        CHECK(post(service, std::string{R"({"name":"n","type":"A","content":"192.0.2.1","ttl":)"} + ttl +
                                "}") == "400 9207/ttl");
    }
}

TEST_CASE("PUT resets what is left out, PATCH keeps it") {
    for (bool const whole : {false, true}) {
        CAPTURE(whole);
        fake_cloudflare service = with_zone();
        records::create op = new_a("n");
        op.comment = "c";
        op.tags = std::vector<std::string>{"a:b"};
        op.proxied = true;
        op.settings = records::settings{.ipv4_only = true};
        record const made = create(service, op);
        CHECK(made.comment == "c");
        CHECK(made.comment_modified_on == made.created_on);
        CHECK(made.tags_modified_on == made.created_on);
        service.advance(std::chrono::hours{1});
        records::a const value{.content = "192.0.2.9"};
        auto const got =
            whole ? cfdns::call(
                        service, token(),
                        records::update{.zone_id = z, .dns_record_id = made.id, .name = "n", .data = value})
                  : cfdns::call(service, token(),
                                records::edit{.zone_id = z, .dns_record_id = made.id, .data = value});
        REQUIRE(got.has_value());
        CHECK(got->id == made.id);
        CHECK(got->content == "192.0.2.9");
        CHECK(got->created_on == made.created_on);
        CHECK(got->modified_on == service.make_timestamp());
        CHECK(got->comment.has_value() != whole);
        CHECK(got->comment_modified_on.has_value() != whole);
        CHECK(got->tags->empty() == whole);
        CHECK(got->proxied == !whole);
        CHECK(got->settings->ipv4_only.has_value() != whole);
        if (!whole) CHECK(got->comment_modified_on == made.created_on);
        CHECK(service.records.all.at(z).size() == 1);
    }

    // The TTL becomes automatic.
    fake_cloudflare service = with_zone();
    records::create op = new_a("n");
    op.ttl = seconds{300};
    record const made = create(service, op);
    records::edit const renamed{.zone_id = z, .dns_record_id = made.id, .name = "M"};
    auto const kept = cfdns::call(service, token(), renamed).value();
    CHECK(kept.ttl == seconds{300});
    CHECK(kept.name == "m.example.com");
    CHECK(kept.content == "192.0.2.1");
    records::update const replaced{
        .zone_id = z, .dns_record_id = made.id, .name = "n", .data = records::txt{.content = "x"}};
    auto const reset = cfdns::call(service, token(), replaced).value();
    CHECK(reset.ttl == records::automatic_ttl);
    CHECK(reset.type == "TXT");
    CHECK_FALSE(reset.private_routing.has_value());
    // to_update loses nothing.
    auto const same = cfdns::call(service, token(), records::to_update(made, z)).value();
    CHECK(same.ttl == seconds{300});
}

TEST_CASE("PATCH of parts of a value") {
    fake_cloudflare service = with_zone();
    std::string const mx =
        add(service, {.name = "n", .data = records::mx{.content = "a.example.net", .priority = 10}}).id;
    std::string const srv =
        add(service,
            {.name = "s",
             .data = records::srv{.priority = 1, .weight = 2, .port = 3, .target = "t.example.net"}})
            .id;
    struct row {
        std::string id;
        char const* body;
        char const* stored;
        char const* refused = "";
    };
    for (row const& one : std::vector<row>{
             {mx, R"({"content":"B.example.net"})", "b.example.net 10"},
             {mx, R"({"priority":20})", "b.example.net 20"},
             {mx, R"({"content":"192.0.2.1"})", "b.example.net 20", "400 9009/content"},
             {mx, "{}", "b.example.net 20"},
             {mx, R"({"type":"A"})", "b.example.net 20", "400 9207/content"},
             {mx, R"({"type":"A","content":"192.0.2.1"})", "192.0.2.1 -"},
             {mx, R"({"type":"MX","content":"c.example.net"})", "192.0.2.1 -", "400 9207/priority"},
             {srv, R"({"data":{"priority":1,"weight":2,"port":4,"target":"t.example.net"}})",
              "2 4 t.example.net 1"},
             {srv, R"({"data":{"port":5}})", "2 4 t.example.net 1", "400 9207/data/priority"},
             {srv, R"({"content":"2 5 t.example.net"})", "2 4 t.example.net 1", "400 9036/content"},
             {srv, R"({"ttl":60})", "2 4 t.example.net 1"},
         }) {
        CAPTURE(std::string{one.body});
        auto const got = send(service, http_method::patch, "/" + one.id, one.body);
        CHECK(refusal_of(got) == one.refused);
        auto const found =
            cfdns::call(service, token(), records::get{.zone_id = z, .dns_record_id = one.id}).value();
        CHECK(found.content.value() + " " + (found.priority ? std::to_string(*found.priority) : "-") ==
              one.stored);
    }
}

TEST_CASE("comments and tags: limits, and how they are removed") {
    struct row {
        std::optional<std::string> comment;
        std::optional<std::vector<std::string>> tags;
        char const* refused;
    };
    using list = std::vector<std::string>;
    std::string const u = "\xc3\xbc";
    std::string hundred;
    for (int i = 0; i != 100; ++i) hundred += u;
    for (row const& one : std::vector<row>{{"c", {}, ""},
                                           {hundred, {}, ""},
                                           {hundred + "a", {}, "400 9313/comment"},
                                           {"a\nb", {}, "400 1000/comment"},
                                           {"a\rb", {}, "400 1000/comment"},
                                           {{}, list{"a:b", "c", "d-_1:e:f"}, ""},
                                           {{}, list{"a:b", "a:b", "c", "d"}, ""},
                                           {{}, list{"a", "b", "c", "d"}, "400 9300/tags"},
                                           {{}, list{"cf-proxied:true"}, "400 1000/tags"},
                                           {{}, list{"CF-x"}, "400 1000/tags"},
                                           {{}, list{":b"}, "400 1000/tags"},
                                           {{}, list{"a b:c"}, "400 1000/tags"},
                                           {{}, list{""}, "400 1000/tags"}}) {
        fake_cloudflare service = with_zone();
        service.records.limits[z] = {.tags = 3, .comment = 100};
        auto op = new_a("n");
        op.comment = one.comment;
        op.tags = one.tags;
        CHECK(refusal(service, op) == one.refused);
        CHECK(service.records.all[z].size() == (*one.refused == 0 ? 1 : 0));
    }

    fake_cloudflare service = with_zone();
    auto op = new_a("n");
    op.comment = "c";
    op.tags = list{"a:b", "a:b", "x"};
    record const made = create(service, op);
    CHECK(made.tags == list{"a:b", "x"});
    service.advance(std::chrono::hours{1});
    records::edit change{.zone_id = z, .dns_record_id = made.id, .comment = "d"};
    record changed = cfdns::call(service, token(), change).value();
    CHECK(changed.comment == "d");
    CHECK(changed.comment_modified_on == service.make_timestamp());
    CHECK(changed.tags_modified_on == made.created_on);
    change.comment = "";
    change.tags = list{};
    changed = cfdns::call(service, token(), change).value();
    CHECK_FALSE(changed.comment.has_value());
    CHECK_FALSE(changed.comment_modified_on.has_value());
    CHECK(changed.tags == list{});
    CHECK_FALSE(changed.tags_modified_on.has_value());
    CHECK_FALSE(service.records.all.at(z)[0].comment.has_value());
}

TEST_CASE("a record is refused beside others of the same name with which it conflicts") {
    struct row {
        char const* first;
        char const* second;
        char const* refused;
    };
    char const* const a = R"("type":"A","content":"192.0.2.1")";
    char const* const a2 = R"("type":"A","content":"192.0.2.2")";
    char const* const aaaa = R"("type":"AAAA","content":"2001:db8::1")";
    char const* const cname = R"("type":"CNAME","content":"x.example.net")";
    char const* const cname2 = R"("type":"CNAME","content":"y.example.net")";
    char const* const ns = R"("type":"NS","content":"ns.example.net")";
    char const* const ns2 = R"("type":"NS","content":"ns2.example.net")";
    char const* const txt = R"("type":"TXT","content":"\"x\"")";
    char const* const mx = R"("type":"MX","content":"m.example.net","priority":1)";
    char const* const ds =
        R"("type":"DS","data":{"key_tag":1,"algorithm":13,"digest_type":2,"digest":"ab"})";
    char const* const srv = R"("type":"SRV","data":{"priority":1,"weight":0,"port":0,"target":"."})";
    for (row const& one : std::vector<row>{
             {a, a, "400 81058"},
             {a, R"("type":"A","content":"192.0.2.1","ttl":300,"comment":"other","proxied":true)",
              "400 81058"},
             {a, a2, ""},
             {a, aaaa, ""},
             {aaaa, R"("type":"AAAA","content":"2001:DB8:0::1")", "400 81058"},
             {cname, R"("type":"CNAME","content":"X.example.net.")", "400 81058"},
             {txt, txt, "400 81058"},
             {txt, R"("type":"TXT","content":"x")", "400 81058"},
             {mx, mx, "400 81058"},
             {mx, R"("type":"MX","content":"m.example.net","priority":2)", ""},
             {srv, srv, ""},
             {a, cname, "400 81053"},
             {aaaa, cname, "400 81053"},
             {cname, cname2, "400 81053"},
             {cname, a, "400 81054"},
             {cname, aaaa, "400 81054"},
             {cname, txt, ""},
             {txt, cname, ""},
             {a, ns, "400 81056"},
             {ns, a, "400 81056"},
             {ns, txt, "400 81056"},
             {cname, ns, "400 81056"},
             {ns, cname, "400 81056"},
             {ns, ns2, ""},
             {ns, ds, ""},
             {a, ds, "400 1000"},
         }) {
        CAPTURE(std::string{one.first});
        CAPTURE(std::string{one.second});
        auto const body = [](char const* name, char const* value) {
            return std::string{R"({"name":")"} + name + "\"," + value + "}";
        };
        fake_cloudflare service = with_zone();
        REQUIRE(post(service, body("n", one.first)).empty());
        CHECK(post(service, body("N.example.com", one.second)) == one.refused);
        CHECK(service.records.all.at(z).size() == (*one.refused == 0 ? 2 : 1));
        if (*one.refused == 0 || std::string_view{one.second} == ds) continue;
        // Changing a record into one that conflicts is refused as well, and it remains as it was.
        REQUIRE(post(service, body("m", one.second)).empty());
        std::string const id = service.records.all.at(z)[1].id;
        CHECK(refusal_of(send(service, http_method::patch, "/" + id, R"({"name":"n"})")) == one.refused);
        CHECK(refusal_of(send(service, http_method::put, "/" + id, body("n", one.second))) == one.refused);
        CHECK(service.records.all.at(z)[1].name == "m.example.com");
    }
    fake_cloudflare service = with_zone();
    service.records.quirks.duplicates_have_code_81057 = true;
    create(service, new_a("n"));
    CHECK(refusal(service, new_a("n")) == "400 81057");
    CHECK(cfdns::call(service, token(), new_a("n")).error().is_duplicate());
    // Records that the test sets need no identifier to conflict.
    service.records.all[z].push_back({.name = "set.example.com", .type = "A", .content = "192.0.2.1"});
    CHECK(refusal(service, new_a("set")) == "400 81057");
    // A record does not conflict with itself.
    std::string const id = service.records.all.at(z)[0].id;
    CHECK(refusal_of(send(service, http_method::patch, "/" + id, R"({"content":"192.0.2.1"})")).empty());
}

TEST_CASE("NS records: at the apex, their number, and DS records beside them") {
    fake_cloudflare service = with_zone();
    auto const ns = [](char const* name, int i = 0) {
        return records::create{.zone_id = z,
                               .name = name,
                               .data = records::ns{.content = "ns" + std::to_string(i) + ".example.net"}};
    };
    CHECK(refusal(service, ns("@")) == "400 1000/name");
    REQUIRE(cfdns::call(service, token(), cfdns::settings::zone::edit{.zone_id = z, .multi_provider = true})
                .has_value());
    create(service, new_a("@"));
    CHECK(refusal(service, ns("@")).empty());
    CHECK(refusal(service, new_a("@", "192.0.2.2")).empty());
    for (int i = 0; i != 10; ++i) CHECK(refusal(service, ns("sub", i)).empty());
    CHECK(refusal(service, ns("sub", 10)) == "400 1000");

    std::string const server = create(service, ns("signed")).id;
    std::string const ds =
        add(service, {.name = "signed",
                      .data = records::ds{.key_tag = 1, .algorithm = 13, .digest_type = 2, .digest = "ab"}})
            .id;
    auto const remove = [&](std::string const& id) {
        return refusal(service, records::delete_{.zone_id = z, .dns_record_id = id});
    };
    CHECK(remove(server) == "400 1000");
    CHECK(refusal_of(send(service, http_method::patch, "/" + server, R"({"name":"other"})")) == "400 1000");
    CHECK(remove(ds).empty());
    CHECK(remove(server).empty());
}

TEST_CASE("the limits of the free plan, and the number of records") {
    fake_cloudflare service = with_zone();
    service.records.limits[z] = cfdns::testing::services::record_limits::free_plan();
    auto op = new_a("n");
    op.tags = std::vector<std::string>{"a"};
    CHECK(refusal(service, op) == "400 9300/tags");
    op = new_a("n");
    op.proxied = true;
    op.settings = records::settings{.ipv4_only = true};
    CHECK(refusal(service, op) == "400 1004/settings");
    for (int i = 0; i != 200; ++i) CHECK(refusal(service, new_a("a" + std::to_string(i))).empty());
    CHECK(refusal(service, new_a("n")) == "400 81045");
    auto const usage = cfdns::call(service, token(), cfdns::usage::zone::get{.zone_id = z}).value();
    CHECK(usage.record_quota == 200u);
    CHECK(usage.record_usage == 200u);
    CHECK(cfdns::call(service, token(), cfdns::usage::zone::get{.zone_id = "other"}).value().record_usage ==
          0u);
    // Changes are possible when the zone is full.
    std::string const id = service.records.all.at(z)[0].id;
    CHECK(refusal_of(send(service, http_method::patch, "/" + id, R"({"ttl":300})")).empty());
    CHECK(refusal(service, records::delete_{.zone_id = z, .dns_record_id = id}).empty());
    CHECK(refusal(service, new_a("n")).empty());
}

TEST_CASE("an unknown record is refused, and a deleted one is gone") {
    fake_cloudflare service = with_zone();
    std::string const id = create(service, new_a("n")).id;
    auto const all_refused = [&](std::string const& which) {
        CHECK(refusal(service, records::get{.zone_id = z, .dns_record_id = which}) == "404 81044");
        CHECK(refusal(service, records::edit{.zone_id = z, .dns_record_id = which}) == "404 81044");
        CHECK(refusal(service, records::update{.zone_id = z,
                                               .dns_record_id = which,
                                               .name = "n",
                                               .data = records::a{.content = "192.0.2.1"}}) == "404 81044");
        CHECK(refusal(service, records::delete_{.zone_id = z, .dns_record_id = which}) == "404 81044");
    };
    all_refused("other");
    CHECK(refusal(service, records::get{.zone_id = "y", .dns_record_id = id}) == "404 81044");
    CHECK(cfdns::call(service, token(), records::delete_{.zone_id = z, .dns_record_id = id}).value().id ==
          id);
    all_refused(id);
    CHECK(cfdns::call(service, token(), records::get{.zone_id = z, .dns_record_id = id})
              .error()
              .is_not_found());
    CHECK(refusal(service, new_a("n")).empty());
}

namespace {

fake_cloudflare with_records() {
    fake_cloudflare service = with_zone();
    using list = std::vector<std::string>;
    auto a = new_a("a");
    a.comment = "Web server";
    a.tags = list{"owner:Dev", "env:prod"};
    a.proxied = true;
    create(service, a);
    auto b = new_a("b", "192.0.2.2");
    b.ttl = seconds{300};
    b.tags = list{"owner:ops"};
    create(service, b);
    add(service, {.name = "c",
                  .data = records::cname{.content = "b.example.com"},
                  .ttl = seconds{60},
                  .comment = "alias"});
    add(service, {.name = "t", .data = records::txt{.content = "\"Some Text\""}});
    add(service, {.name = "m", .data = records::mx{.content = "mail.example.net", .priority = 1}});
    return service;
}

}  // namespace

TEST_CASE(
    "on an empty service, only what creates, imports, scans or lists succeeds; nothing else is stored") {
    int served = 0;
    for (any_operation const& op : all_operations()) {
        std::string const& name = op.name;
        if (!name.starts_with("dns.records.") && !name.starts_with("dns.usage.")) continue;
        CAPTURE(name);
        ++served;
        fake_cloudflare service;
        auto const got = service.handle(with_token(op.params().request().value()));
        bool const changes = name == "dns.records.get" || name.ends_with(".update") ||
                             name.ends_with(".edit") || name.ends_with(".delete") ||
                             name.ends_with(".batch") || name.ends_with("_review") ||
                             name.ends_with("Review");
        CHECK(got.status == (changes ? 404 : 200));
        bool const creates = name.ends_with(".create") || name.ends_with(".import");
        CHECK(service.records.all.size() == (creates ? 1 : 0));
        CHECK(service.records.reviews.empty());
    }
    CHECK(served > 0);
}

TEST_CASE("filters of the list of records") {
    struct row {
        records::list op;
        char const* found;  // in the default order, by type
    };
    char const* const all = "a b c m t";
    for (row const& one : std::vector<row>{
             {{.zone_id = z}, all},
             {{.zone_id = z, .name = {.exact = "a.example.com"}}, "a"},
             {{.zone_id = z, .name = {.exact = "A.Example.COM"}}, "a"},
             {{.zone_id = z, .name = {.exact = "a"}}, ""},
             {{.zone_id = z, .name = {.exact = ""}}, ""},
             {{.zone_id = z, .name = {.contains = "EXAMPLE"}}, all},
             {{.zone_id = z, .name = {.startswith = "B."}}, "b"},
             {{.zone_id = z, .name = {.endswith = ".com"}}, all},
             {{.zone_id = z, .name = {.endswith = ".net"}}, ""},
             {{.zone_id = z, .name = {.contains = "a.e", .startswith = "b"}}, ""},
             {{.zone_id = z, .match = "any", .name = {.contains = "a.e", .startswith = "b"}}, "a b"},
             {{.zone_id = z, .content = {.exact = "192.0.2.2"}}, "b"},
             {{.zone_id = z, .content = {.startswith = "192."}}, "a b"},
             {{.zone_id = z, .content = {.exact = "\"some text\""}}, "t"},
             {{.zone_id = z, .content = {.exact = "Some Text"}}, ""},
             {{.zone_id = z, .content = {.contains = "some"}}, "t"},
             {{.zone_id = z, .content = {.endswith = ".net"}}, "m"},
             {{.zone_id = z, .type = "A"}, "a b"},
             {{.zone_id = z, .type = "mx"}, "m"},
             {{.zone_id = z, .type = "SRV"}, ""},
             {{.zone_id = z, .proxied = true}, "a"},
             {{.zone_id = z, .proxied = false}, "b c m t"},
             {{.zone_id = z, .comment = {.present = ""}}, "a c"},
             {{.zone_id = z, .comment = {.absent = ""}}, "b m t"},
             {{.zone_id = z, .comment = {.exact = "WEB server"}}, "a"},
             {{.zone_id = z, .comment = {.contains = "a"}}, "c"},
             {{.zone_id = z, .comment = {.startswith = "web"}}, "a"},
             {{.zone_id = z, .comment = {.endswith = "S"}}, "c"},
             {{.zone_id = z, .tag = {.present = "OWNER"}}, "a b"},
             {{.zone_id = z, .tag = {.present = "owner:Dev"}}, ""},
             {{.zone_id = z, .tag = {.absent = "owner"}}, "c m t"},
             {{.zone_id = z, .tag = {.exact = "owner:dev"}}, "a"},
             {{.zone_id = z, .tag = {.exact = "owner:de"}}, ""},
             {{.zone_id = z, .tag = {.contains = "owner:P"}}, "b"},
             {{.zone_id = z, .tag = {.startswith = "owner:d"}}, "a"},
             {{.zone_id = z, .tag = {.endswith = "owner:s"}}, "b"},
             {{.zone_id = z, .tag = {.absent = "env", .present = "owner"}}, "b"},
             {{.zone_id = z, .tag = {.exact = "env:prod", .startswith = "owner:ops"}}, ""},
             {{.zone_id = z, .tag = {.exact = "env:prod", .startswith = "owner:ops"}, .tag_match = "any"},
              "a b"},
             {{.zone_id = z, .match = "any", .tag = {.exact = "env:prod", .startswith = "owner:ops"}}, ""},
             {{.zone_id = z,
             .match = "any",
             .tag = {.exact = "env:prod", .startswith = "owner:ops"},
             .type = "TXT"},
              "t"},
             {{.zone_id = z, .search = "web"}, "a"},
             {{.zone_id = z, .search = "ops"}, "b"},
             {{.zone_id = z, .search = "mail"}, "m"},
             {{.zone_id = z, .proxied = true, .type = "TXT"}, ""},
             {{.zone_id = z, .match = "all", .proxied = true, .type = "TXT"}, ""},
             {{.zone_id = z, .match = "any", .proxied = true, .type = "TXT"}, "a t"},
             {{.zone_id = z, .match = "any"}, all},
             {{.zone_id = z, .match = "unknown", .proxied = true, .type = "TXT"}, ""},
             {{.zone_id = z, .order = "name"}, "a b c m t"},
             {{.zone_id = z, .direction = "desc", .order = "name"}, "t m c b a"},
             {{.zone_id = z, .order = "type"}, "a b c m t"},
             {{.zone_id = z, .direction = "desc"}, "t m c a b"},
             {{.zone_id = z, .order = "ttl"}, "a t m c b"},
             {{.zone_id = z, .direction = "desc", .order = "ttl"}, "b c a t m"},
             {{.zone_id = z, .order = "proxied"}, "b c t m a"},
             {{.zone_id = z, .order = "content"}, "t a b c m"},
             {{.zone_id = z, .order = "unknown"}, all},
         }) {
        fake_cloudflare service = with_records();
        CAPTURE(cfdns::make_request(one.op).value().target);
        CHECK(list_names(service, one.op) == one.found);
    }
}

TEST_CASE("unknown parameters are ignored, so that all records are listed; a plain filter is exact") {
    struct row {
        char const* query;
        char const* found;
    };
    for (row const& one :
         {row{"?nmae=a.example.com", "a b c m t"}, row{"?name.exakt=x", "a b c m t"},
          row{"?tag-match=any", "a b c m t"}, row{"?name=A.example.com", "a"}, row{"?name=a", ""},
          row{"?content=192.0.2.2", "b"}, row{"?comment=alias", "c"}, row{"?tag=owner%3Aops", "b"},
          row{"?comment.absent=", "b m t"}, row{"?comment.absent", "b m t"},
          row{"?name=a.example.com&type=TXT&match=any", "a t"}}) {
        CAPTURE(std::string{one.query});
        fake_cloudflare service = with_records();
        auto const got = cfdns::parse_response<records::list>(send(service, http_method::get, one.query));
        REQUIRE(got.has_value());
        CHECK(names(*got) == one.found);
    }
}

TEST_CASE("pages of records have 100 elements by default, and are empty beyond the end") {
    fake_cloudflare service = with_zone();
    for (int i = 0; i != 250; ++i) create(service, new_a("a" + std::to_string(i)));
    struct row {
        std::optional<std::uint32_t> page, per_page;
        std::uint64_t size, count, pages;
    };
    for (row const& one : std::vector<row>{{{}, {}, 100, 100, 3},
                                           {3, {}, 100, 50, 3},
                                           {4, {}, 100, 0, 3},
                                           {4'000'000'000u, 5'000'000, 5'000'000, 0, 1},
                                           {1, 5'000'000, 5'000'000, 250, 1},
                                           {250, 1, 1, 1, 250}}) {
        records::list const op{.zone_id = z, .page = one.page, .per_page = one.per_page};
        auto const got = cfdns::call_full(service, token(), op);
        REQUIRE(got.has_value());
        cfdns::page_info const& about = got->info.result_info.value();
        CHECK(got->value.size() == one.count);
        CHECK(about.page == one.page.value_or(1));
        CHECK(about.per_page == one.size);
        CHECK(about.count == one.count);
        CHECK(about.total_count == 250u);
        CHECK(about.total_pages == one.pages);
    }
    std::vector<std::string> ids;
    for (std::uint32_t page = 1; page != 10; ++page) {
        records::list const op{.zone_id = z, .page = page, .per_page = 30};
        for (record const& one : cfdns::call(service, token(), op).value()) ids.push_back(one.id);
    }
    std::sort(ids.begin(), ids.end());
    CHECK(std::unique(ids.begin(), ids.end()) == ids.end());
    CHECK(ids.size() == 250);
}

TEST_CASE("a batch is executed in the order deletes, patches, puts, posts, whatever the order in the body") {
    fake_cloudflare service = with_zone();
    std::string const one = create(service, new_a("one")).id;
    std::string const two = create(service, new_a("two")).id;
    std::string const three = create(service, new_a("three")).id;
    // Each operation is possible only after the one before it.
    std::string const body =
        R"({"posts":[{"name":"three","type":"CNAME","content":"x.example.net"},)"
        R"({"name":"new","type":"TXT","content":"x"}],)"
        R"("puts":[{"id":")" +
        three + R"(","name":"two","type":"A","content":"192.0.2.1","comment":"put"}],"patches":[{"id":")" +
        two + R"(","name":"one"}],"deletes":[{"id":")" + one + R"("}]})";
    auto const got =
        cfdns::parse_response<records::batch>(send(service, http_method::post, "/batch", body)).value();
    REQUIRE(got.deletes->size() == 1);
    CHECK(got.deletes->at(0).id == one);
    CHECK(got.deletes->at(0).name == "one.example.com");
    REQUIRE(got.patches->size() == 1);
    CHECK(got.patches->at(0).id == two);
    CHECK(got.patches->at(0).name == "one.example.com");
    REQUIRE(got.puts->size() == 1);
    CHECK(got.puts->at(0).id == three);
    CHECK(got.puts->at(0).comment == "put");
    REQUIRE(got.posts->size() == 2);
    CHECK(got.posts->at(0).name == "three.example.com");
    CHECK(got.posts->at(1).name == "new.example.com");
    CHECK(names(service.records.all.at(z)) == "one two three new");

    auto const none =
        cfdns::parse_response<records::batch>(send(service, http_method::post, "/batch", "{}")).value();
    CHECK(none.deletes->size() + none.patches->size() + none.puts->size() + none.posts->size() == 0);
}

TEST_CASE("a batch is carried out as a whole or not at all, and returns the first error") {
    fake_cloudflare service = with_zone();
    std::string const one = create(service, new_a("one")).id;
    struct row {
        std::string rest;
        char const* refused;
    };
    for (row const& entry : std::vector<row>{
             {R"("deletes":[{"id":"unknown"}])", "404 81044"},
             {R"("patches":[{"id":"unknown"}])", "404 81044"},
             {R"("puts":[{"id":"unknown","name":"x","type":"A","content":"192.0.2.1"}])", "404 81044"},
             {R"("deletes":[{"id":")" + one + R"("},{"id":")" + one + R"("}])", "404 81044"},
             {R"("deletes":[{"id":")" + one + R"("}],"patches":[{"id":")" + one + R"("}])", "404 81044"},
             {R"("patches":[{"id":")" + one + R"(","content":"x"}])", "400 9005/content"},
             {R"("patches":[{"id":")" + one +
                  R"(","ttl":300}],"posts":[{"name":"a","type":"A",)"
                  R"("content":"192.0.2.1"},{"name":"a","type":"A","content":"192.0.2.1"}])",
              "400 81058"},
             {R"("deletes":[{"id":")" + one + R"("}],"posts":[{"name":"a","type":"A","content":"x"}])",
              "400 9005/content"},
             {R"("posts":[{"name":"a","type":"MX","content":"x.example.net"}])",
              "400 9207/posts/0/priority"},
         }) {
        CAPTURE(entry.rest);
        CHECK(refusal_of(send(service, http_method::post, "/batch", "{" + entry.rest + "}")) ==
              entry.refused);
        REQUIRE(service.records.all.at(z).size() == 1);
        CHECK(service.records.all.at(z)[0].id == one);
        CHECK(service.records.all.at(z)[0].ttl == records::automatic_ttl);
    }
}

TEST_CASE("the number of operations in a batch is limited") {
    fake_cloudflare service = with_zone();
    service.records.limits[z].batch_operations = 3;
    auto const batch = [&](std::size_t count) {
        records::batch op{.zone_id = z, .posts = std::vector<records::record_post>{}};
        for (std::size_t i = 0; i != count; ++i)
            op.posts->push_back({.name = "n" + std::to_string(i), .data = records::txt{.content = "\"x\""}});
        return refusal(service, op);
    };
    CHECK(batch(4) == "400 1000");
    CHECK(service.records.all[z].empty());
    CHECK(batch(3).empty());
    CHECK(service.records.all.at(z).size() == 3);
}

TEST_CASE("an import adds the records of a zone file") {
    fake_cloudflare service = with_zone();
    auto const got = import_text(service, R"(; a comment
$TTL 1h
@   IN  SOA ns1.example.net. admin.example.net. (
        2024010101 ; serial
        7200 3600 1209600 3600 )
    IN  NS  ns1.example.net.
www     300 IN A 192.0.2.1 ; the web server
        IN 600 AAAA 2001:DB8::1
WWW2.Example.com. A 192.0.2.2 ; cf_tags=owner:dns-team,cf-proxied:true
alias   CNAME www
alias2  CNAME @ ; flat cf_tags=cf-flatten-cname
@ MX 10 mail
  MX 20 mail.example.net.
  TXT "v=spf1" " -all"
txt TXT plain words
_sip._tcp SRV 1 2 5060 sip
caa CAA 0 issue "ca.example.net; x=y"
https HTTPS 1 . alpn="h3,h2"
key DNSKEY 256 3 13 ( bWRz
     c3dV )
uri URI 10 5 "https://example.com/;"
loc LOC 37 46 46 N 122 23 35.5 W 0m 100m 0m 0m
$ORIGIN sub.example.com.
host A 192.0.2.3
$GENERATE 1-3 gen$ A 192.0.2.1$
)");
    CHECK(got.messages.empty());
    CHECK(got.result.recs_added == 19u);
    CHECK(got.result.total_records_parsed == 19u);
    CHECK(got.result.recs_added_by_type.value().at("A") == 6u);
    CHECK(got.result.recs_added_by_type.value().at("MX") == 2u);
    CHECK(got.result.recs_added_by_type.value().count("SOA") == 0);
    std::map<std::string, record> found;
    for (record const& one : service.records.all.at(z)) found[one.type + " " + one.name] = one;
    auto const at = [&](char const* key) {
        CAPTURE(std::string{key});
        REQUIRE(found.count(key) == 1);
        return found.at(key);
    };
    record const web = at("A www.example.com");
    CHECK(web.ttl == seconds{300});
    CHECK(web.comment == "the web server");
    CHECK(web.proxied == false);
    CHECK(at("AAAA www.example.com").content == "2001:db8::1");
    CHECK(at("AAAA www.example.com").ttl == seconds{600});
    CHECK(at("A www2.example.com").proxied == true);
    CHECK(at("A www2.example.com").tags == std::vector<std::string>{"owner:dns-team"});
    CHECK_FALSE(at("A www2.example.com").comment.has_value());
    CHECK(at("CNAME alias.example.com").content == "www.example.com");
    CHECK(at("CNAME alias.example.com").ttl == seconds{3600});
    CHECK(at("CNAME alias2.example.com").content == "example.com");
    CHECK(at("CNAME alias2.example.com").comment == "flat");
    CHECK(at("CNAME alias2.example.com").settings->flatten_cname == true);
    CHECK(at("MX example.com").content == "mail.example.net");
    CHECK(at("MX example.com").priority == 20);
    CHECK(at("TXT example.com").content == "\"v=spf1\" \" -all\"");
    CHECK(at("TXT txt.example.com").content == "\"plain\" \"words\"");
    CHECK(at("SRV _sip._tcp.example.com").content == "2 5060 sip.example.com");
    CHECK(at("SRV _sip._tcp.example.com").priority == 1);
    CHECK(members_of(at("CAA caa.example.com").data) ==
          R"(flags:0,tag:"issue",value:"ca.example.net; x=y")");
    CHECK(members_of(at("HTTPS https.example.com").data) ==
          R"(priority:1,target:".",value:"alpn=\"h3,h2\"")");
    CHECK(members_of(at("DNSKEY key.example.com").data) ==
          R"(flags:256,protocol:3,algorithm:13,public_key:"bWRzc3dV")");
    CHECK(at("URI uri.example.com").priority == 10);
    CHECK(at("URI uri.example.com").content == "5 \"https://example.com/;\"");
    CHECK(at("LOC loc.example.com").content == "37 46 46 N 122 23 35.5 W 0m 100m 0m 0m");
    CHECK(at("A host.sub.example.com").content == "192.0.2.3");
    CHECK(at("A gen3.sub.example.com").content == "192.0.2.13");
}

TEST_CASE("an import says of each record that it skips why, and adds the others") {
    struct row {
        char const* line;
        std::int64_t code;
        char const* message;  // its beginning
    };
    for (row const& one : std::vector<row>{
             {"old A 192.0.2.1", 81058, "old.example.com: "},
             {"old CNAME x.example.net.", 81053, "old.example.com: An A, AAAA, or CNAME record"},
             {"x A nonsense", 9005, "x.example.com: "},
             {"x A", 1000, "line 2: "},
             {"x IN A", 1000, "line 2: "},
             {"x", 1000, "line 2: "},
             {"x CH A 192.0.2.1", 1000, "line 2: "},
             {"x A 192.0.2.1 (", 1000, "line 2: "},
             {"x A 192.0.2.1 )", 1000, "line 2: "},
             {"x TXT \"open", 1000, "line 2: "},
             {"x MX mail", 9207, "x.example.com: priority"},
             {"x MX 65536 mail", 9207, "x.example.com: priority"},
             {"x SRV 1 2 mail", 9207, "x.example.com: "},
             {"x SRV 1 2 65536 mail", 9207, "x.example.com: "},
             {"x 5 A 192.0.2.1", 9021, "x.example.com: "},
             {"x 1w A 192.0.2.1", 9021, "x.example.com: "},
             {"x TYPE65280 \\# 1 00", 9207, "x.example.com: "},
             {"x.example.org. A 192.0.2.1", 9000, "x.example.org: "},
             {"example.org. NS ns.example.org.", 9000, "example.org: "},
             {"x\\.y A 192.0.2.1", 9000, "x\\.y.example.com: "},
             {"x\xff A 192.0.2.1", 9000, "?: "},
             {"x A 192.0.2.1 ; cf_tags=a b", 1000, "x.example.com: "},
             {"$TTL x", 1000, "line 2: "},
             {"$UNKNOWN x", 1000, "line 2: "},
             {"$GENERATE 3-1 a$ A 192.0.2.1", 1000, "line 2: "},
             {"$GENERATE 1-3/0 a$ A 192.0.2.1", 1000, "line 2: "},
             {"$GENERATE x a$ A 192.0.2.1", 1000, "line 2: "},
         }) {
        CAPTURE(std::string{one.line});
        fake_cloudflare service = with_zone();
        create(service, new_a("old"));
        auto const got = import_text(
            service, "first A 192.0.2.8\n" + std::string{one.line} + "\nlast.example.com. A 192.0.2.9\n");
        bool const swallows = std::string_view{one.line}.ends_with('(');
        CHECK(got.result.recs_added == (swallows ? 1u : 2u));
        CHECK(got.result.total_records_parsed == (swallows ? 2u : 3u));
        REQUIRE(got.messages.size() == 1);
        CHECK(got.messages[0].code == one.code);
        CHECK(got.messages[0].message.starts_with(one.message));
        CHECK(service.records.all.at(z).size() == (swallows ? 2 : 3));
    }
}

TEST_CASE("an import: empty files, proxying, the size, and $INCLUDE") {
    fake_cloudflare service = with_zone();
    for (char const* text : {"", "\n", ";", "; only a comment\n\n", " \t\r\n"}) {
        auto const got = import_text(service, text);
        CHECK(got.result.recs_added == 0u);
        CHECK(got.result.total_records_parsed == 0u);
        CHECK(got.result.recs_added_by_type.value().empty());
        CHECK(got.messages.empty());
    }
    import_text(service,
                "a A 192.0.2.1\r\nt TXT x\r\nb A 192.0.2.1 ; cf_tags=cf-proxied:false\r\nc CNAME a\r\n",
                true);
    std::string proxied;
    for (record const& one : service.records.all.at(z))
        if (one.proxied == true) proxied += one.name + " ";
    CHECK(proxied == "a.example.com c.example.com ");

    auto const refused = [&](std::string text) {
        return refusal(service, records::import_{.zone_id = z, .file = records::zone_file(std::move(text))});
    };
    std::string const text(records::max_import_bytes, ' ');
    CHECK(refused(text).empty());
    CHECK(refused(text + " ") == "400 1000");
    CHECK(refused("x A 192.0.2.1\n$INCLUDE /etc/passwd\n") == "400 1000");
    CHECK(service.records.all.at(z).size() == 4);
    CHECK(refusal_of(send(service, http_method::post, "/import", "{}")) == "400 1004");
}

TEST_CASE("hostile zone files cost neither time nor memory") {
    std::string many;
    for (int i = 0; i != 10'000; ++i) many += "$ORIGIN a\n";
    std::string const long_name(200'000, 'a');
    for (std::string const& text :
         {many + "x A 192.0.2.1\n", std::string{"$GENERATE 1-2147483647 a$ A 192.0.2.1\n"},
          "$GENERATE 1-2147483647 " + long_name + "$ TXT " + std::string(10'000, '$') + "\n",
          long_name + " A 192.0.2.1\n", std::string(200'000, '('), std::string(200'000, '"'),
          std::string(200'000, '\\'), std::string(100'000, '\0'),
          "x TXT " + std::string(250'000, 'a') + "\n", "x A " + std::string(200'000, '9') + "\n",
          "x " + std::string(200'000, '9') + " A 192.0.2.1\n"}) {
        fake_cloudflare service = with_zone();
        service.records.limits[z].records = 10;
        auto const got = import_text(service, text);
        CHECK(got.result.recs_added.value() <= 10u);
        CHECK(got.result.total_records_parsed.value() <= 20'000u);
        std::uint64_t const skipped =
            got.result.total_records_parsed.value() - got.result.recs_added.value();
        CHECK(got.messages.size() == (std::min)(skipped, std::uint64_t{256}));  // what a client keeps
    }
}

TEST_CASE("an export is a zone file, sorted by type, with comments") {
    fake_cloudflare service = with_records();
    auto const got = cfdns::call(service, token(), records::export_{.zone_id = z}).value();
    CHECK(got.content_type.starts_with("text/plain"));
    CHECK(got.text.starts_with(";;\n;; Domain:     example.com.\n;; Exported:   2026-01-01 00:00:00\n;;\n"));
    std::size_t const sections = got.text.find("\n;; SOA Record\n");
    REQUIRE(sections != std::string::npos);
    CHECK(got.text.substr(sections) ==
          "\n;; SOA Record\n"
          "example.com\t3600\tIN\tSOA\t" +
              got.text.substr(got.text.find("SOA\t") + 4,
                              got.text.find(" dns.") - got.text.find("SOA\t") - 4) +
              " dns.cloudflare.com. 2050000000 10000 2400 604800 3600\n"
              "\n;; NS Records\n" +
              got.text.substr(got.text.find("\n;; NS Records\n") + 15,
                              got.text.find("\n\n;; A Records") - got.text.find("\n;; NS Records\n") - 15) +
              "\n\n;; A Records\n"
              "a.example.com.\t1\tIN\tA\t192.0.2.1 ; Web server cf_tags=owner:Dev,env:prod,cf-proxied:true\n"
              "b.example.com.\t300\tIN\tA\t192.0.2.2 ; cf_tags=owner:ops,cf-proxied:false\n"
              "\n;; CNAME Records\n"
              "c.example.com.\t60\tIN\tCNAME\tb.example.com. ; alias cf_tags=cf-proxied:false\n"
              "\n;; MX Records\n"
              "m.example.com.\t1\tIN\tMX\t1 mail.example.net.\n"
              "\n;; TXT Records\n"
              "t.example.com.\t1\tIN\tTXT\t\"Some Text\"\n");
    service.zones.all.at(z).name_servers = std::vector<std::string>{"ns9.example.net"};
    CHECK(export_text(service).find("example.com.\t86400\tIN\tNS\tns9.example.net.\n") != std::string::npos);
}

TEST_CASE("an import of an export gives the same records") {
    fake_cloudflare service = with_records();
    using namespace records;
    for (record_data const& data : std::vector<record_data>{
             aaaa{.content = "2001:db8::1"},
             caa{.flags = 128, .tag = "issue", .value = "ca.example.net; \"x\" \\ \xc3\xbc"},
             cert{.type = 1, .key_tag = 2, .algorithm = 3, .certificate = "MIIB+/=="},
             dnskey{.flags = 256, .protocol = 3, .algorithm = 13, .public_key = "bWRz"},
             https{.priority = 1, .target = ".", .value = "alpn=\"h3,h2\" ipv4hint=\"192.0.2.1\""},
             https{.priority = 0, .target = "svc.example.net"},
             loc{.lat_degrees = 37,
             .lat_minutes = 46,
             .lat_seconds = 46.5,
             .lat_direction = "S",
             .long_degrees = 122,
             .long_direction = "E",
             .altitude = -12.5,
             .size = 100},
             loc{.lat_degrees = 1, .lat_direction = "N", .long_degrees = 2, .long_direction = "W"},
             mx{.content = ".", .priority = 0},
             naptr{.order = 1,
             .preference = 2,
             .flags = "U",
             .service = "E2U+sip",
             .regex = "!^.*$!sip:a@example.com!",
             .replacement = "."},
             openpgpkey{.content = "mQENBFg="},
             ptr{.content = "host.example.net"},
             smimea{.usage = 3, .selector = 0, .matching_type = 1, .certificate = "d2ab"},
             srv{.priority = 1, .weight = 2, .port = 3, .target = "t.example.net"},
             srv{.priority = 0, .weight = 0, .port = 0, .target = "."},
             sshfp{.algorithm = 4, .type = 2, .fingerprint = "d2ab"},
             svcb{.priority = 1, .target = "dns.example.net", .value = "alpn=\"dot\" port=\"853\""},
             tlsa{.usage = 3, .selector = 1, .matching_type = 1, .certificate = "d2ab"},
             txt{.content = "no quotes; here"},
             txt{.content = "\"a;b\" \"c\\\"d\" \"\\010\""},
             txt{.content = std::string(300, 'x')},
             uri{.priority = 10, .weight = 5, .target = "https://example.com/a?b=\"c\";d"}})
        add(service, {.name = "v", .data = data, .comment = "a (comment) \"x\""});
    for (char const* name : {"ns1.example.net", "ns2.example.net"})
        add(service, {.name = "sub", .data = ns{.content = name}});
    add(service,
        {.name = "sub", .data = ds{.key_tag = 1, .algorithm = 13, .digest_type = 2, .digest = "ab"}});
    auto const text = export_text(service);
    auto const keys = [](fake_cloudflare& of) {
        std::vector<std::string> out;
        for (record const& one : of.records.all.at(z)) {
            std::string key = comparison_key(one) + " " + std::to_string(one.ttl->count()) + " " +
                              one.comment.value_or("-") + (one.proxied == true ? " proxied" : "");
            for (std::string const& tag : *one.tags) key += " " + tag;
            out.push_back(key);
        }
        std::sort(out.begin(), out.end());
        return out;
    };
    fake_cloudflare other = with_zone();
    auto const got = import_text(other, text);
    for (auto const& message : got.messages) CHECK(message.message == "");
    CHECK(got.result.recs_added == service.records.all.at(z).size());
    CHECK(keys(other) == keys(service));
    CHECK(export_text(other) == text);
}

TEST_CASE("a scan finds records after some time, and adds none; a review accepts or rejects them") {
    fake_cloudflare service = with_zone();
    create(service, new_a("known"));
    service.records.found[z] = {{.name = "known", .type = "A", .content = "192.0.2.1"},
                                {.name = "mail", .type = "A", .content = "192.0.2.25"},
                                {.name = "bad", .type = "A", .content = "x"},
                                {.name = "www", .type = "CNAME", .content = "Mail.example.com."}};
    auto const list = [&] {
        return cfdns::call(service, token(), records::scan_list{.zone_id = z}).value();
    };
    auto const started =
        service.handle(with_token(cfdns::make_request(records::scan_trigger{.zone_id = z}).value()));
    CHECK(started.status == 200);
    CHECK(started.body.find("result") == std::string::npos);
    service.advance(seconds{29});
    CHECK(list().empty());
    service.advance(seconds{1});
    auto const found = list();
    CHECK(names(found) == "mail www");
    CHECK(found.at(0).id.size() == 32);
    CHECK(found.at(1).content == "mail.example.com");
    CHECK(service.records.all.at(z).size() == 1);

    // A second scan does not find them again.
    CHECK(cfdns::call(service, token(), records::scan_trigger{.zone_id = z}).has_value());
    service.advance(seconds{30});
    CHECK(list().size() == 2);

    records::scan_review op{
        .zone_id = z,
        .accepts =
            std::vector<records::record_post>{{.name = "mail", .data = records::a{.content = "192.0.2.26"}}},
        .rejects = std::vector<records::record_id>{{.id = found.at(1).id}}};
    op.accepts->push_back({.name = "known", .data = records::a{.content = "192.0.2.1"}});
    CHECK(refusal(service, op) == "400 81058");
    op.accepts->pop_back();
    op.rejects->push_back({.id = "unknown"});
    CHECK(refusal(service, op) == "404 81044");
    op.rejects->pop_back();
    CHECK(list().size() == 2);
    CHECK(service.records.all.at(z).size() == 1);
    auto const done = cfdns::call(service, token(), op).value();
    REQUIRE(done.accepts->size() == 1);
    CHECK(done.accepts->at(0).content == "192.0.2.26");
    CHECK(done.rejects == std::vector<std::string>{found.at(1).id});
    CHECK(list().empty());
    CHECK(names(service.records.all.at(z)) == "known mail");
}

TEST_CASE("the deprecated scan adds what it finds at once") {
    fake_cloudflare service = with_zone();
    create(service, new_a("known"));
    service.records.found[z] = {{.name = "known", .type = "A", .content = "192.0.2.1"},
                                {.name = "mail", .type = "A", .content = "192.0.2.25"}};
    auto const got = cfdns::call(service, token(), records::scan{.zone_id = z}).value();
    CHECK(got.recs_added == 1u);
    CHECK(got.total_records_parsed == 2u);
    CHECK(names(service.records.all.at(z)) == "known mail");
    service.records.found.clear();
    CHECK(cfdns::call(service, token(), records::scan{.zone_id = z}).value().recs_added == 0u);
}

TEST_CASE("shadow metadata says which records a delegation hides") {
    fake_cloudflare service = with_zone();
    create(service, new_a("ns1.sub"));
    create(service, new_a("www.sub"));
    create(service, new_a("www"));
    std::string const ns =
        add(service, {.name = "sub", .data = records::ns{.content = "ns1.sub.example.com"}}).id;
    records::list op{.zone_id = z, .include_shadow_metadata = true};
    std::map<std::string, records::metadata> meta;
    for (record const& one : cfdns::call(service, token(), op).value()) meta[one.name] = one.meta.value();
    CHECK(meta.at("ns1.sub.example.com").shadowed_by == std::vector<std::string>{ns});
    CHECK(meta.at("ns1.sub.example.com").is_glue == true);
    CHECK_FALSE(meta.at("ns1.sub.example.com").dead_glue.has_value());
    CHECK(meta.at("www.sub.example.com").shadowed_by == std::vector<std::string>{ns});
    CHECK(meta.at("www.sub.example.com").dead_glue == true);
    CHECK_FALSE(meta.at("www.example.com").shadowed_by.has_value());
    CHECK(meta.at("sub.example.com").shadowed_records_count == 2);
    CHECK_FALSE(meta.at("sub.example.com").shadowed_by.has_value());

    op.include_shadow_metadata.reset();
    for (record const& one : cfdns::call(service, token(), op).value())
        CHECK_FALSE(one.meta->shadowed_by.has_value());
    op.shadowed_by_name = "sub.example.com";
    CHECK(refusal(service, op) == "400 9207");
    op.include_shadow_metadata = true;
    CHECK(list_names(service, op) == "ns1 www");
    op.shadowed_by_name.reset();
    op.shadowing_name = "a.SUB.example.com";
    CHECK(list_names(service, op) == "sub");
    auto const got = cfdns::call(
        service, token(), records::get{.zone_id = z, .dns_record_id = ns, .include_shadow_metadata = true});
    CHECK(got.value().meta->shadowed_records_count == 2);
    CHECK_FALSE(service.records.all.at(z)[0].meta->shadowed_by.has_value());
}

TEST_CASE("a copy of the service is an independent snapshot, and the same requests give the same records") {
    fake_cloudflare service = with_records();
    fake_cloudflare copy = service;
    CHECK(create(service, new_a("new")).id == create(copy, new_a("new")).id);
    CHECK(cfdns::call(copy, token(),
                      records::delete_{.zone_id = z, .dns_record_id = copy.records.all.at(z)[0].id})
              .has_value());
    CHECK(service.records.all.at(z).size() == copy.records.all.at(z).size() + 1);
    CHECK(export_text(service) != export_text(copy));
}
