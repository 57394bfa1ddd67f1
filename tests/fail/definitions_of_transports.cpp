// The source with the definitions of the transports may include nothing of the library before them.
// expect: include cfdns/transport/src.hpp before any other header of cfdns
#define CFDNS_SEPARATE_COMPILATION
#define CFDNS_SEPARATE_TRANSPORT
#ifdef MUST_FAIL
#include <cfdns/core/http.hpp>
#endif
#include <cfdns/transport/src.hpp>
