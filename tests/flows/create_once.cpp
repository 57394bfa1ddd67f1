// SPDX-License-Identifier: BSL-1.0
#include "world.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace cfdns_test;
namespace faults = cfdns::testing::faults;

namespace {

template <class Op>
struct created {
    cfdns::result<typename Op::response_type> result;
    bool adopted;
    std::size_t requests;
};

template <class Op>
created<Op> create(world& in, Op const& op, flows::creation_policy const& creation = {}) {
    flows::create_once<Op> work{op, program_token(), {}, {}, creation};
    std::size_t requests = 0;
    for (auto next = work.start(in.now); next && requests < 1'000; ++requests) {
        if (next->delay.count() > 0) in.sleep(next->delay);
        auto const received = in.service(*next->request);
        next = received ? work.resume(received.value(), 0.5, in.now)
                        : work.resume(received.error(), 0.5, in.now);
    }
    bool const adopted = work.adopted();
    return {work.take(), adopted, requests};
}

// The operations, an object that differs, and how many objects the service has.
zt::tsigs::create const tsig{
    .account_id = account, .algo = "hmac-sha256.", .name = "k.example.", .secret = secret("c2VjcmV0")};
zt::peers::create const peer{.account_id = account, .name = "ns1", .ip = "192.0.2.53", .port = 53};
zt::acls::create const acl{.account_id = account, .ip_range = "192.0.2.53/28", .name = "office"};
zt::incoming::create const incoming{.zone_id = "z",
                                    .auto_refresh_seconds = 3600s,
                                    .name = "example.com.",
                                    .peers = std::vector<std::string>{}};
zt::outgoing::create const outgoing{
    .zone_id = "z", .name = "example.com.", .peers = std::vector<std::string>{}};
cfdns::zones::create const new_zone{.account = cfdns::zones::account_id{.id = account},
                                    .name = "example.com"};
cfdns::records::create const record{
    .zone_id = "z", .name = "www.example.com", .data = cfdns::records::a{.content = "192.0.2.1"}};

template <class Op>
std::size_t count_of(world in, Op const& list) {
    in.service.chance = {};
    in.service.next_faults.clear();
    auto found = cfdns::call(in.service, program_token(), list);
    // As after a create.
    for (int i = 0; i != 3 && found.has_error() && found.error().is_permission(); ++i)
        found = cfdns::call(in.service, program_token(), list);
    if constexpr (requires { found->size(); })
        return found ? found->size() : 0;
    else
        return found ? 1 : 0;
}

std::size_t count(world const& in, zt::tsigs::create const&) {
    return count_of(in, zt::tsigs::list{.account_id = account});
}
std::size_t count(world const& in, zt::peers::create const&) {
    return count_of(in, zt::peers::list{.account_id = account});
}
std::size_t count(world const& in, zt::acls::create const&) {
    return count_of(in, zt::acls::list{.account_id = account});
}
std::size_t count(world const& in, zt::incoming::create const&) {
    return count_of(in, zt::incoming::get{.zone_id = "z"});
}
std::size_t count(world const& in, zt::outgoing::create const&) {
    return count_of(in, zt::outgoing::get{.zone_id = "z"});
}
std::size_t count(world const& in, cfdns::zones::create const&) {
    return count_of(in, cfdns::zones::list{});
}
std::size_t count(world const& in, cfdns::records::create const&) {
    return count_of(in, cfdns::records::list{.zone_id = "z"});
}

template <class Each>
void for_each_operation(Each each) {
    each(tsig);
    each(peer);
    each(acl);
    each(incoming);
    each(outgoing);
    each(new_zone);
    each(record);
}

}  // namespace

TEST_CASE("create_once creates one object, and adopts it from then on") {
    for_each_operation([](auto const& op) {
        world now;
        auto const first = create(now, op);
        REQUIRE_MESSAGE(first.result.has_value(), first.result.error().message());
        CHECK(!first.adopted);
        CHECK(first.requests == 2);
        auto const second = create(now, op);
        REQUIRE_MESSAGE(second.result.has_value(), second.result.error().message());
        CHECK(second.adopted);
        CHECK(second.requests == 1);
        CHECK(second.result->id == first.result->id);
        CHECK(count(now, op) == 1);
    });
}

TEST_CASE("under all faults, every create ends in a value, with one object") {
    std::size_t runs = 0, requests = 0, adopted = 0;
    for_each_operation([&](auto const& op) {
        for (std::uint64_t seed = 1; seed <= 300; ++seed) {
            CAPTURE(seed);
            world now;
            now.service.chance = {
                .seed = seed, .probability = seed % 2 == 0 ? 0.3 : 0.6, .faults = all_faults()};
            now.service.quirks.forbidden_after_create = seed % 3 == 0 ? 2 : 0;
            now.service.quirks.absent_is_not_found = seed % 5 != 0;
            now.service.zone_transfers.quirks.names_are_not_unique = seed % 7 != 0;
            now.service.zone_transfers.quirks.peers_are_created_by_name_only = seed % 4 == 0;
            now.service.zone_transfers.quirks.tsig_secrets_are_shown = seed % 6 != 0;
            auto const done = create(now, op);
            ++runs;
            requests += done.requests;
            if (done.adopted) ++adopted;
            REQUIRE_MESSAGE(done.result.has_value(), done.result.error().message());
            CHECK(count(now, op) == 1);
        }
    });
    MESSAGE(runs << " creates, all of them done with one object each, " << adopted << " adopted, in "
                 << requests << " requests");
    CHECK(adopted > runs / 10);
}

TEST_CASE("create_once does not use an object that differs") {
    auto const conflicts = [](auto const& existing, auto const& op) {
        world now;
        REQUIRE(create(now, existing).result.has_value());
        auto const done = create(now, op);
        REQUIRE(done.result.has_error());
        CHECK(done.result.error().code() == flows::errc::conflict);
        CHECK(!done.result.error().message().empty());
        CHECK(done.requests == 1);
        CHECK(count(now, op) == 1);
    };
    auto other_tsig = tsig;
    other_tsig.secret = secret("AAAA");
    conflicts(other_tsig, tsig);
    other_tsig = tsig;
    other_tsig.algo = "hmac-sha512.";
    conflicts(other_tsig, tsig);
    auto other_peer = peer;
    other_peer.ip = "192.0.2.54";
    conflicts(other_peer, peer);
    other_peer = peer;
    other_peer.port = 5353;
    conflicts(other_peer, peer);
    auto other_acl = acl;
    other_acl.ip_range = "192.0.2.0/24";
    conflicts(other_acl, acl);
    auto other_incoming = incoming;
    other_incoming.auto_refresh_seconds = 300s;
    conflicts(other_incoming, incoming);
    auto other_outgoing = outgoing;
    other_outgoing.peers = {"p1"};
    conflicts(other_outgoing, outgoing);
    auto other_zone = new_zone;
    other_zone.type = "secondary";
    conflicts(other_zone, new_zone);
}

TEST_CASE("create_once creates beside objects of other names and values") {
    world now;
    auto other_record = record;
    other_record.data = cfdns::records::a{.content = "192.0.2.2"};
    REQUIRE(create(now, other_record).result.has_value());
    CHECK(create(now, record).result.has_value());
    CHECK(count(now, record) == 2);
    auto other_peer = peer;
    other_peer.name = "ns2";
    REQUIRE(create(now, other_peer).result.has_value());
    CHECK(create(now, peer).result.has_value());
    CHECK(count(now, peer) == 2);
}

TEST_CASE("a peer that was created by its name only is adopted") {
    world now;
    now.service.zone_transfers.quirks.peers_are_created_by_name_only = true;
    now.service.zone_transfers.quirks.unset_peer_members_are_shown = true;
    REQUIRE(create(now, peer).result.has_value());
    auto const done = create(now, peer);
    REQUIRE(done.result.has_value());
    CHECK(done.adopted);
    CHECK(count(now, peer) == 1);
}

TEST_CASE("create_once reports what is no use repeating") {
    for (auto const& [fault, kind] :
         {std::pair{faults::status(400, 9207, "no"), 400}, std::pair{faults::status(401), 401},
          std::pair{faults::status(403), 403}, std::pair{faults::status(422), 422}}) {
        for (std::size_t before : {0u, 1u}) {
            world now;
            now.service.next_faults = std::deque<cfdns::testing::fault>(before);
            now.service.next_faults.push_back(fault);
            auto const done = create(now, peer);
            REQUIRE(done.result.has_error());
            CHECK(done.result.error().http_status() == kind);
            CHECK(done.requests == before + 1);
        }
    }
    // The name of the zone is taken by another account.
    world now;
    cfdns::zones::create theirs = new_zone;
    theirs.account = cfdns::zones::account_id{.id = "another"};
    REQUIRE(create(now, theirs).result.has_value());
    auto const done = create(now, new_zone);
    REQUIRE(done.result.has_error());
    CHECK(done.result.error().is_duplicate());
    // An invalid parameter.
    auto bad = peer;
    bad.account_id = "";
    CHECK(create(now, bad).result.error().code() == cfdns::errc::invalid_parameter);
}

TEST_CASE("create_once does not wait longer for a look than the policy allows") {
    world now;
    now.service.next_faults = {faults::rate_limited(86400s)};
    auto const done = create(now, peer);
    REQUIRE(done.result.has_error());
    CHECK(done.result.error().is_rate_limited());
    CHECK(done.requests == 1);
}

TEST_CASE("create_once gives up after the maximum number of creates") {
    world now;
    now.service.next_faults = {{}};
    for (int i = 0; i != 99; ++i) {
        now.service.next_faults.push_back(faults::status(503));  // the create
        now.service.next_faults.push_back({});
        now.service.next_faults.push_back({});
    }
    auto const done = create(now, peer, {.max_creates = 4});
    REQUIRE(done.result.has_error());
    CHECK(done.result.error().http_status() == 503);
    CHECK(std::count_if(now.service.log.begin(), now.service.log.end(),
                        [](auto const& entry) { return entry.method == cfdns::http_method::post; }) == 4);
    CHECK(count(now, peer) == 0);
}

TEST_CASE("create_once does not create if it cannot read what exists") {
    for (char const* const list : {R"([{"id":"p9","name":"x"},7])", R"([{"id":"p1","name":"ns1","ip":7}])",
                                   R"([{"id":"p1","name":"x","ip":7}])"}) {
        world now;
        std::string const body = std::string{R"({"success":true,"result":)"} + list + "}";
        now.service.on<zt::peers::list>([body](zt::peers::list const&) {
            return cfdns::http_response{200, {{"Content-Type", "application/json"}}, body};
        });
        auto const done = create(now, peer);
        REQUIRE(done.result.has_error());
        CHECK(done.result.error().code() == flows::errc::unreadable);
        CHECK(done.requests == 1);
    }
}

TEST_CASE("the error category of flows") {
    boost::system::error_code const code = flows::errc::conflict;
    CHECK(std::string{code.category().name()} == "cfdns.flows");
    CHECK(!code.message().empty());
    CHECK(flows::make_error_code(flows::errc::unreadable).message() != code.message());
    CHECK(code != flows::make_error_code(flows::errc::unreadable));
    CHECK(boost::system::error_code{9, flows::flows_category()}.message() == "unknown error of cfdns.flows");
}
