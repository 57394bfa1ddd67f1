// An exchange is not copied: the attempt points into it.
// expect gcc: use of deleted function
// expect clang: call to deleted constructor
#include <cfdns/cfdns.hpp>

using exchange = cfdns::exchange<cfdns::zone_transfers::incoming::get>;

void use(exchange& one) {
#ifdef MUST_FAIL
    exchange copy{one};
    (void)copy;
#endif
    (void)one;
}
