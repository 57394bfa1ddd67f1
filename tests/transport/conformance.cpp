// SPDX-License-Identifier: BSL-1.0
#include <cfdns/testing/transport_conformance.hpp>
#include <cfdns/transport/curl.hpp>

#include <doctest/doctest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/system/errc.hpp>

#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace cfdns::testing;
using namespace std::chrono_literals;

namespace {

using response = cfdns::result<cfdns::http_response>;

// A good transport with one fault.
struct faulty {
    cfdns::transport_options options;
    void (*change_options)(cfdns::transport_options&) = nullptr;
    void (*change_request)(cfdns::http_request&) = nullptr;
    void (*change_response)(cfdns::http_response&) = nullptr;
    cfdns::error (*change_failure)(cfdns::error const&) = nullptr;
    bool follows_redirects = false, repeats = false, keeps_cookies = false, forgets_connections = false,
         deaf = false;
    std::unique_ptr<cfdns::curl_transport> inner{};
    std::string cookie{};

    response operator()(cfdns::http_request const& request) { return send(request, options.total_timeout); }
    response operator()(cfdns::http_request const& request, std::chrono::milliseconds at_most) {
        return send(request, deaf ? options.total_timeout : at_most);
    }
    void cancel() {
        if (!deaf) inner->cancel();
    }

    void start() {
        if (change_options != nullptr) change_options(options);
        inner = std::make_unique<cfdns::curl_transport>(options);
    }

private:
    response send(cfdns::http_request request, std::chrono::milliseconds at_most) {
        if (forgets_connections) start();
        if (change_request != nullptr) change_request(request);
        if (!cookie.empty()) request.headers.push_back({"Cookie", cookie});
        response got = (*inner)(request, at_most);
        if (repeats && got.has_error()) got = (*inner)(request, at_most);
        if (got.has_error()) return change_failure != nullptr ? response{change_failure(got.error())} : got;
        if (keeps_cookies) cookie = cfdns::find_header(got->headers, "Set-Cookie").value_or("");
        if (auto const where = cfdns::find_header(got->headers, "Location"); follows_redirects && where) {
            faulty next;
            next.options = options;
            if (std::size_t const slash = where->find('/', 8); where->starts_with("http")) {
                next.options.origin = where->substr(0, slash);
                request.target = where->substr(slash);
            } else {
                request.target = *where;
            }
            next.start();
            return next(request);
        }
        if (change_response != nullptr) change_response(*got);
        return got;
    }
};

// What a transport looks at before it uses a kept connection again.
enum class look { at_nothing, for_an_end, at_the_socket };

// A transport that looks too little.
class careless {
public:
    careless(cfdns::transport_options options, look before)
        : options_(std::move(options)), before_(before) {}

    response operator()(cfdns::http_request const& request) {
        namespace http = boost::beast::http;
        std::string bytes = std::string{cfdns::to_string(request.method)} + ' ' + request.target +
                            " HTTP/1.1\r\nHost: x\r\n";
        if (!request.body.empty())
            bytes += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
        bytes += "\r\n" + request.body;
        http::response<http::string_body> got;
        boost::system::error_code failure;
        if (!link_ || !looks_good()) connect(failure);
        if (!failure && link_->tls) {
            boost::asio::write(*link_->tls, boost::asio::buffer(bytes), failure);
            if (!failure) http::read(*link_->tls, link_->buffer, got, failure);
        } else if (!failure) {
            boost::asio::write(link_->socket, boost::asio::buffer(bytes), failure);
            if (!failure) http::read(link_->socket, link_->buffer, got, failure);
        }
        if (failure) {
            link_.reset();
            return cfdns::error{failure, cfdns::delivery::unknown};
        }
        return cfdns::http_response{static_cast<int>(got.result_int()), {}, got.body()};
    }

private:
    struct link {
        boost::asio::io_context context{};
        boost::asio::ip::tcp::socket socket{context};
        boost::asio::ssl::context trust{boost::asio::ssl::context::tls_client};
        std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls{};
        boost::beast::flat_buffer buffer{};
    };

    bool looks_good() {
        if (before_ == look::at_nothing) return true;
        char byte = 0;
        boost::system::error_code failure;
        link_->socket.non_blocking(true, failure);
        link_->socket.receive(boost::asio::buffer(&byte, 1), boost::asio::socket_base::message_peek,
                              failure);
        bool const bytes = !failure, quiet = failure == boost::asio::error::would_block;
        link_->socket.non_blocking(false, failure);
        return quiet || (bytes && before_ == look::for_an_end);
    }

    void connect(boost::system::error_code& failure) {
        std::string const& origin = options_.origin;
        link_ = std::make_unique<link>();
        auto const port = static_cast<unsigned short>(std::stoi(origin.substr(origin.rfind(':') + 1)));
        link_->socket.connect({boost::asio::ip::make_address("127.0.0.1"), port}, failure);
        if (failure || !origin.starts_with("https")) return;
        link_->tls.emplace(link_->socket, link_->trust);
        link_->tls->handshake(boost::asio::ssl::stream_base::client, failure);
    }

    cfdns::transport_options options_;
    look before_;
    std::unique_ptr<link> link_{};
};

cfdns::error same_but(cfdns::error const& failure, cfdns::delivery request_sent) {
    return cfdns::error{failure.code(), request_sent};
}

verdict try_one(faulty const& plan, std::string_view name, unsupported_behaviours const& lacking = {}) {
    auto const results = check_transport(
        [&plan](cfdns::transport_options const& options) {
            faulty one{options,
                       plan.change_options,
                       plan.change_request,
                       plan.change_response,
                       plan.change_failure,
                       plan.follows_redirects,
                       plan.repeats,
                       plan.keeps_cookies,
                       plan.forgets_connections,
                       plan.deaf};
            one.start();
            return one;
        },
        lacking, name);
    REQUIRE(results.size() == 1);
    CHECK(results[0].name == name);
    CHECK_FALSE(results[0].description.empty());
    CHECK(results[0].detail.empty() == (results[0].outcome == verdict::passed && lacking.empty()));
    return results[0].outcome;
}

}  // namespace

TEST_CASE("each behaviour fails for a transport without it") {
    struct mistake {
        std::string_view name;
        faulty plan;
    };
    using request = cfdns::http_request;
    using response = cfdns::http_response;
    std::vector<mistake> mistakes;
    auto const add = [&](std::string_view name) -> faulty& {
        return mistakes.emplace_back(mistake{name, {}}).plan;
    };

    add("methods").change_request = [](request& r) {
        if (r.method == cfdns::http_method::patch) r.method = cfdns::http_method::put;
    };
    add("target").change_request = [](request& r) {
        if (std::size_t const at = r.target.find("%2f"); at != std::string::npos) r.target[at + 2] = 'F';
    };
    add("request_headers").change_request = [](request& r) {
        std::erase_if(r.headers, [](auto& h) { return h.value.empty(); });
    };
    add("no_added_headers").change_request = [](request& r) {
        r.headers.push_back({"Content-Type", "application/json"});
    };
    add("request_body").change_request = [](request& r) { r.body.resize(r.body.find('\0') + 1); };
    add("request_without_body").change_request = [](request& r) {
        r.headers.push_back({"Content-Type", "application/json"});
    };
    add("any_status").change_response = [](response& r) {
        if (r.status == 599) r.status = 500;
    };
    add("response_without_body").change_response = [](response& r) { r.body = "null"; };
    add("response_headers").change_response = [](response& r) {
        std::erase_if(r.headers, [](auto& h) { return h.value.empty(); });
    };
    add("response_body").change_response = [](response& r) { r.body.resize(r.body.find('\0')); };
    add("interim_responses").change_response = [](response& r) { r.headers.push_back({"X-Early", "1"}); };
    add("chunked").change_response = [](response& r) { r.body += "\r\n"; };
    add("close_delimited").change_response = [](response& r) { r.body.pop_back(); };
    add("gzip").change_response = [](response& r) { r.body = "\x1f\x8b"; };
    add("body_limit").change_options = [](cfdns::transport_options& o) { ++o.max_response_bytes; };
    add("connect_timeout").change_options = [](cfdns::transport_options& o) { o.connect_timeout = 3s; };
    add("handshake_timeout").change_options = [](cfdns::transport_options& o) { o.connect_timeout = 3s; };
    for (char const* name : {"send_timeout", "response_timeout", "header_timeout", "body_timeout"})
        add(name).change_options = [](cfdns::transport_options& o) { o.total_timeout = 3s; };
    add("request_timeout").deaf = true;
    add("cancel").deaf = true;
    add("no_redirects").follows_redirects = true;
    add("no_shared_state").keeps_cookies = true;
    add("tls").change_options = [](cfdns::transport_options& o) { o.ca_file.clear(); };
    add("no_duplicate_writes").repeats = true;
    for (char const* name : {"connection_refused", "tls_trust", "no_plaintext_fallback"})
        add(name).change_failure = [](cfdns::error const& e) {
            return same_but(e, cfdns::delivery::unknown);
        };
    for (char const* name : {"closed_before_response", "closed_in_headers", "not_http", "header_limit",
                             "tls_closed_abruptly", "response_timeout"})
        add(name).change_failure = [](cfdns::error const& e) {
            return same_but(e, cfdns::delivery::not_sent);
        };
    for (char const* name : {"closed_in_body", "body_limit", "body_timeout"})  // the status is lost
        add(name).change_failure = [](cfdns::error const& e) {
            return same_but(e, cfdns::delivery::answered);
        };
    add("connection_refused").change_failure = [](cfdns::error const& e) {
        return cfdns::error{e.code(), cfdns::delivery::not_sent,
                            "Authorization: Bearer a-token-that-nobody-may-print"};
    };
    add("cancel").change_failure = [](cfdns::error const& e) {
        return cfdns::error{boost::system::errc::make_error_code(boost::system::errc::timed_out),
                            e.delivery()};
    };
    for (mistake const& one : mistakes) {
        CAPTURE(one.name);
        CHECK(try_one(one.plan, one.name) == verdict::failed);
    }
}

TEST_CASE("a transport that does not fully check idle connections fails the corresponding behaviours") {
    constexpr std::string_view meanwhile[] = {"closed_while_idle",     "reset_while_idle",
                                              "tls_closed_while_idle", "unsolicited_408",
                                              "unsolicited_200",       "unsolicited_data"};
    struct {
        look before;
        std::size_t passed;  // the first so many
    } const cases[] = {{look::at_nothing, 0}, {look::for_an_end, 2}, {look::at_the_socket, 5}};
    for (auto const& one : cases)
        for (std::size_t i = 0; i != std::size(meanwhile); ++i) {
            CAPTURE(one.passed);
            CAPTURE(meanwhile[i]);
            auto const make = [&one](cfdns::transport_options const& options) {
                return careless{options, one.before};
            };
            auto const results = check_transport(make, {}, meanwhile[i]);
            REQUIRE(results.size() == 1);
            CHECK_MESSAGE(results[0].outcome == (i < one.passed ? verdict::passed : verdict::failed),
                          results[0].detail);
        }
    auto const reuse = check_transport(
        [](cfdns::transport_options const& options) {
            return careless{options, look::at_the_socket};
        },
        {}, "connection_reuse");
    REQUIRE(reuse.size() == 1);
    CHECK_MESSAGE(reuse[0].outcome == verdict::passed, reuse[0].detail);
}

TEST_CASE("a transport that throws fails, and the result contains the exception's text") {
    struct thrower {
        bool std_exception;
        cfdns::result<cfdns::http_response> operator()(cfdns::http_request const&) {
            if (std_exception) throw std::runtime_error("out of order");
            throw 42;
        }
        cfdns::result<cfdns::http_response> operator()(cfdns::http_request const& request,
                                                       std::chrono::milliseconds) {
            return (*this)(request);
        }
        void cancel() { throw std::runtime_error("cannot cancel"); }
    };
    for (bool const std_exception : {false, true}) {
        auto const results =
            check_transport([&](cfdns::transport_options const&) { return thrower{std_exception}; }, {},
                            std_exception ? "" : "methods");
        CHECK(results.size() == (std_exception ? transport_behaviours().size() : 1));
        for (behaviour_result const& one : results) {
            CAPTURE(one.name);
            CHECK(one.outcome == verdict::failed);
            CHECK(one.detail.find(std_exception ? "it threw: out of order"
                                                : "it threw: an object that is not a std::exception") !=
                  std::string::npos);
            if (one.name == "cancel") CHECK(one.detail.find("it threw: cannot cancel") != std::string::npos);
        }
    }
    auto const unmade = check_transport(
        [](cfdns::transport_options const& options) -> cfdns::curl_transport {
            if (!options.origin.empty()) throw std::runtime_error("no transport today");
            return cfdns::curl_transport{options};
        },
        {}, "methods");
    REQUIRE(unmade.size() == 1);
    CHECK(unmade[0].outcome == verdict::failed);
    CHECK(unmade[0].detail.find("it threw: no transport today") != std::string::npos);
}

TEST_CASE("a transport that returns nonsense passes no behaviour") {
    struct gives {
        response what;
        response operator()(cfdns::http_request const&) { return what; }
    };
    for (response const& what : {response{cfdns::error{}}, response{cfdns::http_response{}},
                                 response{cfdns::http_response{200, {}, {}}},
                                 response{cfdns::http_response{-1, {{"", ""}}, std::string(100, '\0')}}}) {
        auto const results = check_transport([&](cfdns::transport_options const&) { return gives{what}; });
        for (behaviour_result const& one : results) {
            CAPTURE(one.name);
            CHECK(one.outcome != verdict::passed);
        }
    }
}

TEST_CASE("a behaviour declared as unsupported never passes silently") {
    faulty deaf;
    deaf.deaf = true;
    CHECK(try_one(deaf, "request_timeout", {{"request_timeout", "for a reason"}}) == verdict::unsupported);
    auto const works = check_transport(
        [](cfdns::transport_options const& options) { return cfdns::curl_transport{options}; },
        {{"methods", "for a reason"}}, "methods");
    REQUIRE(works.size() == 1);
    CHECK(works[0].outcome == verdict::passed);
    CHECK(works[0].detail == "it works, although declared as unsupported: for a reason");
}

TEST_CASE("a feature that a transport does not offer is unsupported, not passed") {
    auto const plain = [](cfdns::transport_options const& options) {
        return [one = std::make_shared<cfdns::curl_transport>(options)](
                   cfdns::http_request const& request) -> response { return (*one)(request); };
    };
    for (char const* name : {"cancel", "request_timeout"}) {
        auto const results = check_transport(plain, {}, name);
        REQUIRE(results.size() == 1);
        CHECK(results[0].outcome == verdict::unsupported);
    }
    faulty forgetful;
    forgetful.forgets_connections = true;
    CHECK(try_one(forgetful, "connection_reuse") == verdict::unsupported);
    CHECK(check_transport(plain, {}, "nonsense").empty());
}

TEST_CASE("a transport that always fails passes almost no behaviour, and unknown names are reported") {
    auto const dead = [](cfdns::transport_options const&) {
        return [](cfdns::http_request const&) -> response {
            return cfdns::error{boost::system::errc::make_error_code(boost::system::errc::timed_out),
                                cfdns::delivery::not_sent};
        };
    };
    auto const results = check_transport(dead, {{"nonsense", "for a reason"}});
    std::string passed;
    for (behaviour_result const& one : results)
        if (one.outcome == verdict::passed) passed.append(one.name) += ' ';
    CHECK(passed == "connection_refused connect_timeout handshake_timeout tls_trust no_plaintext_fallback ");
    CHECK(results.size() == transport_behaviours().size() + 1);
    CHECK(results.back().outcome == verdict::failed);
    CHECK(results.back().detail.find("nonsense") != std::string::npos);
    CHECK(to_text(results).find("methods                 FAILED: no response") != std::string::npos);
}
