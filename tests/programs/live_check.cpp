// SPDX-License-Identifier: BSL-1.0
// examples/live_check.cpp, run as a process with the in-memory service over HTTP.
#include <cfdns/testing/fake_cloudflare.hpp>

#include "program.hpp"

#include <doctest/doctest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace zt = cfdns::zone_transfers;
namespace faults = cfdns::testing::faults;
using cfdns::http_method;
using cfdns::testing::fake_cloudflare;
using namespace std::chrono_literals;

std::string const account = "01a7362d577a6c3019a474fd6f485823";
std::string const secondary = "269d8f4853475ca241c4e730be286b20";
std::string const full = "269d8f4853475ca241c4e730be286b21";
std::string const foreign = "269d8f4853475ca241c4e730be286b22";

// All that a run must leave as it was.
std::string state_of(fake_cloudflare const& service) {
    std::string out;
    for (auto const* configurations : {&service.zone_transfers.incoming})
        for (auto const& [id, one] : *configurations)
            out += "incoming " + id + cfdns::testing::write_response(one).body + '\n';
    for (auto const& [id, one] : service.zone_transfers.outgoing)
        out += "outgoing " + id + cfdns::testing::write_response(one).body + '\n';
    auto const add = [&](auto const& all) {
        for (auto const& [id, of_account] : all)
            for (auto const& one : of_account) out += id + cfdns::testing::write_response(one).body + '\n';
    };
    add(service.zone_transfers.acls);
    add(service.zone_transfers.peers);
    add(service.zone_transfers.tsigs);
    for (auto const& [id, one] : service.zones.all)
        out += "zone " + id + cfdns::testing::write_response(one).body + '\n';
    for (std::string const& id : service.zone_transfers.transfers_enabled) out += "enabled " + id + '\n';
    return out;
}

struct live_check : cfdns_test::program_test {
    live_check() {
        add("secondary", secondary, "example.com");
        add("full", full, "example.net");
        add("secondary", foreign, "example.org");
        auto& state = service.zone_transfers;
        state.acls[account] = {{.id = "a", .ip_range = "192.0.2.53/28", .name = "others"}};
        state.peers[account] = {{.id = "p", .name = "others", .ip = "192.0.2.1", .tsig_id = "t"},
                                {.id = "q", .name = "cfdns-live-check-", .ip = "192.0.2.2"}};
        state.tsigs[account] = {{.id = "t", .algo = "hmac-sha256.", .name = "others."}};
        state.incoming[foreign] = {.id = foreign, .peers = std::vector<std::string>{"p"}};
        state.outgoing[foreign] = {.id = foreign, .peers = std::vector<std::string>{"p", "q"}};
        state.transfers_enabled = {foreign};
        state.primaries[secondary] = {.serial = 1, .addresses = {"192.0.2.99"}};
        variables["LIVE_CHECK_PAUSE"] = "1";
        variables["LIVE_CHECK_POLLS"] = "3";
        variables["LIVE_CHECK_PRIMARY"] = "192.0.2.99";
        variables["LIVE_CHECK_SET_SERIAL"] = "echo > " + serial_file().string();
        variables["LIVE_CHECK_NOTIFY"] = "touch " + notify_file().string();
        variables["LIVE_CHECK_TSIG_NAME"] = "mine.";
        variables["LIVE_CHECK_TSIG_SECRET"] = "c2VjcmV0";
        before = [this](cfdns::http_request const&) { play_primary(); };
    }

    void add(char const* type, std::string const& id, std::string const& name) {
        add_zone(id, name);
        service.zones.all[id].type = type;
        service.zones.all[id].account = cfdns::zones::account{.id = account};
    }
    std::filesystem::path serial_file() const { return folder / "serial"; }
    std::filesystem::path notify_file() const { return folder / "notify"; }

    // Does what the commands have asked for.
    void play_primary() {
        std::ifstream{serial_file()} >> service.zone_transfers.primaries[secondary].serial;
        if (std::filesystem::remove(notify_file()))
            service.zone_transfers.receive_notify(service, secondary, "192.0.2.99");
    }

    cfdns_test::outcome check(std::vector<std::string> const& zones = {secondary, full}) const {
        std::vector<std::string> words{"--yes", account};
        words.insert(words.end(), zones.begin(), zones.end());
        return run("live_check", words);
    }
};

// The third column of each row, by member.
std::map<std::string, std::string> values(std::string const& output) {
    std::map<std::string, std::string> out;
    std::istringstream lines{output};
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("| `")) continue;
        std::vector<std::string> columns;
        std::istringstream text{line};
        for (std::string column; std::getline(text, column, '|');) {
            std::erase_if(column, [](char c) { return c == '`' || c == '*' || c == ' '; });
            columns.push_back(column);
        }
        out[columns.at(1)] = columns.at(3);
    }
    return out;
}

std::map<std::string, std::string> const usual{
    {"quirks.absent_is_not_found", "true"},
    {"quirks.forbidden_after_create", "0"},
    {"quirks.lists_lag_by", "0ms"},
    {"quirks.parameterless_posts_want_content", "false"},
    {"quirks.put_replaces", "true"},
    {"zone_transfers.quirks.acl_names_are_not_unique", "true"},
    {"zone_transfers.quirks.acl_ranges_are_normalised", "true"},
    {"zone_transfers.quirks.disabled_text", "\"Disabled\""},
    {"zone_transfers.quirks.enabled_text", "\"Enabled\""},
    {"zone_transfers.quirks.failed_checks_set_checked_time", "true"},
    {"zone_transfers.quirks.force_axfr_takes_older_serials", "true"},
    {"zone_transfers.quirks.incoming_of_other_zones_vanishes", "false"},
    {"zone_transfers.quirks.list_page_size", "0"},
    {"zone_transfers.quirks.names_are_not_unique", "true"},
    {"zone_transfers.quirks.objects_in_use_can_be_deleted", "false"},
    {"zone_transfers.quirks.peers_are_created_by_name_only", "false"},
    {"zone_transfers.quirks.second_create_replaces", "false"},
    {"zone_transfers.quirks.status_exists_without_configuration", "false"},
    {"zone_transfers.quirks.tsig_secrets_are_shown", "true"},
    {"zone_transfers.quirks.unset_peer_members_are_shown", "false"},
    {"zone_transfers.quirks.unsigned_notify_is_accepted", "true"},
};

struct quirk {
    char const* member;
    char const* value;
    void (*set)(fake_cloudflare& service);
};

quirk const others[] = {
    {"quirks.absent_is_not_found", "false", [](auto& of) { of.quirks.absent_is_not_found = false; }},
    {"quirks.forbidden_after_create", "2", [](auto& of) { of.quirks.forbidden_after_create = 2; }},
    {"quirks.parameterless_posts_want_content", "true",
     [](auto& of) { of.quirks.parameterless_posts_want_content = true; }},
    {"quirks.put_replaces", "false", [](auto& of) { of.quirks.put_replaces = false; }},
    {"zone_transfers.quirks.acl_names_are_not_unique", "false",
     [](auto& of) { of.zone_transfers.quirks.acl_names_are_not_unique = false; }},
    {"zone_transfers.quirks.acl_ranges_are_normalised", "false",
     [](auto& of) { of.zone_transfers.quirks.acl_ranges_are_normalised = false; }},
    {"zone_transfers.quirks.disabled_text", "\"off\"",
     [](auto& of) { of.zone_transfers.quirks.disabled_text = "off"; }},
    {"zone_transfers.quirks.enabled_text", "\"on\"",
     [](auto& of) { of.zone_transfers.quirks.enabled_text = "on"; }},
    {"zone_transfers.quirks.failed_checks_set_checked_time", "false",
     [](auto& of) { of.zone_transfers.quirks.failed_checks_set_checked_time = false; }},
    {"zone_transfers.quirks.force_axfr_takes_older_serials", "false",
     [](auto& of) { of.zone_transfers.quirks.force_axfr_takes_older_serials = false; }},
    {"zone_transfers.quirks.incoming_of_other_zones_vanishes", "true",
     [](auto& of) { of.zone_transfers.quirks.incoming_of_other_zones_vanishes = true; }},
    {"zone_transfers.quirks.list_page_size", "7",
     [](auto& of) { of.zone_transfers.quirks.list_page_size = 7; }},
    {"zone_transfers.quirks.names_are_not_unique", "false",
     [](auto& of) { of.zone_transfers.quirks.names_are_not_unique = false; }},
    {"zone_transfers.quirks.objects_in_use_can_be_deleted", "true",
     [](auto& of) { of.zone_transfers.quirks.objects_in_use_can_be_deleted = true; }},
    {"zone_transfers.quirks.peers_are_created_by_name_only", "true",
     [](auto& of) { of.zone_transfers.quirks.peers_are_created_by_name_only = true; }},
    {"zone_transfers.quirks.second_create_replaces", "true",
     [](auto& of) { of.zone_transfers.quirks.second_create_replaces = true; }},
    {"zone_transfers.quirks.status_exists_without_configuration", "true",
     [](auto& of) { of.zone_transfers.quirks.status_exists_without_configuration = true; }},
    {"zone_transfers.quirks.tsig_secrets_are_shown", "false",
     [](auto& of) { of.zone_transfers.quirks.tsig_secrets_are_shown = false; }},
    {"zone_transfers.quirks.unset_peer_members_are_shown", "true",
     [](auto& of) { of.zone_transfers.quirks.unset_peer_members_are_shown = true; }},
    {"zone_transfers.quirks.unsigned_notify_is_accepted", "false",
     [](auto& of) { of.zone_transfers.quirks.unsigned_notify_is_accepted = false; }},
};

}  // namespace

TEST_CASE_FIXTURE(live_check, "the default behaviour is found, and nothing is left or changed") {
    auto const state = state_of(service);
    auto const run = check();
    CAPTURE(run.out);
    CHECK(run.err == "everything that was created has been deleted\n");
    CHECK(run.status == 0);
    CHECK(values(run.out) == usual);
    CHECK(run.out.starts_with("cfdns " CFDNS_VERSION ", live check\n\n| member"));
    CHECK(run.out.find("- `zone_transfers.quirks.outgoing_is_denied_in_the_result`: the zone is entitled") !=
          std::string::npos);
    CHECK(run.out.find(account) == std::string::npos);
    CHECK(run.out.find("c2VjcmV0") == std::string::npos);
    CHECK(state_of(service) == state);
    for (auto const& one : service.log) CHECK(one.target.find(foreign) == std::string::npos);
}

TEST_CASE_FIXTURE(live_check, "each quirk is found, and no other") {
    for (quirk const& one : others) {
        CAPTURE(one.member);
        fake_cloudflare const fresh = service;
        auto const state = state_of(service);
        one.set(service);
        auto const run = check();
        CAPTURE(run.out);
        auto expected = usual;
        expected[one.member] = one.value;
        CHECK(values(run.out) == expected);
        CHECK(run.status == 0);
        CHECK(state_of(service) == state);
        service = fresh;
        std::filesystem::remove(serial_file());
    }
}

TEST_CASE_FIXTURE(live_check, "all quirks are found at the same time") {
    auto expected = usual;
    for (quirk const& one : others) {
        one.set(service);
        expected[one.member] = one.value;
    }
    auto const state = state_of(service);
    auto const run = check();
    CAPTURE(run.out);
    CHECK(values(run.out) == expected);
    CHECK(run.status == 0);
    CHECK(state_of(service) == state);
}

TEST_CASE_FIXTURE(live_check, "the time by which lists lag is found") {
    service.quirks.lists_lag_by = 3s;
    variables["LIVE_CHECK_POLLS"] = "5";
    before = [this](cfdns::http_request const&) {
        play_primary();
        service.now += 1s;
    };
    auto const run = check();
    CAPTURE(run.out);
    CHECK(run.out.find("a new peer was missing from the first 2 lists") != std::string::npos);
    CHECK(values(run.out).at("quirks.lists_lag_by") != "0ms");
    CHECK(run.status == 0);
    CHECK(service.zone_transfers.peers[account].size() == 2);
}

TEST_CASE_FIXTURE(live_check, "how outgoing transfers are denied is found") {
    service.options_by_zone[full].outgoing_allowed = false;
    for (bool const on : {false, true}) {
        service.zone_transfers.quirks.outgoing_is_denied_in_the_result = on;
        auto const run = check({full});
        CAPTURE(run.out);
        CHECK(values(run.out).at("zone_transfers.quirks.outgoing_is_denied_in_the_result") ==
              (on ? "true" : "false"));
        CHECK(run.out.find("- `zone_transfers.quirks.enabled_text`: ") != std::string::npos);
        CHECK(run.out.find("- `zone_transfers.quirks.second_create_replaces`: not asked") !=
              std::string::npos);
        CHECK(run.status == 0);
    }
}

TEST_CASE_FIXTURE(live_check, "without a primary server, two questions are not asked") {
    for (char const* name : {"PRIMARY", "SET_SERIAL", "NOTIFY"}) {
        variables.erase(std::string{"LIVE_CHECK_"} + name);
        auto const run = check();
        CAPTURE(run.out);
        bool const only_notify = variables.contains("LIVE_CHECK_PRIMARY");
        CHECK(values(run.out).count("zone_transfers.quirks.force_axfr_takes_older_serials") ==
              (only_notify ? 1 : 0));
        CHECK(values(run.out).count("zone_transfers.quirks.unsigned_notify_is_accepted") == 0);
        CHECK(run.out.find("- `zone_transfers.quirks.unsigned_notify_is_accepted`: LIVE_CHECK_") !=
              std::string::npos);
        CHECK(run.status == 0);
    }
}

TEST_CASE_FIXTURE(live_check, "a primary server that does not transfer answers nothing") {
    auto const& unanswered = "- `zone_transfers.quirks.force_axfr_takes_older_serials`: the zone was not";
    service.zone_transfers.primaries[secondary].refuses_transfer = true;
    auto const refusing = check();
    CHECK(refusing.out.find(unanswered) != std::string::npos);
    service.zone_transfers.primaries[secondary] = {.addresses = {"192.0.2.99"},
                                                   .keys = std::vector<zt::tsigs::tsig>{}};
    auto const without_keys = check();
    CHECK(without_keys.out.find("the zone was not transferred with the TSIG") != std::string::npos);
    variables["LIVE_CHECK_NOTIFY"] = "true";
    CHECK(check().out.find("NOTIFY had no effect without a TSIG either") != std::string::npos);
    variables["LIVE_CHECK_SET_SERIAL"] = "false";
    CHECK(check().out.find(unanswered) != std::string::npos);
}

TEST_CASE_FIXTURE(live_check, "configurations that exist are left as they are") {
    service.zone_transfers.incoming[secondary] = {.id = secondary, .peers = std::vector<std::string>{"p"}};
    service.zone_transfers.outgoing[full] = {.id = full, .peers = std::vector<std::string>{"p"}};
    service.zone_transfers.primaries.clear();
    before = {};
    auto const state = state_of(service);
    auto const run = check();
    CAPTURE(run.out);
    CHECK(run.status == 0);
    CHECK(values(run.out).count("zone_transfers.quirks.second_create_replaces") == 0);
    CHECK(run.out.find("the secondary zone has a configuration, which is left as it is") !=
          std::string::npos);
    CHECK(run.out.find("the zone has an outgoing configuration, which is left as it is") !=
          std::string::npos);
    CHECK(state_of(service) == state);
}

TEST_CASE_FIXTURE(live_check, "a zone of another account, and an unknown one, end the check") {
    service.zones.all[secondary].account = cfdns::zones::account{.id = "another"};
    auto const state = state_of(service);
    auto const other = check();
    CHECK(other.status == 1);
    CHECK(other.err.find("zone " + secondary + " does not belong to the account\n") == 0);
    CHECK(check({"00000000000000000000000000000000"}).status == 1);
    CHECK(state_of(service) == state);
    CHECK(service.zone_transfers.incoming.count(secondary) == 0);
}

TEST_CASE_FIXTURE(live_check, "whichever request fails, nothing is left or changed") {
    auto const state = state_of(service);
    fake_cloudflare const fresh = service;
    std::size_t failed = 0;
    for (bool over = false; !over; ++failed) {
        CAPTURE(failed);
        service = fresh;
        std::filesystem::remove(serial_file());
        service.next_faults.assign(failed, {});
        service.next_faults.push_back(faults::status(400));
        auto const run = check();
        over = !service.next_faults.empty();
        CAPTURE(run.err);
        CHECK(run.err.find("not deleted") == std::string::npos);
        CHECK(state_of(service) == state);
    }
    CHECK(failed > 40);
}

TEST_CASE_FIXTURE(live_check, "whichever create has no response, what it created is found and deleted") {
    auto const state = state_of(service);
    fake_cloudflare const fresh = service;
    check();
    std::vector<std::size_t> creates;
    for (std::size_t i = 0; i != service.log.size(); ++i) {
        bool const repeatable = service.log[i].target.find("outgoing/") != std::string::npos ||
                                service.log[i].target.find("force_axfr") != std::string::npos;
        if (service.log[i].method == http_method::post && !repeatable) creates.push_back(i);
    }
    CHECK(creates.size() > 10);
    for (std::size_t const lost : creates) {
        CAPTURE(lost);
        service = fresh;
        std::filesystem::remove(serial_file());
        service.next_faults.assign(lost, {});
        service.next_faults.push_back(faults::lost_response());
        auto const run = check();
        std::erase_if(service.zone_transfers.tsigs[account],
                      [&](auto const& one) { return one.name == "mine." && run.status == 1; });
        CHECK((run.status == 0 || run.out.find("a TSIG mine. may have been created") != std::string::npos));
        CHECK(state_of(service) == state);
    }
}

TEST_CASE_FIXTURE(live_check, "SIGINT ends the questions, and nothing is left or changed") {
    auto const state = state_of(service);
    fake_cloudflare const fresh = service;
    for (std::size_t const last : {std::size_t{3}, std::size_t{10}, std::size_t{25}, std::size_t{45}}) {
        CAPTURE(last);
        service = fresh;
        before = [&, sent = std::size_t{0}](cfdns::http_request const&) mutable {
            play_primary();
            if (++sent == last && process > 0) kill(process, SIGINT);
        };
        auto const run = check();
        CHECK(run.status == 1);
        CHECK(run.err == "interrupted\neverything that was created has been deleted\n");
        CHECK(run.out.find(", live check, stopped: interrupted\n") != std::string::npos);
        CHECK(state_of(service) == state);
    }
}

TEST_CASE_FIXTURE(live_check, "what cannot be deleted is named") {
    service.on<zt::acls::delete_>(
        [](zt::acls::delete_ const&) { return cfdns::testing::write_failure(400, {}); });
    service.on<zt::incoming::delete_>(
        [](zt::incoming::delete_ const&) { return cfdns::testing::write_failure(400, {}); });
    auto const run = check();
    CHECK(run.status == 1);
    REQUIRE(service.zone_transfers.acls[account].size() == 3);
    CHECK(run.err.find("not deleted: ACL " + service.zone_transfers.acls[account][1].id + ": ") !=
          std::string::npos);
    CHECK(run.err.find("not deleted: the incoming configuration of zone " + secondary + ": ") !=
          std::string::npos);
    CHECK(run.err.find("everything") == std::string::npos);
}

TEST_CASE_FIXTURE(live_check, "a configuration that others have changed is not deleted") {
    before = [this](cfdns::http_request const& request) {
        play_primary();
        auto const at = service.zone_transfers.incoming.find(secondary);
        if (request.target.find("force_axfr") != std::string::npos)
            at->second.peers = std::vector<std::string>{"p"};
    };
    variables.erase("LIVE_CHECK_PRIMARY");
    auto const run = check();
    CHECK(run.status == 1);
    CHECK(run.err.find("it has peers of others") != std::string::npos);
    CHECK(service.zone_transfers.incoming.count(secondary) == 1);
}

TEST_CASE_FIXTURE(live_check, "a configuration that others created in the same moment is not deleted") {
    bool first = true;
    before = [&](cfdns::http_request const& request) {
        if (request.method != http_method::post || !request.target.ends_with("/incoming") || !first) return;
        first = false;
        service.next_faults = {faults::lost_request()};
        service.zone_transfers.incoming[secondary].peers.emplace();
    };
    auto const run = check({secondary});
    CHECK_FALSE(first);
    CHECK(run.status == 0);
    CHECK(service.zone_transfers.incoming.count(secondary) == 1);
    CHECK(service.zone_transfers.peers[account].size() == 2);
}

TEST_CASE_FIXTURE(live_check, "without --yes, nothing is sent") {
    for (std::vector<std::string> const& words :
         {std::vector<std::string>{account, secondary, full},
          std::vector<std::string>{"--dry-run", account, secondary, full}}) {
        auto const run = cfdns_test::program_test::run("live_check", words);
        CHECK(run.status == 0);
        CHECK(run.err == "");
        CHECK(run.out.find("This would create and then delete in account " + account) == 0);
        CHECK(run.out.find("  " + full + "\n") != std::string::npos);
        CHECK(run.out.find("It would transfer secondary zones from 192.0.2.99") != std::string::npos);
    }
    CHECK(service.log.empty());
}

TEST_CASE_FIXTURE(live_check, "wrong arguments and settings have exit status 2, and nothing is sent") {
    auto const status = [&](std::vector<std::string> const& words) {
        return cfdns_test::program_test::run("live_check", words).status;
    };
    CHECK(status({}) == 2);
    CHECK(status({account}) == 2);
    CHECK(status({"--yes", account}) == 2);
    CHECK(status({"--yes", account, "example.com"}) == 2);
    CHECK(has_help("live_check"));
    CHECK(status({account, secondary, "--yes"}) == 2);
    CHECK(status({"--no", account, secondary}) == 2);
    variables["LIVE_CHECK_PAUSE"] = "1s";
    CHECK(check().status == 2);
    variables["LIVE_CHECK_PAUSE"] = "1";
    variables["LIVE_CHECK_POLLS"] = "-1";
    CHECK(check().status == 2);
    variables.erase("LIVE_CHECK_POLLS");
    variables.erase("CLOUDFLARE_API_TOKEN");
    CHECK(check().err == "no credentials: set CLOUDFLARE_API_TOKEN\n");
    CHECK(service.log.empty());
}

TEST_CASE_FIXTURE(live_check, "a wrong token ends the check") {
    variables["CLOUDFLARE_API_TOKEN"] = "wrong-token";
    auto const run = check();
    CHECK(run.status == 1);
    CHECK(run.err.find("HTTP 403") != std::string::npos);
    CHECK(run.err.find("wrong-token") == std::string::npos);
    CHECK(count(http_method::put) == 0);
}
