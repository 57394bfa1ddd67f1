// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTING_SERVICE_HPP
#define CFDNS_TESTING_SERVICE_HPP

#include <cfdns/detail/config.hpp>

#include <functional>
#include <map>
#include <string>

/// Declarations shared by the services of all products. Opt-in: not part of cfdns/cfdns.hpp.
namespace cfdns::inline v0_2::testing {

class fake_cloudflare;

/// Types of zones.
enum class zone_type : unsigned char {
    any,        ///< Not specified: the zone supports everything that any type supports.
    full,       ///< Cloudflare is the authoritative DNS provider.
    partial,    ///< CNAME setup.
    secondary,  ///< The zone is transferred from a primary server.
    internal,   ///< Internal DNS.
};

/// Objects by the id of a zone, an account or another object.
template <class T>
using by_id = std::map<std::string, T, std::less<>>;

}  // namespace cfdns::inline v0_2::testing

/// One service for each product of the API. A service is a struct with the name of the product: its data
/// members are the state, and `static void mount(fake_cloudflare&)` registers a handler for each operation
/// with `fake_cloudflare::on`. Handlers access the state through their `fake_cloudflare&` parameter, so
/// that a copy of the `fake_cloudflare` is independent of the original. A service whose state changes with
/// time has `void run_pending(fake_cloudflare&)` as well, which carries out everything that is due at
/// `fake_cloudflare::now`.
namespace cfdns::inline v0_2::testing::services {}

#endif
