// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTING_TRANSPORT_CONFORMANCE_HPP
#define CFDNS_TESTING_TRANSPORT_CONFORMANCE_HPP

#include <cfdns/core/call.hpp>
#include <cfdns/detail/config.hpp>
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

/// A conformance test suite for transports.
///
/// Opt-in: not included by cfdns/cfdns.hpp. Requires the libraries of cfdns/testing/loopback_server.hpp.
/// Connects only to 127.0.0.1.
namespace cfdns::inline v0_2::testing {

/// The outcome of checking a behaviour.
enum class verdict : unsigned char {
    passed,       ///< The transport behaves as required.
    failed,       ///< The transport does not behave as required; see `behaviour_result::detail`.
    unsupported,  ///< The transport does not support the behaviour, so it was not verified.
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

/// A required behaviour of a transport.
struct behaviour {
    std::string_view name;         ///< Short name, such as `connect_timeout`.
    std::string_view description;  ///< Description, as a sentence.
};

/// The result of checking a behaviour.
struct behaviour_result {
    std::string_view name{};         ///< `behaviour::name`.
    std::string_view description{};  ///< `behaviour::description`.
    verdict outcome{};               ///< Whether the transport behaves as required.
    std::string detail{};  ///< Observations, and the reason if it is unsupported; empty if it passed.
};

/// Names of behaviours that a transport does not support, each with the reason. These behaviours are checked
/// as well: `behaviour_result::detail` then states whether they work, and a failure is reported as
/// unsupported.
using unsupported_behaviours = std::map<std::string, std::string, std::less<>>;

namespace detail::conformance {

struct transport_under_test {
    std::function<result<http_response>(http_request const&)> send{};
    // These are empty if the transport does not offer them.
    std::function<result<http_response>(http_request const&, std::chrono::milliseconds)> send_with_timeout{};
    std::function<void()> cancel{};
};

using transport_maker = std::function<transport_under_test(transport_options const&)>;

[[nodiscard]] std::vector<behaviour_result> run_behaviours(transport_maker const& make,
                                                           unsupported_behaviours const& unsupported,
                                                           std::string_view only);

}  // namespace detail::conformance

/// All behaviours, in the order in which they are checked.
[[nodiscard]] std::span<behaviour const> transport_behaviours() noexcept;

/// Checks all behaviours, or only the one named `only`, and returns their results in order. Checking all of
/// them takes several seconds.
///
/// `make(transport_options const&)` returns a new transport with these options; it may be move-only. If the
/// transport has `cancel()`, it is called from another thread and must end the current request. If it is a
/// `timed_transport`, its timeout is checked as well. Unknown names in `unsupported` are reported as
/// failures. The result is empty if `only` is not the name of a behaviour.
template <class Make>
[[nodiscard]] std::vector<behaviour_result> check_transport(Make make,
                                                            unsupported_behaviours const& unsupported = {},
                                                            std::string_view only = {}) {
    return detail::conformance::run_behaviours(
        [&make](transport_options const& options) {
            using type = std::remove_cvref_t<decltype(make(options))>;
            static_assert(transport<type>,
                          "check_transport: make(transport_options) must return a transport");
            auto const shared = std::make_shared<type>(make(options));
            detail::conformance::transport_under_test out;
            out.send = [shared](http_request const& request) -> result<http_response> {
                return (*shared)(request);
            };
            if constexpr (timed_transport<type>)
                out.send_with_timeout = [shared](
                                            http_request const& request,
                                            std::chrono::milliseconds timeout) -> result<http_response> {
                    return (*shared)(request, timeout);
                };
            if constexpr (requires { shared->cancel(); }) out.cancel = [shared] { shared->cancel(); };
            return out;
        },
        unsupported, only);
}

/// Formats the results as text, one line per behaviour: name, verdict and, if it is not empty, the detail.
[[nodiscard]] std::string to_text(std::span<behaviour_result const> results);

}  // namespace cfdns::inline v0_2::testing

#if CFDNS_HAS_TRANSPORT_DEFINITIONS
#include <cfdns/impl/testing/transport_conformance.ipp>
#endif

#endif
