// A required parameter that is left out does not compile, and the compiler names the parameter.
// expect gcc: use of deleted function .*required
// expect clang: call to deleted constructor of .*required
// expect: zone_id
#include <cfdns/cfdns.hpp>

cfdns::zone_transfers::incoming::create make() {
    return {
#ifndef MUST_FAIL
        .zone_id = "269d8f4853475ca241c4e730be286b20",
#endif
        .auto_refresh_seconds = std::chrono::hours{24},
        .name = "www.example.com.",
        .peers = {"23ff594956f20c2a721606e94745a8aa"},
    };
}
