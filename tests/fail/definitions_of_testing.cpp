// The source with the definitions of the in-memory service may include nothing of the library before them.
// expect: include cfdns/testing/src.hpp before any other header of cfdns
#define CFDNS_SEPARATE_COMPILATION
#define CFDNS_SEPARATE_TESTING
#ifdef MUST_FAIL
#include <cfdns/core/http.hpp>
#endif
#include <cfdns/testing/src.hpp>
