// SPDX-License-Identifier: BSL-1.0
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "scoped_environment.hpp"

// The proxies of whoever runs the tests are not for servers on loopback.
int main(int argc, char** argv) {
    for (char const* name :
         {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"})
        cfdns_test::set_variable(name, nullptr);
    return doctest::Context(argc, argv).run();
}
