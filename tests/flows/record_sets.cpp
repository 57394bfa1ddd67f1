// SPDX-License-Identifier: BSL-1.0
#include "record_world.hpp"

#include <doctest/doctest.h>

#include <clocale>
#include <iterator>
#include <sstream>

using namespace cfdns_test;

namespace {

using flows::record_set;

flows::desired_records sets_of(std::vector<record_set> sets, std::string owner = {}) {
    return {.zone_id = records_zone,
            .zone_name = "example.com",
            .sets = std::move(sets),
            .owner = std::move(owner)};
}

record_set one_set(std::string name, std::string type, std::vector<std::string> values) {
    return {.name = std::move(name), .type = std::move(type), .values = std::move(values)};
}

// "r1 www A 192.0.2.1 | ttl=300 proxied tags=a:b,c meta=read_only comment=the rest of the line"
records::record record_from(std::string const& line) {
    std::size_t const bar = line.find(" | ");
    std::istringstream words{line.substr(0, bar)};
    std::string id, name, type, value;
    words >> id >> name >> type >> std::ws;
    std::getline(words, value);
    records::record out = record_of(name == "@" ? "example.com" : name + ".example.com", type, value);
    out.id = id;
    out.ttl = records::automatic_ttl;
    if (bar == line.npos) return out;
    std::istringstream members{line.substr(bar + 3)};
    for (std::string word; members >> word;) {
        if (word.starts_with("ttl=")) out.ttl = std::chrono::seconds{std::stol(word.substr(4))};
        if (word == "proxied") out.proxied = true;
        if (word == "locked") out.extra.set("locked", "true");
        if (word.starts_with("meta=")) out.meta.emplace().extra.set(word.substr(5), "true");
        if (word.starts_with("tags=")) {
            std::istringstream tags{word.substr(5)};
            for (std::string tag; std::getline(tags, tag, ',');)
                (out.tags ? *out.tags : out.tags.emplace()).push_back(tag);
        }
        if (word.starts_with("comment=")) {
            std::string rest;
            std::getline(members, rest);
            out.comment = word.substr(8) + rest;
        }
    }
    return out;
}

flows::observed_records observed_from(std::vector<std::string> const& lines) {
    flows::observed_records out{.zone_id = records_zone};
    for (std::string const& line : lines) out.records.push_back(record_from(line));
    return out;
}

// The plan without its first line.
std::string planned(flows::desired_records const& want, std::vector<std::string> const& observed,
                    flows::record_rules const& rules = {}) {
    std::string const text = flows::to_text(flows::make_record_plan(want, observed_from(observed), rules));
    return text.substr(text.find('\n') + 1);
}

// A zone in memory, with the records of the lines.
world world_with(std::vector<std::string> const& lines) {
    world out;
    for (std::string const& line : lines) {
        records::record const one = record_from(line);
        records::create op{.zone_id = records_zone, .name = one.name, .data = records::data_of(one)};
        op.ttl = one.ttl;
        op.comment = one.comment;
        REQUIRE(cfdns::call(out.service, program_token(), op).has_value());
        out.service.records.all[records_zone].back().id = one.id;
    }
    out.service.log.clear();
    return out;
}

std::string outcomes_of(flows::record_report const& report) {
    std::string out;
    for (auto const& one : report.outcomes)
        out += one.status == flows::step_status::done ? (one.adopted ? 'a' : 'd') : one.failure ? 'F' : 's';
    return out;
}

std::vector<record_set> many_sets(std::size_t count) {
    std::vector<record_set> out;
    for (std::size_t i = 0; i != count; ++i)
        out.push_back(one_set("h" + std::to_string(100 + i), "A", {"192.0.2.1"}));
    return out;
}

}  // namespace

TEST_CASE("desired records that cannot be are refused with the path of the member") {
    struct row {
        char const* parameter;
        flows::desired_records want;
    };
    auto const with = [](auto change) {
        auto out = sets_of({one_set("www", "A", {"192.0.2.1"})});
        change(out, out.sets[0]);
        return out;
    };
    using want_type = flows::desired_records;
    row const rows[] = {
        {"zone_id", with([](want_type& w, record_set&) { w.zone_id = ""; })},
        {"zone_name", with([](want_type& w, record_set&) { w.zone_name = "a..b"; })},
        {"owner", with([](want_type& w, record_set&) { w.owner = "two words"; })},
        {"owner", with([](want_type& w, record_set&) { w.owner = std::string(101, 'x'); })},
        {"sets/0/name", with([](want_type&, record_set& s) { s.name = "a..b"; })},
        {"sets/0/name", with([](want_type&, record_set& s) { s.name = ""; })},
        {"sets/0/name", with([](want_type&, record_set& s) { s.name = "www.example.net."; })},
        {"sets/0/name", with([](want_type&, record_set& s) {
             s.name = std::string(63, 'a') + "." + std::string(63, 'b') + "." + std::string(63, 'c') + "." +
                      std::string(60, 'd');
         })},
        {"sets/0/type", with([](want_type&, record_set& s) { s.type = "SOA"; })},
        {"sets/0/values/0", with([](want_type&, record_set& s) { s.values = {"192.0.2.256"}; })},
        {"sets/0/values/1", with([](want_type&, record_set& s) {
             s.values = {"192.0.2.1", " 192.0.2.1"};
         })},
        {"sets/0/values/0", with([](want_type&, record_set& s) {
             s.type = "AAAA";
             s.values = {"::1::"};
         })},
        {"sets/0/values/0", with([](want_type&, record_set& s) {
             s.type = "MX";
             s.values = {"mail.example.com"};
         })},
        {"sets/0/values/0", with([](want_type&, record_set& s) {
             s.type = "MX";
             s.values = {"70000 mail.example.com"};
         })},
        {"sets/0/values/0", with([](want_type&, record_set& s) {
             s.type = "SRV";
             s.values = {"1 0 sip.example.com"};
         })},
        {"sets/0/values/0", with([](want_type&, record_set& s) {
             s.type = "CAA";
             s.values = {"300 issue x"};
         })},
        {"sets/0/values/0", with([](want_type&, record_set& s) {
             s.type = "TXT";
             s.values = {"\"\""};
         })},
        {"sets/0/values/0", with([](want_type&, record_set& s) {
             s.type = "TXT";
             s.values = {"\xff"};
         })},
        {"sets/0/values/0", with([](want_type&, record_set& s) {
             s.type = "CNAME";
             s.values = {""};
         })},
        {"sets/0/values", with([](want_type&, record_set& s) {
             s.type = "CNAME";
             s.values = {"a.example", "b.example"};
         })},
        {"sets/0/name", with([](want_type&, record_set& s) { s.name = "a b"; })},
        {"sets/0/name", with([](want_type&, record_set& s) { s.name = "x\ny"; })},
        {"sets/0/name", with([](want_type&, record_set& s) { s.name = "\"q\""; })},
        {"sets/0/ttl", with([](want_type&, record_set& s) { s.ttl = 29s; })},
        {"sets/0/ttl", with([](want_type&, record_set& s) { s.ttl = 86401s; })},
        {"sets/0/proxied", with([](want_type&, record_set& s) {
             s.type = "TXT";
             s.proxied = true;
         })},
        {"sets/0/comment", with([](want_type&, record_set& s) { s.comment = "two\nlines"; })},
        {"sets/0/comment", with([](want_type& w, record_set& s) {
             w.owner = "me";
             s.comment = std::string(498, 'x');
         })},
        {"sets/0/tags/1", with([](want_type&, record_set& s) {
             s.tags = std::vector<std::string>{"a", ""};
         })},
        {"sets/1/name",
         with([](want_type& w, record_set&) { w.sets.push_back(one_set("WWW.example.com.", "a", {})); })},
        {"sets/1/type",
         with([](want_type& w, record_set&) { w.sets.push_back(one_set("www", "CNAME", {"x.example"})); })},
        {"sets/1/type",
         with([](want_type& w, record_set&) { w.sets.push_back(one_set("www", "NS", {"x.example"})); })},
        {"sets/1/name",
         with([](want_type& w, record_set&) { w.sets.push_back(one_set("@", "DS", {"1 8 2 00"})); })},
    };
    for (row const& one : rows) {
        CAPTURE(std::distance(rows, &one));
        auto const checked = flows::check(one.want);
        REQUIRE(checked.has_error());
        CHECK(checked.error().code() == cfdns::errc::invalid_parameter);
        CHECK(checked.error().parameter() == one.parameter);
        world none;
        CHECK(run_ensure_records(none, one.want, {}).result->has_error());
        CHECK(none.service.log.empty());
        CHECK(flows::make_record_plan(one.want, {.zone_id = records_zone}).has_conflicts());
    }
}

TEST_CASE("values that are invalid for their type, and text after a value, are refused") {
    struct row {
        char const* type;
        std::string value;
        bool good;
    };
    for (row const& one : {
             row{"SRV", "1 0 5060 sip.example.com", true},
             {"SRV", "1 0 5060 sip.example.com junk", false},
             {"SRV", "1 0 5060 sip.example.com. ; comment", false},
             {"SRV", "1 0 5060 \"sip example\"", false},
             {"SRV", "1 0 5060 .", true},
             {"SRV", "1 0 5060 a..b", false},
             {"SRV", "1 0 5060 \"\"", false},
             {"SRV", "1 0 5060 " + std::string(64, 'a') + ".example", false},
             {"SVCB", "1 a..b alpn=dot", false},
             {"MX", "10 a..b", false},
             {"NAPTR", R"(100 10 "U" "E2U+sip" "!^.*$!sip:a@example.com!" .)", true},
             {"NAPTR", R"(100 10 "U" "E2U+sip" "!^.*$!sip:a@example.com!" . junk)", false},
             {"CAA", R"(0 issue "ca.example.net; validationmethods=dns-01")", true},
             {"CAA", "0 issue ca.example.net; validationmethods=dns-01", false},
             {"CAA", R"(0 issue "ca.example.net" junk)", false},
             {"CAA", R"(0 issue "ca" "b")", false},
             {"URI", R"(10 1 "https://x")", true},
             {"URI", "10 1 https://x y", false},
             {"URI", R"(10 1 "https://x" y)", false},
             {"HTTPS", "1 . alpn=h2 port=8443", true},
             {"HTTPS", R"(1 . "alpn=h2" junk)", false},
             {"LOC", "52 22 23.5 N 4 53 32 E -2.25m 10m 10000m 10m", true},
             {"LOC", "52 N 4 E", true},
             {"LOC", "52 22 23.5 N 4 53 32 E -2.25m 10m 10000m 10m junk", false},
             {"LOC", "52 22 23.5 N 4 53 32 E junk 10m", false},
             {"LOC", "91 0 0 N 4 53 32 E", false},
             {"LOC", "52 22 23.5 X 4 53 32 E", false},
             {"LOC", "52 22 23.5 E 4 53 32 N", false},
             {"DS", "12345 13 2 aabb", true},
             {"DS", "12345 13 2 aa bb", true},
             {"DS", "12345 13 2 zz", false},
             {"DNSKEY", "257 3 13 a2V5 a2V5", true},
             {"DNSKEY", "257 3 13 a2V5!", false},
             {"TLSA", "3 1 1 01 23", true},
             {"TLSA", "3 1 1 \"01 23\" junk", false},
             {"SSHFP", "4 2 xyz", false},
             {"OPENPGPKEY", "mQEN BFVx", true},
             {"OPENPGPKEY", "!!!!", false},
             {"MX", "10 mail.example.com", true},
             {"MX", "10 mail.example.com junk", false},
             {"MX", "10 \"mail.example.com\"", false},
             {"CNAME", "a b", false},
             {"PTR", "host.example.com. ; comment", false},
         }) {
        CAPTURE(one.type);
        CAPTURE(one.value);
        std::vector<record_set> sets{one_set("www", one.type, {one.value})};
        if (sets[0].type.get() == "DS") sets.push_back(one_set("www", "NS", {"ns1.example.net"}));
        auto const checked = flows::check(sets_of(sets));
        CHECK(checked.has_value() == one.good);
        if (!one.good) CHECK(checked.error().parameter() == "sets/0/values/0");
        world now;
        if (one.good) CHECK(run_ensure_records(now, sets_of(sets), {}).complete());
    }
}

TEST_CASE("the strings of a TXT record are sent as they are given, and divided if they are too long") {
    struct row {
        std::string value, content;
    };
    std::string const a255(255, 'a');
    for (row const& one : {row{R"("txtvers=1" "path=/p")", R"("txtvers=1" "path=/p")"},
                           {R"(  "a"   ""  "b\"c" )", R"("a" "" "b\"c")"},
                           {"v=spf1 -all", R"("v=spf1 -all")"},
                           {'"' + a255 + R"(bc" "d")", '"' + a255 + R"(" "bc" "d")"},
                           {R"("not closed)", R"("\"not closed")"}}) {
        CAPTURE(one.value);
        world now;
        auto const want = sets_of({one_set("t", "TXT", {one.value})});
        CHECK(run_ensure_records(now, want, {}).complete());
        REQUIRE(now.service.records.all[records_zone].size() == 1);
        CHECK(now.service.records.all[records_zone][0].content == one.content);
        CHECK(flows::make_record_plan(
                  want, {.zone_id = records_zone, .records = now.service.records.all[records_zone]})
                  .empty());
    }
}

TEST_CASE("the text of a number does not depend on the locale") {
    std::string const before = std::setlocale(LC_ALL, nullptr);
    records::loc const place{.lat_degrees = 37,
                             .lat_seconds = 46.5,
                             .lat_direction = "N",
                             .long_degrees = 122,
                             .long_direction = "W",
                             .altitude = 42849672.95,
                             .size = 0.01};
    records::record_data const data = place;
    std::string const key = records::comparison_key("a.example", data);
    for (char const* const name : {"C", "de_DE.UTF-8", "fr_FR.UTF-8", "ru_RU.UTF-8"}) {
        CAPTURE(name);
        static_cast<void>(std::setlocale(LC_ALL, name));  // stays as it is if the system does not have it
        CHECK(flows::value_text(data) == "37 0 46.5 N 122 0 0 W 42849672.95m 0.01m 0m 0m");
        CHECK(records::comparison_key("a.example", data) == key);
    }
    std::setlocale(LC_ALL, before.c_str());
}

TEST_CASE("records may be desired in every spelling, at the zone itself and beside others") {
    for (record_set const& set : {one_set("@", "TXT", {"x"}), one_set("example.com", "A", {"192.0.2.1"}),
                                  one_set("EXAMPLE.com.", "mx", {"0 ."}),
                                  one_set("b\xc3\xbc"
                                          "cher",
                                          "A", {"192.0.2.1"}),
                                  one_set("*", "CNAME", {"@"}), one_set("www", "TXT", {})})
        CHECK_MESSAGE(flows::check(sets_of({set})).has_value(), set.name.get());
    CHECK(flows::check(sets_of({one_set("www", "CNAME", {"x.example"}), one_set("www", "TXT", {"x"})}))
              .has_value());
    CHECK(flows::check(sets_of({one_set("@", "NS", {"ns.example"}), one_set("@", "A", {"192.0.2.1"})}))
              .has_value());
    CHECK(flows::check(sets_of({one_set("a", "CNAME", {}), one_set("a", "A", {"192.0.2.1"})})).has_value());
}

TEST_CASE("every spelling of a value is the same value, and every other value is a change") {
    for (spelled_type const& type : spelled_types())
        for (std::size_t i = 0; i != type.values.size(); ++i)
            for (std::string const& has : type.values[i]) {
                CAPTURE(type.type);
                CAPTURE(has);
                std::string const line = "r1 sub " + std::string{type.type} + " " + has;
                for (std::size_t j = 0; j != type.values.size(); ++j)
                    for (std::string const& wanted : type.values[j]) {
                        CAPTURE(wanted);
                        std::vector<record_set> sets{one_set("sub", type.type, {wanted})};
                        std::vector<std::string> lines{line};
                        if (sets[0].type.get() == "DS") lines.push_back("r2 sub NS ns1.example.net");
                        flows::record_plan const plan =
                            flows::make_record_plan(sets_of(sets), observed_from(lines));
                        CHECK(!plan.has_conflicts());
                        REQUIRE(plan.steps.size() == (i == j ? 0u : 1u));
                        if (i != j) CHECK(plan.steps[0].action == flows::action::change);
                    }
            }
}

TEST_CASE("the text of a struct has its value, for all types") {
    records::record_data const all[] = {
        records::a{.content = "192.0.2.1"},
        records::aaaa{.content = "2001:db8::1"},
        records::caa{.flags = 0, .tag = "issue", .value = "ca.example.net; \"x\""},
        records::cert{.type = 1, .key_tag = 2, .algorithm = 13, .certificate = "TUlJQ0E="},
        records::cname{.content = "target.example.net"},
        records::dnskey{.flags = 257, .protocol = 3, .algorithm = 13, .public_key = "a2V5"},
        records::ds{.key_tag = 12345, .algorithm = 13, .digest_type = 2, .digest = "aabb"},
        records::https{.priority = 1, .target = ".", .value = "alpn=\"h3,h2\" port=\"8443\""},
        records::https{.priority = 0, .target = "svc.example.net"},
        records::loc{.lat_degrees = 52,
                     .lat_seconds = 23.5,
                     .lat_direction = "N",
                     .long_degrees = 4,
                     .long_minutes = 53,
                     .long_direction = "E",
                     .altitude = -2.25,
                     .size = 10},
        records::mx{.content = "mail.example.com", .priority = 10},
        records::naptr{.order = 100,
                       .preference = 10,
                       .flags = "U",
                       .service = "E2U+sip",
                       .regex = "!^.*$!sip:a\\1@example.com!",
                       .replacement = "."},
        records::naptr{.order = 1,
                       .preference = 1,
                       .flags = "",
                       .service = "",
                       .regex = "",
                       .replacement = "next.example.com"},
        records::ns{.content = "ns1.example.net"},
        records::openpgpkey{.content = "mQENBFVx"},
        records::ptr{.content = "host.example.com"},
        records::smimea{.usage = 3, .selector = 1, .matching_type = 1, .certificate = "aabb"},
        records::srv{.priority = 1, .weight = 0, .port = 5060, .target = "sip.example.com"},
        records::sshfp{.algorithm = 4, .type = 2, .fingerprint = "aabb"},
        records::svcb{.priority = 1, .target = "dns.example.com", .value = "alpn=\"dot\""},
        records::tlsa{.usage = 3, .selector = 1, .matching_type = 1, .certificate = "0123"},
        records::txt{.content = "\"a\" \"b\""},
        records::uri{.priority = 10, .weight = 5, .target = "https://example.com/\"a\""},
    };
    for (records::record_data const& data : all) {
        std::string const text = flows::value_text(data);
        CAPTURE(text);
        world now;
        std::vector<record_set> sets;
        if (std::holds_alternative<records::ds>(data))
            sets.push_back(one_set("sub", "NS", {"ns1.example.net"}));
        records::create const op{.zone_id = records_zone, .name = "x.example.com", .data = data};
        std::string type = "TXT";
        if (!std::holds_alternative<records::ds>(data)) {
            REQUIRE(cfdns::call(now.service, program_token(), op).has_value());
            type = now.service.records.all[records_zone][0].type;
        } else {
            type = "DS";
        }
        // What the service makes of the text is what it makes of the struct.
        world other;
        sets.push_back(one_set("sub", type, {text}));
        REQUIRE(run_ensure_records(other, sets_of(sets), {}).complete());
        CHECK(records::comparison_key(other.service.records.all[records_zone].back()) ==
              records::comparison_key("sub.example.com", data));
        // The text of a record that was read, with and without `data`.
        records::record read = other.service.records.all[records_zone].back();
        for (int i = 0; i != 2; ++i, read.content.reset()) {
            if (i == 1 && !read.data) break;
            auto const again = sets_of({one_set("sub", type, {flows::value_text(read)})});
            flows::observed_records seen{.zone_id = records_zone,
                                         .records = other.service.records.all[records_zone]};
            CHECK_MESSAGE(flows::make_record_plan(again, seen).empty(), flows::value_text(read));
        }
    }
    CHECK(flows::value_text(records::other{.type = "SPF", .content = "v=spf1"}) == "v=spf1");
}

TEST_CASE("plans for records") {
    struct row {
        char const* title;
        std::vector<std::string> observed;
        std::vector<record_set> sets;
        std::string expected;
        flows::record_rules rules{};
        std::string owner{};
        bool apex_ns{false};
    };
    auto const proxied = [](record_set set, bool value, std::optional<std::chrono::seconds> ttl = {}) {
        set.proxied = value;
        set.ttl = ttl;
        return set;
    };
    auto const commented = [](record_set set, std::string comment) {
        set.comment = std::move(comment);
        return set;
    };
    auto const tagged = [](record_set set, std::vector<std::string> tags) {
        set.tags = std::move(tags);
        return set;
    };
    using flows::adoption;
    using flows::unlisted_records;
    row const rows[] = {
        {"a new set is created",
         {},
         {one_set("www", "A", {"192.0.2.1", "192.0.2.2"})},
         "+ 1 A www.example.com  192.0.2.1\n+ 2 A www.example.com  192.0.2.2\n"},
        {"what changes is changed, not replaced",
         {"r1 www A 192.0.2.1", "r2 www A 192.0.2.2"},
         {one_set("www", "A", {"192.0.2.2", "192.0.2.3"})},
         "! 1 A www.example.com  value: 192.0.2.1 -> 192.0.2.3\n"},
        {"values that are not listed are removed",
         {"r1 www A 192.0.2.1", "r2 www A 192.0.2.2"},
         {one_set("www", "A", {"192.0.2.2"})},
         "- 1 A www.example.com  192.0.2.1\n"},
        {"a set without values is removed",
         {"r1 www A 192.0.2.1", "r2 www AAAA ::1"},
         {one_set("www", "A", {})},
         "- 1 A www.example.com  192.0.2.1\n# 1 record kept: not listed\n"},
        {"identical SRV records become one",
         {"r2 s SRV 1 0 5060 a.example", "r1 s SRV 1 0 5060 a.example"},
         {one_set("s", "SRV", {"1 0 5060 a.example"})},
         "- 1 SRV s.example.com  1 0 5060 a.example\n"},
        {"of identical records, that of the owner is kept",
         {"r1 s SRV 1 0 5060 a.example", "r2 s SRV 1 0 5060 a.example | comment=me"},
         {one_set("s", "SRV", {"1 0 5060 a.example"})},
         "# left alone: SRV s.example.com 1 0 5060 a.example: it does not have the marker of the owner\n",
         {},
         "me"},
        {"another type at a name",
         {"r1 www CNAME a.example"},
         {one_set("www", "A", {"192.0.2.1"})},
         "- 1 CNAME www.example.com  a.example\n+ 2 A     www.example.com  192.0.2.1\n"},
        {"requests that remove come first",
         {"r1 z TXT \"x\"", "r2 a A 192.0.2.1"},
         {one_set("a", "A", {"192.0.2.2"}), one_set("b", "A", {"192.0.2.2"}), one_set("z", "TXT", {})},
         "- 1 TXT z.example.com  \"x\"\n! 2 A   a.example.com  value: 192.0.2.1 -> 192.0.2.2\n+ 3 A   "
         "b.example.com  192.0.2.2\n"},
        {"NS before DS",
         {},
         {one_set("sub", "DS", {"1 8 2 00"}), one_set("sub", "NS", {"ns.example"})},
         "+ 1 NS sub.example.com  ns.example\n+ 2 DS sub.example.com  1 8 2 00\n"},
        {"DS before NS",
         {"r1 sub NS ns.example", "r2 sub DS 1 8 2 00"},
         {one_set("sub", "DS", {}), one_set("sub", "NS", {}), one_set("sub", "A", {"192.0.2.1"})},
         "- 1 DS sub.example.com  1 8 2 00\n- 2 NS sub.example.com  ns.example\n+ 3 A  sub.example.com  "
         "192.0.2.1\n"},
        {"DS without NS",
         {},
         {one_set("sub", "DS", {"1 8 2 00"})},
         "? DS sub.example.com: DS records need NS records of the same "
         "name\n"},
        {"NS that leaves DS",
         {"r1 sub NS ns.example", "r2 sub DS 1 8 2 00"},
         {one_set("sub", "NS", {})},
         "? DS sub.example.com: DS records need NS records of the same name\n# 1 record kept: not listed\n"},
        {"a TTL that is not managed",
         {"r1 www A 192.0.2.1 | ttl=300"},
         {one_set("www", "A", {"192.0.2.1"})},
         ""},
        {"a TTL does not count for proxied records",
         {"r1 www A 192.0.2.1 | proxied"},
         {proxied(one_set("www", "A", {"192.0.2.1"}), true, 300s)},
         ""},
        {"proxied, and no longer",
         {"r1 www A 192.0.2.1 | ttl=300", "r2 w2 A 192.0.2.1 | proxied"},
         {proxied(one_set("www", "A", {"192.0.2.1"}), true, 300s),
          proxied(one_set("w2", "A", {"192.0.2.1"}), false, 300s)},
         "! 1 A w2.example.com   192.0.2.1; ttl: 1 -> 300; proxied: true -> false\n! 2 A www.example.com  "
         "192.0.2.1; "
         "proxied: false -> true\n"},
        {"comments and tags",
         {"r1 www A 192.0.2.1 | tags=Team:dns,env:prod,x comment=old text"},
         {tagged(commented(one_set("www", "A", {"192.0.2.1"}), ""), {"x:", "env:prod", "team:dns"})},
         "! 1 A www.example.com  192.0.2.1; comment: old text -> none\n"},
        {"values of tags have case",
         {"r1 www A 192.0.2.1 | tags=env:Prod"},
         {tagged(one_set("www", "A", {"192.0.2.1"}), {"env:prod"})},
         "! 1 A www.example.com  192.0.2.1; tags: env:Prod -> env:prod\n"},
        {"unlisted records are kept", {"r1 a A 192.0.2.1"}, {}, "# 1 record kept: not listed\n"},
        {"unlisted records are removed",
         {"r1 a A 192.0.2.1", "r2 b A 192.0.2.1 | meta=read_only", "r3 c SPF x"},
         {},
         "- 1 A a.example.com  192.0.2.1\n# 1 record left alone: managed by the service\n# 1 record left "
         "alone: of a "
         "type that the library does not know\n",
         {.unlisted = unlisted_records::remove_all}},
        {"unlisted records of the owner are removed",
         {"r1 a A 192.0.2.1 | comment=me", "r2 b A 192.0.2.1 | comment=me 2",
          "r3 c A 192.0.2.1 | comment=me2", "r4 d A 192.0.2.1"},
         {},
         "- 1 A a.example.com  192.0.2.1\n- 2 A b.example.com  192.0.2.1\n# 2 records kept: not listed\n",
         {.unlisted = unlisted_records::remove_owned},
         "me"},
        {"an owner is needed",
         {},
         {},
         "? unlisted is remove_owned, but there is no owner\n",
         {.unlisted = unlisted_records::remove_owned}},
        {"too many removals",
         {"r1 a A 192.0.2.1", "r2 b A 192.0.2.1", "r3 c A 192.0.2.1", "r4 d A 192.0.2.1"},
         {one_set("a", "A", {}), one_set("b", "A", {})},
         "- 1 A a.example.com  192.0.2.1\n- 2 A b.example.com  192.0.2.1\n? removes 2 of 4 records, more "
         "than 1 and than "
         "30 % (1); allow it with max_removals = 2\n# 2 records kept: not listed\n",
         {.max_removals = 1}},
        {"removals of a part of the zone",
         {"r1 a A 192.0.2.1", "r2 b A 192.0.2.1", "r3 c A 192.0.2.1", "r4 d A 192.0.2.1"},
         {one_set("a", "A", {})},
         "- 1 A a.example.com  192.0.2.1\n# 3 records kept: not listed\n",
         {.max_removals = 0, .max_removed_percent = 25}},
        {"NS of the zone itself are left alone",
         {"r1 @ NS ns9.example"},
         {one_set("@", "NS", {"ns.example"})},
         "# left alone: NS example.com: listed, but apex_ns is not set\n",
         {.unlisted = unlisted_records::remove_all}},
        {"NS of the zone itself if asked",
         {"r1 @ NS ns9.example", "r2 @ A 192.0.2.1"},
         {one_set("@", "NS", {"ns.example"})},
         "! 1 NS example.com  value: ns9.example -> ns.example\n# 1 record kept: not listed\n",
         {},
         "",
         true},
        {"the service's records in a listed set",
         {"r1 @ MX 1 route1.example | meta=email_routing", "r2 @ MX 9 b.example | locked"},
         {one_set("@", "MX", {"10 mail.example.com"})},
         "+ 1 MX example.com  10 mail.example.com\n# left alone: MX example.com 1 route1.example: managed "
         "by the service\n"
         "# left alone: MX example.com 9 b.example: managed by the service\n"},
        {"the service's record is what is desired",
         {"r1 www A 192.0.2.1 | meta=managed_by_apps ttl=60"},
         {proxied(one_set("www", "A", {"192.0.2.1"}), false, 300s)},
         ""},
        {"the service's record in the way",
         {"r1 www A 192.0.2.1 | meta=read_only"},
         {one_set("www", "CNAME", {"a.example"})},
         "? A www.example.com: a record that the service manages is in the way (r1)\n# 1 record left alone: "
         "managed by the service\n"},
        {"the marker is added to the comment",
         {"r1 www A 192.0.2.1 | comment=by hand"},
         {one_set("www", "A", {"192.0.2.1"})},
         "! 1 A www.example.com  192.0.2.1; comment: by hand -> me by hand\n",
         {},
         "me"},
        {"the marker with a comment",
         {"r1 www A 192.0.2.1 | comment=me old"},
         {commented(one_set("www", "A", {"192.0.2.1", "192.0.2.2"}), "new")},
         "! 1 A www.example.com  192.0.2.1; comment: me old -> me new\n+ 2 A www.example.com  192.0.2.2, "
         "comment me new\n",
         {},
         "me"},
        {"the marker is in the desired comment already, as in an exported one",
         {"r1 www A 192.0.2.1 | comment=me web", "r2 b A 192.0.2.1 | comment=me"},
         {commented(one_set("www", "A", {"192.0.2.1"}), "me web"),
          commented(one_set("b", "A", {"192.0.2.1"}), "me"),
          commented(one_set("c", "A", {"192.0.2.1"}), "me too")},
         "+ 1 A c.example.com  192.0.2.1, comment me too\n",
         {},
         "me"},
        {"somebody else's record with the same value",
         {"r1 www A 192.0.2.1"},
         {one_set("www", "A", {"192.0.2.1"})},
         "? A www.example.com: a record with a desired value does not have the marker of the owner; allow "
         "it with "
         "adopt = if_same (r1)\n",
         {.adopt = adoption::never},
         "me"},
        {"somebody else's record in a listed set",
         {"r1 www A 192.0.2.1"},
         {one_set("www", "A", {"192.0.2.2"})},
         "+ 1 A www.example.com  192.0.2.2, comment me\n# left alone: A www.example.com 192.0.2.1: it does "
         "not have the marker of the owner\n",
         {},
         "me"},
        {"somebody else's record is taken over",
         {"r1 www A 192.0.2.1"},
         {one_set("www", "A", {"192.0.2.2"})},
         "! 1 A www.example.com  value: 192.0.2.1 -> 192.0.2.2; comment: none -> me\n",
         {.adopt = adoption::take_over},
         "me"},
        {"somebody else's CNAME in the way",
         {"r1 www CNAME a.example"},
         {one_set("www", "CNAME", {"b.example"})},
         "? CNAME www.example.com: a record without the marker of the owner is in the way; allow "
         "its replacement with adopt = "
         "take_over (r1)\n# left alone: CNAME www.example.com a.example: it does not have the marker of the "
         "owner\n",
         {},
         "me"},
        {"records of another zone", {"r1 www.example.net A 192.0.2.1"}, {}, "# 1 record kept: not listed\n"},
    };
    for (row const& one : rows) {
        CAPTURE(one.title);
        auto want = sets_of(one.sets, one.owner);
        want.apex_ns = one.apex_ns;
        CHECK(planned(want, one.observed, one.rules) == one.expected);
    }
}

TEST_CASE("a comment that is too long with the marker of the owner is a conflict, and can be replaced") {
    auto seen = observed_from({"r1 www A 192.0.2.1"});
    auto const conflicts = [&](record_set set, std::string const& has) {
        seen.records[0].comment = has;
        std::string out;
        for (auto const& one : flows::make_record_plan(sets_of({std::move(set)}, "me"), seen).conflicts)
            out += one.name + " " + one.type + " " + one.id + ": " + one.reason + "\n";
        return out;
    };
    std::string const umlaut = "\xc3\xbc", longest(496, 'x');
    std::string const refused =
        "www.example.com A r1: with the marker of the owner, its comment would have more than 500 "
        "characters; set a shorter one\n";
    auto set = one_set("www", "A", {"192.0.2.1"});
    CHECK(conflicts(set, "me " + longest + umlaut).empty());
    CHECK(conflicts(set, longest + umlaut).empty());
    CHECK(conflicts(set, longest + umlaut + umlaut) == refused);
    set.comment = "short";
    CHECK(conflicts(set, longest + umlaut + umlaut).empty());
}

TEST_CASE("of identical records, those with the largest identifiers are removed") {
    auto const want = sets_of({one_set("s", "SRV", {"1 0 1 a.example", "1 0 2 a.example"})});
    std::vector<std::string> lines{"r3 s SRV 1 0 1 a.example", "r1 s SRV 1 0 1 a.example",
                                   "r4 s SRV 1 0 1 a.example", "r2 s SRV 1 0 1 a.example"};
    for (int order = 0; order != 24; ++order) {
        std::next_permutation(lines.begin(), lines.end());
        std::string ids;
        for (auto const& step : flows::make_record_plan(want, observed_from(lines)).steps)
            ids += std::string{flows::to_string(step.action)} + " " + step.id + " ";
        CHECK(ids == "remove r3 remove r4 change r2 ");
    }
}

TEST_CASE("nothing is planned for a zone of which something could not be read") {
    auto const want =
        sets_of({one_set("a", "A", {}), one_set("b", "A", {"192.0.2.2"}), one_set("n", "A", {"192.0.2.3"})});
    auto seen = observed_from({"r1 a A 192.0.2.1", "r2 b A 192.0.2.1", "r3 c A 192.0.2.1"});
    auto const text = [&] { return flows::to_text(flows::make_record_plan(want, seen)); };
    SUBCASE("a member: the name is left alone, and nothing is removed") {
        seen.unreadable = {{"r2", "/result/1/ttl", "number", "string"}};
        CHECK(
            text() ==
            "# zone example.com (" + records_zone +
                "): 2 steps in 1 request, 1 removed, 2 conflicts\n"
                "- 1 A a.example.com  192.0.2.1\n+ 2 A n.example.com  192.0.2.3\n"
                "? nothing is removed while a record of the zone cannot be read: r2 /result/1/ttl: expected "
                "number, found string\n"
                "? A b.example.com: a record could not be read: /result/1/ttl: expected number, found "
                "string "
                "(r2)\n# 1 record kept: not listed\n");
    }
    SUBCASE("a value that is not of its type") {
        seen.records[1].content = "not an address";
        CHECK(text().find("? A b.example.com: a record could not be read") != std::string::npos);
    }
    SUBCASE("an element or a part of the list: nothing is planned") {
        seen.unreadable = {{"", "/result/1", "object", "string"}};
        CHECK(
            text().find("): 1 conflict\n? the list of records is incomplete (/result/1: expected object") !=
            std::string::npos);
    }
    SUBCASE("another zone") {
        seen.zone_id = "other";
        CHECK(text().find("1 conflict\n? the observed records are of another zone") != std::string::npos);
    }
    SUBCASE("records of another zone") {
        seen.records[1].name = "www.example.net";
        CHECK(text().find("? 1 of the records are not in the zone example.com") != std::string::npos);
    }
}

TEST_CASE("a look finds what cannot be read, and what is missing") {
    auto const look = [](std::string const& result, std::string const& info) {
        flows::observe_records work{records_zone, program_token()};
        auto next = work.start({});
        while (next)
            next = work.resume(response_of(200, R"({"success":true,"errors":[],"messages":[],"result":)" +
                                                    result + R"(,"result_info":)" + info + "}"),
                               0.5, {});
        std::string out;
        auto const seen = work.take();
        if (!seen) return std::string{"error"};
        for (auto const& one : seen->unreadable) out += one.id + " " + one.pointer + ";";
        return out;
    };
    std::string const good =
        R"({"id":"r1","name":"a.example.com","type":"A","content":"192.0.2.1","ttl":1})";
    std::string const one_page = R"({"page":1,"per_page":5000,"count":1,"total_count":1,"total_pages":1})";
    CHECK(look("[" + good + "]", one_page) == "");
    CHECK(look(R"([7,{"id":"r1","name":"a.example.com","type":"A","content":5}])",
               R"({"page":1,"per_page":5000,"count":2,"total_count":2,"total_pages":1})") ==
          " /result/0;r1 /result/1/content;");
    // One without a name is left out as well, which shifts those after it.
    CHECK(look(R"([{"id":"r0","type":"A"},{"id":"r1","name":"a.example.com","type":"A","content":5}])",
               R"({"page":1,"per_page":5000,"count":2,"total_count":2,"total_pages":1})") ==
          " /result/0/name;r1 /result/1/content;");
    CHECK(look(R"([{"id":"r1","name":"a.example.com","type":"A","created_on":[]}])", one_page) == "");
    CHECK(look(R"([{"id":"r1","name":7,"type":"A"}])", one_page) == "error");
    CHECK(look(R"([{"id":"r1","type":"A"}])", one_page) == "error");
    CHECK(look("[" + good + "]",
               R"({"page":1,"per_page":5000,"count":1,"total_count":2,"total_pages":1})") == " /result;");
    CHECK(look(R"("text")", "null") == "error");
    CHECK(look("[" + good + R"(,{"id":"","name":"b.example.com","type":"A"}])",
               R"({"page":1,"per_page":5000,"count":2,"total_count":2,"total_pages":1})") == " /result;");
}

TEST_CASE("all pages are read, and again if records have moved from one to the other") {
    world now = world_with({"r1 a A 192.0.2.1", "r2 b A 192.0.2.1", "r3 c A 192.0.2.1", "r4 d A 192.0.2.1",
                            "r5 e A 192.0.2.1"});
    int lists = 0;
    bool moving = false, adding = false;
    now.service.on<records::list>([&](fake_cloudflare& service, records::list const& op) {
        auto& all = service.records.all[records_zone];
        if (moving && ++lists == 2) all.erase(all.begin());  // between two pages
        if (adding && ++lists == 2) all.insert(all.begin(), record_from("r0 z A 192.0.2.1"));
        return cfdns::detail::make_page_response(all, op.page, 2, {.usual = 2, .minimum = 1, .maximum = 2});
    });
    CHECK(look_at_records(now).records.size() == 5);
    moving = true;
    now.service.log.clear();
    flows::observe_records work{records_zone, program_token()};
    for (auto next = work.start({}); next;) next = work.resume(now.service(*next->request).value(), 0.5, {});
    auto const seen = work.take().value();
    CHECK(seen.records.size() == 4);
    CHECK(seen.unreadable.empty());
    CHECK(now.service.log.size() == 4);  // two pages, of which the second shows one too few; then two

    // A record that is seen twice is there once; the next look shows the new one.
    moving = false;
    adding = true;
    lists = 0;
    flows::observe_records other{records_zone, program_token()};
    for (auto next = other.start({}); next;)
        next = other.resume(now.service(*next->request).value(), 0.5, {});
    auto const again = other.take().value();
    std::set<std::string> ids;
    for (records::record const& one : again.records) ids.insert(one.id);
    CHECK(ids.size() == again.records.size());
    CHECK(again.records.size() == 5);
}

TEST_CASE("ten thousand changes take fifty requests") {
    auto const want = sets_of(many_sets(10'000));
    flows::record_plan const plan = flows::make_record_plan(want, {.zone_id = records_zone});
    CHECK(plan.steps.size() == 10'000);
    CHECK(plan.requests() == 50);
    flows::record_rules rules;
    rules.max_batch = 3'500;
    CHECK(flows::make_record_plan(want, {.zone_id = records_zone}, rules).requests() == 3);
    rules.max_batch = 0;
    CHECK(flows::make_record_plan(want, {.zone_id = records_zone}, rules).requests() == 10'000);
}

TEST_CASE("the steps of a name are in one request, unless they are too many") {
    std::vector<record_set> sets;
    for (char const* const name : {"a", "b", "c"})
        sets.push_back(one_set(name, "A", {"192.0.2.1", "192.0.2.2"}));
    flows::record_rules rules;
    auto const batches = [&] {
        std::string out;
        for (auto const& step :
             flows::make_record_plan(sets_of(sets), {.zone_id = records_zone}, rules).steps)
            out += std::to_string(step.batch);
        return out;
    };
    rules.max_batch = 5;
    CHECK(batches() == "000011");
    rules.max_batch = 3;
    CHECK(batches() == "001122");
    rules.max_batch = 1;
    CHECK(batches() == "012345");
}

TEST_CASE("a refused batch is divided to find the step that is refused") {
    // The service refuses the TTL of one of eight sets.
    world now;
    now.service.records.limits[records_zone] = {.minimum_ttl = 60s};
    auto sets = many_sets(8);
    sets[5].ttl = 30s;
    flows::record_rules rules;
    std::string batches, outcomes;
    SUBCASE("and the rest is not carried out") {
        batches = "look 8=400 4=200 4=400 2=400 1=200 1=400 ";
        outcomes = "dddddFss";
    }
    SUBCASE("and the rest is carried out if the rules say so") {
        rules.keep_going = true;
        batches = "look 8=400 4=200 4=400 2=400 1=200 1=400 2=200 ";
        outcomes = "dddddFdd";
    }
    record_run const done = run_ensure_records(now, sets_of(sets), rules);
    REQUIRE(done.result->has_value());
    flows::record_report const& report = done.result->value();
    CHECK(done.log == batches);
    CHECK(outcomes_of(report) == outcomes);
    CHECK(report.outcomes[5].failure->kind == flows::failure_kind::refused);
    CHECK(report.outcomes[5].failure->error.api_errors().front().code == 9021);
    CHECK(!report.complete());
    CHECK(flows::to_text(report).find("ttl 30: failed, refused: ") != std::string::npos);
    CHECK(flows::to_json(report).find(R"("outcome":"failed")") != std::string::npos);
}

TEST_CASE("a removal is not separated from the create that needs it") {
    world now = world_with({"r1 www CNAME a.example", "r2 x TXT \"x\""});
    now.service.records.limits[records_zone] = {.minimum_ttl = 60s};
    auto sets =
        std::vector<record_set>{one_set("www", "A", {"192.0.2.1", "192.0.2.2"}), one_set("x", "TXT", {"y"})};
    sets[0].ttl = 30s;
    flows::record_rules rules;
    rules.keep_going = true;
    record_run const done = run_ensure_records(now, sets_of(sets), rules);
    CHECK(outcomes_of(done.result->value()) == "FFFd");
    CHECK(done.log == "look 4=400 3=400 1=200 ");
    CHECK(now.service.records.all[records_zone].size() == 2);
    CHECK(now.service.records.all[records_zone][0].type == "CNAME");
}

TEST_CASE("if batches are too large for the zone, the following ones are smaller") {
    world now;
    now.service.records.limits[records_zone] = {.batch_operations = 5};
    flows::record_rules rules;
    rules.max_batch = 8;
    record_run const done = run_ensure_records(now, sets_of(many_sets(24)), rules);
    CHECK(done.complete());
    CHECK(done.log == "look 8=400 4=200 4=200 4=200 4=200 4=200 4=200 ");
}

TEST_CASE("an unanswered batch is looked at before anything is sent again") {
    namespace faults = cfdns::testing::faults;
    auto const want = sets_of({one_set("s", "SRV", {"1 0 5060 a.example"}), one_set("a", "A", {"192.0.2.9"}),
                               one_set("b", "A", {})});
    world now = world_with({"r1 a A 192.0.2.1", "r2 b A 192.0.2.1"});
    std::string batches, outcomes;
    SUBCASE("it was carried out") {
        now.service.next_faults = {{}, faults::lost_response()};
        batches = "look 3=0 look ";
        outcomes = "aaa";
    }
    SUBCASE("it was not") {
        now.service.next_faults = {{}, faults::lost_request()};
        batches = "look 3=0 3=200 ";
        outcomes = "ddd";
    }
    SUBCASE("it was not, as two looks show") {
        now.service.next_faults = {{}, faults::status(502)};
        batches = "look 3=502 look look 3=200 ";
        outcomes = "ddd";
    }
    SUBCASE("it was not, and the look fails at first") {
        now.service.next_faults = {
            {}, faults::status(502), faults::html_page(520), faults::html_page(520), faults::html_page(520)};
        batches = "look 3=502 look look look look look 3=200 ";
        outcomes = "ddd";
    }
    now.service.log.clear();
    record_run const done = run_ensure_records(now, want, {});
    REQUIRE(done.result->has_value());
    CHECK(outcomes_of(done.result->value()) == outcomes);
    CHECK(done.log == batches);
    CHECK(now.service.records.all[records_zone].size() == 2);
    CHECK(done.complete());
}

TEST_CASE("what others have changed while a batch was not answered is a conflict") {
    auto const want = sets_of({one_set("a", "A", {"192.0.2.9"}), one_set("b", "A", {})});
    world now = world_with({"r1 a A 192.0.2.1", "r2 b A 192.0.2.1"});
    flows::record_plan const plan = flows::make_record_plan(want, look_at_records(now));
    flows::apply_records work{plan, want, program_token()};
    auto next = work.start({});
    REQUIRE(next);
    next = work.resume(now.service(*next->request).value(), 0.5, {});
    REQUIRE(next);
    REQUIRE(next->request->method == cfdns::http_method::post);
    next = work.resume(response_of(502, "<html>"), 0.5, {});
    REQUIRE(next);
    REQUIRE(next->request->method == cfdns::http_method::get);
    auto& all = now.service.records.all[records_zone];
    std::string outcomes, body;
    SUBCASE("the record that was to be changed is gone") {
        all.erase(all.begin());
        outcomes = "sF";  // the removal is not carried out any more
    }
    SUBCASE("the records can no longer be read") {
        body = R"({"success":true,"errors":[],"messages":[],"result":[7,{"id":"r1",)"
               R"("name":"a.example.com","type":"A"}],"result_info":{"page":1,"per_page":5000,)"
               R"("count":2,"total_count":2,"total_pages":1}})";
        outcomes = "FF";
    }
    SUBCASE("a record that was to be removed is another one") {
        all[1].meta->extra.set("read_only", "true");
        outcomes = "Fs";
    }
    auto const answer = body.empty() ? now.service(*next->request).value() : response_of(200, body);
    next = work.resume(answer, 0.5, {});
    CHECK(!next);
    auto const report = work.take();
    REQUIRE(report.has_value());
    CAPTURE(flows::to_text(*report));
    CHECK(outcomes_of(*report) == outcomes);
    for (auto const& one : report->outcomes)
        if (one.failure) CHECK(one.failure->kind == flows::failure_kind::conflict);
}

TEST_CASE("TXT values are sent as quoted strings, and names as A-labels") {
    world now;
    flows::ensure_records work{sets_of({one_set("t", "TXT", {"say hi"}), one_set("s", "SRV",
                                                                                 {"1 0 1 b\xc3\xbc"
                                                                                  "cher.example."})}),
                               {},
                               program_token()};
    auto next = work.start({});
    next = work.resume(now.service(*next->request).value(), 0.5, {});
    REQUIRE(next);
    std::string const body = next->request->body;
    CHECK_MESSAGE(body.find(R"("content":"\"say hi\"")") != std::string::npos, body);
    CHECK_MESSAGE(body.find(R"("target":"xn--bcher-kva.example")") != std::string::npos, body);
}

TEST_CASE("a plan of an older state harms nothing") {
    auto const want =
        sets_of({one_set("a", "A", {"192.0.2.9"}), one_set("b", "A", {}), one_set("c", "A", {"192.0.2.3"})});
    world now = world_with({"r1 a A 192.0.2.1", "r2 b A 192.0.2.1"});
    flows::record_plan const plan = flows::make_record_plan(want, look_at_records(now));
    auto& all = now.service.records.all[records_zone];
    std::string outcomes;
    SUBCASE("somebody has created one of the records") {
        all.push_back(record_from("r9 c A 192.0.2.3"));
        outcomes = "dda";  // removal, change, create
    }
    SUBCASE("somebody has removed one of the records") {
        all.erase(all.begin() + 1);
        outcomes = "add";
    }
    SUBCASE("somebody has changed the record that is to be removed") {
        all[1].content = "192.0.2.77";
        outcomes = "Fss";
    }
    SUBCASE("somebody has renamed the record that is to be removed") {
        all[1].name = "other.example.com";
        outcomes = "Fss";
    }
    SUBCASE("somebody has changed the value of the record that is to be changed") {
        all[0].content = "192.0.2.77";
        outcomes = "sFs";
    }
    SUBCASE("somebody has changed another member of it, which is not managed") {
        all[0].ttl = std::chrono::seconds{600};
        outcomes = "ddd";
    }
    SUBCASE("somebody has created another record that excludes it") {
        all.push_back(record_from("r9 c CNAME x.example"));
        outcomes = "ddF";
    }
    now.service.log.clear();
    flows::apply_records work{plan, want, program_token()};
    record_run const done = run_records(now, work);
    REQUIRE(done.result->has_value());
    CAPTURE(flows::to_text(done.result->value()));
    CAPTURE(done.log);
    CHECK(outcomes_of(done.result->value()) == outcomes);
    // Another run with a new look comes to the end.
    CHECK(run_ensure_records(now, want, {}).complete());
    CHECK(flows::make_record_plan(want, look_at_records(now)).empty());
}

TEST_CASE("a plan is applied only to the desired records that it was made from") {
    auto const want = sets_of({one_set("a", "A", {"192.0.2.9"}), one_set("b", "A", {"192.0.2.2"}),
                               one_set("c", "TXT", {"x"}), one_set("d", "A", {})},
                              "me");
    world now = world_with({"r1 a A 192.0.2.1 | comment=me", "r2 d A 192.0.2.4 | comment=me"});
    flows::record_plan const plan = flows::make_record_plan(want, look_at_records(now));
    CAPTURE(flows::to_text(plan));
    REQUIRE(plan.steps.size() >= 3);
    using want_type = flows::desired_records;
    struct row {
        char const* what;
        void (*change)(want_type&);
    };
    for (row const& one : {
             row{"two sets changed places", [](want_type& w) { std::swap(w.sets[0], w.sets[1]); }},
             {"another value", [](want_type& w) { w.sets[1].values = {"192.0.2.99"}; }},
             {"another name", [](want_type& w) { w.sets[1].name = "bb"; }},
             {"another owner", [](want_type& w) { w.owner = "you"; }},
             {"another comment", [](want_type& w) { w.sets[2].comment = "c"; }},
             {"another zone", [](want_type& w) { w.zone_name = "example.net"; }},
             {"another identifier", [](want_type& w) { w.zone_id = "z9"; }},
             {"fewer sets", [](want_type& w) { w.sets.erase(w.sets.begin() + 1); }},
         }) {
        CAPTURE(one.what);
        want_type other = want;
        one.change(other);
        now.service.log.clear();
        flows::apply_records work{plan, other, program_token()};
        record_run const done = run_records(now, work);
        REQUIRE(done.result->has_error());
        CHECK(done.result->error().parameter() == "plan");
        CHECK(now.service.log.empty());
    }
    flows::apply_records work{plan, want, program_token()};
    CHECK(run_records(now, work).complete());
}

TEST_CASE("notes of plans are lines") {
    auto const want = sets_of({one_set("a", "TXT", {"x"})}, "me");
    flows::observed_records seen{.zone_id = records_zone, .records = {}};
    seen.records.push_back(
        {.id = "r1", .name = "a.example.com", .type = "TXT", .content = "\"evil\n# forged\x1b[2J\""});
    flows::record_plan const plan = flows::make_record_plan(want, seen);
    for (std::string const& note : plan.notes) CHECK(note.find_first_of("\n\x1b") == std::string::npos);
    CHECK(plan.notes.size() == 1);
}

TEST_CASE("a look after a batch that would have to wait too long ends the run") {
    namespace faults = cfdns::testing::faults;
    world now;
    now.service.next_faults = {{}, faults::lost_response(), faults::rate_limited(7200s)};
    auto const began = now.now;
    record_run const done = run_ensure_records(now, sets_of(many_sets(2)), {});
    REQUIRE(done.result->has_value());
    CHECK(outcomes_of(done.result->value()) == "FF");
    CHECK(done.result->value().outcomes[0].failure->kind == flows::failure_kind::rate_limited);
    CHECK(now.now - began < 60s);
}

TEST_CASE("rejected credentials and an exhausted limit end all steps, and nothing is divided") {
    namespace faults = cfdns::testing::faults;
    flows::record_rules rules;
    rules.keep_going = true;
    rules.max_batch = 4;
    flows::failure_kind kind{};
    world now;
    SUBCASE("credentials") {
        now.service.next_faults = {{}, faults::status(401, 1000, "Invalid API Token")};
        kind = flows::failure_kind::no_credentials;
    }
    SUBCASE("rate limit") {
        now.service.next_faults = {{}, faults::rate_limited(3600s)};
        kind = flows::failure_kind::rate_limited;
    }
    record_run const done = run_ensure_records(now, sets_of(many_sets(8)), rules);
    REQUIRE(done.result->has_value());
    CHECK(outcomes_of(done.result->value()) == "FFFFssss");
    CHECK(done.result->value().outcomes[0].failure->kind == kind);
    CHECK(now.service.log.size() == 2);
}

TEST_CASE("a machine for records can be cancelled, has a deadline, and tells its progress") {
    auto const want = sets_of(many_sets(4));
    flows::record_rules rules;
    rules.max_batch = 2;
    world now;
    flows::ensure_records work{want, rules, program_token()};
    auto next = work.start(now.now);
    CHECK(work.progress().steps == 0);
    next = work.resume(now.service(*next->request).value(), 0.5, now.now);
    CHECK(work.progress().steps == 4);
    CHECK(next->creates);
    next = work.resume(now.service(*next->request).value(), 0.5, now.now);
    CHECK(work.progress().done == 2);
    work.cancel();
    CHECK(!work.resume(now.service(*next->request).value(), 0.5, now.now));
    auto const report = work.take();
    REQUIRE(report.has_value());
    CHECK(outcomes_of(*report) == "ddFF");
    CHECK(report->outcomes[2].failure->kind == flows::failure_kind::no_answer);
    CHECK(work.take().has_error());

    flows::apply_records other{report->plan, sets_of({}), program_token()};
    CHECK(!other.start(now.now));
    CHECK(other.take().error().parameter() == "plan");
}

TEST_CASE("plans for records as JSON") {
    auto want = sets_of({one_set("www", "A", {"192.0.2.2"}), one_set("t", "TXT", {"say \"hi\""})}, "me");
    want.sets[0].ttl = 300s;
    auto const plan = flows::make_record_plan(
        want, observed_from({"r1 www A 192.0.2.1 | comment=me", "r2 b A 192.0.2.1"}));
    CHECK(flows::to_json(plan) ==
          R"({"zone_id":")" + records_zone +
              R"(","zone_name":"example.com","requests":1,"steps":[{"action":"create",)"
              R"("name":"t.example.com","type":"TXT","value":"say \"hi\"","changes":[)"
              R"({"member":"value","from":"","to":"say \"hi\""},)"
              R"({"member":"comment","from":"","to":"me"}],"request":1},{"action":"change",)"
              R"("name":"www.example.com","type":"A","id":"r1","value":"192.0.2.1","changes":[)"
              R"({"member":"value","from":"192.0.2.1","to":"192.0.2.2"},)"
              R"({"member":"ttl","from":"1","to":"300"}],"request":1}],"conflicts":[],)"
              R"("notes":["1 record kept: not listed"]})");
    CHECK(flows::to_text(flows::make_record_plan(sets_of({}), {.zone_id = records_zone})) ==
          "# zone example.com (" + records_zone + "): nothing to do\n");
}
