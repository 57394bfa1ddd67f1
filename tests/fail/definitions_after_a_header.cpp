// A precompiled header or a unity build puts the library before its definitions; the error names the remedy.
// expect: SKIP_PRECOMPILE_HEADERS ON SKIP_UNITY_BUILD_INCLUSION ON
#define CFDNS_SEPARATE_COMPILATION
#ifdef MUST_FAIL
#include <cfdns/core/http.hpp>
#endif
#include <cfdns/src.hpp>
