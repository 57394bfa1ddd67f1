// SPDX-License-Identifier: BSL-1.0
// Accounts and tokens in memory.
#include "fake.hpp"

#include <doctest/doctest.h>

namespace {

namespace accounts = cfdns::accounts;

// "STATUS CODE" of a refusal; empty if there is none.
template <class Op>
std::string refusal(fake_cloudflare& service, cfdns::credentials const& credentials, Op const& op) {
    auto const got = cfdns::call(service, credentials, op);
    if (got.has_value()) return {};
    REQUIRE(got.error().api_errors().size() == 1);
    return std::to_string(got.error().http_status()) + " " +
           std::to_string(got.error().api_errors()[0].code.value());
}

cfdns::credentials key() { return cfdns::api_key{"user@example.com", secret("k")}; }

// The status of a token, as both operations show it, and the codes of the messages.
template <class Op>
std::string verified(fake_cloudflare& service, Op const& op) {
    auto const got = cfdns::call_full(service, token(), op);
    REQUIRE(got.has_value());
    std::string out = got->value.id + " " + got->value.status;
    for (cfdns::api_message const& message : got->info.messages)
        out += " " + std::to_string(message.code.value()) + " " + message.message;
    return out;
}

}  // namespace

TEST_CASE("accounts are listed by name, page by page, and found by id") {
    fake_cloudflare service;
    CHECK(cfdns::call(service, token(), accounts::list{}).value().empty());
    for (int i = 0; i != 7; ++i) {
        std::string const id = std::to_string(i);
        service.accounts.all[id] = {.id = id, .name = "Account " + std::to_string(9 - i)};
    }
    auto const ids = [&](accounts::list const& op) {
        std::string out;
        for (accounts::account const& one : cfdns::call(service, token(), op).value()) out += one.id;
        return out;
    };
    CHECK(ids({}) == "6543210");
    CHECK(ids({.direction = "asc"}) == "6543210");
    CHECK(ids({.direction = "desc"}) == "0123456");
    CHECK(ids({.name = "account 7"}) == "2");
    CHECK(ids({.name = "account"}).empty());
    CHECK(ids({.page = 2, .per_page = 5}) == "10");
    CHECK(ids({.page = 3, .per_page = 5}).empty());
    auto const page = cfdns::call_full(service, token(), accounts::list{.page = 2, .per_page = 5});
    CHECK(page.value().info.result_info.value().total_count == 7u);
    CHECK(page.value().info.result_info.value().total_pages == 2u);

    CHECK(cfdns::call(service, token(), accounts::get{.account_id = "3"}).value().name == "Account 6");
    CHECK(refusal(service, token(), accounts::get{.account_id = account}) == "404 7003");
}

TEST_CASE("the list of accounts refuses a token that an account owns") {
    fake_cloudflare service;
    CHECK(refusal(service, token("cfat_x"), accounts::list{}) == "400 1001");
    CHECK(refusal(service, token("cfut_x"), accounts::list{}).empty());
    CHECK(refusal(service, key(), accounts::list{}).empty());
    CHECK(refusal(service, token("cfat_x"), cfdns::zones::list{}).empty());
}

TEST_CASE("the verification of a token tells its state, and has a message if it is active") {
    fake_cloudflare service;
    accounts::tokens::verify const of_account{.account_id = account};
    std::string const active =
        "ed17574386854bf78a67040be0a770b0 active 10000 This API Token is valid and active";
    CHECK(verified(service, cfdns::user::tokens::verify{}) == active);
    CHECK(verified(service, of_account) == active);

    service.user.token = {.id = "u", .status = "disabled", .expires_on = cfdns::timestamp{"2027-01-01"}};
    service.accounts.tokens[account] = {.id = "a", .status = "expired"};
    CHECK(verified(service, cfdns::user::tokens::verify{}) == "u disabled");
    CHECK(verified(service, of_account) == "a expired");
    CHECK(verified(service, accounts::tokens::verify{.account_id = "other"}) == active);
}

TEST_CASE("a token is verified by the operation of its owner, and a key by neither") {
    struct row {
        cfdns::credentials credentials;
        char const* of_user;
        char const* of_account;
    };
    auto const raw = [](char const* text) -> cfdns::credentials { return cfdns::api_token{secret(text)}; };
    for (row const& one : std::vector<row>{{raw("right"), "", ""},
                                           {raw("wrong"), "401 1000", "401 1000"},
                                           {raw("<token>"), "400 6003", "400 6003"},
                                           {raw("Bearer right"), "400 6003", "400 6003"},
                                           {raw("YOUR TOKEN"), "400 6003", "400 6003"},
                                           {key(), "400 1001", "400 1001"}}) {
        fake_cloudflare service;
        service.token = secret("right");
        CHECK(refusal(service, one.credentials, cfdns::user::tokens::verify{}) == one.of_user);
        CHECK(refusal(service, one.credentials, accounts::tokens::verify{.account_id = account}) ==
              one.of_account);
    }
    fake_cloudflare service;
    CHECK(refusal(service, raw("cfut_x"), cfdns::user::tokens::verify{}).empty());
    CHECK(refusal(service, raw("cfat_x"), cfdns::user::tokens::verify{}) == "401 1000");
    CHECK(refusal(service, raw("cfat_x"), accounts::tokens::verify{.account_id = account}).empty());
    CHECK(refusal(service, raw("cfut_x"), accounts::tokens::verify{.account_id = account}) == "401 1000");
    auto const anonymous = service.handle(cfdns::make_request(cfdns::user::tokens::verify{}).value());
    CHECK(anonymous.status == 400);
    CHECK(anonymous.body.find("9106") != std::string::npos);
}

TEST_CASE("text that cannot be a token is refused as malformed by every operation") {
    fake_cloudflare service;
    CHECK(refusal(service, token("a b"), cfdns::zones::list{}) == "400 6003");
    CHECK(refusal(service, token("a.b~c+d/e==_-"), cfdns::zones::list{}).empty());
}
