// SPDX-License-Identifier: BSL-1.0
#include "world.hpp"

#include <doctest/doctest.h>

using namespace cfdns_test;

namespace {

flows::desired with_peer(flows::peer const& peer) { return {.account_id = account, .peers = {peer}}; }

flows::observed seen_peers(std::vector<zt::peers::peer> peers) {
    return {.account_id = account, .tsigs = std::vector<zt::tsigs::tsig>{}, .peers = std::move(peers)};
}

// The lines of a plan after the first one.
std::string lines(flows::plan const& plan) {
    std::string const text = flows::to_text(plan);
    return text.substr(text.find('\n') + 1);
}

flows::peer const ns1{.name = "ns1", .ip = "192.0.2.53"};
zt::peers::peer const same{.id = "p1", .name = "ns1", .ip = "192.0.2.53"};
zt::peers::peer const other{.id = "p2", .name = "ns1", .ip = "192.0.2.7"};
zt::peers::peer const another{.id = "p3", .name = "ns1", .ip = "192.0.2.8"};
zt::peers::peer const unset{.id = "p4", .name = "ns1", .ip = "", .port = 0};

}  // namespace

TEST_CASE("notes of a plan are lines") {
    flows::peer const forged{.name = "ns1\n# forged", .ip = "192.0.2.53"};
    flows::plan const plan = flows::make_plan(
        with_peer(forged), seen_peers({{.id = "p1", .name = "ns1\n# forged", .ip = "192.0.2.53"}}));
    CHECK(plan.notes == std::vector<std::string>{"kept: peer ns1\\u000a# forged"});
}

TEST_CASE("which of several objects of a name is used") {
    using flows::adoption;
    struct row {
        char const* what;
        std::vector<zt::peers::peer> peers;
        flows::rules rules;
        flows::saved_state state;
        std::string expected;
    };
    flows::object_ref const second{.kind = object_kind::peer, .name = "ns1", .id = "p2"};
    std::string const surplus_1 = "# surplus: other objects of the name of peer ns1: ";
    std::vector<row> const rows{
        {"none", {}, {}, {}, "+ 1 peer     ns1  ip 192.0.2.53\n"},
        {"none, and creating is always possible",
         {},
         {.adopt = adoption::never},
         {},
         "+ 1 peer     ns1  ip 192.0.2.53\n"},
        {"an equal one", {same}, {}, {}, "# kept: peer ns1\n"},
        {"an equal one, but nothing may be adopted",
         {same},
         {.adopt = adoption::never},
         {},
         "? peer ns1: exists as p1: name it in rules.use, or allow adoption\n"},
        {"an equal one that is known",
         {same},
         {.adopt = adoption::never},
         {.known = {{object_kind::peer, "ns1", "p1"}}},
         "# kept: peer ns1\n"},
        {"an equal one that may be ours",
         {same},
         {.adopt = adoption::never},
         {.open = {{object_kind::peer, "ns1"}}},
         "# kept: peer ns1\n"},
        {"the equal one of two", {other, same}, {}, {}, surplus_1 + "p2\n# kept: peer ns1\n"},
        {"one that was never set up",
         {unset},
         {},
         {},
         "! 1 peer     ns1  ip: none -> 192.0.2.53\n# taken: peer ns1 (p4): created earlier and never set "
         "up\n"},
        {"a different one",
         {other},
         {},
         {},
         "? peer ns1: exists as p2 with other values (ip: 192.0.2.7 -> 192.0.2.53): name it in rules.use, "
         "or allow "
         "take_over\n"},
        {"a different one that may be taken over",
         {other},
         {.adopt = adoption::take_over},
         {},
         "! 1 peer     ns1  ip: 192.0.2.7 -> 192.0.2.53\n"},
        {"a different one that is known",
         {other},
         {},
         {.known = {second}},
         "! 1 peer     ns1  ip: 192.0.2.7 -> 192.0.2.53\n"},
        {"a different one that is named",
         {another, other},
         {.use = {second}},
         {},
         "! 1 peer     ns1  ip: 192.0.2.7 -> 192.0.2.53\n" + surplus_1 + "p3\n"},
        {"what is known is used, although another one is equal",
         {same, other},
         {},
         {.known = {second}},
         "! 1 peer     ns1  ip: 192.0.2.7 -> 192.0.2.53\n" + surplus_1 + "p1\n"},
        {"others are listed in the order of their identifiers",
         {another, same, other},
         {},
         {.known = {second}},
         "! 1 peer     ns1  ip: 192.0.2.7 -> 192.0.2.53\n" + surplus_1 + "p1, p3\n"},
        {"two different ones",
         {other, another},
         {.adopt = adoption::take_over},
         {},
         "? peer ns1: 2 objects of this name differ, p2 (ip: 192.0.2.7 -> 192.0.2.53), p3 (ip: 192.0.2.8 -> "
         "192.0.2.53): name one in rules.use\n"},
        {"named, but not there",
         {same},
         {.use = {{object_kind::peer, "ns1", "p9"}}},
         {},
         "? peer ns1: rules.use names p9, which does not exist\n"},
        {"named, with another name",
         {{.id = "p5", .name = "old", .ip = "192.0.2.53"}},
         {.use = {{object_kind::peer, "ns1", "p5"}}},
         {},
         "! 1 peer     ns1  name: old -> ns1\n"},
        {"known, but gone", {same}, {}, {.known = {{object_kind::peer, "ns1", "p9"}}}, "# kept: peer ns1\n"},
    };
    for (row const& one : rows) {
        CAPTURE(one.what);
        CHECK(lines(flows::make_plan(with_peer(ns1), seen_peers(one.peers), one.rules, one.state)) ==
              one.expected);
    }
}

TEST_CASE("an object that is in use comes before others") {
    flows::desired want = with_peer(ns1);
    want.incoming = {{.zone_id = "z", .name = "example.com.", .peers = {"ns1"}}};
    flows::observed seen = seen_peers({same, {.id = "p9", .name = "ns1", .ip = "192.0.2.53"}, other});
    zt::incoming::configuration linked;
    linked.name = "example.com.";
    linked.peers = {"p9"};
    seen.incoming["z"] = linked;
    CHECK(flows::make_plan(want, seen).existing[0].id == "p9");
    CHECK(flows::make_plan(want, seen).steps.empty());
    // A different one is changed only if that is allowed, although it is the one in use.
    seen = seen_peers({other, another});
    linked.peers = {"p3"};
    seen.incoming["z"] = linked;
    CHECK(flows::make_plan(want, seen).has_conflicts());
    flows::plan const taken = flows::make_plan(want, seen, {.adopt = flows::adoption::take_over});
    CHECK(lines(taken) ==
          "! 1 peer     ns1  ip: 192.0.2.8 -> 192.0.2.53\n"
          "# surplus: other objects of the name of peer ns1: p2\n# kept: incoming example.com.\n");
}

TEST_CASE("values that mean the same are not changed") {
    struct row {
        flows::peer want;
        zt::peers::peer has;
        bool same;
    };
    std::vector<row> const peers{
        {ns1, {.ip = "192.0.2.53", .ixfr_enable = false, .port = 53, .tsig_id = ""}, true},
        {ns1, {.ip = "192.0.2.53", .port = 0}, true},
        {ns1, {.ip = "192.0.2.53", .port = 5353}, false},
        {ns1, {.ip = "192.0.2.53", .ixfr_enable = true}, false},
        {ns1, {.ip = "192.0.2.53", .tsig_id = "k1"}, false},
        {{.name = "ns1", .ip = "2001:db8::53"}, {.ip = "2001:DB8:0:0::0053"}, true},
        {{.name = "ns1", .ip = "2001:db8::53"}, {.ip = "2001:db8::54"}, false},
        {{.name = "ns1", .ip = "::ffff:192.0.2.1"}, {.ip = "::ffff:c000:201"}, true},
        {{.name = "ns1"}, {.ip = ""}, true},
        {{.name = "ns1"}, {.ip = "192.0.2.53"}, false},
        {{.name = "ns1", .port = 5353}, {}, false},
        {{.name = "ns1", .ip = "192.0.2.53", .tsig = "Key.example"},
         {.ip = "192.0.2.53", .tsig_id = "k1"},
         true},
        {{.name = "ns1", .ip = "192.0.2.53", .tsig = "key.example."},
         {.ip = "192.0.2.53", .tsig_id = "k2"},
         false},
    };
    for (row const& one : peers) {
        flows::desired want = with_peer(one.want);
        want.tsigs = {{.name = "key.example.", .secret = secret("c2VjcmV0")}};
        flows::observed seen = seen_peers({one.has});
        seen.peers->front().id = "p1";
        seen.peers->front().name = "ns1";
        seen.tsigs = {
            {.id = "k1", .algo = "HMAC-SHA256", .name = "KEY.example", .secret = secret("c2VjcmV0")}};
        flows::plan const plan = flows::make_plan(want, seen, {.adopt = flows::adoption::take_over});
        CAPTURE(flows::to_text(plan));
        CHECK(plan.empty() == one.same);
    }

    struct tsig_row {
        char const* algo;
        char const* secret;
        bool same;
    };
    for (tsig_row const& one :
         {tsig_row{"hmac-sha256.", "c2VjcmV0", true}, tsig_row{"hmac-sha256", nullptr, true},
          tsig_row{"hmac-sha512.", "c2VjcmV0", false}, tsig_row{"hmac-sha256.", "c2VjcmU=", false},
          tsig_row{"hmac-sha256.", "c2VjcmU", false}}) {
        flows::desired const want{.account_id = account,
                                  .tsigs = {{.name = "k.", .secret = secret("c2VjcmV0")}}};
        flows::observed seen{.tsigs =
                                 std::vector<zt::tsigs::tsig>{{.id = "k1", .algo = one.algo, .name = "K"}}};
        if (one.secret) seen.tsigs->front().secret = secret(one.secret);
        CHECK(flows::make_plan(want, seen, {.adopt = flows::adoption::take_over}).empty() == one.same);
    }
    {
        flows::desired const want{.account_id = account,
                                  .tsigs = {{.name = "k.", .secret = secret("c2VjcmU=")}}};
        flows::observed seen{
            .tsigs = std::vector<zt::tsigs::tsig>{
                {.id = "k1", .algo = "hmac-sha256", .name = "k", .secret = secret("c2VjcmU")}}};
        CHECK(flows::make_plan(want, seen).empty());  // padding
    }

    struct acl_row {
        char const* want;
        char const* has;
        bool same;
    };
    for (acl_row const& one :
         {acl_row{"192.0.2.53/28", "192.0.2.48/28", true}, acl_row{"192.0.2.53", "192.0.2.53/32", true},
          acl_row{"2001:db8::1/64", "2001:DB8:0::/64", true},
          acl_row{"2001:db8::1", "2001:db8::1/128", true}, acl_row{"192.0.2.53/28", "192.0.2.48/29", false},
          acl_row{"192.0.2.53/28", "192.0.2.64/28", false}, acl_row{"192.0.2.53/28", "unknown", false}}) {
        flows::desired const want{.account_id = account, .acls = {{.name = "a", .ip_range = one.want}}};
        flows::observed const seen{
            .acls = std::vector<zt::acls::acl>{{.id = "a1", .ip_range = one.has, .name = "a"}}};
        CHECK(flows::make_plan(want, seen, {.adopt = flows::adoption::take_over}).empty() == one.same);
    }

    struct zone_row {
        std::optional<std::string> name;
        std::optional<std::chrono::seconds> refresh;
        std::optional<std::vector<std::string>> peers;
        bool same;
    };
    using ids = std::vector<std::string>;
    for (zone_row const& one :
         {zone_row{"Example.COM", {}, ids{"p2", "p1"}, true},
          zone_row{{}, 86400s, ids{"p1", "p2", "p1"}, true},
          zone_row{"example.org", {}, ids{"p1", "p2"}, false},
          zone_row{"example.com.", 3600s, ids{"p1", "p2"}, false},
          zone_row{"example.com.", {}, ids{"p1"}, false}, zone_row{"example.com.", {}, {}, false}}) {
        flows::desired want = with_peer(ns1);
        want.peers.push_back({.name = "ns2", .ip = "192.0.2.54"});
        want.incoming = {{.zone_id = "z", .name = "example.com.", .peers = {"ns1", "ns2"}}};
        flows::observed seen = seen_peers({same, {.id = "p2", .name = "ns2", .ip = "192.0.2.54"}});
        auto& has = seen.incoming["z"].emplace();
        has.name = one.name;
        has.auto_refresh_seconds = one.refresh;
        has.peers = one.peers;
        CHECK(flows::make_plan(want, seen).empty() == one.same);
    }
}

TEST_CASE("nothing is planned from what could not be read") {
    struct row {
        char const* what;
        char const* peers;  // the result
        flows::desired want;
        char const* expected;
    };
    flows::desired const removal{.account_id = account,
                                 .absent = {{.kind = object_kind::peer, .name = "ns1"}}};
    flows::desired tsig_removal{.account_id = account,
                                .absent = {{.kind = object_kind::tsig, .name = "k."}}};
    std::vector<row> const rows{
        {"an element was left out: it could be the desired one", R"([{"id":"p9","name":"x"},7])",
         with_peer(ns1),
         "? peer ns1: the response could not be read at /result/1: expected object, found number 7\n# left "
         "alone: 1 "
         "peer\n"},
        {"an element was left out: the desired one was read",
         R"([7,{"id":"p1","name":"ns1","ip":"192.0.2.53"}])", with_peer(ns1), "# kept: peer ns1\n"},
        {"a member of the desired one has another type", R"([7,{"id":"p1","name":"ns1","ip":7}])",
         with_peer(ns1),
         "? peer ns1: the response could not be read at /result/1/ip: expected string, found number 7\n"},
        {"a member of another one has another type",
         R"([{"id":"p9","name":"x","ip":7},{"id":"p1","name":"ns1","ip":"192.0.2.53"}])", with_peer(ns1),
         "# kept: peer ns1\n# left alone: 1 peer\n"},
        {"removal: an element was left out", R"([7,{"id":"p1","name":"ns1"}])", removal,
         "? peer ns1: the response could not be read at /result/0: expected object, found number 7\n# left "
         "alone: 1 "
         "peer\n"},
        {"removal: the object itself could not be read", R"([{"id":"p1","name":"ns1","port":"n/a"}])",
         removal,
         "? peer ns1: the response could not be read at /result/0/port: expected integer, found string "
         "\"n/a\"\n# "
         "left alone: 1 peer\n"},
        {"removal of a TSIG: a peer may use it", R"([{"id":"p1","name":"ns1","tsig_id":7}])", tsig_removal,
         "? tsig k.: the response could not be read at /result/0/tsig_id: expected string, found number "
         "7\n# left "
         "alone: 1 peer, 1 tsig\n"},
        {"a part of the list", R"([{"id":"p9","name":"x"}],"result_info":{"page":1,"total_count":2})",
         with_peer(ns1),
         "? peer ns1: the response could not be read at /result: expected the whole list, found a part of "
         "the list\n# "
         "left alone: 1 peer\n"},
    };
    for (row const& one : rows) {
        CAPTURE(one.what);
        world now;
        now.service.zone_transfers.tsigs[account] = {{.id = "k1", .algo = "hmac-sha256.", .name = "k."}};
        std::string const body =
            R"({"success":true,"errors":[],"messages":[],"result":)" + std::string{one.peers} + "}";
        now.service.on<zt::peers::list>([body](zt::peers::list const&) {
            return cfdns::http_response{200, {{"Content-Type", "application/json"}}, body};
        });
        flows::observed const seen = look(now, one.want);
        CHECK(lines(flows::make_plan(one.want, seen,
                                     {.adopt = flows::adoption::take_over, .max_removals = 9})) ==
              one.expected);
        now.service.log.clear();
        run_outcome const done =
            run_ensure(now, one.want, {.rules = {.adopt = flows::adoption::take_over, .max_removals = 9}});
        for (auto const& entry : now.service.log) CHECK(entry.method == cfdns::http_method::get);
        CHECK(done.has_conflicts() == (one.expected[0] == '?'));
    }
}

TEST_CASE("members that do not matter may have any type, and are not sent back") {
    world now;
    now.service.on<zt::incoming::get>([](zt::incoming::get const&) {
        return cfdns::http_response{200,
                                    {{"Content-Type", "application/json"}},
                                    R"({"success":true,"result":{"id":"1","name":"example.com.","peers":[],)"
                                    R"("soa_serial":"n/a","later":[1]}})"};
    });
    std::string body;
    now.service.on<zt::incoming::update>(
        [&body](fake_cloudflare&, zt::incoming::update const&, cfdns::http_request const& request) {
            body = request.body;
            return zt::incoming::configuration{};
        });
    flows::desired const want{.account_id = account,
                              .incoming = {{.zone_id = "z",
                                            .name = "EXAMPLE.com",
                                            .peers = std::vector<std::string>{},
                                            .auto_refresh_seconds = 1h}}};
    CHECK(run_ensure(now, want, {}).complete());
    CHECK(body == R"({"auto_refresh_seconds":3600,"name":"example.com.","peers":[],"later":[1]})");
}

TEST_CASE("objects are removed only by name, in the allowed number, and if nothing else uses them") {
    world now;
    auto& state = now.service.zone_transfers;
    state.tsigs[account] = {{.id = "k1", .algo = "hmac-sha256.", .name = "k."}};
    state.peers[account] = {{.id = "p1", .name = "old", .ip = "192.0.2.1", .tsig_id = "k1"},
                            {.id = "p2", .name = "old2"},
                            {.id = "p3", .name = "twice"},
                            {.id = "p4", .name = "twice"}};
    state.incoming["in"] = {.name = "in.example.", .peers = std::vector<std::string>{"p1"}};
    state.outgoing["out"] = {.name = "out.example.", .peers = std::vector<std::string>{"p1"}};
    state.transfers_enabled = {"out"};
    auto const plan = [&](std::vector<flows::object_ref> absent, std::size_t most) {
        flows::desired const want{.account_id = account, .absent = std::move(absent)};
        return lines(flows::make_plan(want, look(now, want), {.max_removals = most}));
    };
    CHECK(plan({{object_kind::incoming, "IN.example", "in"},
                {object_kind::outgoing, "out.example.", "out"},
                {object_kind::peer, "old"},
                {object_kind::tsig, "K"}},
               4) ==
          "! 1 outgoing out.example.  enabled: true -> false\n"
          "- 2 outgoing out.example.  out [1]\n"
          "- 3 incoming IN.example    in\n"
          "- 4 peer     old           p1 [2, 3]\n"
          "- 5 tsig     k.            k1 [4]\n"
          "# left alone: 3 peers\n");
    CHECK(plan({{object_kind::peer, "old2"}}, 0) ==
          "- 1 peer     old2  p2\n? 1 removal, but rules.max_removals is 0\n"
          "# left alone: 3 peers\n");
    CHECK(plan({{object_kind::tsig, "k."}}, 1) ==
          "? tsig k.: is to be removed, but in use by peers old\n# left alone: 4 peers, 1 tsig\n");
    CHECK(plan({{object_kind::peer, "twice"}}, 9) ==
          "? peer twice: 2 objects have this name: give the identifiers\n# left alone: 4 peers\n");
    CHECK(plan({{object_kind::peer, "twice", "p4"}}, 9) ==
          "- 1 peer     twice  p4\n# left alone: 3 peers\n");
    CHECK(plan({{object_kind::peer, "twice", "p1"}}, 9) ==
          "? peer twice: the object to be removed has another name: old\n# left alone: 4 peers\n");
    CHECK(plan({{object_kind::incoming, "other.example.", "in"}}, 9) ==
          "? incoming other.example.: the object to be removed has another name: in.example.\n");
    CHECK(plan({{object_kind::peer, "never"}, {object_kind::incoming, "x.example.", "none"}}, 0) ==
          "# left alone: 4 peers\n");
}

TEST_CASE("the text of a plan") {
    world now;
    auto& state = now.service.zone_transfers;
    state.peers[account] = {{.id = "p9", .name = "old-ns", .ip = "192.0.2.1"}, {.id = "p2", .name = "ns2"}};
    state.acls[account] = {{.id = "a1", .ip_range = "198.51.100.0/24", .name = "office"}};
    state.incoming["z1"] = {.name = "example.com.", .peers = std::vector<std::string>{"p9"}};
    state.outgoing["z2"] = {.name = "example.net.", .peers = std::vector<std::string>{}};
    flows::desired const want{.account_id = account,
                              .tsigs = {{.name = "transfer.example.com.", .secret = secret(canaries[0])}},
                              .peers = {{.name = "ns1", .ip = "192.0.2.53", .tsig = "transfer.example.com."},
                                        {.name = "ns2", .ip = "192.0.2.54"}},
                              .acls = {{.name = "office", .ip_range = "198.51.100.7/24"}},
                              .incoming = {{.zone_id = "z1",
                                            .name = "example.com.",
                                            .peers = {"ns1"},
                                            .auto_refresh_seconds = 1h}},
                              .outgoing = {{.zone_id = "z2", .name = "example.net.", .peers = {"ns1"}}},
                              .absent = {{object_kind::peer, "old-ns"}}};
    flows::plan const plan = flows::make_plan(want, look(now, want), {.max_removals = 1});
    CHECK(flows::to_text(plan) ==
          "# account 01a7362d577a6c3019a474fd6f485823: 7 steps in 7 to 8 requests, 1 removed\n"
          "+ 1 tsig     transfer.example.com.  algo hmac-sha256., secret [redacted]\n"
          "+ 2 peer     ns1                    ip 192.0.2.53, tsig transfer.example.com. [1]\n"
          "! 3 peer     ns2                    ip: none -> 192.0.2.54\n"
          "! 4 incoming example.com.           auto_refresh_seconds: 86400 s -> 3600 s; peers: old-ns -> "
          "ns1 [2]\n"
          "! 5 outgoing example.net.           peers: none -> ns1 [2]\n"
          "! 6 outgoing example.net.           enabled: false -> true [2, 5]\n"
          "- 7 peer     old-ns                 p9 [4]\n"
          "# taken: peer ns2 (p2): created earlier and never set up\n"
          "# kept: acl office\n");
    CHECK(flows::to_json(plan).starts_with(
        R"({"account_id":"01a7362d577a6c3019a474fd6f485823","steps":[{"action":"create","kind":"tsig",)"
        R"("name":"transfer.example.com.","changes":[{"member":"algo","from":"","to":"hmac-sha256."},)"
        R"({"member":"secret","from":"","to":"[redacted]"}],"after":[],"requests":1,"max_requests":1},)"
        R"({"action":"create","kind":"peer","name":"ns1",)"));
    CHECK(flows::to_text(flows::make_plan({.account_id = account}, {})) ==
          "# account 01a7362d577a6c3019a474fd6f485823: nothing to do\n");
}

TEST_CASE("names cannot forge lines of a plan") {
    for (std::string const& hostile : std::initializer_list<std::string>{"a\n+ 9 tsig", "a\r- x", "\x1b[31m",
                                                                         "a\xe2\x80\xa8"
                                                                         "b",
                                                                         "\xe2\x80\xae"
                                                                         "x",
                                                                         "\xc2\x85", "\x7f"}) {
        flows::desired const want = with_peer({.name = hostile, .ip = "192.0.2.53"});
        flows::observed seen = seen_peers({{.id = hostile, .name = hostile, .ip = hostile}});
        for (auto const adopt : {flows::adoption::take_over, flows::adoption::if_same}) {
            std::string const text = flows::to_text(flows::make_plan(want, seen, {.adopt = adopt}));
            CAPTURE(text);
            CHECK(std::count(text.begin(), text.end(), '\n') == 2);
            for (char const* const bad : {"\r", "\x1b", "\xe2\x80\xa8", "\xe2\x80\xae", "\xc2\x85", "\x7f"})
                CHECK(text.find(bad) == text.npos);
        }
    }
}

TEST_CASE("a plan needs everything to have been observed") {
    flows::desired const want{
        .account_id = account,
        .tsigs = {{.name = "k.", .secret = secret("c2VjcmV0")}},
        .incoming = {{.zone_id = "z", .name = "a.example.", .peers = std::vector<std::string>{}}}};
    flows::plan const plan = flows::make_plan(want, {});
    CHECK(plan.steps.empty());
    CHECK(plan.conflicts.size() == 2);
}

TEST_CASE("an object that is to be removed by its identifier is not used for a desired one") {
    flows::desired want = with_peer(ns1);
    want.absent = {{object_kind::peer, "ns1", "p1"}};
    flows::plan const plan = flows::make_plan(want, seen_peers({same}), {.max_removals = 1});
    CHECK(lines(plan) == "+ 1 peer     ns1  ip 192.0.2.53\n- 2 peer     ns1  p1\n");
}
