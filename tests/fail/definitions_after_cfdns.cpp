// The same by CFDNS_SOURCE, as with the single header, which has no cfdns/src.hpp.
// expect: SKIP_PRECOMPILE_HEADERS ON SKIP_UNITY_BUILD_INCLUSION ON
#define CFDNS_SEPARATE_COMPILATION
#ifdef MUST_FAIL
#include <cfdns/cfdns.hpp>
#endif
#define CFDNS_SOURCE
#include <cfdns/cfdns.hpp>
