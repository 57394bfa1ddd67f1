// SPDX-License-Identifier: BSL-1.0
#include "../support/values.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <iterator>
#include <memory>
#include <ranges>
#include <type_traits>

namespace {

using cfdns::errc;
using time_point = std::chrono::steady_clock::time_point;
using answer = cfdns::result<cfdns::http_response>;

cfdns::api_token token() { return {cfdns::secret_string{"t0ken"}}; }

struct item {
    std::string id{};
    CFDNS_FIELDS(id)
};

struct list_items {
    std::optional<std::uint32_t> page{}, per_page{};
    using response_type = std::vector<item>;
    static constexpr auto route = cfdns::get("/items");
    CFDNS_FIELDS(page, per_page)
};

// Answers in turn, the last one for ever. It can be moved, but not copied.
struct answers {
    std::unique_ptr<std::vector<answer>> all;
    std::size_t asked = 0;
    std::vector<cfdns::http_request> seen{};

    explicit answers(std::vector<answer> in_turn)
        : all(std::make_unique<std::vector<answer>>(std::move(in_turn))) {}
    answer operator()(cfdns::http_request const& request) {
        seen.push_back(request);
        return (*all)[std::min(asked++, all->size() - 1)];
    }
};

// A runtime on a virtual clock, neither copied nor default constructed.
struct virtual_runtime {
    std::unique_ptr<time_point> time;

    explicit virtual_runtime(time_point at) : time(std::make_unique<time_point>(at)) {}
    void sleep(std::chrono::milliseconds delay) { *time += delay; }
    time_point now() const { return *time; }
    double random() const { return 0; }
};

answer page_of(std::vector<std::string> const& ids, int total) {
    std::string result;
    for (std::string const& id : ids) result += (result.empty() ? "" : ",") + (R"({"id":")" + id + R"("})");
    return response_of(200, R"({"success":true,"errors":[],"messages":[],"result":[)" + result +
                                R"(],"result_info":{"total_pages":)" + std::to_string(total) + "}}");
}

answer found() { return response_of(200, success(R"({"id":"made"})"), {{"cf-ray", "r"}}); }

using plain = cfdns::client<answers>;
using patient = cfdns::client<answers, virtual_runtime>;
static_assert(std::is_nothrow_move_constructible_v<answers>);
static_assert(std::is_move_constructible_v<plain> && std::is_move_assignable_v<plain>);
static_assert(std::is_move_constructible_v<patient> && std::is_move_assignable_v<patient>);
static_assert(!std::is_copy_constructible_v<plain>);
static_assert(std::is_copy_constructible_v<cfdns::client<canned>>);

// A client without a runtime can neither wait nor have a policy, nor drive a machine that may wait.
template <class Client>
concept drives = requires(Client& client, cfdns::exchange<list_items>& machine) {
    client.run(machine);
};
template <class Client>
concept has_runtime = requires(Client& client) {
    client.runtime();
};
static_assert(drives<patient> && has_runtime<patient>);
static_assert(!drives<plain> && !has_runtime<plain>);
static_assert(!std::is_constructible_v<patient, answers, cfdns::credentials>);
static_assert(
    !std::is_constructible_v<plain, answers, cfdns::credentials, cfdns::request_options, virtual_runtime>);
template <class Client, class Op>
concept lists = requires(Client& client, Op const& op) {
    client.pages(op);
};
static_assert(lists<plain, list_items>);
static_assert(!lists<plain, zt::peers::list>);
// A range refers to its client.
template <class Client, class Op>
concept lists_of_temporary = requires(Client&& client, Op const& op) {
    std::move(client).pages(op);
};
static_assert(!lists_of_temporary<plain, list_items>);

}  // namespace

TEST_CASE("a client calls operations with its credentials and options") {
    cfdns::client cloudflare{answers{{found()}}, token(), cfdns::request_options{.base_path = "/v9"}};
    auto const got = cloudflare(zt::incoming::get{.zone_id = zone});
    REQUIRE(got.has_value());
    CHECK(got->id == "made");
    auto const full = cloudflare.full(zt::incoming::get{.zone_id = zone});
    REQUIRE(full.has_value());
    CHECK(full->info.cf_ray == "r");
    REQUIRE(cloudflare.transport().seen.size() == 2);
    for (auto const& request : cloudflare.transport().seen) {
        CHECK(request.target == "/v9/zones/" + zone + "/secondary_dns/incoming");
        CHECK(cfdns::find_header(request.headers, "Authorization") == "Bearer t0ken");
    }
    CHECK(cloudflare.options().base_path == "/v9");
    CHECK(std::get<cfdns::api_token>(cloudflare.credentials()).token.expose() == "t0ken");
}

TEST_CASE("a client without a runtime makes a single attempt") {
    cfdns::client cloudflare{answers{{response_of(503, ""), found()}}, token()};
    CHECK(cloudflare(zt::incoming::get{.zone_id = zone}).error().http_status() == 503);
    CHECK(cloudflare.transport().seen.size() == 1);
}

TEST_CASE("a client with a runtime retries, and observes its timeout and budget") {
    cfdns::rate_budget budget{1, 10s};
    cfdns::call_policy policy;
    policy.timeout = 15s;
    policy.budget = &budget;
    cfdns::client cloudflare{
        answers{{response_of(503, ""), found()}}, token(), {}, virtual_runtime{time_point{}}, policy};
    CHECK(cloudflare(zt::incoming::get{.zone_id = zone}).has_value());
    CHECK(cloudflare.runtime().now().time_since_epoch() == 10s);
    CHECK(cloudflare(zt::incoming::get{.zone_id = zone}).has_value());
    CHECK(cloudflare.runtime().now().time_since_epoch() == 20s);
    CHECK(cloudflare.transport().seen.size() == 3);
    CHECK(cloudflare.policy().timeout == 15s);

    auto moved = std::move(cloudflare);
    CHECK(moved(zt::incoming::get{.zone_id = zone}).has_value());
    CHECK(moved.transport().seen.size() == 4);
    CHECK(moved.run(cfdns::exchange{zt::incoming::get{.zone_id = zone}, moved.credentials()}).has_value());
}

TEST_CASE("a transport can be shared by reference") {
    answers transport{{found()}};
    cfdns::client one{std::ref(transport), token()}, other = one;
    CHECK(one(zt::incoming::get{.zone_id = zone}).has_value());
    CHECK(other(zt::incoming::get{.zone_id = zone}).has_value());
    CHECK(transport.seen.size() == 2);
}

TEST_CASE("the results of all pages are a range, which retrieves pages as it is iterated") {
    cfdns::client cloudflare{answers{{page_of({"a", "b"}, 3), page_of({"c", "d"}, 3), page_of({"e"}, 3)}},
                             token()};
    std::vector<std::string> seen;
    for (auto& each : cloudflare.pages(list_items{.per_page = 2})) {
        REQUIRE(each.has_value());
        seen.push_back(std::to_string(cloudflare.transport().seen.size()) + std::move(each->id));
    }
    CHECK(seen == std::vector<std::string>{"1a", "1b", "2c", "2d", "3e"});
    CHECK(cloudflare.transport().seen.back().target == "/client/v4/items?page=3&per_page=2");

    cfdns::client once_more{answers{{page_of({"a", "b"}, 3), page_of({"c", "d"}, 3), page_of({"e"}, 3)}},
                            token()};
    auto range = once_more.pages(list_items{}, {.max_results = 3});
    static_assert(std::ranges::input_range<decltype(range)>);
    static_assert(std::input_iterator<decltype(range.begin())>);
    std::size_t count = 0;
    for (auto it = range.begin(); it != range.end(); it++) count += it->has_value() ? 1u : 0u;
    CHECK(count == 3);
    CHECK(range.why_ended() == cfdns::list_end::limit);
    CHECK(once_more.transport().seen.size() == 2);
}

TEST_CASE("an error is the last element of a range, and follows the results before it") {
    cfdns::client cloudflare{answers{{page_of({"a", "b"}, 3), response_of(403, ""), page_of({"c"}, 3)}},
                             token()};
    std::vector<std::string> seen;
    for (auto const& each : cloudflare.pages(list_items{}))
        seen.push_back(each ? each->id : std::to_string(each.error().http_status()));
    CHECK(seen == std::vector<std::string>{"a", "b", "403"});
    CHECK(cloudflare.transport().seen.size() == 2);
}

TEST_CASE("an empty list has no elements, and an empty page does not end the iteration of what follows it") {
    cfdns::client none{answers{{page_of({}, 0)}}, token()};
    for (auto const& each : none.pages(list_items{})) FAIL(each.has_value());
    CHECK(none.transport().seen.size() == 1);

    cfdns::client refused{answers{{response_of(401, "")}}, token()};
    std::size_t errors = 0;
    for (auto const& each : refused.pages(list_items{})) errors += each.has_error() ? 1u : 0u;
    CHECK(errors == 1);
}

TEST_CASE("a list can be retrieved page by page, with the rest of each response") {
    cfdns::client cloudflare{answers{{page_of({"a", "b"}, 2), page_of({"c"}, 2)}}, token()};
    auto list = cloudflare.pages(list_items{});
    std::vector<std::size_t> sizes;
    while (auto const page = list.next_page()) {
        REQUIRE(page->has_value());
        CHECK(page->value().info.result_info->total_pages == 2);
        sizes.push_back(page->value().value.size());
    }
    CHECK(sizes == std::vector<std::size_t>{2, 1});
    CHECK(list.why_ended() == cfdns::list_end::last_page);

    cfdns::client failing{answers{{response_of(404, "")}}, token()};
    auto broken = failing.pages(list_items{});
    CHECK(broken.next_page()->error().is_not_found());
    CHECK_FALSE(broken.next_page().has_value());
}
