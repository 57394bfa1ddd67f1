// SPDX-License-Identifier: BSL-1.0
#include "world.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace cfdns_test;
namespace faults = cfdns::testing::faults;

static_assert(cfdns::machine<flows::wait_for_serial>);

namespace {

// A zone whose primary has serial 7. It was transferred with 5.
struct waiting_world : world {
    explicit waiting_world(std::uint32_t transferred = 5) {
        service.zone_transfers.incoming["z"] = {.auto_refresh_seconds = 3600s,
                                                .checked_time = service.make_timestamp(),
                                                .name = "example.com.",
                                                .peers = std::vector<std::string>{"p"},
                                                .soa_serial = transferred};
        service.zone_transfers.primaries["z"] = {.serial = 7};
    }

    // When requests were sent, in milliseconds after the start.
    std::vector<std::chrono::milliseconds::rep> times{};
    std::size_t nudges() const {
        return static_cast<std::size_t>(
            std::count_if(service.log.begin(), service.log.end(), [](auto const& one) {
                return one.method == cfdns::http_method::post &&
                       one.target.ends_with("/secondary_dns/force_axfr");
            }));
    }
};

// Until `before`, which is called with the number of requests before each one, returns true.
template <class Before>
void run(waiting_world& in, flows::wait_for_serial& work, Before before) {
    auto const start = in.now;
    for (auto next = work.start(in.now); next && in.times.size() < 1'000;) {
        if (next->delay.count() > 0) in.sleep(next->delay);
        if (before(in.times.size())) return;
        in.times.push_back(std::chrono::duration_cast<std::chrono::milliseconds>(in.now - start).count());
        auto const received = in.send(*next->request);
        next = received ? work.resume(received.value(), 0.5, in.now)
                        : work.resume(received.error(), 0.5, in.now);
    }
}

void run(waiting_world& in, flows::wait_for_serial& work) {
    run(in, work, [](std::size_t) { return false; });
}

using milliseconds_list = std::vector<std::chrono::milliseconds::rep>;

struct limit_row {
    flows::wait_options wait;
    char const* parameter;
};

limit_row const limits[] = {
    {{.initial_delay = 0ms}, "initial_delay"},
    {{.initial_delay = -1ms}, "initial_delay"},
    {{.multiplier = 0.99}, "multiplier"},
    {{.multiplier = std::numeric_limits<double>::quiet_NaN()}, "multiplier"},
    {{.initial_delay = 1s, .max_delay = 999ms}, "max_delay"},
    {{.max_failures = 0}, "max_failures"},
};

struct serial_row {
    std::uint32_t seen, wanted;
    bool arrived;
};

serial_row const serials[] = {
    {5, 5, true},          {6, 5, true},           {4, 5, false},
    {0, 4294967295, true}, {4294967295, 0, false}, {2147483648, 0, false},  // incomparable
    {2147483647, 0, true},
};

struct failing_row {
    cfdns::testing::fault fault;
    int times;
    bool arrives;
    std::size_t polls;
};

// With two attempts for each look.
failing_row const failing[] = {
    {faults::status(503), 2, true, 2},    {faults::status(503), 8, true, 5},
    {faults::status(503), 10, false, 5},  {faults::lost_response(), 8, true, 5},
    {faults::html_page(502), 2, true, 2},
};

}  // namespace

TEST_CASE("a serial that has arrived takes one request, also if a newer one has") {
    for (auto const& row : serials) {
        CAPTURE(row.seen);
        CAPTURE(row.wanted);
        waiting_world now{row.seen};
        flows::wait_for_serial work{"z", row.wanted, program_token(), {}, {}, {.timeout = 100ms}};
        run(now, work);
        auto const end = work.take();
        CHECK(end.has_value() == row.arrived);
        CHECK(work.status().arrived == row.arrived);
        CHECK(work.status().serial == row.seen);
        CHECK(work.status().polls == (row.arrived ? 1 : 2));
        REQUIRE(work.status().configuration);
        CHECK(work.status().configuration->name == "example.com.");
        if (row.arrived) {
            CHECK(end->polls == 1);
            CHECK_FALSE(end->noted);
            CHECK(work.take().has_error());
        } else {
            CHECK(end.error().code() == cfdns::errc::deadline_exceeded);
        }
    }
}

TEST_CASE("looks are made at 0 s, and then after 1, 2, 4, ... and 30 s") {
    waiting_world now;
    flows::wait_for_serial work{"z", 7, program_token()};
    run(now, work, [&](std::size_t sent) {
        if (sent == 9) now.service.zone_transfers.incoming["z"].soa_serial = 8;
        return false;
    });
    CHECK(now.times == milliseconds_list{0, 1000, 3000, 7000, 15000, 31000, 61000, 91000, 121000, 151000});
    auto const end = work.take();
    REQUIRE(end.has_value());
    CHECK(end->serial == 8);
    CHECK(end->polls == 10);
    CHECK(now.nudges() == 0);
    CHECK_FALSE(end->axfr_requested);
}

TEST_CASE("the times of looks can be chosen") {
    waiting_world now;
    flows::wait_for_serial work{"z",
                                7,
                                program_token(),
                                {.initial_delay = 10ms, .multiplier = 3, .max_delay = 50ms},
                                {},
                                {.timeout = 250ms}};
    run(now, work);
    // The last one half-way to the deadline.
    CHECK(now.times == milliseconds_list{0, 10, 40, 90, 140, 190, 240, 245});
    CHECK(work.take().error().code() == cfdns::errc::deadline_exceeded);
}

TEST_CASE("a last look is made before the deadline") {
    waiting_world now;
    flows::wait_for_serial work{"z", 7, program_token(), {}, {}, {.timeout = 60s}};
    run(now, work, [&](std::size_t sent) {
        if (sent == 6) now.service.zone_transfers.incoming["z"].soa_serial = 7;
        return false;
    });
    CHECK(now.times == milliseconds_list{0, 1000, 3000, 7000, 15000, 31000, 55000});
    CHECK(work.take().has_value());
}

TEST_CASE("without the serial, the wait ends by the deadline and says what was seen") {
    for (auto const timeout : {1ms, 1000ms, 8000ms, 300000ms}) {
        CAPTURE(timeout.count());
        waiting_world now;
        flows::wait_for_serial work{"z", 7, program_token(), {}, {}, {.timeout = timeout}};
        run(now, work);
        REQUIRE(!now.times.empty());
        CHECK(now.times.back() < timeout.count());
        auto const end = work.take();
        REQUIRE(end.has_error());
        CHECK(end.error().code() == cfdns::errc::deadline_exceeded);
        CHECK(work.status().serial == 5);
        CHECK(work.status().polls == now.times.size());
        CHECK(work.take().has_error());
    }
    waiting_world now;
    flows::wait_for_serial work{"z", 7, program_token(), {}, {}, {.timeout = 0ms}};
    run(now, work);
    CHECK(now.times.empty());
    CHECK(work.take().error().code() == cfdns::errc::deadline_exceeded);
}

TEST_CASE("a transfer is requested once, and only if it is needed") {
    waiting_world now;
    flows::wait_for_serial work{"z", 7, program_token(), {.force_axfr = true}};
    run(now, work);
    auto const end = work.take();
    REQUIRE(end.has_value());
    CHECK(end->axfr_requested);
    CHECK(end->polls == 2);
    CHECK(end->serial == 7);
    CHECK(now.times == milliseconds_list{0, 0, 1000});

    waiting_world there{7};
    flows::wait_for_serial again{"z", 7, program_token(), {.force_axfr = true}};
    run(there, again);
    CHECK(there.nudges() == 0);
    CHECK(again.take()->polls == 1);

    waiting_world unreachable;
    unreachable.service.zone_transfers.primaries["z"].reachable = false;
    flows::wait_for_serial never{"z", 7, program_token(), {.force_axfr = true}, {}, {.timeout = 5min}};
    run(unreachable, never);
    CHECK(unreachable.nudges() == 1);
    CHECK(never.status().axfr_requested);
    CHECK(never.take().error().code() == cfdns::errc::deadline_exceeded);
}

TEST_CASE("a refused request of a transfer is reported, and the wait goes on") {
    for (int const status : {400, 403, 404, 503}) {
        CAPTURE(status);
        waiting_world now;
        now.service.next_faults = {{}};
        for (int i = 0; i != (status == 503 ? 3 : 1); ++i)
            now.service.next_faults.push_back(faults::status(status));
        flows::wait_for_serial work{"z", 7, program_token(), {.force_axfr = true}};
        run(now, work, [&](std::size_t) {
            if (now.now > std::chrono::steady_clock::time_point{1h + 10s})
                now.service.zone_transfers.incoming["z"].soa_serial = 7;
            return false;
        });
        auto const end = work.take();
        REQUIRE(end.has_value());
        CHECK_FALSE(end->axfr_requested);
        REQUIRE(end->refused);
        CHECK(end->refused->http_status() == status);
        CHECK(now.nudges() == (status == 503 ? 3 : 1));
    }
}

TEST_CASE("a zone without a configuration is an error at once") {
    waiting_world now;
    flows::wait_for_serial work{"other", 7, program_token(), {.force_axfr = true}};
    run(now, work);
    auto const end = work.take();
    REQUIRE(end.has_error());
    CHECK(end.error().is_not_found());
    CHECK(now.times.size() == 1);
    CHECK(work.status().polls == 1);
    CHECK(work.status().poll_error->is_not_found());

    // Removed during the wait.
    waiting_world removed;
    flows::wait_for_serial waiting{"z", 7, program_token()};
    run(removed, waiting, [&](std::size_t sent) {
        if (sent == 3) removed.service.zone_transfers.incoming.clear();
        return false;
    });
    CHECK(waiting.take().error().is_not_found());
    CHECK(waiting.status().serial == 5);

    waiting_world forbidden;
    forbidden.service.token = secret("another");
    flows::wait_for_serial denied{"z", 7, program_token()};
    run(forbidden, denied);
    CHECK(denied.take().error().is_authentication());
    CHECK(forbidden.times.size() == 1);
}

TEST_CASE("looks that fail are followed by others") {
    for (auto const& row : failing) {
        CAPTURE(row.times);
        waiting_world now{7};
        for (int i = 0; i != row.times; ++i) now.service.next_faults.push_back(row.fault);
        flows::wait_for_serial work{"z", 7, program_token(), {}, {}, {.retry = {.max_attempts = 2}}};
        run(now, work);
        auto const end = work.take();
        CHECK(end.has_value() == row.arrives);
        CHECK(work.status().polls == row.polls);
        CHECK(work.status().poll_error.has_value() == !row.arrives);
        CHECK(now.times.size() == static_cast<std::size_t>(row.times) + (row.arrives ? 1 : 0));
        if (!row.arrives) CHECK(end.error().http_status() == 503);
    }
    // Failures that are not in succession do not add up.
    waiting_world now;
    for (int i = 0; i != 9; ++i) {
        now.service.next_faults.push_back(faults::status(500));
        now.service.next_faults.push_back({});
    }
    flows::wait_for_serial work{
        "z", 7, program_token(), {.max_failures = 2}, {}, {.retry = {.max_attempts = 1}}};
    run(now, work, [&](std::size_t sent) {
        if (sent == 18) now.service.zone_transfers.incoming["z"].soa_serial = 7;
        return false;
    });
    CHECK(work.take().has_value());
}

TEST_CASE("a poll is made after the delay that the service requests, or not at all if that is too long") {
    cfdns::call_policy const once{.retry = {.max_attempts = 1}};
    waiting_world now{7};
    now.service.next_faults = {faults::rate_limited(120s)};
    flows::wait_for_serial work{"z", 7, program_token(), {}, {}, once};
    run(now, work);
    CHECK(work.take().has_value());
    CHECK(now.times == milliseconds_list{0, 120'000});

    waiting_world later{7};
    later.service.next_faults = {faults::rate_limited(7200s)};
    flows::wait_for_serial refused{"z", 7, program_token(), {}, {}, once};
    run(later, refused);
    CHECK(refused.take().error().is_rate_limited());
    CHECK(later.times == milliseconds_list{0});
}

TEST_CASE("a serial seen by DNS ends the wait without a request") {
    waiting_world now;
    flows::wait_for_serial before{"z", 7, program_token()};
    CHECK_FALSE(before.note(6));
    CHECK(before.status().serial == 6);
    CHECK(before.note(8));
    CHECK_FALSE(before.start(now.now));
    auto const end = before.take();
    REQUIRE(end.has_value());
    CHECK(end->noted);
    CHECK(end->serial == 8);
    CHECK(end->polls == 0);
    CHECK_FALSE(end->configuration);

    // During the delay before a look.
    flows::wait_for_serial during{"z", 7, program_token()};
    run(now, during, [&](std::size_t sent) { return during.note(sent == 3 ? 7 : 6, now.now); });
    CHECK(now.times.size() == 3);
    CHECK_FALSE(during.resume(cfdns::http_response{}, 0.5, now.now));
    CHECK(during.status().configuration);
    CHECK(during.take()->serial == 7);
    CHECK(during.take().has_error());
    CHECK(during.note(4));  // too late to change anything
    CHECK(during.status().serial == 7);

    // A response replaces an older serial.
    waiting_world there{7};
    flows::wait_for_serial answered{"z", 7, program_token()};
    CHECK_FALSE(answered.note(6));
    CHECK(answered.status().noted);
    run(there, answered);
    CHECK_FALSE(answered.take()->noted);

    flows::wait_for_serial cancelled{"z", 7, program_token()};
    (void)cancelled.start(now.now);
    cancelled.cancel();
    CHECK_FALSE(cancelled.note(7));
    CHECK(cancelled.take().error().code() == cfdns::errc::cancelled);
}

TEST_CASE("a reservation of a look that a note has made unnecessary is released") {
    cfdns::rate_budget budget{2, 300s};
    waiting_world now;
    flows::wait_for_serial work{"z", 7, program_token(), {}, {}, {.budget = &budget}};
    auto first = work.start(now.now);
    REQUIRE(first);
    auto const received = now.send(*first->request);
    auto second = work.resume(received.value(), 0.5, now.now);
    REQUIRE(second);
    CHECK(second->delay == 1s);
    CHECK(budget.next_available(now.now) > now.now);
    CHECK(work.note(7, now.now));
    CHECK(budget.next_available(now.now) == now.now);
}

TEST_CASE("a wait keeps to the rate budget") {
    cfdns::rate_budget budget{3, 60s};
    waiting_world now;
    now.service.rate = cfdns::testing::rate_rule{.quota = 3, .window = 60s};
    flows::wait_for_serial work{
        "z", 7, program_token(), {.force_axfr = true}, {}, {.timeout = 10min, .budget = &budget}};
    now.service.zone_transfers.primaries["z"].reachable = false;
    run(now, work);
    CHECK(work.take().error().code() == cfdns::errc::deadline_exceeded);
    CHECK(now.times.size() > 10);
    for (auto const& entry : now.service.log) CHECK(entry.status != 429);
}

TEST_CASE("limits of the options of a wait") {
    for (auto const& row : limits) {
        CAPTURE(row.parameter);
        waiting_world now;
        flows::wait_for_serial work{"z", 7, program_token(), row.wait};
        run(now, work);
        CHECK(now.times.empty());
        auto const end = work.take();
        REQUIRE(end.has_error());
        CHECK(end.error().code() == cfdns::errc::invalid_parameter);
        CHECK(end.error().parameter() == row.parameter);
    }
    waiting_world now;
    flows::wait_for_serial work{"", 7, program_token()};
    run(now, work);
    CHECK(work.take().error().parameter() == "zone_id");
    CHECK(now.times.empty());

    // Delays without an end.
    waiting_world patient;
    flows::wait_for_serial long_wait{"z",
                                     7,
                                     program_token(),
                                     {.multiplier = std::numeric_limits<double>::infinity(),
                                      .max_delay = std::chrono::milliseconds::max()},
                                     {},
                                     {.timeout = 24h}};
    run(patient, long_wait);
    CHECK(patient.times == milliseconds_list{0, 1000, 86395000});
}
