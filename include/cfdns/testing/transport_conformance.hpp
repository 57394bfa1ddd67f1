// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTING_TRANSPORT_CONFORMANCE_HPP
#define CFDNS_TESTING_TRANSPORT_CONFORMANCE_HPP

#include <cfdns/call.hpp>
#include <cfdns/testing/loopback_server.hpp>
#include <cfdns/transport/options.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// A list of what a transport has to do, to be run against anybody's.
///
/// Opt-in: not part of cfdns/cfdns.hpp. Needs what cfdns/testing/loopback_server.hpp needs; talks to 127.0.0.1 only.
namespace cfdns::inline v1::testing {

/// How a transport took a behaviour.
enum class verdict : unsigned char {
    passed,       ///< As it should be.
    failed,       ///< Not as it should be; `behaviour_result::detail` says what was seen.
    unsupported,  ///< The transport does not offer it: nobody was misled, and nothing was proved.
};

/// The verdict as a word.
constexpr std::string_view to_string(verdict value) noexcept {
    switch (value) {
        case verdict::passed: return "passed";
        case verdict::failed: return "FAILED";
        case verdict::unsupported: return "unsupported";
    }
    return {};
}

/// One of the things that a transport has to do.
struct behaviour {
    std::string_view name;  ///< One word for it, such as `total_timeout`.
    std::string_view what;  ///< A sentence.
};

/// What became of one behaviour.
struct behaviour_result {
    std::string_view name{};    ///< `behaviour::name`.
    std::string_view what{};    ///< `behaviour::what`.
    verdict outcome{};          ///< Whether it was seen.
    std::string detail{};       ///< What was seen; for what is unsupported, also why.
};

/// Names of behaviours that a transport cannot offer, each with the reason. Such a behaviour is run as well: if it does work
/// the result says so, and it never counts as passed otherwise.
using unsupported_behaviours = std::map<std::string, std::string, std::less<>>;

namespace detail::conformance {

struct transport_under_test {
    std::function<result<http_response>(http_request const&)> send{};
    std::function<result<http_response>(http_request const&, std::chrono::milliseconds)> send_at_most{};  // empty: not offered
    std::function<void()> cancel{};                                                                       // empty: not offered
};

using transport_maker = std::function<transport_under_test(transport_options const&)>;

[[nodiscard]] std::vector<behaviour_result> run_behaviours(transport_maker const& make, unsupported_behaviours const& lacking,
                                                           std::string_view only);

}  // namespace detail::conformance

/// All behaviours, in the order in which they are run.
[[nodiscard]] std::span<behaviour const> transport_behaviours() noexcept;

/// Runs all behaviours, which takes some seconds, and tells what became of each, in order; or the one that `only` names.
///
/// `make(transport_options const&)` gives a new transport that obeys these options; it may be move-only. If it has
/// `cancel()`, that ends a request under way when it is called from another thread; if it is a `timed_transport`, that is
/// tried as well. Names in `lacking` that are no behaviour's come out as failed. An
/// empty result means that `only` names nothing.
template <class Make>
[[nodiscard]] std::vector<behaviour_result> check_transport(Make make, unsupported_behaviours const& lacking = {},
                                                            std::string_view only = {}) {
    return detail::conformance::run_behaviours(
        [&make](transport_options const& options) {
            using type = std::remove_cvref_t<decltype(make(options))>;
            static_assert(transport<type>, "check_transport: make(transport_options) must give a transport");
            auto const one = std::make_shared<type>(make(options));
            detail::conformance::transport_under_test out;
            out.send = [one](http_request const& request) -> result<http_response> { return (*one)(request); };
            if constexpr (timed_transport<type>)
                out.send_at_most = [one](http_request const& request, std::chrono::milliseconds at_most)
                    -> result<http_response> { return (*one)(request, at_most); };
            if constexpr (requires { one->cancel(); }) out.cancel = [one] { one->cancel(); };
            return out;
        },
        lacking, only);
}

/// One line per behaviour, for people: name, verdict and, where it did not pass, what was seen.
[[nodiscard]] std::string to_text(std::span<behaviour_result const> results);

}  // namespace cfdns::inline v1::testing

#include <cfdns/impl/testing/transport_conformance.ipp>

#endif
