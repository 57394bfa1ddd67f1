#ifndef CFDNS_TESTS_LINK_DSO_HPP
#define CFDNS_TESTS_LINK_DSO_HPP

#include <cfdns/cfdns.hpp>

#ifdef _WIN32
#define CFDNS_TEST_EXPORT __declspec(dllexport)
#else
#define CFDNS_TEST_EXPORT __attribute__((visibility("default")))
#endif

// What each library gives away: an error of its own making, and what it thinks of an error made elsewhere.
struct side {
    cfdns::error failure;
    bool (*is_unexpected_status)(cfdns::error const&);
    void (*fail)();
};

CFDNS_TEST_EXPORT side side_one();
CFDNS_TEST_EXPORT side side_two();

#endif
