// The other sources are header-only, or expect definitions that are inline in this one.
// expect: define CFDNS_SEPARATE_COMPILATION in every source
#ifndef MUST_FAIL
#define CFDNS_SEPARATE_COMPILATION
#endif
#define CFDNS_SOURCE
#include <cfdns/cfdns.hpp>
