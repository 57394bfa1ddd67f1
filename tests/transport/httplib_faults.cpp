// SPDX-License-Identifier: BSL-1.0
#include "faults.hpp"

#include <cfdns/transport/httplib.hpp>

TEST_CASE("calls through cpp-httplib handle a server that truncates, stalls and refuses") {
    cfdns_test::check_faults("cpp-httplib " CPPHTTPLIB_VERSION, [](cfdns::transport_options const& options) {
        return cfdns::httplib_transport{options};
    });
}
