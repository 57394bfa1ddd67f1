// SPDX-License-Identifier: BSL-1.0
#include "../support/values.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <stdexcept>

namespace {

using cfdns::errc;
using time_point = std::chrono::steady_clock::time_point;

cfdns::api_token token() { return {cfdns::secret_string{"t0ken"}}; }

struct item {
    std::string id{};
    std::string status{};
    CFDNS_FIELDS(id, status)
};

struct get_item {
    cfdns::required<std::string> id;
    using response_type = item;
    static constexpr auto route = cfdns::get("/items/{id}");
    CFDNS_FIELDS(id)
};

struct create_item {
    cfdns::required<std::string> name;
    using response_type = item;
    static constexpr auto route = cfdns::post("/items");
    CFDNS_FIELDS(name)
};

struct list_items {
    std::optional<std::uint32_t> page{}, per_page{};
    using response_type = std::vector<item>;
    static constexpr auto route = cfdns::get("/items");
    CFDNS_FIELDS(page, per_page)
};

// Creates an item, waits until it is active, and returns it with the number of looks.
class create_and_wait : public cfdns::workflow<create_and_wait, std::pair<item, int>> {
public:
    explicit create_and_wait(std::string name, cfdns::call_policy const& policy = {})
        : workflow(token(), {}, policy), name_(std::move(name)) {}

    cfdns::workflow_step first_step() { return send<&create_and_wait::created>(create_item{.name = name_}); }

    std::vector<time_point> seen_at{};
    std::vector<std::string> rays{};

private:
    cfdns::workflow_step created(cfdns::result<item> made) {
        seen_at.push_back(now());
        if (made.has_error()) return finish(made.error());
        return send<&create_and_wait::looked>(get_item{.id = made->id}, 30s);
    }

    cfdns::workflow_step looked(cfdns::result<cfdns::response<item>> const& found) {
        seen_at.push_back(now());
        ++looks_;
        if (found.has_error()) return finish(found.error());
        rays.push_back(found->info.cf_ray);
        if (found->value.status == "active") return finish(std::pair{found->value, looks_});
        return send<&create_and_wait::looked>(get_item{.id = found->value.id}, 30s);
    }

    std::string name_;
    int looks_ = 0;
};

static_assert(cfdns::machine<create_and_wait>);
static_assert(cfdns::machine<cfdns::exchange<get_item>>);
static_assert(cfdns::machine<cfdns::pages<list_items>>);
static_assert(!cfdns::machine<create_and_wait const>);
static_assert(!cfdns::machine<item>);
static_assert(!std::is_move_constructible_v<create_and_wait>);
static_assert(!std::is_constructible_v<cfdns::workflow_step>);

std::string item_body(std::string const& status) {
    return success(R"({"id":"made","status":")" + status + R"("})");
}

using answer = cfdns::result<cfdns::http_response>;

answer lost(cfdns::delivery request_sent = cfdns::delivery::unknown) {
    return cfdns::error{boost::system::errc::make_error_code(boost::system::errc::connection_reset),
                        request_sent};
}

// Drives a machine with answers, on a virtual clock, and remembers what it wanted.
struct script {
    std::vector<answer> answers;
    time_point now{};
    std::vector<std::string> sent{};
    std::vector<cfdns::attempt> attempts{};
    std::vector<cfdns::http_request> requests{};

    template <cfdns::machine Machine>
    void drive(Machine& machine) {
        for (auto next = machine.start(now); next;) {
            attempts.push_back(*next);
            requests.push_back(*next->request);
            sent.push_back(std::string{to_string(next->request->method)} + " " + next->request->target);
            now += next->delay;
            REQUIRE(sent.size() <= answers.size());
            answer const& got = answers[sent.size() - 1];
            next = got ? machine.resume(got.value(), 0, now) : machine.resume(got.error(), 0, now);
        }
    }
};

// A runtime on a virtual clock.
struct virtual_runtime {
    time_point time{};
    std::vector<cfdns::attempt_report> reports{};

    void sleep(std::chrono::milliseconds delay) { time += delay; }
    time_point now() const { return time; }
    double random() const { return 0; }
    void observe(cfdns::attempt_report const& report) { reports.push_back(report); }
};

// A machine as a program would have it, for tests of what holds for all.
struct maker {
    char const* name;
    std::function<void(std::function<void(std::function<std::optional<cfdns::attempt>()> start,
                                          std::function<std::optional<cfdns::attempt>(answer const&)> resume,
                                          std::function<void()> cancel, std::function<cfdns::error()> take,
                                          std::function<int()> reported)>)>
        with;
};

template <class Machine, class Make>
maker machine_of(char const* name, Make make) {
    return {name, [make](auto const& use) {
                auto owned = make();
                Machine& machine = *owned;
                use([&] { return machine.start({}); },
                    [&](answer const& got) {
                        return got ? machine.resume(got.value(), 0, {}) : machine.resume(got.error(), 0, {});
                    },
                    [&] { machine.cancel(time_point{}); },
                    [&] {
                        auto const taken = machine.take();
                        return taken.has_error() ? taken.error() : cfdns::error{};
                    },
                    [&] { return machine.report().number; });
            }};
}

std::vector<maker> all_machines() {
    return {
        machine_of<cfdns::exchange<get_item>>(
            "exchange",
            [] { return std::make_unique<cfdns::exchange<get_item>>(get_item{.id = "i"}, token()); }),
        machine_of<cfdns::pages<list_items>>(
            "pages", [] { return std::make_unique<cfdns::pages<list_items>>(list_items{}, token()); }),
        machine_of<create_and_wait>("workflow", [] { return std::make_unique<create_and_wait>("n"); }),
    };
}

}  // namespace

TEST_CASE("every machine answers calls out of order as documented") {
    answer const good = response_of(200, success(R"([{"id":"i","status":""}])"));
    answer const bad = response_of(404, "");
    for (maker const& one : all_machines()) {
        CAPTURE(std::string{one.name});
        // Before start.
        one.with([&](auto start, auto resume, auto, auto take, auto reported) {
            CHECK_FALSE(resume(good).has_value());
            CHECK_FALSE(resume(lost()).has_value());
            CHECK(take().code() == errc::cancelled);
            CHECK(reported() == 0);
            CHECK(start().has_value());
            CHECK_FALSE(start().has_value());  // while in progress
            CHECK(take().code() == errc::cancelled);
            CHECK_FALSE(resume(bad).has_value());
            CHECK(reported() == 1);
            // After completion.
            CHECK_FALSE(resume(good).has_value());
            CHECK_FALSE(resume(lost()).has_value());
            CHECK(take().http_status() == 404);
            CHECK(take().http_status() == 404);  // an error can be taken again
            CHECK_FALSE(start().has_value());
        });
        // A value can be taken once.
        one.with([&](auto start, auto resume, auto, auto take, auto) {
            CHECK(start().has_value());
            bool const list = std::string_view{one.name} == "pages";
            answer const done = list ? good : response_of(200, success(R"({"id":"i","status":"active"})"));
            for (int calls = 0; resume(done).has_value(); ++calls) REQUIRE(calls < 2);
            CHECK_FALSE(take().code().failed());
            CHECK(take().code() == errc::cancelled);
        });
        // Cancelled before start, in progress, and after completion.
        one.with([&](auto start, auto resume, auto cancel, auto take, auto) {
            cancel();
            CHECK_FALSE(start().has_value());
            CHECK_FALSE(resume(good).has_value());
            cfdns::error const failure = take();
            CHECK(failure.code() == errc::cancelled);
            CHECK(failure.delivery() == cfdns::delivery::not_sent);
        });
        one.with([&](auto start, auto resume, auto cancel, auto take, auto reported) {
            CHECK(start().has_value());
            cancel();
            CHECK_FALSE(resume(good).has_value());
            CHECK_FALSE(start().has_value());
            CHECK(take().code() == errc::cancelled);
            CHECK(reported() == 0);
        });
        one.with([&](auto start, auto resume, auto cancel, auto take, auto) {
            CHECK(start().has_value());
            CHECK_FALSE(resume(bad).has_value());
            cancel();
            CHECK(take().http_status() == 404);
        });
    }
}

TEST_CASE("a workflow makes one call after another, waits between them, and knows the time") {
    create_and_wait work{"new"};
    script play{
        {response_of(200, item_body("pending")), response_of(200, item_body("pending"), {{"cf-ray", "a"}}),
         response_of(200, item_body("active"), {{"cf-ray", "b"}})},
        time_point{} + 1h};
    play.drive(work);
    CHECK(play.sent == std::vector<std::string>{"POST /client/v4/items", "GET /client/v4/items/made",
                                                "GET /client/v4/items/made"});
    REQUIRE(play.attempts.size() == 3);
    CHECK(play.requests[0].body == R"({"name":"new"})");
    CHECK(play.requests[1].body.empty());  // each request is made anew
    CHECK(play.requests[1].headers.size() == 3);
    CHECK(play.requests[2].headers.size() == 3);
    CHECK(play.attempts[0].creates);
    CHECK_FALSE(play.attempts[1].creates);
    CHECK(play.attempts[0].delay == 0ms);
    CHECK(play.attempts[1].delay == 30s);
    CHECK(play.attempts[2].number == 1);
    CHECK(work.seen_at == std::vector{time_point{} + 1h, time_point{} + 1h + 30s, time_point{} + 1h + 60s});
    CHECK(work.rays == std::vector<std::string>{"a", "b"});
    CHECK(work.report().call == 3);
    auto const got = work.take();
    REQUIRE(got.has_value());
    CHECK(got->first.id == "made");
    CHECK(got->second == 2);
    CHECK(work.take().error().code() == errc::cancelled);  // taken once
}

TEST_CASE("run drives any machine, and observes each attempt of each call") {
    int asked = 0;
    auto const transport = [&](cfdns::http_request const&) -> answer {
        switch (++asked) {
            case 1: return response_of(429, "", {{"Retry-After", "2"}});
            case 2: return response_of(200, item_body("pending"));
            case 3: return lost();
            default: return response_of(200, item_body("active"));
        }
    };
    virtual_runtime runtime;
    auto const got = cfdns::run(transport, create_and_wait{"new"}, runtime);
    REQUIRE(got.has_value());
    CHECK(got->second == 1);
    std::vector<std::pair<int, int>> seen;
    for (auto const& each : runtime.reports) seen.emplace_back(each.call, each.number);
    CHECK(seen == std::vector<std::pair<int, int>>{{1, 1}, {1, 2}, {2, 1}, {2, 2}});
    CHECK(runtime.time.time_since_epoch() == 2s + 30s + 500ms);
    CHECK(runtime.reports[0].next_delay == 2s);
    CHECK_FALSE(runtime.reports[1].next_delay.has_value());  // the wait of the workflow is no retry
}

TEST_CASE(
    "a runtime that is cancelled ends a machine before it starts, and after a delay, without a request") {
    struct cancelled_runtime : virtual_runtime {
        int left = 0;  // the number of questions until it is cancelled
        bool is_cancelled() { return left-- <= 0; }
    };
    for (int const left : {0, 1, 2, 3}) {
        CAPTURE(left);
        int sent = 0;
        auto const transport = [&](cfdns::http_request const&) -> answer {
            ++sent;
            return response_of(200, item_body("pending"));
        };
        cancelled_runtime runtime;
        runtime.left = left;
        auto const got = cfdns::run(transport, create_and_wait{"new"}, runtime);
        REQUIRE(got.has_error());
        CHECK(got.error().code() == errc::cancelled);
        CHECK(sent == (left == 0 ? 0 : left - 1));
    }
}

TEST_CASE("the steps of a workflow receive the outcome of a call, after its retries") {
    create_and_wait lost_create{"new"};
    script first{{lost()}};
    first.drive(lost_create);
    CHECK(lost_create.take().error().delivery() == cfdns::delivery::unknown);
    CHECK(lost_create.seen_at.size() == 1);

    create_and_wait unsent{"new"};
    script second{{lost(cfdns::delivery::not_sent), lost(cfdns::delivery::not_sent), response_of(500, "")}};
    second.drive(unsent);
    CHECK(unsent.take().error().http_status() == 500);
    CHECK(unsent.seen_at.size() == 1);
}

TEST_CASE("the deadline of a workflow spans all its calls and delays") {
    struct {
        std::chrono::milliseconds timeout;
        std::size_t sent;
        std::size_t steps;
    } const table[] = {{0ms, 0, 0}, {30s, 1, 1}, {30s + 1ms, 2, 2}, {60s, 2, 2}, {61s, 3, 3}};
    for (auto const& row : table) {
        CAPTURE(row.timeout.count());
        cfdns::call_policy policy;
        policy.timeout = row.timeout;
        create_and_wait work{"new", policy};
        script play{{response_of(200, item_body("pending")), response_of(200, item_body("pending")),
                     response_of(200, item_body("active"))}};
        play.drive(work);
        CHECK(play.sent.size() == row.sent);
        CHECK(work.seen_at.size() == row.steps);
        auto const got = work.take();
        CHECK(got.has_value() == (row.sent == 3));
        if (got.has_error()) {
            CHECK(got.error().code() == errc::deadline_exceeded);
            CHECK(got.error().delivery() == cfdns::delivery::not_sent);
        }
        for (std::size_t i = 0; i != play.attempts.size(); ++i)
            CHECK(play.attempts[i].time_left == row.timeout - i * 30s);
    }
}

TEST_CASE("a workflow that waits reserves its request for the time at which it is sent") {
    cfdns::rate_budget budget{2, 10s};
    cfdns::call_policy policy;
    policy.budget = &budget;
    create_and_wait work{"new", policy};
    time_point const start{};
    REQUIRE(work.start(start).has_value());
    auto const wait = work.resume(response_of(200, item_body("pending")), 0, start);
    REQUIRE(wait.has_value());
    CHECK(wait->delay == 30s);
    // The second request counts from 30 s on, and leaves the present to others.
    CHECK(budget.next_available(start) == start);
    CHECK(budget.reserve(start) == start);
    CHECK(budget.next_available(start + 25s) == start + 25s);
    CHECK(budget.reserve(start + 31s) == start + 31s);
    CHECK(budget.next_available(start + 32s) == start + 40s);
    // If it is cancelled during the delay, the reservation is released.
    work.cancel(start + 29s);
    CHECK(work.take().error().delivery() == cfdns::delivery::not_sent);
    CHECK(budget.next_available(start + 32s) == start + 32s);
}

TEST_CASE("a workflow that waits while the budget is exhausted waits for both") {
    cfdns::rate_budget budget{1, 60s};
    cfdns::call_policy policy;
    policy.budget = &budget;
    create_and_wait work{"new", policy};
    time_point const start{};
    REQUIRE(work.start(start).has_value());
    auto const wait = work.resume(response_of(200, item_body("pending")), 0, start);
    REQUIRE(wait.has_value());
    CHECK(wait->delay == 60s);
}

TEST_CASE("a request that cannot be created ends a workflow without another step") {
    create_and_wait work{"new"};
    REQUIRE(work.start({}).has_value());
    auto const next = work.resume(response_of(200, success(R"({"id":"..","status":""})")), 0, {});
    CHECK_FALSE(next.has_value());
    CHECK(work.seen_at.size() == 1);
    CHECK(work.take().error().parameter() == "id");
}

namespace {

// Steps in every shape.
class shapes : public cfdns::workflow<shapes, std::string> {
public:
    explicit shapes(int what) : workflow(token()), what_(what) {}
    cfdns::workflow_step first_step() {
        switch (what_) {
            case 0: return finish(std::string{"at once"});
            case 1: {
                static_cast<void>(finish(std::string{"withdrawn"}));
                return send<&shapes::by_value>(get_item{.id = "a"});
            }
            case 2: {
                static_cast<void>(send<&shapes::by_value>(get_item{.id = "a"}));
                return finish(std::string{"finished"});
            }
            case 3: {
                static_cast<void>(send<&shapes::by_value>(get_item{.id = "a"}));
                return send<&shapes::by_reference>(list_items{});
            }
            default: return send<&shapes::full>(get_item{.id = "a"});
        }
    }

private:
    cfdns::workflow_step by_value(cfdns::result<item> got) {
        return finish(got ? "value " + got->id : got.error().message());
    }
    cfdns::workflow_step by_reference(cfdns::result<std::vector<item>> const& got) {
        return finish("list of " + std::to_string(got->size()));
    }
    cfdns::workflow_step full(cfdns::result<cfdns::response<item>>&& got) {
        return finish("status " + std::to_string(got->info.http_status));
    }
    int what_;
};

}  // namespace

TEST_CASE("a step takes the result or the whole response, and the last of several decisions counts") {
    struct {
        int what;
        std::vector<std::string> sent;
        char const* outcome;
    } const table[] = {
        {0, {}, "at once"},
        {1, {"GET /client/v4/items/a"}, "value made"},
        {2, {}, "finished"},
        {3, {"GET /client/v4/items"}, "list of 0"},
        {4, {"GET /client/v4/items/a"}, "status 200"},
    };
    for (auto const& row : table) {
        CAPTURE(row.what);
        shapes work{row.what};
        script play{{response_of(200, row.what == 3 ? success("[]") : item_body("x"))}};
        play.drive(work);
        CHECK(play.sent == row.sent);
        CHECK(work.take().value() == row.outcome);
    }
}

TEST_CASE("a secret in a call of a workflow is not in the error of the transport") {
    struct with_secret : cfdns::workflow<with_secret, std::string> {
        with_secret() : workflow(token()) {}
        cfdns::workflow_step first_step() {
            return send<&with_secret::got>(zt::tsigs::create{.account_id = account,
                                                             .algo = "hmac-sha256.",
                                                             .name = "n.",
                                                             .secret = cfdns::secret_string{"s3cret"}});
        }
        cfdns::workflow_step got(cfdns::result<zt::tsigs::tsig> made) {
            return finish(std::string{made.error().excerpt()} + made.error().message());
        }
    } work;
    script play{{cfdns::error{boost::system::errc::make_error_code(boost::system::errc::io_error),
                              cfdns::delivery::unknown, "broke",
                              response_of(200, R"({"result":{"secret":"s3cret")")}}};
    play.drive(work);
    std::string const shown = work.take().value();
    CHECK(shown.find("broke") != std::string::npos);
    CHECK(shown.find("s3cret") == std::string::npos);
}
