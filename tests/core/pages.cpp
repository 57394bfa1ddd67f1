// SPDX-License-Identifier: BSL-1.0
#include "../support/generator.hpp"
#include "../support/property_cases.hpp"
#include "../support/values.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <set>

namespace {

using cfdns::errc;
using cfdns::list_end;
using time_point = std::chrono::steady_clock::time_point;

struct item {
    std::string id{};
    std::optional<std::int64_t> age{};
    CFDNS_FIELDS(id, age)
};

struct list_items {
    std::optional<std::string> name{};
    std::optional<std::uint32_t> page{};
    std::optional<std::uint32_t> per_page{};
    using response_type = std::vector<item>;
    static constexpr auto route = cfdns::get("/items");
    CFDNS_FIELDS(name, page, per_page)
};

// Results without an id, and a small type for the number of a page.
struct list_texts {
    std::optional<std::uint8_t> page{};
    std::optional<std::uint16_t> per_page{};
    using response_type = std::vector<std::string>;
    static constexpr auto route = cfdns::get("/texts");
    CFDNS_FIELDS(page, per_page)
};

// Results whose id is optional.
struct loose_item {
    std::optional<std::string> id{};
    std::optional<std::int64_t> age{};
    CFDNS_FIELDS(id, age)
};

struct list_loose_items {
    std::optional<std::uint32_t> page{}, per_page{};
    using response_type = std::vector<loose_item>;
    static constexpr auto route = cfdns::get("/items");
    CFDNS_FIELDS(page, per_page)
};

struct post_items {
    std::optional<std::uint32_t> page{}, per_page{};
    using response_type = std::vector<item>;
    static constexpr auto route = cfdns::post("/items");
    CFDNS_FIELDS(page, per_page)
};

struct list_without_page {
    std::optional<std::uint32_t> per_page{};
    using response_type = std::vector<item>;
    static constexpr auto route = cfdns::get("/items");
    CFDNS_FIELDS(per_page)
};

struct get_item {
    std::optional<std::uint32_t> page{}, per_page{};
    using response_type = item;
    static constexpr auto route = cfdns::get("/items/1");
    CFDNS_FIELDS(page, per_page)
};

struct list_by_text {
    std::optional<std::string> page{}, per_page{};
    using response_type = std::vector<item>;
    static constexpr auto route = cfdns::get("/items");
    CFDNS_FIELDS(page, per_page)
};

static_assert(cfdns::paged_operation<list_items>);
static_assert(cfdns::paged_operation<list_texts>);
static_assert(!cfdns::paged_operation<post_items>);
static_assert(!cfdns::paged_operation<list_without_page>);
static_assert(!cfdns::paged_operation<get_item>);
static_assert(!cfdns::paged_operation<list_by_text>);
static_assert(!cfdns::paged_operation<zt::peers::list>);
static_assert(cfdns::machine<cfdns::pages<list_items>>);

cfdns::api_token token() { return {cfdns::secret_string{"t0ken"}}; }

std::uint64_t parameter(std::string_view target, std::string_view name, std::uint64_t otherwise) {
    for (char const before : {'?', '&'}) {
        std::string const start = before + std::string{name} + '=';
        if (auto const at = target.find(start); at != std::string_view::npos)
            return std::stoull(std::string{target.substr(at + start.size())});
    }
    return otherwise;
}

// A service with a list, and with everything that may be wrong with it.
struct list_service {
    std::vector<std::string> ids{};
    std::uint64_t per_page = 20;  // unless the request says

    bool ignores_page = false;
    bool clamps = false;          // after the last page comes the last page
    std::uint64_t cycle = 0;      // pages repeat after that many, without an end
    bool endless = false;         // every page is full and new
    bool shuffles = false;        // the order within a page changes
    bool ages = false;            // a member changes with each response
    bool knows_pages = true;      // total_pages in result_info
    bool has_info = true;         // result_info at all
    std::int64_t more_pages = 0;  // total_pages is wrong by that many
    std::int64_t wrong_page = 0;  // so is page
    std::int64_t more_per_page = 0;
    int odd_every = 0;  // each n-th entry is of another type

    std::vector<std::string> targets{};
    std::uint64_t fresh = 0;

    std::uint64_t pages_of(std::uint64_t size) const { return (ids.size() + size - 1) / size; }

    cfdns::http_response answer(std::string const& target) {
        targets.push_back(target);
        std::uint64_t const asked = parameter(target, "page", 1);
        std::uint64_t const size = parameter(target, "per_page", per_page);
        std::uint64_t page = ignores_page ? 1 : asked;
        if (clamps && page > pages_of(size)) page = pages_of(size);
        if (cycle != 0) page = (page - 1) % cycle + 1;
        std::vector<std::string> entries;
        for (std::uint64_t i = (page - 1) * size; i < page * size && entries.size() < size; ++i) {
            if (endless)
                entries.push_back("fresh" + std::to_string(++fresh));
            else if (i < ids.size())
                entries.push_back(ids[i]);
        }
        std::uint64_t const count = entries.size();
        if (shuffles && targets.size() % 2 == 0) std::reverse(entries.begin(), entries.end());
        std::string result;
        for (std::uint64_t i = 0; i != count; ++i) {
            if (!result.empty()) result += ',';
            if (odd_every != 0 && i % static_cast<std::uint64_t>(odd_every) == 0)
                result += "17";
            else
                result += R"({"id":")" + entries[i] + R"(","age":)" +
                          std::to_string(ages ? targets.size() : 0) + "}";
        }
        std::string body = R"({"success":true,"errors":[],"messages":[],"result":[)" + result + "]";
        auto const shifted = [](std::uint64_t value, std::int64_t by) {
            return std::to_string((std::max)(std::int64_t{0}, static_cast<std::int64_t>(value) + by));
        };
        if (has_info) {
            body += R"(,"result_info":{"page":)" + shifted(page, wrong_page) + R"(,"per_page":)" +
                    shifted(size, more_per_page) + R"(,"count":)" + std::to_string(count);
            if (knows_pages) body += R"(,"total_pages":)" + shifted(pages_of(size), more_pages);
            body += "}";
        }
        return response_of(200, body + "}");
    }
};

std::vector<std::string> make_ids(std::size_t count) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i != count; ++i) out.push_back("id" + std::to_string(i));
    return out;
}

// One page on a clock that stands still.
cfdns::result<cfdns::response<std::vector<item>>> one_page(cfdns::pages<list_items>& list,
                                                           list_service& service) {
    for (auto next = list.start({}); next;) next = list.resume(service.answer(next->request->target), 0, {});
    return list.take();
}

std::vector<std::string> all_ids(cfdns::pages<list_items>& list, list_service& service) {
    std::vector<std::string> out;
    while (!list.done()) {
        auto const page = one_page(list, service);
        REQUIRE(page.has_value());
        for (item const& each : page->value) out.push_back(each.id);
    }
    return out;
}

}  // namespace

TEST_CASE("all pages are requested in order, and none after the last one if the number of pages is known") {
    struct {
        std::size_t count;
        std::vector<std::string> targets;
        list_end end;
    } const table[] = {
        {0, {"/client/v4/items?per_page=5"}, list_end::empty_page},
        {3, {"/client/v4/items?per_page=5"}, list_end::last_page},
        {5, {"/client/v4/items?per_page=5"}, list_end::last_page},
        {6, {"/client/v4/items?per_page=5", "/client/v4/items?page=2&per_page=5"}, list_end::last_page},
        {10, {"/client/v4/items?per_page=5", "/client/v4/items?page=2&per_page=5"}, list_end::last_page},
    };
    for (auto const& row : table) {
        list_service service{.ids = make_ids(row.count)};
        cfdns::pages list{list_items{.per_page = 5}, token()};
        CHECK(all_ids(list, service) == service.ids);
        CHECK(service.targets == row.targets);
        CHECK(list.end() == row.end);
    }
}

TEST_CASE(
    "without a number of pages, a list ends at a short or an empty page, and without both at an empty one") {
    struct {
        std::size_t count;
        bool has_info;
        std::size_t requests;
        list_end end;
    } const table[] = {
        {12, true, 3, list_end::short_page},
        {10, true, 3, list_end::empty_page},
        {12, false, 4, list_end::empty_page},
        {0, false, 1, list_end::empty_page},
    };
    for (auto const& row : table) {
        list_service service{.ids = make_ids(row.count), .per_page = 5};
        service.knows_pages = false;
        service.has_info = row.has_info;
        cfdns::pages list{list_items{}, token()};
        CHECK(all_ids(list, service) == service.ids);
        CHECK(service.targets.size() == row.requests);
        CHECK(list.end() == row.end);
    }
}

TEST_CASE("a service that ignores the page or repeats pages does not make a list endless") {
    list_service ignoring{.ids = make_ids(30), .ignores_page = true};
    ignoring.knows_pages = false;
    cfdns::pages first{list_items{}, token()};
    CHECK(all_ids(first, ignoring).size() == 20);
    CHECK(ignoring.targets.size() == 2);
    CHECK(first.end() == list_end::repeated_page);

    list_service clamping{.ids = make_ids(60), .clamps = true};
    clamping.knows_pages = false;
    cfdns::pages third{list_items{}, token()};
    CHECK(all_ids(third, clamping) == clamping.ids);
    CHECK(clamping.targets.size() == 4);
    CHECK(third.end() == list_end::repeated_page);

    list_service changing = ignoring;  // the same objects in another order, with other members
    changing.targets.clear();
    changing.shuffles = changing.ages = true;
    cfdns::pages second{list_items{}, token()};
    CHECK(all_ids(second, changing).size() == 20);
    CHECK(changing.targets.size() == 2);

    for (std::uint64_t const cycle : {2u, 3u, 5u, 16u, 17u}) {
        CAPTURE(cycle);
        list_service cycling{.ids = make_ids(20 * 20), .cycle = cycle};
        cycling.knows_pages = false;
        cfdns::pages list{list_items{}, token()};
        CHECK(all_ids(list, cycling).size() >= 20 * cycle);
        CHECK(cycling.targets.size() <= 4 * cycle);
        CHECK(list.end() == list_end::repeated_page);
    }
}

TEST_CASE("results without an id are compared by their content, and the number of a page fits its type") {
    cfdns::pages list{list_texts{.page = 254}, token()};
    std::vector<std::string> targets;
    auto const page = [&](std::string const& result) {
        for (auto next = list.start({}); next;) {
            targets.push_back(next->request->target);
            next = list.resume(response_of(200, success(result)), 0, {});
        }
        return list.take();
    };
    CHECK(page(R"(["a","b"])")->value == std::vector<std::string>{"a", "b"});
    CHECK(page(R"(["c","d"])")->value == std::vector<std::string>{"c", "d"});
    CHECK(list.end() == list_end::limit);  // there is no page 256
    CHECK(targets == std::vector<std::string>{"/client/v4/texts?page=254", "/client/v4/texts?page=255"});

    cfdns::pages repeating{list_texts{}, token()};
    int sent = 0;
    while (!repeating.done()) {
        for (auto next = repeating.start({}); next; ++sent)
            next = repeating.resume(response_of(200, success(R"(["a","b"])")), 0, {});
        CHECK(repeating.take()->value.size() == (sent == 1 ? 2 : 0));
    }
    CHECK(sent == 2);
    CHECK(repeating.end() == list_end::repeated_page);
}

TEST_CASE("optional ids are compared too, and results without one by their content") {
    struct {
        char const *first, *second;
        bool repeated;
    } const table[] = {
        {R"([{"id":"a","age":1}])", R"([{"id":"a","age":2}])", true},
        {R"([{"id":"a","age":1}])", R"([{"id":"b","age":1}])", false},
        {R"([{"age":1}])", R"([{"age":1}])", true},
        {R"([{"age":1}])", R"([{"age":2}])", false},
    };
    for (auto const& row : table) {
        CAPTURE(row.second);
        cfdns::pages list{list_loose_items{}, token()};
        for (char const* const page : {row.first, row.second}) {
            auto const next = list.start({});
            REQUIRE(next.has_value());
            CHECK_FALSE(list.resume(response_of(200, success(page)), 0, {}).has_value());
            CHECK(list.take().has_value());
        }
        CHECK((list.end() == list_end::repeated_page) == row.repeated);
    }
}

TEST_CASE("entries that were left out because of their type do not make a page short") {
    list_service service{.ids = make_ids(12), .per_page = 5, .odd_every = 4};
    service.knows_pages = false;
    cfdns::pages list{list_items{}, token()};
    CHECK(all_ids(list, service) ==
          std::vector<std::string>{"id1", "id2", "id3", "id6", "id7", "id8", "id11"});
    CHECK(service.targets.size() == 3);
}

TEST_CASE("a page that lacks results, because they could not be read, does not end a list") {
    std::string const broken[] = {R"({"age":1})", R"({"id":null})", R"({"id":[]})", "7"};
    for (std::string const& entry : broken)
        for (bool const knows_pages : {false, true}) {
            CAPTURE(entry);
            CAPTURE(knows_pages);
            cfdns::pages list{list_items{}, token()};
            auto const give = [&](std::string const& result, int page) {
                std::string const info = R"(,"result_info":{"page":)" + std::to_string(page) +
                                         R"(,"per_page":3)" + (knows_pages ? R"(,"total_pages":2}})" : "}}");
                auto const next = list.start({});
                REQUIRE(next.has_value());
                std::string const body = R"({"success":true,"result":[)" + result + "]" + info;
                CHECK_FALSE(list.resume(response_of(200, body), 0, {}).has_value());
                return list.take().value().value.size();
            };
            CHECK(give(R"({"id":"a"},)" + entry + R"(,{"id":"b"})", 1) == 2);
            CHECK_FALSE(list.done());
            CHECK(give(R"({"id":"c"})", 2) == 1);
            CHECK(list.end() == (knows_pages ? list_end::last_page : list_end::short_page));
        }
}

TEST_CASE("a short page does not end a list whose number of pages is known") {
    cfdns::pages list{list_items{}, token()};
    REQUIRE(list.start({}).has_value());
    std::string const body =
        R"({"success":true,"result":[{"id":"a"}],"result_info":{"page":1,"per_page":3,"total_pages":2}})";
    CHECK_FALSE(list.resume(response_of(200, body), 0, {}).has_value());
    CHECK(list.take().has_value());
    CHECK_FALSE(list.done());
}

TEST_CASE("limits end a list, and truncate its last page") {
    struct {
        cfdns::page_limits limits;
        std::size_t results, requests;
        list_end end;
    } const table[] = {
        {{.max_pages = 2}, 10, 2, list_end::limit},
        {{.max_pages = 0}, 0, 0, list_end::limit},
        {{.max_results = 0}, 0, 0, list_end::limit},
        {{.max_results = 7}, 7, 2, list_end::limit},
        {{.max_results = 10}, 10, 2, list_end::limit},
        {{.max_results = 12}, 12, 3, list_end::last_page},
        {{.max_results = 999}, 12, 3, list_end::last_page},
    };
    for (auto const& row : table) {
        list_service service{.ids = make_ids(12), .per_page = 5};
        cfdns::pages list{list_items{}, token(), {}, {}, row.limits};
        CHECK(all_ids(list, service).size() == row.results);
        CHECK(service.targets.size() == row.requests);
        CHECK(list.end() == row.end);
    }
}

TEST_CASE("an endless list ends at the default limit of pages") {
    list_service service{.per_page = 1, .endless = true};
    REQUIRE(service.pages_of(1) == 0);  // total_pages is 0, which means nothing if there are results
    cfdns::pages list{list_items{}, token()};
    CHECK(all_ids(list, service).size() == 10'000);
    CHECK(list.end() == list_end::limit);
}

TEST_CASE("an error ends a list, is returned, and stays") {
    list_service service{.ids = make_ids(12), .per_page = 5};
    cfdns::pages list{list_items{}, token()};
    CHECK(one_page(list, service)->value.size() == 5);
    auto next = list.start({});
    REQUIRE(next.has_value());
    next = list.resume(response_of(404, R"({"success":false,"errors":[]})"), 0, {});
    CHECK_FALSE(next.has_value());
    CHECK(list.done());
    CHECK(list.end() == list_end::failure);
    CHECK(list.take().error().is_not_found());
    CHECK(list.take().error().is_not_found());
    CHECK_FALSE(list.start({}).has_value());
}

TEST_CASE("an error of the transport ends a list after its retries") {
    cfdns::pages list{list_items{}, token()};
    auto const lost = cfdns::error{boost::system::errc::make_error_code(boost::system::errc::io_error)};
    auto next = list.start({});
    for (int attempts = 1; next; ++attempts) {
        CHECK_FALSE(list.done());
        CHECK(next->number == attempts);
        next = list.resume(lost, 0, {});
    }
    CHECK(list.done());
    CHECK(list.end() == list_end::failure);
    CHECK(list.take().error().code() == boost::system::errc::io_error);
}

TEST_CASE("a page is taken before the next one starts, and a cancelled list has no page") {
    list_service service{.ids = make_ids(12), .per_page = 5};
    cfdns::pages list{list_items{}, token()};
    auto const first = list.start({});
    REQUIRE(first.has_value());
    CHECK_FALSE(list.resume(service.answer(first->request->target), 0, {}).has_value());
    CHECK_FALSE(list.start({}).has_value());
    CHECK(list.take()->value.size() == 5);
    CHECK(list.take().error().code() == errc::cancelled);
    CHECK(one_page(list, service)->value.front().id == "id5");

    auto const third = list.start({});
    REQUIRE(third.has_value());
    CHECK_FALSE(list.resume(service.answer(third->request->target), 0, {}).has_value());
    CHECK(list.end() == list_end::last_page);
    list.cancel();  // after the end: the last page can still be taken
    CHECK(list.take()->value.size() == 2);

    cfdns::pages stopped{list_items{}, token()};
    auto const only = stopped.start({});
    CHECK_FALSE(stopped.resume(service.answer(only->request->target), 0, {}).has_value());
    stopped.cancel(time_point{});
    CHECK(stopped.end() == list_end::failure);
    CHECK(stopped.take().error().code() == errc::cancelled);
    CHECK_FALSE(stopped.start({}).has_value());
}

TEST_CASE("a request that cannot be created ends a list before it is sent") {
    cfdns::pages list{list_items{.name = "\xff"}, token()};
    CHECK_FALSE(list.start({}).has_value());
    CHECK(list.done());
    CHECK(list.take().error().parameter() == "name");
}

TEST_CASE("each page is retried by itself, and the report counts pages and attempts") {
    list_service service{.ids = make_ids(12), .per_page = 5};
    cfdns::pages list{list_items{}, token()};
    std::vector<std::pair<int, int>> reports;
    std::size_t results = 0;
    while (!list.done()) {
        bool failed = false;
        for (auto next = list.start({}); next;) {
            if (!std::exchange(failed, true))
                next = list.resume(response_of(503, ""), 0, {});
            else
                next = list.resume(service.answer(next->request->target), 0, {});
            reports.emplace_back(list.report().call, list.report().number);
        }
        results += list.take()->value.size();
    }
    CHECK(results == 12);
    CHECK(reports == std::vector<std::pair<int, int>>{{1, 1}, {1, 2}, {2, 1}, {2, 2}, {3, 1}, {3, 2}});
}

TEST_CASE("the timeout spans all pages") {
    list_service service{.ids = make_ids(100), .per_page = 5};
    cfdns::call_policy policy;
    policy.timeout = 10s;
    cfdns::pages list{list_items{}, token(), {}, policy};
    time_point now{};
    int pages = 0;
    cfdns::error failure;
    std::vector<std::chrono::milliseconds> left;
    while (!list.done()) {
        for (auto next = list.start(now); next;) {
            left.push_back(next->time_left.value());
            now += 4s;
            next = list.resume(service.answer(next->request->target), 0, now);
        }
        auto const page = list.take();
        if (page.has_value())
            ++pages;
        else
            failure = page.error();
    }
    CHECK(pages == 3);
    CHECK(left == std::vector<std::chrono::milliseconds>{10s, 6s, 2s});
    CHECK(failure.code() == errc::deadline_exceeded);
    CHECK(failure.delivery() == cfdns::delivery::not_sent);
}

TEST_CASE("the budget spans all pages") {
    list_service service{.ids = make_ids(25), .per_page = 5};
    cfdns::rate_budget budget{2, 60s};
    cfdns::call_policy policy;
    policy.budget = &budget;
    cfdns::pages list{list_items{}, token(), {}, policy};
    time_point now{};
    std::vector<std::chrono::milliseconds> sent;
    while (!list.done()) {
        for (auto next = list.start(now); next;) {
            now += next->delay;
            sent.push_back(std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()));
            next = list.resume(service.answer(next->request->target), 0, now);
        }
        CHECK(list.take().has_value());
    }
    CHECK(sent == std::vector<std::chrono::milliseconds>{0s, 0s, 60s, 60s, 120s});
}

// Whatever the service does, a list ends, with a reason that is true; and if the service tells the truth,
// the list is complete, in order, without doubles, and costs one request a page.
TEST_CASE("pages of services that lie, forget and change") {
    std::size_t honest = 0, wrong = 0, changing = 0, requests = 0;
    std::uint32_t const lists = property_cases(6'000);
    for (std::uint32_t seed = 1; seed <= lists; ++seed) {
        CAPTURE(seed);
        generator random{seed};
        list_service service{.ids = make_ids(random.below(random.below(2) ? 40 : 8))};
        service.per_page = 1 + random.below(9);
        bool const lies = random.below(3) == 0, changes = random.below(3) == 0;
        bool const knows = random.below(2) == 0;
        service.knows_pages = knows;
        service.has_info = random.below(4) != 0;
        if (lies) {
            service.ignores_page = random.below(3) == 0;
            service.clamps = random.below(4) == 0 && !service.ids.empty();
            service.cycle = random.below(3) == 0 ? 1 + random.below(6) : 0;
            service.endless = random.below(5) == 0;
            service.shuffles = random.below(2) == 0;
            service.ages = random.below(2) == 0;
            service.more_pages = static_cast<std::int64_t>(random.below(7)) - 3;
            service.wrong_page = static_cast<std::int64_t>(random.below(5)) - 2;
            service.more_per_page = static_cast<std::int64_t>(random.below(5)) - 2;
            service.odd_every = random.below(3) == 0 ? static_cast<int>(1 + random.below(4)) : 0;
        }
        std::set<std::string> const before{service.ids.begin(), service.ids.end()};
        std::set<std::string> stayed = before, ever = before;
        bool grew = false, shrank = false;

        cfdns::pages list{list_items{}, token(), {}, {}, {.max_pages = 100}};
        std::vector<std::string> got;
        bool failed = false;
        std::size_t most = 0;
        while (!list.done()) {
            auto const page = one_page(list, service);
            if (page.has_error()) {
                // A page with nothing of the right type is an error, not an empty page.
                CHECK(service.odd_every != 0);
                CHECK(list.end() == list_end::failure);
                failed = true;
                break;
            }
            most = (std::max)(most, page->value.size());
            for (item const& each : page->value) got.push_back(each.id);
            if (!changes || random.below(3) != 0) continue;
            if (service.ids.empty() || random.below(2) == 0) {
                std::string const added = "new" + std::to_string(service.targets.size());
                service.ids.insert(
                    service.ids.begin() + static_cast<std::ptrdiff_t>(random.below(service.ids.size() + 1)),
                    added);
                ever.insert(added);
                grew = true;
            } else {
                auto const gone =
                    service.ids.begin() + static_cast<std::ptrdiff_t>(random.below(service.ids.size()));
                stayed.erase(*gone);
                service.ids.erase(gone);
                shrank = true;
            }
        }
        requests += service.targets.size();
        CHECK(service.targets.size() <= 100);
        CHECK(most <= service.per_page);
        for (std::size_t i = 1; i < service.targets.size(); ++i)
            CHECK(parameter(service.targets[i], "page", 0) == i + 1);
        if (list.end() == list_end::limit) CHECK((service.endless || service.targets.size() == 100));
        if (!service.endless)
            for (std::string const& each : got) CHECK(ever.contains(each));

        std::set<std::string> const unique{got.begin(), got.end()};
        if (lies) {
            ++wrong;
            // What the service repeats is not returned again, unless a cycle is longer than a page.
            if (!failed && service.ignores_page && !changes && service.odd_every == 0 && !service.endless)
                CHECK(got.size() == unique.size());
        } else if (grew || shrank) {
            ++changing;
            // Of what stayed, nothing is missing, unless something before it was deleted, or so many objects
            // were created that a page looks like the one before it.
            if (!shrank && list.end() != list_end::repeated_page)
                for (std::string const& each : stayed) CHECK(unique.contains(each));
        } else {
            ++honest;
            CHECK(got == service.ids);
            std::size_t const pages = (std::max<std::size_t>)(1, service.pages_of(service.per_page));
            bool const knows_end = service.has_info && (knows || service.ids.size() % service.per_page != 0);
            CHECK(service.targets.size() == (service.ids.empty() || knows_end ? pages : pages + 1));
        }
    }
    CHECK(honest > lists / 6);
    CHECK(wrong > lists / 6);
    CHECK(changing > lists / 15);
    MESSAGE(honest, " honest, ", wrong, " wrong and ", changing, " changing lists in ", requests,
            " requests");
}
