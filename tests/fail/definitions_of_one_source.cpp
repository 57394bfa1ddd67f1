// Where the other sources are header-only, or expect definitions that this one has inline.
// expect: define CFDNS_SEPARATE_COMPILATION for every source
#ifndef MUST_FAIL
#define CFDNS_SEPARATE_COMPILATION
#endif
#define CFDNS_SOURCE
#include <cfdns/cfdns.hpp>
