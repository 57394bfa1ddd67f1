// SPDX-License-Identifier: BSL-1.0
// Zones in memory: creation, identifiers, lists, changes, and activation.
#include "fake.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace {

namespace zones = cfdns::zones;
using cfdns::testing::zone_type;

zones::create new_zone(std::string const& name, std::string const& type = "full",
                       std::string const& in = account) {
    return {.account = zones::account_id{.id = in}, .name = name, .type = type};
}

zones::zone create(fake_cloudflare& service, zones::create const& op) {
    return cfdns::call(service, token(), op).value();
}

// "STATUS CODE" of a refusal; empty if there is none.
template <class Op>
std::string refusal(fake_cloudflare& service, Op const& op) {
    auto const got = cfdns::call(service, token(), op);
    if (got.has_value()) return {};
    REQUIRE(got.error().api_errors().size() == 1);
    return std::to_string(got.error().http_status()) + " " +
           std::to_string(got.error().api_errors()[0].code.value());
}

// The names of the zones that match, in the order of the response.
std::string names(fake_cloudflare& service, zones::list const& op) {
    std::string out;
    for (zones::zone const& one : cfdns::call(service, token(), op).value())
        out += (out.empty() ? "" : " ") + one.name;
    return out;
}

fake_cloudflare with_zones() {
    fake_cloudflare service;
    auto const add = [&](char const* id, char const* name, char const* status, char const* type,
                         char const* account_id, char const* account_name) {
        service.zones.all[id] = {.id = id,
                                 .name = name,
                                 .status = status,
                                 .type = type,
                                 .account = zones::account{.id = account_id, .name = account_name}};
    };
    add("1", "example.com", "active", "full", "a", "Dev");
    add("2", "example.org", "pending", "full", "b", "Ops");
    add("3", "test.net", "active", "secondary", "a", "Dev");
    add("4", "corp", "active", "internal", "b", "Ops");
    return service;
}

}  // namespace

TEST_CASE("a new zone is pending, and belongs to its account; an internal one is active at once") {
    fake_cloudflare service;
    service.accounts.all[account] = {.id = account, .name = "Example Account"};
    for (char const* type : {"full", "partial", "secondary", "internal"}) {
        CAPTURE(type);
        bool const internal = std::string_view{type} == "internal";
        zones::zone const made = create(service, new_zone(std::string{type} + ".example", type));
        CHECK(made.id.size() == 32);
        CHECK(made.status == (internal ? "active" : "pending"));
        CHECK(made.activated_on.has_value() == internal);
        CHECK(made.plan.has_value() != internal);
        CHECK(made.type == type);
        CHECK(made.paused == false);
        CHECK(made.account.value().id == account);
        CHECK(made.account.value().name == "Example Account");
        CHECK(made.created_on == service.make_timestamp());
        CHECK(made.verification_key.has_value() == (std::string_view{type} == "partial"));
        if (internal) CHECK(made.name_servers == std::vector<std::string>{});
        CHECK(service.zones.all.at(made.id).name == made.name);
        CHECK(cfdns::call(service, token(), zones::get{.zone_id = made.id}).value().name == made.name);
    }
    CHECK(service.zones.all.size() == 4);
}

TEST_CASE("a zone is of type full by default, and its name is stored in lower case without a final dot") {
    fake_cloudflare service;
    zones::zone const made =
        create(service, {.account = zones::account_id{.id = account}, .name = "Example.COM."});
    CHECK(made.type == "full");
    CHECK(made.name == "example.com");
}

TEST_CASE("name servers depend on the account only") {
    fake_cloudflare service;
    auto const servers = [&](std::string const& name, std::string const& in) {
        return create(service, new_zone(name, "full", in)).name_servers.value();
    };
    auto const first = servers("a.example", "x");
    REQUIRE(first.size() == 2);
    CHECK(first[0] != first[1]);
    CHECK(servers("b.example", "x") == first);
    bool others = false;
    for (char c = 'a'; c != 'k'; ++c) others = others || servers(std::string{c} + ".test", {c}) != first;
    CHECK(others);
}

TEST_CASE("names of new zones: duplicates, malformed and unregistered names, and subdomains") {
    struct row {
        char const* name;
        char const* type;
        char const* refused;
    };
    std::string const label63(63, 'a');
    for (row const& one : std::vector<row>{
             {"example.com", "full", "400 1061"},
             {"EXAMPLE.com.", "secondary", "400 1061"},
             {"example.com", "internal", ""},
             {"other.com", "full", ""},
             {"corp", "internal", ""},
             {".", "internal", ""},
             {"corp", "full", "400 1002"},
             {".", "full", "400 1002"},
             {"", "full", "400 1002"},
             {"", "internal", "400 1002"},
             {"a..b", "full", "400 1002"},
             {".a.b", "internal", "400 1002"},
             {"a b.example", "full", "400 1002"},
             {"a/b.example", "full", "400 1002"},
             {"https://a.example", "full", "400 1002"},
             {"_a-b.example", "full", ""},
             {"b\xc3\xbc"
              "cher.example",
              "full", ""},
             {"www.example.com", "full", "400 1116"},
             {"a.b.EXAMPLE.com", "partial", "400 1116"},
             {"www.example.com", "internal", ""},
             {"notexample.com", "full", ""},
             {"com.example", "full", ""},
             {"nowhere.test", "full", "400 1099"},
             {"Nowhere.test.", "full", "400 1099"},
             {"nowhere.test", "internal", ""},
         }) {
        CAPTURE(std::string{one.name});
        CAPTURE(std::string{one.type});
        fake_cloudflare service;
        service.zones.unregistered.insert("nowhere.test");
        create(service, new_zone("example.com"));
        CHECK(refusal(service, new_zone(one.name, one.type, "another account")) == one.refused);
        CHECK(service.zones.all.size() == (std::string_view{one.refused}.empty() ? 2 : 1));
    }

    fake_cloudflare service;
    CHECK(refusal(service, new_zone(label63 + ".example")).empty());
    CHECK(refusal(service, new_zone("a" + label63 + ".example")) == "400 1002");
    std::string const name253 = label63 + "." + label63 + "." + label63 + "." + std::string(61, 'a');
    CHECK(refusal(service, new_zone(name253)).empty());
    CHECK(refusal(service, new_zone(name253 + "a")) == "400 1002");
}

TEST_CASE("internal zones may repeat the name of any zone") {
    fake_cloudflare service;
    for (int i = 0; i != 3; ++i) create(service, new_zone("corp.example", "internal"));
    create(service, new_zone("corp.example"));
    CHECK(service.zones.all.size() == 4);
    CHECK(refusal(service, new_zone("corp.example")) == "400 1061");
    CHECK(cfdns::call(service, token(), new_zone("corp.example")).error().is_duplicate());
}

TEST_CASE("an Enterprise account may add a subdomain") {
    fake_cloudflare service;
    service.accounts.all["e"] = {.id = "e", .name = "E", .type = "enterprise"};
    service.accounts.all["s"] = {.id = "s", .name = "S", .type = "standard"};
    create(service, new_zone("example.com"));
    CHECK(refusal(service, new_zone("www.example.com", "full", "s")) == "400 1116");
    CHECK(refusal(service, new_zone("www.example.com", "full", "e")).empty());
}

TEST_CASE("a new zone needs a known type, and an account unless there is just one") {
    fake_cloudflare service;
    CHECK(refusal(service, new_zone("example.com", "fuller")) == "400 9207");
    CHECK(refusal(service, new_zone("example.com", "full,partial")) == "400 9207");
    CHECK(refusal(service, new_zone("example.com", "full", "")) == "400 9207");
    zones::create const without{.account = zones::account_id{}, .name = "example.com"};
    CHECK(refusal(service, without) == "400 9207");
    service.accounts.all["a"] = {.id = "a", .name = "A"};
    service.accounts.all["b"] = {.id = "b", .name = "B"};
    CHECK(refusal(service, without) == "400 9207");
    service.accounts.all.erase("b");
    CHECK(create(service, without).account.value().id == "a");
}

TEST_CASE("quirk: the signup of a secondary zone is refused") {
    for (bool const on : {false, true}) {
        fake_cloudflare service;
        service.zones.quirks.secondary_signup_is_refused = on;
        auto const got = cfdns::call(service, token(), new_zone("example.com", "secondary"));
        CHECK(got.has_value() != on);
        if (on) CHECK(got.error().http_status() == 403);
        if (on)
            CHECK(got.error().api_errors()[0].message.find("Secondary zone signup not allowed") !=
                  std::string::npos);
        CHECK(refusal(service, new_zone("example.org")).empty());
    }
}

TEST_CASE("an unknown zone and a malformed identifier are refused in different ways") {
    struct row {
        std::string id;
        char const* refused;
    };
    for (row const& one : std::vector<row>{{std::string(32, 'a'), "403 9109"},
                                           {"0123456789ABCDEFabcdef0123456789", "403 9109"},
                                           {std::string(31, 'a'), "400 7000"},
                                           {std::string(33, 'a'), "400 7000"},
                                           {std::string(32, 'g'), "400 7000"},
                                           {"example.com", "400 7000"}}) {
        CAPTURE(one.id);
        fake_cloudflare service = with_zones();
        CHECK(refusal(service, zones::get{.zone_id = one.id}) == one.refused);
        CHECK(refusal(service, zones::edit{.zone_id = one.id, .paused = true}) == one.refused);
        CHECK(refusal(service, zones::delete_{.zone_id = one.id}) == one.refused);
        bool const unknown = std::string_view{one.refused}.starts_with("403");
        cfdns::error const failure = cfdns::call(service, token(), zones::get{.zone_id = one.id}).error();
        CHECK(failure.is_not_found() == unknown);
        CHECK_FALSE(failure.is_authentication());
        CHECK(service.zones.all.size() == 4);
        // A zone that exists is found by any identifier.
        service.zones.all[one.id] = {.id = one.id, .name = "n"};
        CHECK(refusal(service, zones::get{.zone_id = one.id}).empty());
    }
}

TEST_CASE("a deleted zone is gone, and its name may be used again") {
    fake_cloudflare service;
    zones::zone const made = create(service, new_zone("example.com"));
    CHECK(cfdns::call(service, token(), zones::delete_{.zone_id = made.id}).value().id == made.id);
    CHECK(refusal(service, zones::get{.zone_id = made.id}) == "403 9109");
    CHECK(refusal(service, zones::delete_{.zone_id = made.id}) == "403 9109");
    CHECK(names(service, {}).empty());
    CHECK(refusal(service, new_zone("example.com")).empty());
}

TEST_CASE("an edit changes one property") {
    fake_cloudflare service = with_zones();
    service.now += std::chrono::hours{1};
    CHECK(cfdns::call(service, token(), zones::edit{.zone_id = "1", .paused = true}).value().paused == true);
    CHECK(cfdns::call(service, token(), zones::edit{.zone_id = "1", .type = "partial"}).value().type ==
          "partial");
    std::vector<std::string> const servers{"ns1.example.com"};
    CHECK(cfdns::call(service, token(), zones::edit{.zone_id = "1", .vanity_name_servers = servers})
              .value()
              .vanity_name_servers == servers);
    zones::zone const& stored = service.zones.all.at("1");
    CHECK(stored.paused == true);
    CHECK(stored.type == "partial");
    CHECK(stored.vanity_name_servers == servers);
    CHECK(stored.modified_on == service.make_timestamp());
    CHECK(stored.name == "example.com");
}

TEST_CASE("an edit of none or several properties, and other types, are refused, and change nothing") {
    struct row {
        char const* body;
        char const* zone_id;
    };
    for (row const& one :
         {row{"{}", "1"}, row{R"({"paused":true,"type":"partial"})", "1"},
          row{R"({"paused":true,"vanity_name_servers":[]})", "1"}, row{R"({"type":"nothing"})", "1"},
          row{R"({"type":"internal"})", "1"}, row{R"({"type":"full"})", "4"}}) {
        CAPTURE(std::string{one.body});
        fake_cloudflare service = with_zones();
        auto const got = service.handle(with_token(
            {cfdns::http_method::patch, std::string{"/client/v4/zones/"} + one.zone_id, {}, one.body}));
        CHECK(got.status == 400);
        zones::zone const& stored = service.zones.all.at(one.zone_id);
        CHECK_FALSE(stored.paused.has_value());
        CHECK_FALSE(stored.modified_on.has_value());
        CHECK(stored.type == with_zones().zones.all.at(one.zone_id).type);
    }
}

TEST_CASE("filters of the list of zones") {
    struct row {
        zones::list op;
        char const* found;
    };
    char const* const all_public = "example.com example.org test.net";
    for (row const& one : std::vector<row>{
             {{}, all_public},
             {{.name = "example.com"}, "example.com"},
             {{.name = "EXAMPLE.com"}, "example.com"},
             {{.name = "example"}, ""},
             {{.name = ""}, ""},
             {{.name = "equal:example.com"}, "example.com"},
             {{.name = "not_equal:example.com"}, "example.org test.net"},
             {{.name = "starts_with:EXAM"}, "example.com example.org"},
             {{.name = "starts_with_case_sensitive:EXAM"}, ""},
             {{.name = "starts_with_case_sensitive:exam"}, "example.com example.org"},
             {{.name = "ends_with:.ORG"}, "example.org"},
             {{.name = "ends_with_case_sensitive:.ORG"}, ""},
             {{.name = "contains:E."}, "example.com example.org"},
             {{.name = "contains_case_sensitive:E."}, ""},
             {{.name = "contains_case_sensitive:e."}, "example.com example.org"},
             {{.name = "contains"}, ""},
             {{.name = "unknown:example.com"}, ""},
             {{.account = {.id = "a"}}, "example.com test.net"},
             {{.account = {.id = "A"}}, ""},
             {{.account = {.name = "ops"}}, "example.org"},
             {{.account = {.name = "starts_with:D"}}, "example.com test.net"},
             {{.account = {.id = "a", .name = "Ops"}}, ""},
             {{.account = {.id = "a", .name = "Ops"}, .match = "any"}, all_public},
             {{.status = "pending"}, "example.org"},
             {{.name = "test.net", .status = "pending"}, ""},
             {{.match = "all", .name = "test.net", .status = "pending"}, ""},
             {{.match = "any", .name = "test.net", .status = "pending"}, "example.org test.net"},
             {{.match = "any"}, all_public},
             {{.match = "unknown", .name = "test.net", .status = "pending"}, ""},
             {{.type = "full"}, "example.com example.org"},
             {{.type = "internal"}, "corp"},
             {{.type = "secondary,internal"}, "test.net corp"},
             {{.type = "secondary, internal"}, "test.net corp"},
             {{.match = "any", .status = "active"}, "example.com test.net"},
             {{.direction = "asc", .order = "name"}, all_public},
             {{.direction = "desc", .order = "name"}, "test.net example.org example.com"},
             {{.order = "account.name"}, "example.com test.net example.org"},
             {{.direction = "desc", .order = "account.id"}, "example.org example.com test.net"},
             {{.direction = "desc", .order = "status"}, "example.org example.com test.net"},
             {{.direction = "desc", .order = "unknown"}, all_public},
         }) {
        auto const request = cfdns::make_request(one.op).value();
        CAPTURE(request.target);
        fake_cloudflare service = with_zones();
        CHECK(names(service, one.op) == one.found);
    }
}

TEST_CASE("unknown query parameters are ignored, so that all zones are listed") {
    fake_cloudflare service = with_zones();
    zones::list op;
    op.extra.set_text("nmae", "example.com");
    CHECK(names(service, op) == "example.com example.org test.net");
}

TEST_CASE("pages of zones have 5 to 50 elements, by default 20, and are empty beyond the end") {
    struct row {
        std::optional<std::uint32_t> page, per_page;
        std::uint64_t size, count, pages;
    };
    fake_cloudflare service;
    for (int i = 0; i != 53; ++i) {
        std::string const id = std::to_string(100 + i);
        service.zones.all[id] = {.id = id, .name = "zone" + id + ".example"};
    }
    for (row const& one : std::vector<row>{{{}, {}, 20, 20, 3},
                                           {2, {}, 20, 20, 3},
                                           {3, {}, 20, 13, 3},
                                           {4, {}, 20, 0, 3},
                                           {4'000'000'000u, 50, 50, 0, 2},
                                           {1, 1, 5, 5, 11},
                                           {11, 5, 5, 3, 11},
                                           {2, 50, 50, 3, 2}}) {
        auto const got =
            cfdns::call_full(service, token(), zones::list{.page = one.page, .per_page = one.per_page});
        REQUIRE(got.has_value());
        cfdns::page_info const& about = got->info.result_info.value();
        CHECK(got->value.size() == one.count);
        CHECK(about.page == one.page.value_or(1));
        CHECK(about.per_page == one.size);
        CHECK(about.count == one.count);
        CHECK(about.total_count == 53u);
        CHECK(about.total_pages == one.pages);
    }

    // All pages together are all zones, each once.
    std::string all;
    for (std::uint32_t page = 1; page != 12; ++page)
        all += names(service, {.page = page, .per_page = 5}) + " ";
    for (auto const& [id, one] : service.zones.all) CHECK(all.find(one.name + " ") != std::string::npos);
    CHECK(std::count(all.begin(), all.end(), ' ') == 53);

    for (char const* query : {"?per_page=0", "?per_page=51", "?page=0", "?page=x", "?per_page=-1"})
        CHECK(service
                  .handle(
                      with_token({cfdns::http_method::get, std::string{"/client/v4/zones"} + query, {}, {}}))
                  .status == 400);
}

TEST_CASE("an empty list of zones has no pages") {
    fake_cloudflare service;
    auto const got = cfdns::call_full(service, token(), zones::list{});
    REQUIRE(got.has_value());
    cfdns::page_info const& about = got->info.result_info.value();
    CHECK(got->value.empty());
    CHECK(about.page == 1u);
    CHECK(about.per_page == 20u);
    CHECK(about.count == 0u);
    CHECK(about.total_count == 0u);
    CHECK(about.total_pages == 0u);
}

TEST_CASE("a pending zone becomes active after the given time, or never") {
    fake_cloudflare service;
    zones::zone const made = create(service, new_zone("example.com"));
    auto const status = [&] {
        return cfdns::call(service, token(), zones::get{.zone_id = made.id}).value().status;
    };
    service.advance(std::chrono::hours{1000});
    CHECK(status() == "pending");

    service.zones.activate_after = std::chrono::hours{1001};
    service.advance(std::chrono::hours{1} - std::chrono::microseconds{1});
    CHECK(status() == "pending");
    service.advance(std::chrono::microseconds{1});
    CHECK(status() == "active");
    CHECK(service.zones.all.at(made.id).activated_on == service.make_timestamp());

    // What a test sets stays.
    service.zones.all.at(made.id).status = "moved";
    service.advance(std::chrono::hours{1});
    CHECK(status() == "moved");
}

TEST_CASE("zone transfers depend on the type of the zone, unless the test specifies another") {
    fake_cloudflare service;
    std::string const secondary = create(service, new_zone("a.example", "secondary")).id;
    std::string const full = create(service, new_zone("b.example", "full")).id;
    std::string const partial = create(service, new_zone("c.example", "partial")).id;
    std::string const internal = create(service, new_zone("d.example", "internal")).id;
    auto const pull = [&](std::string const& id) {
        auto op = example_create();
        op.zone_id = id;
        return cfdns::call(service, token(), op).has_value();
    };
    auto const push = [&](std::string const& id) {
        return cfdns::call(service, token(),
                           zt::outgoing::create{.zone_id = id, .name = "n", .peers = {peer_1}})
            .has_value();
    };
    CHECK(service.zone(secondary).type == zone_type::secondary);
    CHECK(pull(secondary));
    CHECK_FALSE(push(secondary));
    for (std::string const& id : {full, partial}) {
        CHECK_FALSE(pull(id));
        CHECK(push(id));
    }
    CHECK(service.zone(internal).type == zone_type::internal);
    CHECK_FALSE(pull(internal));
    CHECK_FALSE(push(internal));

    // An entry without a type leaves the type to the zone; the entitlements are those of the entry.
    service.options_by_zone[full] = {.outgoing_allowed = false};
    CHECK(service.zone(full).type == zone_type::full);
    CHECK_FALSE(service.zone(full).outgoing_allowed);
    service.options_by_zone[full] = {.type = zone_type::secondary};
    CHECK(pull(full));

    // The type follows an edit.
    CHECK(cfdns::call(service, token(), zones::edit{.zone_id = partial, .type = "secondary"}).has_value());
    CHECK(pull(partial));

    // Zones that are not listed exist for zone transfers.
    CHECK(service.zone(std::string(32, '0')).type == zone_type::any);
    CHECK(pull(std::string(32, '0')));
}
